// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/plateshots.h"

#include "app/recognition/platemeasure.h"

#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <string>
#include <tuple>

namespace hall::test {

namespace {

constexpr double platePerMm = 4;
constexpr double targetDpi = 200;
constexpr double targetPerMm = targetDpi / 25.4;

// A warm lamp in front: brighter below than above, darker in the corners.
void lighten(cv::Mat &shot)
{
    cv::Mat small(64, 64, CV_32FC3);
    for (int y = 0; y < small.rows; ++y) {
        for (int x = 0; x < small.cols; ++x) {
            const double u = 2.0 * x / (small.cols - 1) - 1;
            const double v = 2.0 * y / (small.rows - 1) - 1;
            const double level = 0.86 * (1 + 0.06 * v) * (1 - 0.08 * (u * u + v * v));
            small.at<cv::Vec3f>(y, x) = cv::Vec3f(0.92F, 0.98F, 1.0F) * static_cast<float>(level);
        }
    }
    cv::Mat light;
    cv::resize(small, light, shot.size(), 0, 0, cv::INTER_CUBIC);
    cv::Mat floats;
    shot.convertTo(floats, CV_32FC3);
    floats = floats.mul(light);
    floats.convertTo(shot, CV_8UC3);
}

cv::Mat plateOf()
{
    cv::Mat plate(int(420 * platePerMm), int(560 * platePerMm), CV_8UC3, cv::Scalar(56, 54, 52));
    cv::Mat grain(plate.size(), CV_8UC3);
    cv::RNG(11).fill(grain, cv::RNG::UNIFORM, 0, 9);
    plate += grain;
    for (const cv::Point2d at : {cv::Point2d(-150, -100), {150, -100}, {150, 100}, {-150, 100}}) {
        const cv::Point middle(int((at.x + 280) * platePerMm), int((at.y + 210) * platePerMm));
        cv::rectangle(plate, middle - cv::Point(32, 4), middle + cv::Point(32, 4), cv::Scalar::all(170), cv::FILLED);
        cv::rectangle(plate, middle - cv::Point(4, 32), middle + cv::Point(4, 32), cv::Scalar::all(170), cv::FILLED);
    }
    return plate;
}

// The bare plate, which every shot has below: drawn once for each camera.
const cv::Mat &plateUnder(const PlateCamera &camera)
{
    static std::map<std::tuple<int, double, double>, cv::Mat> drawn;
    cv::Mat &shot = drawn[{camera.size.width, camera.focal, camera.heightMm}];
    if (shot.empty()) {
        shot = camera.photo(plateOf(), platePerMm);
    }
    return shot;
}

// `picture` on the plate, both as the camera sees them.
cv::Mat onPlate(const PlateCamera &camera, const cv::Mat &picture, double perMm, cv::Point2d middle, double turn,
                const cv::Vec3d &lift)
{
    cv::Mat colour = picture;
    if (picture.channels() == 1) {
        cv::cvtColor(picture, colour, cv::COLOR_GRAY2BGR);
    }
    // Paper is not brighter than white. With it goes what it covers.
    cv::Mat covering;
    cv::merge(std::vector<cv::Mat>{colour * 0.96, cv::Mat(picture.size(), CV_8UC1, cv::Scalar(255))}, covering);
    const cv::Mat there = camera.photo(covering, perMm, middle, turn, lift, cv::Scalar::all(0));
    cv::Mat shot = plateUnder(camera).clone();
    for (int y = 0; y < shot.rows; ++y) {
        const auto *over = there.ptr<cv::Vec4b>(y);
        auto *pixel = shot.ptr<cv::Vec3b>(y);
        for (int x = 0; x < shot.cols; ++x) {
            const int under = 255 - over[x][3];
            for (int channel = 0; channel < 3; ++channel) {
                pixel[x][channel] = static_cast<unsigned char>(over[x][channel] + pixel[x][channel] * under / 255);
            }
        }
    }
    lighten(shot);
    return shot;
}

}  // namespace

cv::Mat emptyShot(const PlateCamera &camera, cv::Point2d moved)
{
    cv::Mat shot = camera.photo(plateOf(), platePerMm, moved);
    lighten(shot);
    return shot;
}

std::vector<cv::Mat> lensShots(const PlateCamera &camera, int count, double printed)
{
    const cv::Mat target = drawTarget(targetDpi);
    std::vector<cv::Mat> shots;
    for (int i = 0; i < count; ++i) {
        const cv::Vec3d lift((i % 2 - 0.5) * 0.6, (i / 2 % 2 - 0.5) * 0.6, 0);
        const int row = i / 5 % 3;
        const int round = i / 15;
        const cv::Point2d middle((i % 5 - 2) * 75, (row - 1) * 100);
        shots.push_back(
            onPlate(camera, target, targetPerMm / printed, middle, 1.57 + (i % 5 - 2) * 0.15 + round * 0.2, lift));
    }
    return shots;
}

cv::Mat flatShot(const PlateCamera &camera, double printed)
{
    return onPlate(camera, drawTarget(targetDpi), targetPerMm / printed, {}, 1.5708, {});
}

cv::Mat whiteShot(const PlateCamera &camera)
{
    return onPlate(camera, cv::Mat(1050, 1485, CV_8UC3, cv::Scalar::all(250)), 5, {6, -4}, 0.03, {});
}

void addHand(cv::Mat &shot)
{
    const cv::Scalar skin(118, 150, 205);
    cv::ellipse(shot, {shot.cols / 2, shot.rows * 3 / 5}, {shot.cols / 6, shot.rows / 4}, 20, 0, 360, skin, cv::FILLED,
                cv::LINE_AA);
    cv::rectangle(shot,
                  cv::Rect(shot.cols / 2 - shot.cols / 9, shot.rows * 3 / 5, shot.cols * 2 / 9, shot.rows * 2 / 5),
                  skin, cv::FILLED);
}

cv::Mat largeSheet(double perMm, bool blankMiddle, unsigned filledIn)
{
    cv::Mat sheet(static_cast<int>(420 * perMm), static_cast<int>(297 * perMm), CV_8UC3, cv::Scalar::all(248));
    const auto at = [perMm](double x, double y) {
        return cv::Point(static_cast<int>(x * perMm), static_cast<int>(y * perMm));
    };
    const cv::Scalar ink(40, 34, 30);
    const auto write = [&](double x, double y, const std::string &words, double size) {
        cv::putText(sheet, words, at(x, y), cv::FONT_HERSHEY_SIMPLEX, size * perMm / 22, ink,
                    std::max(1, static_cast<int>(perMm * size / 9)), cv::LINE_AA);
    };
    write(60, 34, "REGISTER (DEMONSTRATION)", 10);
    // A table: its lines are alike everywhere, what stands in it is not.
    cv::RNG dice(20040101 + filledIn);
    for (int row = 0; row < 28; ++row) {
        const double y = 50 + 12.5 * row;
        if (blankMiddle && y > 110 && y < 300) {
            continue;
        }
        for (int column = 0; column < 5; ++column) {
            const double x = 22 + 50.5 * column;
            cv::rectangle(sheet, at(x, y), at(x + 50.5, y + 12.5), ink, std::max(1, static_cast<int>(perMm * 0.3)),
                          cv::LINE_AA);
            std::string words;
            for (int i = 0; i < 9; ++i) {
                words += static_cast<char>('A' + dice.uniform(0, 26));
            }
            write(x + 3, y + 9, words, 4);
        }
    }
    cv::circle(sheet, at(230, 385), static_cast<int>(18 * perMm), cv::Scalar(60, 50, 200),
               std::max(1, static_cast<int>(perMm)), cv::LINE_AA);
    return sheet;
}

cv::Mat sheetShot(const PlateCamera &camera, const cv::Mat &sheet, double perMm, cv::Point2d middle, double turn)
{
    return onPlate(camera, sheet, perMm, middle, turn, {});
}

cv::Mat paperShot(const PlateCamera &camera, const cv::Mat &dots, double dpi, const PaperTrouble &trouble)
{
    constexpr double paperMm = 80;
    const double perMm = dpi / 25.4;
    cv::Mat ink = dots.clone();
    if (trouble.deadDot >= 0) {
        ink.col(trouble.deadDot).setTo(255);
    }
    cv::Mat grey;
    ink.convertTo(grey, CV_8UC1, 1 - trouble.ink, 255 * trouble.ink);
    const int margin = static_cast<int>((paperMm * perMm - dots.cols) / 2);
    cv::Mat paper;
    cv::copyMakeBorder(grey, paper, 0, 0, margin, margin, cv::BORDER_CONSTANT, cv::Scalar::all(255));
    // What a crooked cut takes away shows the plate.
    cv::Mat colour;
    cv::cvtColor(paper, colour, cv::COLOR_GRAY2BGR);
    if (trouble.cutDegrees > 0) {
        const int drop = static_cast<int>(colour.cols * std::tan(trouble.cutDegrees * CV_PI / 180));
        const std::vector<cv::Point> gone{{0, 0}, {colour.cols, 0}, {colour.cols, drop}};
        cv::fillConvexPoly(colour, gone, cv::Scalar(56, 54, 52), cv::LINE_AA);
    }
    return onPlate(camera, colour, perMm, {-20, 10}, 0.12, {});
}

}  // namespace hall::test
