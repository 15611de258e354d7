// SPDX-License-Identifier: GPL-3.0-or-later
// What each step measures of its stills.
#include "app/recognition/calibrationrun.h"

#include "app/recognition/pagefinder.h"

#include <algorithm>
#include <cmath>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr std::size_t flatCorners = 40;
constexpr double shortA4 = 210;  // mm, ISO 216
constexpr double longA4 = 297;

CalibrationResult failed(CalibrationHint hint)
{
    return {CalibrationResult::State::Failed, hint, {}};
}

CalibrationResult notOfUse(CalibrationHint hint)
{
    return {CalibrationResult::State::More, hint, {}};
}

cv::Mat reduced(const cv::Mat &picture, int side)
{
    const double scale = std::min(1.0, static_cast<double>(side) / std::max(picture.cols, picture.rows));
    cv::Mat small;
    cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
    return small;
}

// By how much the farthest side of the sheet is off, share of a sheet of A4.
double offA4(const std::vector<cv::Point2f> &mm)
{
    const auto side = [&mm](int i) {
        return cv::norm(mm[static_cast<std::size_t>(i)] - mm[static_cast<std::size_t>((i + 1) % 4)]);
    };
    double off = 0;
    for (int i = 0; i < 2; ++i) {
        const double mean = (side(i) + side(i + 2)) / 2;
        const double other = (side(1 - i) + side(3 - i)) / 2;
        off = std::max(off, std::abs(mean / (mean > other ? longA4 : shortA4) - 1));
    }
    return off;
}

std::vector<cv::Point2f> shrunk(std::vector<cv::Point2f> corners, float share)
{
    const cv::Point2f middle = (corners[0] + corners[1] + corners[2] + corners[3]) * 0.25F;
    for (cv::Point2f &corner : corners) {
        corner = middle + (corner - middle) * share;
    }
    return corners;
}

// As MeasuredFlat, of the sheet as it is seen without a correction.
MeasuredFlat unevenness(const cv::Mat &picture, const std::vector<cv::Point2f> &sheet)
{
    MeasuredFlat before;
    const double scale = static_cast<double>(kGainSide) / std::max(picture.cols, picture.rows);
    cv::Mat small;
    cv::resize(picture, small, {}, scale, scale, cv::INTER_AREA);
    std::vector<cv::Point> outline;
    for (const cv::Point2f &corner : shrunk(sheet, 0.94F)) {
        outline.emplace_back(corner * static_cast<float>(scale));
    }
    cv::Mat mask = cv::Mat::zeros(small.size(), CV_8UC1);
    cv::fillConvexPoly(mask, outline, 255);
    const cv::Scalar mean = cv::mean(small, mask);
    double darkest = 0;
    double brightest = 0;
    cv::Mat green;
    cv::extractChannel(small, green, 1);
    cv::medianBlur(green, green, 3);
    cv::minMaxLoc(green, &darkest, &brightest, nullptr, nullptr, mask);
    before.spread = (brightest - darkest) / std::max(1.0, mean[1]);
    cv::Mat one(1, 1, CV_32FC3, cv::Scalar(mean[0] / 255, mean[1] / 255, mean[2] / 255));
    cv::cvtColor(one, one, cv::COLOR_BGR2Lab);
    const auto lab = one.at<cv::Vec3f>(0);
    before.deltaE = std::hypot(lab[1], lab[2]);
    return before;
}

}  // namespace

CalibrationResult CalibrationRun::focusEnded(const EdgeWidths &widths, CalibrationHint whyNot)
{
    return ended(
        {{"edge-px", widths.median, m_limits.edgePixels}, {"edge-corner-px", widths.widest(), m_limits.cornerPixels}},
        whyNot);
}

CalibrationResult CalibrationRun::addFocus(const cv::Mat &still)
{
    if (m_sweep) {
        m_sweep->add(still);
        return endOfSweep();
    }
    const auto seen = seeTarget(still);
    if (!seen) {
        return failed(CalibrationHint::NoTarget);
    }
    const auto widths = edgeWidths(still, *seen);
    return widths ? focusEnded(*widths, CalibrationHint::Blurred) : failed(CalibrationHint::Blurred);
}

void CalibrationRun::beginFocus()
{
    retry();
    m_sweep.emplace(*m_lens);
}

CalibrationResult CalibrationRun::focusRefused()
{
    m_sweep.reset();
    return failed(CalibrationHint::FocusRefused);
}

std::optional<CalibrationResult> CalibrationRun::focusRests(const cv::Mat &preview, std::chrono::milliseconds at)
{
    if (m_sweep->look(preview, at)) {
        return CalibrationResult{};
    }
    return m_sweep->state() == FocusSweep::State::Under ? std::nullopt : std::optional(endOfSweep());
}

// More while it is under way.
CalibrationResult CalibrationRun::endOfSweep()
{
    switch (m_sweep->state()) {
    case FocusSweep::State::Under:
        return {};
    case FocusSweep::State::Unseen:
        return failed(CalibrationHint::NoTarget);
    case FocusSweep::State::Covered:
        return failed(CalibrationHint::Covered);
    case FocusSweep::State::Moving:
    case FocusSweep::State::Unsteady:
        return failed(CalibrationHint::FocusUnclear);
    case FocusSweep::State::Stuck:
        // Sharp all the same, it is a lens that does not move.
        return m_sweep->atBest() ? focusEnded(*m_sweep->atBest(), CalibrationHint::FocusStuck)
                                 : failed(CalibrationHint::FocusStuck);
    case FocusSweep::State::Found:
        break;
    }
    const CalibrationResult result =
        focusEnded(*m_sweep->atBest(), m_sweep->atEnd() ? CalibrationHint::FocusAtEnd : CalibrationHint::Blurred);
    if (result.state == Result::State::Passed) {
        m_draft.plate.focus = CameraFocus{m_sweep->value(), m_lens->least, m_lens->most, std::max(1, m_lens->step), 0};
    }
    return result;
}

CalibrationResult CalibrationRun::addLens(const cv::Mat &still)
{
    auto seen = seeTarget(still);
    if (!seen) {
        return notOfUse(CalibrationHint::NoTarget);
    }
    // Held in a hand, nearer to the camera than it is focused on: twice of what lies on the plate.
    const auto width = edgeWidth(still, *seen);
    if (!width || *width > 2 * m_limits.edgePixels) {
        return notOfUse(CalibrationHint::Blurred);
    }
    m_views.push_back(std::move(*seen));
    if (!viewsSuffice()) {
        return static_cast<int>(m_views.size()) < m_limits.mostLensViews ? notOfUse(CalibrationHint::None)
                                                                         : failed(CalibrationHint::LensUnclear);
    }
    const auto lens = measureLens(m_views);
    if (!lens) {
        return failed(CalibrationHint::LensUnclear);
    }
    m_draft.plate.lens = *lens;
    return ended({{"lens-px", lens->rmsPixels, m_limits.lensPixels}}, CalibrationHint::LensUnclear);
}

CalibrationResult CalibrationRun::addGeometry(const cv::Mat &still)
{
    const auto seen = seeTarget(still);
    if (!seen) {
        return failed(CalibrationHint::NoTarget);
    }
    if (seen->ids.size() < flatCorners) {
        return failed(CalibrationHint::Covered);
    }
    const auto geometry = measureGeometry(*seen, m_draft.plate, m_printed);
    if (!geometry) {
        return failed(CalibrationHint::NotFlat);
    }
    m_draft.plate.geometry = *geometry;
    return ended({{"geometry-mm", geometry->p95Mm, m_limits.geometryMm}}, CalibrationHint::NotFlat);
}

CalibrationResult CalibrationRun::addLight(const cv::Mat &still)
{
    m_stills.push_back(still);
    if (static_cast<int>(m_stills.size()) < m_limits.lightStills) {
        return notOfUse(CalibrationHint::None);
    }
    cv::Mat sum = cv::Mat::zeros(still.size(), CV_16UC3);
    for (const cv::Mat &one : m_stills) {
        cv::add(sum, one, sum, cv::noArray(), CV_16UC3);
    }
    cv::Mat mean;
    sum.convertTo(mean, CV_8UC3, 1.0 / static_cast<double>(m_stills.size()));
    m_stills.clear();
    // Its sides are straight only once the lens has been made up for.
    PlateCalibration straight = m_draft.plate;
    cv::Mat picture;
    if (straight.lens) {
        cv::undistort(mean, picture, straight.lens->matrix, straight.lens->distortion);
        straight.lens->distortion = {};
    } else {
        picture = mean;
    }
    const std::vector<FoundPage> pages = findPages(picture);
    if (pages.empty()) {
        return failed(CalibrationHint::NoSheet);
    }
    const auto view = PlateView::of(m_draft.plate, mean.size());
    const auto straightView = PlateView::of(straight, mean.size());
    if (!view || !straightView) {
        return failed(CalibrationHint::NotFlat);
    }
    const std::vector<cv::Point2f> corners(pages.front().quad.begin(), pages.front().quad.end());
    const std::vector<cv::Point2f> mm = straightView->toMm(corners);
    // In the small pictures that light is measured in, an edge that is exactly the sheet's takes in some of the plate.
    const std::vector<cv::Point2f> sheet = shrunk(view->toPixels(mm), 0.94F);
    m_before = unevenness(mean, sheet);
    const auto flat = measureFlat(mean, sheet);
    if (!flat) {
        return failed(CalibrationHint::NotWhite);
    }
    m_draft.plate.flat = flat->flat;
    const double off = offA4(mm);
    return ended({{"sheet-share", off, m_limits.sheetShare},
                  {"flat-spread", flat->spread, m_limits.spread},
                  {"flat-delta-e", flat->deltaE, m_limits.deltaE}},
                 off > m_limits.sheetShare ? CalibrationHint::NotA4 : CalibrationHint::NotWhite);
}

CalibrationResult CalibrationRun::addEmpty(const cv::Mat &still)
{
    m_stills.push_back(reduced(still, kReferenceSide));
    if (static_cast<int>(m_stills.size()) < m_limits.emptyStills) {
        return notOfUse(CalibrationHint::None);
    }
    const auto measured = measureEmpty(m_stills);
    m_stills.clear();
    if (!measured) {
        return failed(CalibrationHint::Moving);
    }
    if (!findPages(measured->empty.bgr).empty() || seeTarget(measured->empty.bgr)) {
        return failed(CalibrationHint::NotEmpty);
    }
    m_draft.plate.empty = measured->empty;
    return ended({{"empty-unrest", measured->unrest, m_limits.unrest}}, CalibrationHint::Moving);
}

}  // namespace hall
