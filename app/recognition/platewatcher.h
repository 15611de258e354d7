// SPDX-License-Identifier: GPL-3.0-or-later
// Turns preview frames into looks for AutoCapture. Keeps one small grey copy of the last frame; forget() drops it.
// One thread at a time.
#pragma once

#include "app/recognition/autocapture.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pagejudge.h"

#include <opencv2/core.hpp>

namespace hall {

class PlateWatcher
{
public:
    explicit PlateWatcher(FindOptions options = {}) : m_options(std::move(options)) {}

    // `preview`: 8-bit BGR, usually ≤ 1280 × 720. The look tells of the best page.
    [[nodiscard]] PlateLook look(const cv::Mat &preview);
    void forget();

private:
    FindOptions m_options;
    cv::Mat m_last;  // grey, a quarter of the preview's size
};

[[nodiscard]] PagePrint printOf(const cv::Mat &bgr, const Quad &quad);

}  // namespace hall
