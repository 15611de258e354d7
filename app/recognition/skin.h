// SPDX-License-Identifier: GPL-3.0-or-later
// Where a picture has the colours of skin, in the light that paper in it tells of. Pure, any thread.
#pragma once

#include <opencv2/core.hpp>
#include <vector>

namespace hall {

struct PaperLight
{
    double white = 0;                            // brightness of paper
    cv::Vec3b colour;                            // of it
    std::vector<cv::Vec3d> balances{{1, 1, 1}};  // what may make it grey
};

// `paper` everywhere: 255 where there is paper, of the picture's size.
[[nodiscard]] PaperLight paperLight(const cv::Mat &bgr, const cv::Mat &paper);
// 255 where there is skin by its colour. `plateKnown`: paper of that colour, too, for leavePlateOut() to tell.
[[nodiscard]] cv::Mat skinColoured(const cv::Mat &bgr, const PaperLight &light, bool plateKnown);
// Takes from `skin` what looks as `empty` does, the empty plate, of the picture's size.
void leavePlateOut(const cv::Mat &bgr, const cv::Mat &empty, const cv::Mat &paper, cv::Mat &skin);
// All of it. `empty` may be none.
[[nodiscard]] cv::Mat skinIn(const cv::Mat &bgr, const cv::Mat &paper, const cv::Mat &empty);

}  // namespace hall
