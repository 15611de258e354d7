// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures as files: what `hallctl page` and the import of a still decode. A picture that was accepted is within the
// limits, and pages are looked for in it.
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagejudge.h"
#include "app/recognition/pagestraightener.h"
#include "tests/fuzz/fuzz.h"

#include <cmath>
#include <opencv2/core/utils/logger.hpp>

using namespace hall;

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::setNumThreads(1);
    return 0;
}

namespace {

constexpr int largestSearched = 72 * 96;  // pixels: more only costs time

void search(const cv::Mat &bgr)
{
    FindOptions options;
    options.judge = true;
    for (const FoundPage &page : findPages(bgr, options)) {
        HALL_HOLDS(page.score >= 0 && page.score <= 1);
        for (const cv::Point2f &corner : page.quad) {
            HALL_HOLDS(std::isfinite(corner.x) && std::isfinite(corner.y));
        }
        const StraightPage straight = straighten(bgr, page.quad);
        HALL_HOLDS(straight.bgr.empty() || (straight.bgr.cols <= 6000 && straight.bgr.rows <= 6000));
    }
    const auto encoded = encodePage(bgr);
    HALL_HOLDS(encoded && encoded->bytes.size() <= largestPageBytes);
    const auto again = decodeImage(encoded->bytes);
    HALL_HOLDS(again && again->cols == encoded->width && again->rows == encoded->height);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto picture = decodeImage(std::vector<unsigned char>(data, data + size));
    if (!picture) {
        HALL_HOLDS(picture.error().code == FaultCode::PageBadImage && fuzz::isImpersonal(picture.error()));
        return 0;
    }
    HALL_HOLDS(picture->type() == CV_8UC3 && picture->cols > 0 && picture->rows > 0);
    HALL_HOLDS(picture->cols <= largestImageSide && picture->rows <= largestImageSide);
    HALL_HOLDS(static_cast<std::int64_t>(picture->cols) * picture->rows <= largestImagePixels);
    if (picture->cols * picture->rows <= largestSearched) {
        search(*picture);
    }
    return 0;
}
