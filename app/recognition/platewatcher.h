// SPDX-License-Identifier: GPL-3.0-or-later
// Turns preview frames into looks for AutoCapture. Keeps small copies of the last frame and of the empty plate;
// forget() drops them. One thread at a time.
#pragma once

#include "app/recognition/autocapture.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pagejudge.h"

#include <opencv2/core.hpp>

namespace hall {

class PlateWatcher
{
public:
    // `asked`: mm of the paper that is asked for, either way round. Of the options `learned` is left out.
    explicit PlateWatcher(FindOptions options = {}, std::optional<cv::Size2f> asked = {});

    // `preview`: 8-bit BGR, usually ≤ 1280 × 720. The look tells of the page that it told of before, where it is still
    // there, or else of the best. A page that moves is not judged.
    [[nodiscard]] PlateLook look(const cv::Mat &preview);
    void forget();

private:
    // Takes from `pages` what belongs to the plate, but for the first.
    bool handIn(const cv::Mat &small, std::vector<FoundPage> &pages, double stir);

    FindOptions m_options;
    JudgeOptions m_judging;
    cv::Mat m_last;              // grey, a quarter of the preview's size
    cv::Mat m_plate;             // colour, kPlateWidth wide: what it looks like with nothing on it, once seen
    std::optional<Quad> m_page;  // of the last look
    int m_elsewhere = 0;         // looks in a row at what is not that plate
    int m_resting = 0;           // looks in a row at a hand that does not stir at all
    int m_quiet = 0;             // looks in a row with no page and nothing moving
};

[[nodiscard]] PagePrint printOf(const cv::Mat &bgr, const Quad &quad);

}  // namespace hall
