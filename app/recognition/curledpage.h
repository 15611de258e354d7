// SPDX-License-Identifier: GPL-3.0-or-later
// The corners of a sheet whose sides are not straight: it curls, or somebody holds it up. Straight lines along such
// sides cut its corners off. Pure, any thread.
#pragma once

#include "app/recognition/quad.h"

#include <opencv2/core.hpp>

namespace hall {

// `bgr`: the reduced picture, `quad`: what was found in it. The sheet's own corners where they fit its outline, or, of
// one that is not `free` because something lies on it, fit it clearly better; otherwise `quad`.
[[nodiscard]] Quad cornersOfCurled(const cv::Mat &bgr, const Quad &quad, bool free);

}  // namespace hall
