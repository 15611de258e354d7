// SPDX-License-Identifier: GPL-3.0-or-later
// Turns preview frames into looks for AutoCapture. Keeps small copies of the last frame and of the empty plate;
// forget() drops them. One thread at a time.
#pragma once

#include "app/recognition/autocapture.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pagejudge.h"

#include <memory>
#include <opencv2/core.hpp>

namespace hall {

class PlateWatcher
{
public:
    // `asked`: mm of the paper that is asked for, either way round; `calibration`: of the plate, or none: then nothing
    // is said of a paper's size. Of the options `learned`, `plate` and `asked` are left out: the net is asked once
    // whenever everything has come to rest.
    explicit PlateWatcher(FindOptions options = {}, std::optional<cv::Size2f> asked = {},
                          std::shared_ptr<const PlateCalibration> calibration = {});

    // `preview`: 8-bit BGR, usually ≤ 1280 × 720. The look tells of the page that it told of before, where it is still
    // there, or else of the best. A page that moves is not judged.
    [[nodiscard]] PlateLook look(const cv::Mat &preview);
    void forget();

private:
    // Takes from `pages` what belongs to the plate, but for the first; nothing that the net has told (`sure`).
    bool handIn(const cv::Mat &small, std::vector<FoundPage> &pages, double stir, bool sure);
    std::vector<FoundPage> pagesIn(const cv::Mat &preview, double stir);
    [[nodiscard]] bool looksAgain() const;
    void judge(const cv::Mat &preview, const std::vector<FoundPage> &pages, PlateLook &look);

    FindOptions m_options;
    JudgeOptions m_judging;
    std::shared_ptr<const PlateCalibration> m_calibration;
    cv::Mat m_last;              // grey, a quarter of the preview's size
    cv::Mat m_border;            // brightness along its upper and lower border
    cv::Mat m_plate;             // colour, kPlateWidth wide: what it looks like with nothing on it, once seen
    cv::Mat m_learned;           // the same as m_plate, of the finder's working size, where no picture of it was given
    std::optional<Quad> m_page;  // of the last look
    int m_elsewhere = 0;         // looks in a row at what is not that plate
    int m_resting = 0;           // looks in a row at a hand that does not stir at all
    // What the net sees once nothing stirs; until something stirs again.
    std::vector<FoundPage> m_settled;
    bool m_told = false;              // the quick look saw something else
    std::vector<FoundPage> m_rested;  // what was seen last since nothing stirs
    // The last pages that were judged, and what was said of them; until something stirs.
    struct Judged
    {
        std::vector<Quad> quads;
        std::optional<FaultCode> reason;
        bool otherKind = false;
    };
    std::optional<Judged> m_judged;
    int m_still = 0;  // looks in a row at which nothing stirs
    int m_quiet = 0;  // looks in a row with no page and nothing moving
};

// Whether what the net tells of is another page than that of the quick look, and so the one to go by: not where the
// quick look's fills most of it and is seen clearly better, for then it is no part of a page that is cut off.
[[nodiscard]] bool tellsOther(const FoundPage &told, const FoundPage &quick);

[[nodiscard]] PagePrint printOf(const cv::Mat &bgr, const Quad &quad);

}  // namespace hall
