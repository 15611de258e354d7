// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/scenes/plate.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall::scenes {

using namespace Qt::StringLiterals;

namespace {

constexpr int tileSide = 512;  // a power of two: indices wrap by a mask
constexpr int bandCount = 1024;

// Smooth noise around 0, deviation about 1, that joins at its edges well enough not to be seen.
const cv::Mat_<float> &tile()
{
    static const cv::Mat_<float> made = [] {
        cv::Mat_<float> noise(tileSide, tileSide);
        cv::RNG grain(4711);
        grain.fill(noise, cv::RNG::NORMAL, 0, 1);
        cv::GaussianBlur(noise, noise, {0, 0}, 1.1, 1.1, cv::BORDER_REFLECT);
        return cv::Mat_<float>(noise * 3.2);
    }();
    return made;
}

std::vector<float> bands(Random &random, double rough)
{
    std::vector<float> list(bandCount);
    double slow = 0;
    double fast = 0;
    for (float &value : list) {
        slow = slow * 0.985 + random.normal() * 0.17;
        fast = fast * 0.5 + random.normal() * 0.87;
        value = static_cast<float>(slow + rough * fast);
    }
    return list;
}

struct Look
{
    cv::Vec3f colour;     // BGR
    float speckle = 2;    // levels of fine texture
    float band = 0;       // levels of grain
    double acrossMm = 1;  // texture samples a millimetre
    double alongMm = 1;
    double turn = 0;  // of the grain, degrees
};

Look lookOf(const Plate &plate, Random &random)
{
    switch (plate.background) {
    case Background::Marked: {
        const auto level = static_cast<float>(random.uniform(28, 62));
        return {{level + static_cast<float>(random.uniform(-3, 8)), level,
                 level - static_cast<float>(random.uniform(0, 6))},
                static_cast<float>(random.uniform(1, 3.5)),
                0,
                3,
                3,
                0};
    }
    case Background::Grey: {
        const auto level = static_cast<float>(random.uniform(82, 168));
        return {{level + static_cast<float>(random.uniform(-6, 6)), level,
                 level + static_cast<float>(random.uniform(-6, 6))},
                static_cast<float>(random.uniform(1, 6)),
                0,
                2.5,
                2.5,
                0};
    }
    case Background::Wood: {
        const auto light = static_cast<float>(random.uniform(0.55, 1.25));
        return {{static_cast<float>(random.uniform(55, 95)) * light,
                 static_cast<float>(random.uniform(100, 130)) * light,
                 static_cast<float>(random.uniform(140, 178)) * light},
                static_cast<float>(random.uniform(2, 7)),
                static_cast<float>(random.uniform(5, 13)),
                4,
                0.3,
                random.chance(0.7) ? random.uniform(-4, 4) : random.uniform(0, 180)};
    }
    case Background::White: {
        const auto level = static_cast<float>(random.uniform(198, 236));
        return {{level + static_cast<float>(random.uniform(-8, 3)), level,
                 level + static_cast<float>(random.uniform(-3, 6))},
                static_cast<float>(random.uniform(0.4, 2.2)),
                static_cast<float>(random.chance(0.3) ? 1.5 : 0),
                2,
                0.6,
                0};
    }
    }
    return {};
}

void stroke(cv::Mat &bgr, const Camera &camera, const std::vector<cv::Point2d> &mm, const cv::Scalar &colour,
            double width)
{
    std::vector<cv::Point> points;
    constexpr int shift = 4;
    for (std::size_t i = 0; i + 1 < mm.size(); ++i) {
        for (int k = 0; k <= 12; ++k) {  // in pieces, as the lens bends it
            const cv::Point2d p = camera.calibration().toPixel(mm[i] + (mm[i + 1] - mm[i]) * (k / 12.0));
            points.emplace_back(cvRound(p.x * (1 << shift)), cvRound(p.y * (1 << shift)));
        }
    }
    cv::polylines(bgr, points, false, colour, std::max(1, cvRound(width * camera.calibration().pixelsPerMm())),
                  cv::LINE_AA, shift);
}

void rectangle(cv::Mat &bgr, const Camera &camera, cv::Size2d mm, const cv::Scalar &colour, double width,
               cv::Point2d at = {})
{
    const double x = mm.width / 2;
    const double y = mm.height / 2;
    stroke(bgr, camera,
           {at + cv::Point2d(-x, -y), at + cv::Point2d(x, -y), at + cv::Point2d(x, y), at + cv::Point2d(-x, y),
            at + cv::Point2d(-x, -y)},
           colour, width);
}

void drawGuides(cv::Mat &bgr, const Plate &plate, const Camera &camera, Random &random)
{
    const double level = random.uniform(95, 190);
    const cv::Scalar ink(level, level, level);
    const double width = random.uniform(0.3, 0.7);
    const bool solid = random.chance(0.7);
    for (const cv::Size2d size : {cv::Size2d(297, 210), cv::Size2d(210, 148), cv::Size2d(85.6, 54)}) {
        if (solid) {
            rectangle(bgr, camera, size, ink, width);
        } else {  // only the corners
            for (const double sx : {-1.0, 1.0}) {
                for (const double sy : {-1.0, 1.0}) {
                    const cv::Point2d corner(sx * size.width / 2, sy * size.height / 2);
                    stroke(bgr, camera, {corner - cv::Point2d(sx * 12, 0), corner, corner - cv::Point2d(0, sy * 12)},
                           ink, width);
                }
            }
        }
    }
    // An outline of a card with an arrow, off the middle, as makers print it.
    rectangle(bgr, camera, {85.6, 54}, ink, width, {-118, 68});
    stroke(bgr, camera, {{0, -100}, {0, -92}}, ink, width * 2);
    for (const cv::Point2d mark : plate.marks) {
        for (const double r : {2.2, 4.5}) {
            std::vector<cv::Point2d> ring;
            for (int i = 0; i <= 20; ++i) {
                ring.push_back(mark + r * cv::Point2d(std::cos(i * CV_PI / 10), std::sin(i * CV_PI / 10)));
            }
            stroke(bgr, camera, ring, {235, 235, 235}, 0.8);
        }
        stroke(bgr, camera, {mark - cv::Point2d(6, 0), mark + cv::Point2d(6, 0)}, {235, 235, 235}, 0.4);
        stroke(bgr, camera, {mark - cv::Point2d(0, 6), mark + cv::Point2d(0, 6)}, {235, 235, 235}, 0.4);
    }
}

void drawDirt(cv::Mat &bgr, const Plate &plate, const Camera &camera)
{
    Random random = Random(plate.dirtSeed).fork(77);
    const auto count = static_cast<int>(plate.dirt * 40);
    const double perMm = camera.calibration().pixelsPerMm();
    for (int i = 0; i < count; ++i) {
        const cv::Point2d at(random.uniform(-220, 220), random.uniform(-150, 150));
        const double level = random.chance(0.5) ? random.uniform(20, 70) : random.uniform(140, 210);
        const cv::Scalar colour(level, level, level * random.uniform(0.95, 1.1));
        if (random.chance(0.4)) {  // a hair or a thread
            std::vector<cv::Point2d> curve{at};
            double turn = random.uniform(0, 2 * CV_PI);
            for (int k = 0; k < 6; ++k) {
                turn += random.uniform(-0.6, 0.6);
                curve.push_back(curve.back() + random.uniform(2, 6) * cv::Point2d(std::cos(turn), std::sin(turn)));
            }
            stroke(bgr, camera, curve, colour, 0.1);
        } else {
            cv::circle(bgr, camera.calibration().toPixel(at), std::max(1, cvRound(random.uniform(0.2, 1.1) * perMm)),
                       colour, cv::FILLED, cv::LINE_AA);
        }
    }
    for (int i = 0; i < count / 8; ++i) {  // smears: a little lighter, soft
        const cv::Point2d p = camera.calibration().toPixel({random.uniform(-160, 160), random.uniform(-100, 100)});
        const double r = random.uniform(6, 22) * perMm;
        const cv::Rect area = cv::Rect(cvRound(p.x - 2 * r), cvRound(p.y - 2 * r), cvRound(4 * r), cvRound(4 * r)) &
                              cv::Rect({0, 0}, bgr.size());
        if (area.width < 8 || area.height < 8) {
            continue;
        }
        cv::Mat small(std::max(4, area.height / 8), std::max(4, area.width / 8), CV_8UC3, cv::Scalar::all(0));
        cv::ellipse(small, {small.cols / 2, small.rows / 2}, {small.cols / 5, small.rows / 9}, random.uniform(0, 180),
                    0, 360, cv::Scalar::all(random.uniform(8, 20)), cv::FILLED);
        cv::GaussianBlur(small, small, {0, 0}, small.cols / 12.0);
        cv::Mat veil;
        cv::resize(small, veil, area.size());
        cv::Mat part = bgr(area);
        cv::add(part, veil, part);
    }
}

}  // namespace

QString nameOf(Background background)
{
    switch (background) {
    case Background::Marked:
        return u"plate"_s;
    case Background::Grey:
        return u"grey"_s;
    case Background::Wood:
        return u"wood"_s;
    case Background::White:
        return u"white"_s;
    }
    return {};
}

const std::vector<Background> &allBackgrounds()
{
    static const std::vector<Background> list{Background::Marked, Background::Grey, Background::Wood,
                                              Background::White};
    return list;
}

cv::Mat drawPlate(const Plate &plate, const Camera &camera, const PlateMap &map)
{
    Random random = Random(plate.seed).fork(static_cast<std::uint64_t>(plate.background));
    const Look look = lookOf(plate, random);
    const std::vector<float> grain = bands(random, plate.background == Background::Wood ? 0.5 : 0.2);
    const cv::Mat_<float> &noise = tile();
    const auto c = static_cast<float>(std::cos(look.turn * CV_PI / 180));
    const auto s = static_cast<float>(std::sin(look.turn * CV_PI / 180));
    const auto along = static_cast<float>(look.alongMm);
    const auto across = static_cast<float>(look.acrossMm);
    const auto swayLength = static_cast<float>(random.uniform(0.008, 0.02));
    const bool banded = look.band > 0;
    cv::Mat bgr(map.x.size(), CV_8UC3);
    bgr.forEach<cv::Vec3b>([&](cv::Vec3b &pixel, const int *position) {
        const float x = map.x.at<float>(position[0], position[1]);
        const float y = map.y.at<float>(position[0], position[1]);
        const float a = c * x + s * y + 1000;
        const float b = -s * x + c * y + 1000;
        float level = look.speckle * noise.at<float>(static_cast<int>(b * across) & (tileSide - 1),
                                                     static_cast<int>(a * along) & (tileSide - 1));
        if (banded) {
            const float sway = 4 *
                               noise.at<float>(static_cast<int>(b * 0.05F) & (tileSide - 1),
                                               static_cast<int>(a * swayLength * 6) & (tileSide - 1)) *
                               0.1F;
            const float position2 = (b + sway) * 2.2F;
            const int band = static_cast<int>(position2);
            const float t = position2 - static_cast<float>(band);
            const float here = grain[static_cast<std::size_t>(band & (bandCount - 1))];
            const float there = grain[static_cast<std::size_t>((band + 1) & (bandCount - 1))];
            level += look.band * (here + (there - here) * t);
        }
        for (int i = 0; i < 3; ++i) {
            pixel[i] = cv::saturate_cast<uchar>(look.colour[i] + level * (0.5F + look.colour[i] / 255));
        }
    });
    if (plate.background == Background::Marked) {
        drawGuides(bgr, plate, camera, random);
    }
    if (plate.dirt > 0) {
        drawDirt(bgr, plate, camera);
    }
    return bgr;
}

void castShadow(cv::Mat &bgr, const cv::Mat &mask, cv::Rect area, cv::Point2d shift, double soft, double strength)
{
    if (strength <= 0 || area.empty()) {
        return;
    }
    const int reach = static_cast<int>(std::ceil(2.5 * soft + std::abs(shift.x) + std::abs(shift.y))) + 1;
    const cv::Rect wide = cv::Rect(area.x - reach, area.y - reach, area.width + 2 * reach, area.height + 2 * reach) &
                          cv::Rect({0, 0}, bgr.size());
    // Soft shadows do not need every pixel.
    const int step = std::clamp(static_cast<int>(soft / 2), 1, 8);
    cv::Mat small(std::max(1, wide.height / step), std::max(1, wide.width / step), CV_8U, cv::Scalar(0));
    const cv::Matx23d map(1.0 / step, 0, (area.x - wide.x + shift.x) / step, 0, 1.0 / step,
                          (area.y - wide.y + shift.y) / step);
    cv::warpAffine(mask, small, map, small.size(), step > 1 ? cv::INTER_LINEAR : cv::INTER_NEAREST);
    const int window = std::max(3, static_cast<int>(soft * 1.6 / step) | 1);
    cv::blur(small, small, {window, window});
    cv::blur(small, small, {window, window});
    cv::Mat gain;
    cv::resize(small, gain, wide.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat part = bgr(wide);
    for (int y = 0; y < wide.height; ++y) {
        auto *pixel = part.ptr<uchar>(y);
        const auto *dark = gain.ptr<uchar>(y);
        for (int x = 0; x < wide.width; ++x, pixel += 3) {
            if (dark[x] != 0) {
                const int keep = 256 - static_cast<int>(strength * dark[x]);
                pixel[0] = static_cast<uchar>(pixel[0] * keep >> 8);
                pixel[1] = static_cast<uchar>(pixel[1] * keep >> 8);
                pixel[2] = static_cast<uchar>(pixel[2] * keep >> 8);
            }
        }
    }
}

namespace {

// Where its upper left, upper right and lower left corners come to lie in the picture.
std::array<cv::Point2f, 3> cornersOf(const Sprite &sprite, const Placed &placed, const Camera &camera)
{
    const double c = std::cos(placed.turn * CV_PI / 180);
    const double s = std::sin(placed.turn * CV_PI / 180);
    const auto pixelOf = [&](cv::Point2d onSprite) {
        const cv::Point2d mm = (onSprite - sprite.anchor) / sprite.perMm;
        return camera.project({placed.at.x + c * mm.x - s * mm.y, placed.at.y + s * mm.x + c * mm.y, placed.height});
    };
    return {pixelOf({0, 0}), pixelOf({static_cast<double>(sprite.bgra.cols), 0}),
            pixelOf({0, static_cast<double>(sprite.bgra.rows)})};
}

cv::Mat onPicture(const Sprite &sprite, const std::array<cv::Point2f, 3> &to)
{
    const std::array<cv::Point2f, 3> from{
        cv::Point2f(0, 0), {static_cast<float>(sprite.bgra.cols), 0}, {0, static_cast<float>(sprite.bgra.rows)}};
    return cv::getAffineTransform(from.data(), to.data());
}

}  // namespace

std::vector<cv::Point2f> outlineOf(const Sprite &sprite)
{
    cv::Mat alpha;
    cv::extractChannel(sprite.bgra, alpha, 3);
    std::vector<std::vector<cv::Point>> contours;
    cv::findContours(alpha > 127, contours, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    std::vector<cv::Point2f> outline;
    for (const auto &contour : contours) {
        outline.insert(outline.end(), contour.begin(), contour.end());
    }
    return outline;
}

bool inPicture(const std::vector<cv::Point2f> &outline, const Sprite &sprite, const Placed &placed,
               const Camera &camera, cv::Size picture)
{
    std::vector<cv::Point2f> there;
    cv::transform(outline, there, onPicture(sprite, cornersOf(sprite, placed, camera)));
    return std::any_of(there.begin(), there.end(), [&picture](cv::Point2f at) {
        return at.x > -0.5F && at.y > -0.5F && at.x < static_cast<float>(picture.width) - 0.5F &&
               at.y < static_cast<float>(picture.height) - 0.5F;
    });
}

void putThing(cv::Mat &bgr, cv::Mat &cover, const Sprite &sprite, const Placed &placed, const Camera &camera,
              cv::Point2d light, double shadow)
{
    const std::array<cv::Point2f, 3> to = cornersOf(sprite, placed, camera);
    const cv::Point2f last = to[1] + to[2] - to[0];
    const cv::Rect around = cv::boundingRect(std::vector<cv::Point2f>{to[0], to[1], to[2], last});
    const cv::Rect area = around & cv::Rect({0, 0}, bgr.size());
    if (area.empty()) {
        return;
    }
    cv::Mat map = onPicture(sprite, to);
    map.at<double>(0, 2) -= area.x;
    map.at<double>(1, 2) -= area.y;
    cv::Mat seen;
    cv::warpAffine(sprite.bgra, seen, map, area.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    cv::Mat alpha;
    cv::extractChannel(seen, alpha, 3);
    const double perMm = camera.calibration().pixelsPerMm();
    castShadow(bgr, alpha, area, light * (placed.height * 0.8 * perMm), (0.6 + placed.height * 0.35) * perMm, shadow);
    cv::Mat part = bgr(area);
    cv::Mat covered = cover(area);
    for (int y = 0; y < area.height; ++y) {
        const auto *top = seen.ptr<cv::Vec4b>(y);
        auto *below = part.ptr<cv::Vec3b>(y);
        auto *mark = covered.ptr<uchar>(y);
        for (int x = 0; x < area.width; ++x) {
            const int a = top[x][3];
            if (a == 0) {
                continue;
            }
            for (int i = 0; i < 3; ++i) {
                below[x][i] = cv::saturate_cast<uchar>(top[x][i] + below[x][i] * (255 - a) / 255);
            }
            mark[x] = a > 127 ? 255 : mark[x];
        }
    }
}

}  // namespace hall::scenes
