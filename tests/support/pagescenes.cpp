// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/pagescenes.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <opencv2/imgproc.hpp>

namespace hall::test {

namespace {

constexpr double plateWidthMm = 400;  // the long side of the picture shows this much of the plate
constexpr int texturePerMm = 8;

cv::Scalar colour(Plate plate)
{
    switch (plate) {
    case Plate::Dark:
        return {48, 46, 44};
    case Plate::Wood:
        return {70, 110, 150};
    case Plate::White:
        return {214, 216, 218};
    }
    return {};
}

void addNoise(cv::Mat &bgr, double sigma, cv::RNG &random)
{
    cv::Mat noise(bgr.size(), CV_16SC3);
    random.fill(noise, cv::RNG::NORMAL, 0, sigma);
    cv::add(bgr, noise, bgr, cv::noArray(), CV_8UC3);
}

// Printed guide marks of a dark plate: A4 and card rectangles and their corner ticks.
void drawGuides(cv::Mat &bgr, double perMm)
{
    const cv::Point centre(bgr.cols / 2, bgr.rows / 2);
    for (const cv::Size2f mm : {cv::Size2f(297, 210), cv::Size2f(210, 148), cv::Size2f(85.6F, 54)}) {
        const cv::Point half(static_cast<int>(mm.width * perMm / 2), static_cast<int>(mm.height * perMm / 2));
        cv::rectangle(bgr, centre - half, centre + half, {150, 150, 150}, std::max(1, static_cast<int>(perMm / 3)));
    }
}

cv::Mat plateOf(const SceneOptions &options, double perMm, cv::RNG &random)
{
    cv::Mat bgr(options.size, CV_8UC3, colour(options.plate));
    if (options.plate == Plate::Wood) {
        cv::Mat grain(bgr.rows / 2 + 1, 1, CV_16SC3);
        random.fill(grain, cv::RNG::NORMAL, 0, 14);
        cv::Mat wide;
        cv::resize(grain, wide, bgr.size(), 0, 0, cv::INTER_CUBIC);
        cv::add(bgr, wide, bgr, cv::noArray(), CV_8UC3);
    }
    if (options.plate == Plate::Dark) {
        drawGuides(bgr, perMm);
    }
    return bgr;
}

void drawTextLines(cv::Mat &page, cv::Rect area, int lineHeight, cv::RNG &random)
{
    const cv::Scalar ink(40, 36, 34);
    for (int y = area.y; y + lineHeight <= area.y + area.height; y += lineHeight * 7 / 4) {
        const int end = area.x + area.width - random.uniform(0, area.width / 3);
        for (int x = area.x; x + lineHeight < end; x += lineHeight * 5 / 4) {
            // A made-up ideograph: a few strokes in a square.
            for (int stroke = 0; stroke < 5; ++stroke) {
                const int offset = random.uniform(0, lineHeight);
                const bool level = random.uniform(0, 2) == 0;
                const cv::Point from = level ? cv::Point(x, y + offset) : cv::Point(x + offset, y);
                const cv::Point to =
                    level ? cv::Point(x + lineHeight, y + offset) : cv::Point(x + offset, y + lineHeight);
                cv::line(page, from, to, ink, std::max(2, lineHeight / 12), cv::LINE_AA);
            }
        }
    }
}

cv::Mat a4Texture(cv::RNG &random)
{
    const cv::Size2f mm = sizeOf(PageKind::A4);
    cv::Mat page(static_cast<int>(mm.height) * texturePerMm, static_cast<int>(mm.width) * texturePerMm, CV_8UC3,
                 cv::Scalar(236, 240, 241));
    drawTextLines(page, {70 * texturePerMm, 22 * texturePerMm, 160 * texturePerMm, 9 * texturePerMm}, 8 * texturePerMm,
                  random);
    drawTextLines(page, {25 * texturePerMm, 45 * texturePerMm, 247 * texturePerMm, 140 * texturePerMm},
                  4 * texturePerMm, random);
    return page;
}

cv::Mat cardTexture(cv::RNG &random)
{
    const cv::Size2f mm = sizeOf(PageKind::IdCard);
    cv::Mat page(static_cast<int>(mm.height * texturePerMm), static_cast<int>(mm.width * texturePerMm), CV_8UC3,
                 cv::Scalar(232, 226, 214));
    for (int x = -page.rows; x < page.cols; x += 14) {
        cv::line(page, {x, 0}, {x + page.rows, page.rows}, {226, 216, 206}, 2);
    }
    cv::rectangle(page, cv::Rect(58 * texturePerMm, 9 * texturePerMm, 22 * texturePerMm, 28 * texturePerMm),
                  {190, 150, 120}, cv::FILLED);
    drawTextLines(page, {6 * texturePerMm, 7 * texturePerMm, 46 * texturePerMm, 32 * texturePerMm}, 3 * texturePerMm,
                  random);
    drawTextLines(page, {20 * texturePerMm, 44 * texturePerMm, 60 * texturePerMm, 5 * texturePerMm}, 4 * texturePerMm,
                  random);
    return page;
}

cv::Mat bookletTexture(cv::RNG &random)
{
    const cv::Size2f mm = sizeOf(PageKind::Booklet);
    cv::Mat page(static_cast<int>(mm.height) * texturePerMm, static_cast<int>(mm.width) * texturePerMm, CV_8UC3,
                 cv::Scalar(220, 234, 226));
    drawTextLines(page, {15 * texturePerMm, 12 * texturePerMm, 100 * texturePerMm, 62 * texturePerMm}, 4 * texturePerMm,
                  random);
    return page;
}

cv::Mat textureOf(PageKind kind, cv::RNG &random)
{
    switch (kind) {
    case PageKind::A4:
        return a4Texture(random);
    case PageKind::IdCard:
        return cardTexture(random);
    case PageKind::Booklet:
        return bookletTexture(random);
    }
    return {};
}

// White = inside the sheet; the card has corners of 3.2 mm radius (ISO/IEC 7810).
cv::Mat shapeOf(PageKind kind, cv::Size size)
{
    cv::Mat shape(size, CV_8U, cv::Scalar(255));
    if (kind != PageKind::IdCard) {
        return shape;
    }
    const int r = 3 * texturePerMm;
    shape.setTo(0);
    cv::rectangle(shape, {r, 0}, {size.width - r - 1, size.height - 1}, 255, cv::FILLED);
    cv::rectangle(shape, {0, r}, {size.width - 1, size.height - r - 1}, 255, cv::FILLED);
    for (const cv::Point corner : {cv::Point(r, r), cv::Point(size.width - r - 1, r), cv::Point(r, size.height - r - 1),
                                   cv::Point(size.width - r - 1, size.height - r - 1)}) {
        cv::circle(shape, corner, r, 255, cv::FILLED);
    }
    return shape;
}

Quad placed(PageKind kind, const SceneOptions &options, double perMm, std::size_t slot, cv::RNG &random)
{
    const cv::Size2f mm = sizeOf(kind);
    cv::Point2f centre(static_cast<float>(options.size.width) / 2, static_cast<float>(options.size.height) / 2);
    if (options.documents.size() > 1) {
        centre.x += static_cast<float>((slot == 0 ? -0.21 : 0.21) * options.size.width);
    } else if (kind != PageKind::A4) {
        centre.x += static_cast<float>(random.uniform(-0.15, 0.15) * options.size.width);
        centre.y += static_cast<float>(random.uniform(-0.1, 0.1) * options.size.height);
    }
    if (options.effect == Effect::Cut && slot == 0) {
        centre.x = static_cast<float>(mm.width * perMm * 0.42);
    }
    const double turn = options.documents.front() == PageKind::A4 ? options.turn * 0.4 : options.turn;
    const double angle = random.uniform(-turn, turn) * CV_PI / 180;
    const auto c = static_cast<float>(std::cos(angle) * perMm / 2);
    const auto s = static_cast<float>(std::sin(angle) * perMm / 2);
    Quad quad;
    const std::array<cv::Point2f, 4> signs{cv::Point2f(-1, -1), {1, -1}, {1, 1}, {-1, 1}};
    for (std::size_t i = 0; i < 4; ++i) {
        const float x = signs[i].x * mm.width;
        const float y = signs[i].y * mm.height;
        // A lens a little off the vertical: up to 1 % of perspective.
        const cv::Point2f tilt(static_cast<float>(random.uniform(-1.0, 1.0)),
                               static_cast<float>(random.uniform(-1.0, 1.0)));
        quad[i] = centre + cv::Point2f(c * x - s * y, s * x + c * y) + static_cast<float>(perMm) * tilt;
    }
    return quad;
}

void multiply(cv::Mat &bgr, const cv::Mat &gain)
{
    std::vector<cv::Mat> channels(3, gain);
    cv::Mat wide;
    cv::merge(channels, wide);
    cv::multiply(bgr, wide, bgr, 1, CV_8UC3);
}

void lay(cv::Mat &bgr, const Quad &quad, PageKind kind, cv::RNG &random)
{
    cv::Mat page = textureOf(kind, random);
    cv::Mat shape = shapeOf(kind, page.size());
    const auto w = static_cast<float>(page.cols);
    const auto h = static_cast<float>(page.rows);
    const std::vector<cv::Point2f> from{{0, 0}, {w, 0}, {w, h}, {0, h}};
    const cv::Mat map = cv::getPerspectiveTransform(from, std::vector<cv::Point2f>(quad.begin(), quad.end()));
    cv::blur(page, page, {3, 3});
    cv::Mat warped;
    cv::Mat mask;
    cv::warpPerspective(page, warped, map, bgr.size(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::warpPerspective(shape, mask, map, bgr.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    // A contact shadow, then the sheet.
    cv::Mat shadow;
    cv::GaussianBlur(mask, shadow, {0, 0}, 4);
    cv::Mat gain;
    shadow.convertTo(gain, CV_32F, -0.22 / 255, 1);
    multiply(bgr, gain);
    cv::Mat soft;
    mask.convertTo(soft, CV_32F, 1.0 / 255);
    cv::blendLinear(warped, bgr, soft, 1.0 - soft, bgr);
}

void castShadow(cv::Mat &bgr, cv::RNG &random)
{
    cv::Mat gain(bgr.size(), CV_32F, cv::Scalar(1));
    const int x = bgr.cols * random.uniform(35, 65) / 100;
    const std::vector<cv::Point> area{{x, 0}, {bgr.cols, 0}, {bgr.cols, bgr.rows}, {x + bgr.cols / 8, bgr.rows}};
    cv::fillConvexPoly(gain, area, cv::Scalar(0.62));
    cv::GaussianBlur(gain, gain, {0, 0}, 18);
    multiply(bgr, gain);
}

cv::Point centreOf(const Quad &quad)
{
    return (quad[0] + quad[1] + quad[2] + quad[3]) * 0.25F;
}

void addGlare(cv::Mat &bgr, const Quad &quad)
{
    cv::Mat spot(bgr.size(), CV_8UC3, cv::Scalar::all(0));
    const int radius = static_cast<int>(0.16 * std::sqrt(quadArea(quad)));
    cv::circle(spot, centreOf(quad), radius, cv::Scalar::all(255), cv::FILLED);
    cv::GaussianBlur(spot, spot, {0, 0}, radius * 0.25);
    cv::add(bgr, spot, bgr);
}

// A finger from outside across the middle of a side.
void addFinger(cv::Mat &bgr, const Quad &quad)
{
    const cv::Point2f edge = (quad[2] + quad[3]) * 0.5F;
    const cv::Point2f inward = cv::Point2f(centreOf(quad)) - edge;
    const float size = static_cast<float>(std::sqrt(quadArea(quad)));
    const int thick = static_cast<int>(0.16F * size);
    cv::line(bgr, edge - inward, edge + 0.3F * inward, {120, 150, 205}, thick, cv::LINE_AA);
}

void addClutter(cv::Mat &bgr, double perMm)
{
    const auto px = [&](double mm) { return static_cast<int>(mm * perMm); };
    cv::line(bgr, {px(18), px(30)}, {px(34), px(165)}, {30, 30, 160}, px(8), cv::LINE_AA);           // a pen
    cv::circle(bgr, {bgr.cols - px(24), px(28)}, px(12), {120, 170, 190}, cv::FILLED, cv::LINE_AA);  // a coin
}

void apply(Scene &scene, const SceneOptions &options, double perMm, cv::RNG &random)
{
    const bool any = !scene.documents.empty();
    switch (options.effect) {
    case Effect::None:
    case Effect::Cut:
        break;
    case Effect::Shadow:
        castShadow(scene.bgr, random);
        break;
    case Effect::Glare:
        if (any) {
            addGlare(scene.bgr, scene.documents.front().quad);
        }
        break;
    case Effect::Blur:
        cv::GaussianBlur(scene.bgr, scene.bgr, {0, 0}, 0.75 * perMm);
        break;
    case Effect::Finger:
        if (any) {
            addFinger(scene.bgr, scene.documents.front().quad);
        }
        break;
    case Effect::Dim:
        scene.bgr.convertTo(scene.bgr, -1, 0.28);
        break;
    case Effect::Clutter:
        addClutter(scene.bgr, perMm);
        break;
    }
}

// Documents on a plate before any effect and noise.
struct Arrangement
{
    SceneOptions options;
    Scene scene;
    cv::RNG random;  // goes on from here
};

Arrangement arranged(const SceneOptions &options)
{
    Arrangement made{options, {}, cv::RNG(options.seed * 2654435761U + 17)};
    const double perMm = options.size.width / plateWidthMm;
    made.scene.bgr = plateOf(options, perMm, made.random);
    made.scene.empty = made.scene.bgr.clone();
    for (std::size_t i = 0; i < options.documents.size(); ++i) {
        const PageKind kind = options.documents[i];
        const Quad quad = placed(kind, options, perMm, i, made.random);
        lay(made.scene.bgr, quad, kind, made.random);
        made.scene.documents.push_back({kind, quad, sizeOf(kind)});
    }
    return made;
}

// Drawing an arrangement takes longer than all that follows, and tests show the same one under one effect after
// another: the last few are kept.
const Arrangement &arrangement(SceneOptions options)
{
    constexpr std::size_t most = 4;
    static thread_local std::deque<Arrangement> kept;
    options.effect = options.effect == Effect::Cut ? Effect::Cut : Effect::None;
    options.withEmpty = false;
    const auto known =
        std::find_if(kept.begin(), kept.end(), [&](const Arrangement &one) { return one.options == options; });
    if (known != kept.end()) {
        return *known;
    }
    if (kept.size() == most) {
        kept.pop_front();
    }
    return kept.emplace_back(arranged(options));
}

}  // namespace

cv::Size2f sizeOf(PageKind kind)
{
    switch (kind) {
    case PageKind::A4:
        return {297, 210};  // across the wide plate
    case PageKind::IdCard:
        return {85.6F, 54};  // ISO/IEC 7810 ID-1
    case PageKind::Booklet:
        return {130, 90};
    }
    return {};
}

Scene makeScene(const SceneOptions &options)
{
    const Arrangement &base = arrangement(options);
    cv::RNG random = base.random;
    Scene scene{base.scene.bgr.clone(), options.withEmpty ? base.scene.empty.clone() : cv::Mat(), base.scene.documents};
    apply(scene, options, options.size.width / plateWidthMm, random);
    cv::GaussianBlur(scene.bgr, scene.bgr, {0, 0}, 0.6);
    addNoise(scene.bgr, 2.5, random);
    if (options.withEmpty) {
        addNoise(scene.empty, 2.5, random);
    }
    return scene;
}

}  // namespace hall::test
