// SPDX-License-Identifier: GPL-3.0-or-later
// Which step is on, what was passed, and what the preview says.
#include "app/recognition/calibrationrun.h"

#include "app/recognition/pagefinder.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr std::size_t flatCorners = 40;  // of 70: lying on the plate nearly all are seen
constexpr double restShare = 0.004;      // of the frame's width: what a corner may move between two frames
constexpr double restLevels = 6;         // grey levels between two small frames
constexpr int restWidth = 96;            // pixels of the small frames
constexpr double otherPlace = 0.06;      // of the width: farther is another place
constexpr double otherTilt = 0.08;       // as TargetTilt has it
constexpr double clearTilt = 0.10;

bool belongsTo(const std::string &figure, CalibrationStep step)
{
    switch (step) {
    case CalibrationStep::Focus:
        return figure == "edge-px" || figure == "edge-corner-px";
    case CalibrationStep::Lens:
        return figure == "lens-px";
    case CalibrationStep::Geometry:
        return figure == "geometry-mm";
    case CalibrationStep::Light:
        return figure == "sheet-share" || figure == "flat-spread" || figure == "flat-delta-e";
    case CalibrationStep::Empty:
        return figure == "empty-unrest";
    }
    return false;
}

// The mean way of corners that both have, share of the width; nothing when they share too few.
std::optional<double> wayBetween(const SeenTarget &one, const SeenTarget &other)
{
    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < one.ids.size(); ++i) {
        const auto at = std::find(other.ids.begin(), other.ids.end(), one.ids[i]);
        if (at != other.ids.end()) {
            const cv::Point2f there = other.pixels[static_cast<std::size_t>(at - other.ids.begin())];
            const double scale = static_cast<double>(one.size.width) / other.size.width;
            sum += cv::norm(cv::Point2d(one.pixels[i]) - cv::Point2d(there) * scale) / one.size.width;
            ++count;
        }
    }
    constexpr int leastShared = 6;
    return count < leastShared ? std::nullopt : std::optional<double>(sum / count);
}

bool lifts(const TargetTilt &tilt, CalibrationHint side)
{
    switch (side) {
    case CalibrationHint::LiftLeft:
        return tilt.across < -clearTilt;
    case CalibrationHint::LiftRight:
        return tilt.across > clearTilt;
    case CalibrationHint::LiftUpper:
        return tilt.down < -clearTilt;
    case CalibrationHint::LiftLower:
        return tilt.down > clearTilt;
    case CalibrationHint::None:
    case CalibrationHint::NoTarget:
    case CalibrationHint::Covered:
    case CalibrationHint::Blurred:
    case CalibrationHint::Moving:
    case CalibrationHint::MoveThere:
    case CalibrationHint::ElsewhereNow:
    case CalibrationHint::NoSheet:
    case CalibrationHint::NotWhite:
    case CalibrationHint::NotA4:
    case CalibrationHint::NotEmpty:
    case CalibrationHint::OtherSize:
    case CalibrationHint::FocusRefused:
    case CalibrationHint::FocusStuck:
    case CalibrationHint::FocusAtEnd:
    case CalibrationHint::FocusUnclear:
    case CalibrationHint::NotFlat:
    case CalibrationHint::LensUnclear:
        break;
    }
    return false;
}

}  // namespace

std::string_view calibrationStepName(CalibrationStep step)
{
    switch (step) {
    case CalibrationStep::Focus:
        return "focus";
    case CalibrationStep::Lens:
        return "lens";
    case CalibrationStep::Geometry:
        return "geometry";
    case CalibrationStep::Light:
        return "light";
    case CalibrationStep::Empty:
        return "empty";
    }
    return {};
}

std::string_view calibrationHintName(CalibrationHint hint)
{
    switch (hint) {
    case CalibrationHint::None:
        return "";
    case CalibrationHint::NoTarget:
        return "no-target";
    case CalibrationHint::Covered:
        return "covered";
    case CalibrationHint::Blurred:
        return "blurred";
    case CalibrationHint::Moving:
        return "moving";
    case CalibrationHint::MoveThere:
        return "move-there";
    case CalibrationHint::LiftLeft:
        return "lift-left";
    case CalibrationHint::LiftRight:
        return "lift-right";
    case CalibrationHint::LiftUpper:
        return "lift-upper";
    case CalibrationHint::LiftLower:
        return "lift-lower";
    case CalibrationHint::ElsewhereNow:
        return "elsewhere";
    case CalibrationHint::NoSheet:
        return "no-sheet";
    case CalibrationHint::NotWhite:
        return "not-white";
    case CalibrationHint::NotA4:
        return "not-a4";
    case CalibrationHint::NotEmpty:
        return "not-empty";
    case CalibrationHint::OtherSize:
        return "other-size";
    case CalibrationHint::FocusRefused:
        return "focus-refused";
    case CalibrationHint::FocusStuck:
        return "focus-stuck";
    case CalibrationHint::FocusAtEnd:
        return "focus-at-end";
    case CalibrationHint::FocusUnclear:
        return "focus-unclear";
    case CalibrationHint::NotFlat:
        return "not-flat";
    case CalibrationHint::LensUnclear:
        return "lens-unclear";
    }
    return {};
}

CalibrationRun::CalibrationRun(double printed, CalibrationLimits limits) : m_limits(limits), m_printed(printed)
{
}

bool CalibrationRun::scaleFits(double printed, const CalibrationLimits &limits)
{
    return std::abs(printed - 1) <= limits.printedShare;
}

void CalibrationRun::resume(AcceptedPlate draft)
{
    m_draft = std::move(draft);
    m_step = CalibrationStep::Focus;
    if (passed(m_step)) {
        next();
    }
}

bool CalibrationRun::whole() const
{
    return std::all_of(allCalibrationSteps.begin(), allCalibrationSteps.end(),
                       [this](CalibrationStep step) { return passed(step); });
}

int CalibrationRun::taken() const
{
    return static_cast<int>(m_step == CalibrationStep::Lens ? m_views.size() : m_stills.size());
}

int CalibrationRun::wanted() const
{
    switch (m_step) {
    case CalibrationStep::Lens:
        return viewsSuffice() ? taken() : std::max(m_limits.lensViews, taken() + 1);
    case CalibrationStep::Light:
        return m_limits.lightStills;
    case CalibrationStep::Empty:
        return m_limits.emptyStills;
    case CalibrationStep::Focus:
    case CalibrationStep::Geometry:
        break;
    }
    return 1;
}

std::vector<CalibrationFigure> CalibrationRun::figures(CalibrationStep step) const
{
    Figures of;
    std::copy_if(m_draft.figures.begin(), m_draft.figures.end(), std::back_inserter(of),
                 [step](const CalibrationFigure &figure) { return belongsTo(figure.name, step); });
    return of;
}

void CalibrationRun::drop(CalibrationStep step)
{
    std::erase_if(m_draft.figures, [step](const CalibrationFigure &figure) { return belongsTo(figure.name, step); });
}

// Focus changes the lens, the lens changes the plate, and a sheet's size is told by the plate. The empty plate is as
// bright as the light that is held for the sheet lets it be.
void CalibrationRun::retry()
{
    m_stills.clear();
    m_views.clear();
    m_sweep.reset();
    m_last.reset();
    m_lastSmall.release();
    if (m_step == CalibrationStep::Focus) {
        m_draft.plate.focus.reset();
    }
    if (m_step <= CalibrationStep::Light) {
        m_draft.plate.light.reset();
    }
    for (const CalibrationStep later : allCalibrationSteps) {
        if (later >= m_step) {
            drop(later);
        }
    }
}

void CalibrationRun::again(CalibrationStep step)
{
    m_step = step;
    retry();
}

void CalibrationRun::next()
{
    m_stills.clear();
    m_views.clear();
    m_sweep.reset();
    m_last.reset();
    m_lastSmall.release();
    for (const CalibrationStep step : allCalibrationSteps) {
        if (!passed(step)) {
            m_step = step;
            return;
        }
    }
}

bool CalibrationRun::moved(const cv::Mat &preview)
{
    cv::Mat small;
    cv::cvtColor(preview, small, cv::COLOR_BGR2GRAY);
    cv::resize(small, small, {restWidth, restWidth * preview.rows / preview.cols}, 0, 0, cv::INTER_AREA);
    bool differs = true;
    if (m_lastSmall.size() == small.size()) {
        cv::Mat difference;
        cv::absdiff(small, m_lastSmall, difference);
        cv::blur(difference, difference, {5, 5});
        double most = 0;
        cv::minMaxLoc(difference, nullptr, &most);
        differs = most > restLevels;
    }
    m_lastSmall = small;
    return differs;
}

CalibrationLook CalibrationRun::look(const cv::Mat &preview)
{
    CalibrationLook look;
    if (preview.type() != CV_8UC3 || preview.cols < restWidth || preview.rows < restWidth / 4) {
        look.hint = CalibrationHint::NoTarget;
        return look;
    }
    switch (m_step) {
    case CalibrationStep::Focus:
        // A lens that is to be set need not show the target yet: it has to lie still, no more.
        if (findsFocus()) {
            const bool moving = moved(preview);
            if (const auto seen = seeTarget(preview)) {
                look.points = seen->pixels;
            }
            look.hint = moving ? CalibrationHint::Moving : CalibrationHint::None;
        } else {
            lookAtTarget(preview, look);
        }
        break;
    case CalibrationStep::Lens:
    case CalibrationStep::Geometry:
        lookAtTarget(preview, look);
        break;
    case CalibrationStep::Light: {
        const bool moving = moved(preview);
        const std::vector<FoundPage> pages = findPages(preview);
        if (pages.empty()) {
            look.hint = CalibrationHint::NoSheet;
        } else {
            look.sheet.assign(pages.front().quad.begin(), pages.front().quad.end());
            look.hint = moving ? CalibrationHint::Moving : CalibrationHint::None;
        }
        break;
    }
    case CalibrationStep::Empty: {
        const bool moving = moved(preview);
        const std::vector<FoundPage> pages = findPages(preview);
        if (!pages.empty() || seeTarget(preview)) {
            look.hint = CalibrationHint::NotEmpty;
            if (!pages.empty()) {
                look.sheet.assign(pages.front().quad.begin(), pages.front().quad.end());
            }
        } else {
            look.hint = moving ? CalibrationHint::Moving : CalibrationHint::None;
        }
        break;
    }
    }
    look.ready = look.hint == CalibrationHint::None;
    return look;
}

void CalibrationRun::lookAtTarget(const cv::Mat &preview, CalibrationLook &look)
{
    auto seen = seeTarget(preview);
    if (!seen) {
        m_last.reset();
        look.hint = CalibrationHint::NoTarget;
        if (m_step == CalibrationStep::Lens) {
            const std::vector<int> unseen = unseenParts(m_views);
            const int part = unseen.empty() ? kLensColumns * kLensRows / 2 : unseen.front();
            look.wish = cv::Rect2f(static_cast<float>(part % kLensColumns) / kLensColumns,
                                   std::floor(static_cast<float>(part) / kLensColumns) / kLensRows, 1.0F / kLensColumns,
                                   1.0F / kLensRows);
        }
        return;
    }
    look.points = seen->pixels;
    const std::optional<double> way = m_last ? wayBetween(*seen, *m_last) : std::nullopt;
    const bool moving = !way || *way > restShare;
    if (m_step == CalibrationStep::Lens) {
        lookForViews(*seen, look);
        if (look.hint == CalibrationHint::None && moving) {
            look.hint = CalibrationHint::Moving;
        }
    } else if (seen->ids.size() < flatCorners) {
        look.hint = CalibrationHint::Covered;
    } else if (moving) {
        look.hint = CalibrationHint::Moving;
    }
    m_last = std::move(seen);
}

std::vector<CalibrationHint> CalibrationRun::lackingTilts() const
{
    std::vector<CalibrationHint> lacking;
    for (const CalibrationHint side : {CalibrationHint::LiftLeft, CalibrationHint::LiftRight,
                                       CalibrationHint::LiftUpper, CalibrationHint::LiftLower}) {
        const auto count = std::count_if(m_views.begin(), m_views.end(),
                                         [side](const SeenTarget &view) { return lifts(tiltOf(view), side); });
        if (count < m_limits.eachTilt) {
            lacking.push_back(side);
        }
    }
    return lacking;
}

bool CalibrationRun::viewsSuffice() const
{
    return static_cast<int>(m_views.size()) >= m_limits.lensViews && unseenParts(m_views).empty() &&
           lackingTilts().empty();
}

bool CalibrationRun::isNew(const SeenTarget &seen) const
{
    const TargetTilt tilt = tiltOf(seen);
    return std::all_of(m_views.begin(), m_views.end(), [&](const SeenTarget &view) {
        const std::optional<double> way = wayBetween(seen, view);
        const TargetTilt other = tiltOf(view);
        return !way || *way > otherPlace || std::abs(tilt.across - other.across) > otherTilt ||
               std::abs(tilt.down - other.down) > otherTilt;
    });
}

// A view is of use where nothing was seen yet, or tilted as none was, or while there are too few.
void CalibrationRun::lookForViews(const SeenTarget &seen, CalibrationLook &look)
{
    const std::vector<int> unseen = unseenParts(m_views);
    const std::vector<CalibrationHint> lacking = lackingTilts();
    if (!unseen.empty()) {
        const int part = unseen.front();
        look.wish = cv::Rect2f(static_cast<float>(part % kLensColumns) / kLensColumns,
                               std::floor(static_cast<float>(part) / kLensColumns) / kLensRows, 1.0F / kLensColumns,
                               1.0F / kLensRows);
    }
    std::vector<SeenTarget> with = m_views;
    with.push_back(seen);
    const bool fills = unseenParts(with).size() < unseen.size();
    const TargetTilt tilt = tiltOf(seen);
    const bool tilts =
        std::any_of(lacking.begin(), lacking.end(), [&tilt](CalibrationHint side) { return lifts(tilt, side); });
    const bool few = static_cast<int>(m_views.size()) < m_limits.lensViews;
    if (isNew(seen) && (fills || tilts || (few && unseen.empty() && lacking.empty()))) {
        return;
    }
    if (!lacking.empty() && !tilts) {
        look.hint = lacking.front();
    } else {
        look.hint = look.wish ? CalibrationHint::MoveThere : CalibrationHint::ElsewhereNow;
    }
}

CalibrationResult CalibrationRun::add(const cv::Mat &still)
{
    const bool first = m_draft.figures.empty() && m_views.empty() && m_stills.empty();
    if (still.type() != CV_8UC3 || still.cols < kGainSide || still.rows < kGainSide / 2) {
        return {Result::State::Failed, CalibrationHint::OtherSize, {}};
    }
    if (first) {
        m_draft.plate.size = still.size();
    } else if (still.size() != m_draft.plate.size) {
        return {Result::State::Failed, CalibrationHint::OtherSize, {}};
    }
    try {
        switch (m_step) {
        case CalibrationStep::Focus:
            return addFocus(still);
        case CalibrationStep::Lens:
            return addLens(still);
        case CalibrationStep::Geometry:
            return addGeometry(still);
        case CalibrationStep::Light:
            return addLight(still);
        case CalibrationStep::Empty:
            return addEmpty(still);
        }
    } catch (const cv::Exception &) {
        // Corners that no fit holds for.
        return {Result::State::Failed, CalibrationHint::NotFlat, {}};
    }
    return {};
}

CalibrationResult CalibrationRun::ended(Figures figures, CalibrationHint whyNot)
{
    const bool good = std::all_of(figures.begin(), figures.end(), [](const CalibrationFigure &figure) {
        return std::isfinite(figure.value) && figure.value <= figure.limit;
    });
    if (good && !figures.empty()) {
        drop(m_step);
        m_draft.figures.insert(m_draft.figures.end(), figures.begin(), figures.end());
        return {Result::State::Passed, CalibrationHint::None, std::move(figures)};
    }
    return {Result::State::Failed, whyNot, std::move(figures)};
}

}  // namespace hall
