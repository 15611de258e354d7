// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/capturedpage.h"

#include "app/recognition/pagecleaner.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/reading/uprightprint.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double nearlyEnough = 0.98;  // of the dots that are asked for: a corner is not found more exactly
constexpr int shownLongSide = 1400;    // pixels on the screen; the JPEG keeps the full size

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

// Which of its ends was laid down first is chance, and which side of the picture it went on over too.
cv::Mat upright(const JoinedSheet &sheet)
{
    constexpr std::chrono::seconds enough{10};
    const auto engine = makeTesseract();  // once in many visits: not kept
    return engine ? turned(sheet.bgr, uprightPrint(sheet.bgr, sheet.dpi / 25.4, **engine,
                                                   std::chrono::steady_clock::now() + enough)
                                          .turn)
                  : sheet.bgr;
}

// `dpi`: that the camera saw, 0 where nobody knows.
Result<void> keepJpeg(CapturedPage &page, cv::Mat straight, double dpi, std::size_t limit, const PictureWish &wish)
{
    if (wish.grey) {
        cv::Mat grey;
        cv::cvtColor(straight, grey, cv::COLOR_BGR2GRAY);
        cv::cvtColor(grey, straight, cv::COLOR_GRAY2BGR);
    }
    const Result<JpegPage> jpeg = encodePage(straight, limit);
    if (!jpeg) {
        return fail(jpeg.error());
    }
    const double kept = dpi * jpeg->width / straight.cols;  // what was too large became smaller
    const bool said = std::find(page.reasons.begin(), page.reasons.end(), FaultCode::PageSmall) != page.reasons.end();
    if (dpi > 0 && kept < wish.leastDpi * nearlyEnough && !said) {
        page.reasons.push_back(FaultCode::PageSmall);
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
                              const std::shared_ptr<const PlateCalibration> &plate, const PictureWish &wish)
{
    cv::Mat picture = viewOf(still.bgr->data(), still.width, still.height, still.width * 3);
    const FindOptions options = judging(picture.size(), kindSize(kind.toStdString()), plate.get());
    const std::vector<FoundPage> found = findPages(picture, options);
    CapturedPage page;
    cv::Mat straight = picture;
    double seen = 0;
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
        const Quad &quad = found.front().quad;
        const StraightPage measured = options.plate ? straightenOnPlate(picture, quad, *options.plate) : StraightPage();
        straight = measured.bgr;
        seen = measured.dpi;
        if (straight.empty()) {  // as a photo: in the size that its kind has
            const std::optional<cv::Size2f> mm = kindSize(kind.toStdString());
            const StraightPage photo = straighten(picture, quad, mm, std::max(dpi, wish.leastDpi));
            straight = photo.bgr;
            seen = mm ? std::min(photo.dpi, std::sqrt(quadArea(quad) / static_cast<double>(mm->area())) * 25.4) : 0;
        }
    }
    if (straight.empty()) {
        return fail(FaultCode::PageNotFound);
    }
    if (const Result<void> kept = keepJpeg(page, straight, seen, largestPageBytes, wish); !kept) {
        return fail(kept.error());
    }
    page.shown = shownImage(page.found ? cleanPage(straight) : straight);
    return page;
}

Result<HalfOutcome> makeHalf(const device::Frame &still, cv::Size2f asked,
                             const std::shared_ptr<const PlateCalibration> &plate, const SheetHalf &first,
                             const PictureWish &wish)
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
    const cv::Mat straight = upright(sheet);
    if (const Result<void> kept = keepJpeg(outcome.page, straight, sheet.dpi, largestSheetBytes, wish); !kept) {
        return fail(kept.error());
    }
    outcome.page.shown = shownImage(cleanPage(straight));
    return outcome;
}

}  // namespace hall
