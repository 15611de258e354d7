// SPDX-License-Identifier: GPL-3.0-or-later
// One frame of a document camera with everything that is true about it. Everything follows from the seed: the same
// options give the same bytes with the same libraries and fonts. Needs a QGuiApplication; any thread, one frame each.
#pragma once

#include "tests/support/scenes/plate.h"
#include "tests/support/scenes/sensor.h"
#include "tests/support/scenes/sheet.h"

namespace hall::scenes {

enum class Effect
{
    Clean,
    SoftShadow,
    HardShadow,
    Glare,
    Defocus,
    Motion,
    Noise,
    Compression,
    LowLight,
    Overexposed,
    Finger,   // one or two fingertips over an edge
    Hand,     // a hand on the paper
    Clutter,  // things beside it
    Dirt,     // on the plate since the reference was taken
    Cut,      // partly out of the picture
};
[[nodiscard]] QString nameOf(Effect effect);
[[nodiscard]] const std::vector<Effect> &allEffects();

// What has changed since the reference of the empty plate was taken.
struct Drift
{
    double pixels = 2;     // the camera was knocked by 1 up to this, at any frame size
    double lamp = 0.2;     // brightness, share
    double colour = 0.05;  // warmth, share
};

struct SceneOptions
{
    std::uint64_t seed = 1;
    cv::Size size{1920, 1080};
    Background background = Background::Marked;
    std::vector<Kind> kinds{Kind::PlainText};              // laid side by side as far as there is room
    std::vector<std::shared_ptr<const Document>> drawn{};  // these instead of `kinds`
    Effect effect = Effect::Clean;
    double strength = 0.5;         // 0…1 of the effect: hardly seen … as bad as it gets
    std::optional<double> turn{};  // degrees; else what fits, upside down as often as not
    Bend bend = Bend::Flat;        // of the first document
    double bendStrength = 0.5;
    double distortion = 1;
    double tilt = 3;
    bool reference = true;
    Drift drift{};
};

struct SceneDocument
{
    std::shared_ptr<const Document> document;
    Pose pose;
    Bend bend = Bend::Flat;
    Corners quad{};                 // pixels of the frame, clockwise from the top left of the upright document
    Corners plateQuad{};            // where a calibrated camera says that these pixels are on the plate, mm
    std::array<double, 4> lift{};   // true height of each corner, mm
    bool curled = false;            // a side bows by more than 1 %
    bool cut = false;               // a corner is outside the frame
    double covered = 0;             // share of its visible area under fingers and things
    double coveredSide = 0;         // longest covered piece of a side, share of that side
    double washed = 0;              // share where a reflection leaves nothing to read
    std::vector<QString> flags;     // what a judge must say: cut, covered, glare, blur, dark
    std::vector<QString> doubtful;  // what it may say or not: too little to insist on
};

struct Scene
{
    cv::Mat frame;
    cv::Mat emptyReference;
    Calibration calibration;             // of the frame
    Calibration referenceCalibration;    // when the reference was taken: what a kiosk has stored
    std::array<cv::Point2d, 4> marks{};  // of the plate, mm
    std::vector<SceneDocument> documents;
    Background background = Background::Marked;
    Effect effect = Effect::Clean;
    double strength = 0;
    double blurMm = 0;    // deviation, or length of the movement
    double exposure = 1;  // 1: as it should be
    cv::Mat cover;        // CV_8U: 255 where a hand or thing is drawn
};

[[nodiscard]] Scene makeScene(const SceneOptions &options);

// The camera that `options` would get: its field of view suits the documents.
[[nodiscard]] Camera makeCamera(const SceneOptions &options);

// Places for documents of these sizes: inside the picture, apart from each other. Those that find none are left out.
struct Spread
{
    std::size_t document = 0;
    Pose pose;
};
[[nodiscard]] std::vector<Spread> layOut(const std::vector<cv::Size2f> &sizes, const Camera &camera,
                                         std::optional<double> turn, bool cut, Random random);

// Fills quad, plateQuad, lift, curled and cut.
[[nodiscard]] SceneDocument describe(const Sheet &sheet, std::shared_ptr<const Document> document, Bend bend,
                                     const Camera &camera);
// Fills covered, coveredSide and washed from masks of the whole frame.
void measureDefects(SceneDocument &document, const Sheet::View &view, const cv::Mat &cover, const cv::Mat &washed);

}  // namespace hall::scenes
