// SPDX-License-Identifier: GPL-3.0-or-later
// What documents lie on, and what lies about: plates, dirt, things people put down, hands. All fixed to millimetres of
// the plate, so a knocked camera sees it moved.
#pragma once

#include "tests/support/scenes/camera.h"

#include <QString>

namespace hall::scenes {

enum class Background
{
    Marked,  // dark, with printed guides and four calibration marks
    Grey,
    Wood,
    White,
};
[[nodiscard]] QString nameOf(Background background);
[[nodiscard]] const std::vector<Background> &allBackgrounds();

struct Plate
{
    Background background = Background::Marked;
    std::uint64_t seed = 1;
    double dirt = 0;  // 0…1: specks, hairs and smears
    std::uint64_t dirtSeed = 1;
    std::array<cv::Point2d, 4> marks{};  // middles of the calibration marks, mm; only on a marked plate
};

[[nodiscard]] cv::Mat drawPlate(const Plate &plate, const Camera &camera, const PlateMap &map);

enum class Thing
{
    Pen,
    Coin,
    CardHolder,
    Keys,
    Phone,
    Clip,
    Ruler,
    Hand,       // palm down, fingers ahead, a sleeve behind
    Fingertip,  // one finger, reaching in
    TwoFingers,
};

struct Sprite
{
    cv::Mat bgra;  // premultiplied
    double perMm = 4;
    cv::Point2d anchor;  // pixels: of a hand the tip of its middle finger, else the middle
};

// About as fine as a frame of `perMm` pixels a millimetre can show.
[[nodiscard]] Sprite drawThing(Thing thing, double perMm, Random random);

struct Placed
{
    cv::Point2d at;     // plate mm, of the anchor
    double turn = 0;    // degrees clockwise; 0 = a hand reaching upwards
    double height = 2;  // mm above the plate: says how far its shadow lies
};

// The places along the edge of what is not transparent of it, pixels of the sprite.
[[nodiscard]] std::vector<cv::Point2f> outlineOf(const Sprite &sprite);
// Whether any pixel of a picture of this size shows some of it, as putThing() draws it; not its shadow.
[[nodiscard]] bool inPicture(const std::vector<cv::Point2f> &outline, const Sprite &sprite, const Placed &placed,
                             const Camera &camera, cv::Size picture);
// Draws shadow and thing; where it covers the picture `cover` (CV_8U) is set to 255. `light`: where light runs to.
void putThing(cv::Mat &bgr, cv::Mat &cover, const Sprite &sprite, const Placed &placed, const Camera &camera,
              cv::Point2d light, double shadow);

// Darkens under and beside a mask: `soft` and `shift` in pixels.
void castShadow(cv::Mat &bgr, const cv::Mat &mask, cv::Rect area, cv::Point2d shift, double soft, double strength);

}  // namespace hall::scenes
