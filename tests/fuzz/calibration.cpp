// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a calibrated plate. What was read is written the same, and a picture is straightened by it or not.
#include "app/recognition/acceptedplate.h"
#include "app/recognition/pagestraightener.h"
#include "tests/fuzz/fuzz.h"

#include <opencv2/core/utils/logger.hpp>

using namespace hall;

extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::setNumThreads(1);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto accepted = parseAccepted({data, data + size});
    if (!accepted) {
        HALL_HOLDS(fuzz::isImpersonal(accepted.error()));
        return 0;
    }
    const PlateCalibration *read = &accepted->plate;
    const auto written = encodeAccepted(*accepted);
    HALL_HOLDS(written);
    const auto whole = parseAccepted(*written);
    HALL_HOLDS(whole && whole->figures == accepted->figures && whole->at == accepted->at);
    const PlateCalibration *again = &whole->plate;
    HALL_HOLDS(again && again->camera == read->camera && again->size == read->size && again->focus == read->focus);
    HALL_HOLDS(again->lens.has_value() == read->lens.has_value());
    HALL_HOLDS(again->geometry.has_value() == read->geometry.has_value());
    HALL_HOLDS(again->empty.has_value() == read->empty.has_value());
    HALL_HOLDS(again->flat.has_value() == read->flat.has_value());

    const double shrink = 96.0 / std::max(read->size.width, read->size.height);
    const cv::Size small(std::max(1, static_cast<int>(std::lround(read->size.width * shrink))),
                         std::max(1, static_cast<int>(std::lround(read->size.height * shrink))));
    cv::Mat picture(small, CV_8UC3, cv::Scalar::all(128));
    if (read->flat) {
        flatten(picture, *read->flat);
    }
    if (const auto view = PlateView::of(*read, small)) {
        const auto right = static_cast<float>(small.width - 1);
        const auto low = static_cast<float>(small.height - 1);
        const Quad all{cv::Point2f(0, 0), {right, 0}, {right, low}, {0, low}};
        const StraightPage page = straightenOnPlate(picture, all, *view, 20);
        HALL_HOLDS(page.bgr.cols <= 8000 && page.bgr.rows <= 8000);
        HALL_HOLDS(page.bgr.empty() || (page.dpi > 0 && page.mm.width > 1 && page.mm.height > 1));
    }
    return 0;
}
