// SPDX-License-Identifier: GPL-3.0-or-later
// Finds the flat documents in a picture of the capture plate: outlines and line pairs propose, and a small trained net
// where the plate is not known; the sides' colour steps choose, and the sides are refitted at full resolution. Hard
// shadows are taken out of the picture first, where more is found then (shadowedge.h). Of a page under a hand the sides
// that can be seen tell, and a side that cannot is put where papers of a usual shape have it. What is too small,
// printed on the plate, blank or a thing is left out (pagedoubt.h). Says "none" rather than guess. Pure, any thread.
#pragma once

#include "app/domain/base/fault.h"
#include "app/recognition/platecalibration.h"
#include "app/recognition/quad.h"

#include <opencv2/core.hpp>
#include <optional>
#include <vector>

namespace hall {

struct FoundPage
{
    Quad quad;                       // clockwise from the top left of the upright page, pixels of the given picture
    double score = 0;                // 0..1
    std::optional<cv::Size2f> mm;    // width and height, where the plate is calibrated
    bool otherKind = false;          // not the paper that is asked for, by its size; only where the plate is calibrated
    std::vector<FaultCode> reasons;  // why it should not be taken as it is, the main one first; empty = good
};

struct FindOptions
{
    // A picture of the empty plate by the same camera, any size of the same aspect. What it shows is not a document.
    std::optional<cv::Mat> emptyReference;
    // The calibrated plate that the picture shows; nothing for a picture that it does not fit.
    std::optional<PlateView> plate;
    int workSize = 640;               // long side of the reduced picture candidates come from, pixels
    bool learned = true;              // ask the trained net too (papernet.h), which takes its time
    bool judge = false;               // fill FoundPage::reasons and otherKind (costs a straightening per page)
    std::optional<cv::Size2f> asked;  // mm of the paper that is asked for, either way round
    double leastScore = 0.64;         // below, nothing is reported
};

// `bgr`: 8-bit, 3 channels, at least 64 pixels wide and high; anything else finds nothing. Best page first; pages do
// not overlap.
[[nodiscard]] std::vector<FoundPage> findPages(const cv::Mat &bgr, const FindOptions &options = {});

}  // namespace hall
