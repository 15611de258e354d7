// SPDX-License-Identifier: GPL-3.0-or-later
// The calibration of a document camera as one machine: focus, lens, plate, light, empty plate, one after the other.
// It is shown preview frames and says what to do next; it is given stills and measures. Knows no device, no clock, no
// screen. What was measured lies in a draft until every step is good; whoever runs it keeps the draft and, in the end,
// the whole. One thread at a time; a still takes up to a second of one core.
#pragma once

#include "app/recognition/acceptedplate.h"
#include "app/recognition/focussweep.h"
#include "app/recognition/platemeasure.h"
#include "app/recognition/platesharpness.h"

#include <array>
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace hall {

// In the order in which they are done: what is measured later holds for the focus and the lens before it, and the plate
// is empty at the end, as the daily check wants it.
enum class CalibrationStep
{
    Focus,     // the target lies on the plate
    Lens,      // the target is held in many places
    Geometry,  // the target lies flat on the plate
    Light,     // a white sheet of A4 lies there
    Empty      // nothing does
};
inline constexpr std::array allCalibrationSteps{CalibrationStep::Focus, CalibrationStep::Lens,
                                                CalibrationStep::Geometry, CalibrationStep::Light,
                                                CalibrationStep::Empty};
[[nodiscard]] std::string_view
calibrationStepName(CalibrationStep step);  // "focus", "lens", "geometry", "light", "empty"

struct CalibrationLimits
{
    double edgePixels = 4;       // edgeWidth() of a still: a letter of 2 mm stays legible
    double cornerPixels = 6;     // of the widest of its areas: a lens is sharper in its middle
    double lensPixels = 0.4;     // rms of what is left over of the corners
    double geometryMm = 0.3;     // of 95 % of the corners
    double sheetShare = 0.012;   // a sheet of A4 is within 2 mm (ISO 216); and what its sides are seen by
    double spread = 0.04;        // darkest to brightest of the white sheet, share of white
    double deltaE = 3;           // CIE76, of its mean
    double unrest = 4;           // grey levels, of pictures of the empty plate: noise is below 2
    double printedShare = 0.03;  // how far the printed bar may be from its length: more is another target
    int lensViews = 12;
    int mostLensViews = 30;
    int eachTilt = 2;  // views with the target lifted at the left, right, upper and lower side
    int lightStills = 4;
    int emptyStills = 16;
};

// What to say next.
enum class CalibrationHint
{
    None,       // it may be measured
    NoTarget,   // none can be seen, or it is not sharp
    Covered,    // too few of its corners
    Blurred,    // seen, but not sharp
    Moving,     // hold it still; something moves
    MoveThere,  // to the place that is shown
    LiftLeft,   // its side nearer to the camera
    LiftRight,
    LiftUpper,
    LiftLower,
    ElsewhereNow,  // this place is there already
    NoSheet,       // no white sheet can be seen
    NotWhite,      // too dark, too bright, or printed on
    NotA4,         // the sheet comes out in a wrong size: the target was not printed to scale
    NotEmpty,      // something lies on the plate
    OtherSize,     // pictures of another size than before
    FocusRefused,  // the camera takes no setting of its lens any more
    FocusStuck,    // whatever is set, the picture is as blurred
    FocusAtEnd,    // not sharp, and sharpest at an end of what can be set
    FocusUnclear,  // the picture did not come to rest, or something came between
    NotFlat,       // the corners lie on no plane, or not within the limit
    LensUnclear    // what was seen fits no lens, or not within the limit
};
[[nodiscard]] std::string_view calibrationHintName(CalibrationHint hint);  // "no-target", "covered" …; "" for None

// A preview frame looked at.
struct CalibrationLook
{
    CalibrationHint hint = CalibrationHint::None;
    bool ready = false;               // a still may be taken; of Lens: it is to be taken now
    std::vector<cv::Point2f> points;  // the corners that were found, pixels of the frame
    std::vector<cv::Point2f> sheet;   // the white sheet, or what lies on the plate
    std::optional<cv::Rect2f> wish;   // where the target is wanted, share of the frame
};

// What a still has come to.
struct CalibrationResult
{
    enum class State
    {
        More,    // another still is wanted
        Passed,  // the step is good
        Failed   // it is not: retry()
    };
    State state = State::More;
    CalibrationHint hint = CalibrationHint::None;  // of Failed, and of a still that was not of use
    std::vector<CalibrationFigure> figures;        // of Passed and Failed
};

class CalibrationRun
{
public:
    // `printed`: how long the target's bar came out, over how long it should be. Usable when scaleFits().
    explicit CalibrationRun(double printed = 1, CalibrationLimits limits = {});
    [[nodiscard]] static bool scaleFits(double printed, const CalibrationLimits &limits = {});

    // Goes on with what an earlier run had passed. A draft of another camera or size is the caller's to leave out.
    void resume(AcceptedPlate draft);

    [[nodiscard]] CalibrationStep step() const { return m_step; }
    [[nodiscard]] bool passed(CalibrationStep step) const { return !figures(step).empty(); }
    [[nodiscard]] bool whole() const;
    [[nodiscard]] int taken() const;   // stills of this step
    [[nodiscard]] int wanted() const;  // about; of Lens more may be needed
    [[nodiscard]] std::vector<CalibrationFigure> figures(CalibrationStep step) const;
    // Before the correction: spread and ΔE of the white sheet. Told beside the figures of Light.
    [[nodiscard]] std::optional<MeasuredFlat> lightBefore() const { return m_before; }

    // Focus, of a lens that can be set. Before the step's first still; nothing: a hand turns it, or nobody does, and a
    // still is judged. With it the first add() is left out: beginFocus(), and then until the result is not More any
    // more focusWish() is set, focusMoved() or focusRefused() told, focusRests() shown frames until a still is wanted,
    // add().
    void setLens(std::optional<FocusSweep::Range> range) { m_lens = range; }
    [[nodiscard]] bool findsFocus() const { return m_step == CalibrationStep::Focus && m_lens.has_value(); }
    void beginFocus();
    [[nodiscard]] int focusWish() const { return m_sweep->wish(); }
    void focusMoved() { m_sweep->moved(); }
    [[nodiscard]] CalibrationResult focusRefused();
    // `at`: of the frame, monotonic. Nothing: more frames are wanted. A result that is More: a still is.
    [[nodiscard]] std::optional<CalibrationResult> focusRests(const cv::Mat &preview, std::chrono::milliseconds at);
    // While it is under way and afterwards; null before.
    [[nodiscard]] const FocusSweep *sweep() const { return m_sweep ? &*m_sweep : nullptr; }

    // Before the first still of Light: what the camera was told to keep from now on; none: it cannot be told, and
    // chooses on.
    void setLight(std::optional<HeldLight> light) { m_draft.plate.light = light; }

    [[nodiscard]] CalibrationLook look(const cv::Mat &preview);
    [[nodiscard]] CalibrationResult add(const cv::Mat &still);
    void retry();                      // the step from its beginning; what later steps had measured with it is dropped
    void next();                       // to the first step that is not good yet; nothing when whole()
    void again(CalibrationStep step);  // a step that was passed, anew

    // Without `camera`, `by` and times, which are the caller's.
    [[nodiscard]] const AcceptedPlate &draft() const { return m_draft; }

private:
    using Result = CalibrationResult;
    using Figures = std::vector<CalibrationFigure>;

    void lookAtTarget(const cv::Mat &preview, CalibrationLook &look);
    void lookForViews(const SeenTarget &seen, CalibrationLook &look);
    [[nodiscard]] bool isNew(const SeenTarget &seen) const;
    [[nodiscard]] std::vector<CalibrationHint> lackingTilts() const;
    [[nodiscard]] bool viewsSuffice() const;
    [[nodiscard]] bool moved(const cv::Mat &preview);
    [[nodiscard]] Result addFocus(const cv::Mat &still);
    [[nodiscard]] Result endOfSweep();
    [[nodiscard]] Result focusEnded(const EdgeWidths &widths, CalibrationHint whyNot);
    [[nodiscard]] Result addLens(const cv::Mat &still);
    [[nodiscard]] Result addGeometry(const cv::Mat &still);
    [[nodiscard]] Result addLight(const cv::Mat &still);
    [[nodiscard]] Result addEmpty(const cv::Mat &still);
    [[nodiscard]] Result ended(Figures figures, CalibrationHint whyNot);
    void drop(CalibrationStep step);

    CalibrationLimits m_limits;
    double m_printed;
    CalibrationStep m_step = CalibrationStep::Focus;
    AcceptedPlate m_draft;
    std::optional<FocusSweep::Range> m_lens;
    std::optional<FocusSweep> m_sweep;
    std::vector<SeenTarget> m_views;
    std::vector<cv::Mat> m_stills;  // of Light and Empty, reduced
    std::optional<SeenTarget> m_last;
    cv::Mat m_lastSmall;
    std::optional<MeasuredFlat> m_before;
};

}  // namespace hall
