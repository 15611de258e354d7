// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/plateshots.h"

#include "app/recognition/platemeasure.h"

#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>
#include <utility>

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
    static std::map<std::pair<int, double>, cv::Mat> drawn;
    cv::Mat &shot = drawn[{camera.size.width, camera.focal}];
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
