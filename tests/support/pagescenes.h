// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures of fictional documents on a capture plate, drawn with known corners and known defects. Everything follows
// from the seed. For tests and benchmarks only.
#pragma once

#include "app/recognition/quad.h"

#include <cstdint>
#include <opencv2/core.hpp>
#include <vector>

namespace hall::test {

enum class PageKind
{
    A4,
    IdCard,
    Booklet
};
enum class Plate
{
    Dark,
    Wood,
    White
};
enum class Effect
{
    None,
    Shadow,
    Glare,
    Blur,
    Finger,
    Cut,
    Dim,
    Clutter
};

struct SceneDocument
{
    PageKind kind = PageKind::A4;
    Quad quad;  // pixels, clockwise from the top left of the upright page
    cv::Size2f mm;
};

struct Scene
{
    cv::Mat bgr;
    cv::Mat empty;  // the same plate with nothing on it, other noise; only when asked for
    std::vector<SceneDocument> documents;
};

struct SceneOptions
{
    Plate plate = Plate::Dark;
    Effect effect = Effect::None;
    std::vector<PageKind> documents{PageKind::A4};  // at most two; two stand side by side
    cv::Size size{1920, 1080};
    double turn = 4;         // degrees, about
    bool withEmpty = false;  // draw the empty plate too
    std::uint64_t seed = 1;

    bool operator==(const SceneOptions &) const = default;
};

[[nodiscard]] cv::Size2f sizeOf(PageKind kind);  // millimetres, as the page lies
[[nodiscard]] Scene makeScene(const SceneOptions &options);

}  // namespace hall::test
