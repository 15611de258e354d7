// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/capturedpage.h"

#include "app/recognition/pagecleaner.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int shownLongSide = 1400;  // pixels on the screen; the JPEG keeps the full size

QImage shownImage(const cv::Mat &bgr)
{
    const double factor = std::min(1.0, static_cast<double>(shownLongSide) / std::max(bgr.cols, bgr.rows));
    cv::Mat small;
    cv::resize(bgr, small, {}, factor, factor, cv::INTER_AREA);
    return toImage(small);
}

FindOptions judging(cv::Size picture, std::optional<cv::Size2f> asked, const PlateCalibration *plate)
{
    FindOptions options;
    options.judge = true;
    options.asked = asked;
    if (plate) {
        options.plate = PlateView::of(*plate, picture);
        options.emptyReference = plate->empty ? std::optional<cv::Mat>(plate->empty->bgr) : std::nullopt;
    }
    return options;
}

cv::Mat evenlyLit(const cv::Mat &picture, const PlateCalibration *plate)
{
    if (!plate || !plate->flat) {
        return picture;
    }
    cv::Mat lit = picture.clone();  // the frame's bytes are shared
    flatten(lit, *plate->flat);
    return lit;
}

Result<void> keepJpeg(CapturedPage &page, const cv::Mat &straight, std::size_t limit)
{
    const Result<JpegPage> jpeg = encodePage(straight, limit);
    if (!jpeg) {
        return fail(jpeg.error());
    }
    page.jpeg = Sensitive<QByteArray>(
        QByteArray(reinterpret_cast<const char *>(jpeg->bytes.data()), static_cast<qsizetype>(jpeg->bytes.size())));
    return {};
}

}  // namespace

QImage toImage(const cv::Mat &bgr)
{
    return QImage(bgr.data, bgr.cols, bgr.rows, static_cast<qsizetype>(bgr.step), QImage::Format_BGR888).copy();
}

Result<CapturedPage> makePage(const device::Frame &still, const QString &kind, double dpi,
                              const std::shared_ptr<const PlateCalibration> &plate)
{
    cv::Mat picture = viewOf(still.bgr->data(), still.width, still.height, still.width * 3);
    const FindOptions options = judging(picture.size(), kindSize(kind.toStdString()), plate.get());
    const std::vector<FoundPage> found = findPages(picture, options);
    CapturedPage page;
    cv::Mat straight = picture;
    if (found.empty()) {
        page.reasons.push_back(FaultCode::PageNotFound);
    } else {
        page.found = true;
        page.reasons = found.front().reasons;
        const bool several =
            std::any_of(found.begin() + 1, found.end(), [](const FoundPage &other) { return other.reasons.empty(); });
        page.trouble = several                   ? PlateTrouble::Several
                       : found.front().otherKind ? PlateTrouble::OtherKind
                                                 : PlateTrouble::None;
        picture = evenlyLit(picture, plate.get());
        straight = options.plate ? straightenOnPlate(picture, found.front().quad, *options.plate).bgr : cv::Mat();
        if (straight.empty()) {  // as a photo: in the size that its kind has
            straight = straighten(picture, found.front().quad, kindSize(kind.toStdString()), dpi).bgr;
        }
    }
    if (straight.empty()) {
        return fail(FaultCode::PageNotFound);
    }
    if (const Result<void> kept = keepJpeg(page, straight, largestPageBytes); !kept) {
        return fail(kept.error());
    }
    page.shown = shownImage(page.found ? cleanPage(straight) : straight);
    return page;
}

Result<HalfOutcome> makeHalf(const device::Frame &still, cv::Size2f asked,
                             const std::shared_ptr<const PlateCalibration> &plate, const SheetHalf &first)
{
    const cv::Mat picture = viewOf(still.bgr->data(), still.width, still.height, still.width * 3);
    const FindOptions options = judging(picture.size(), std::nullopt, plate.get());
    const std::vector<FoundPage> found = findPages(picture, options);
    const std::optional<PlateView> view = options.plate ? options.plate : assumedView(picture.size());
    HalfOutcome outcome;
    const bool measured = options.plate.has_value();
    const std::optional<HalfLie> lie =
        found.empty() || !view ? std::nullopt : lieOf(found.front().quad, *view, measured, asked);
    if (lie) {
        outcome.half = takeHalf(evenlyLit(picture, plate.get()), *lie, *view, measured, asked);
    }
    if (outcome.half.bgr.empty()) {
        outcome.note = kHalfLies;
        return outcome;
    }
    outcome.page.found = true;
    std::copy_if(found.front().reasons.begin(), found.front().reasons.end(), std::back_inserter(outcome.page.reasons),
                 [](FaultCode reason) { return reason != FaultCode::PageCut; });
    if (first.bgr.empty()) {
        outcome.page.shown = shownImage(cleanPage(turned(outcome.half.bgr, quartersUpright(outcome.half.open))));
        return outcome;
    }
    const JoinedSheet sheet = joinHalves(first, outcome.half);
    if (sheet.trouble != HalvesTrouble::None) {
        const std::string_view name = troubleName(sheet.trouble);
        outcome.note = QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
        return outcome;
    }
    if (const Result<void> kept = keepJpeg(outcome.page, sheet.bgr, largestSheetBytes); !kept) {
        return fail(kept.error());
    }
    outcome.page.shown = shownImage(cleanPage(sheet.bgr));
    return outcome;
}

}  // namespace hall
