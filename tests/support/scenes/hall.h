// SPDX-License-Identifier: GPL-3.0-or-later
// What a camera sees that does not look down on its plate: somebody's face, or the hall. Drawn abstractly; nothing in
// it is a document, though frames, doors and screens have corners too.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

namespace hall::scenes {

[[nodiscard]] cv::Mat drawHall(cv::Size size, std::uint64_t seed, bool face);

}  // namespace hall::scenes
