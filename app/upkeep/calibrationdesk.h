// SPDX-License-Identifier: GPL-3.0-or-later
// A technician calibrates the document camera: CalibrationRun with the real camera, its live picture, and the files.
// GUI thread; pictures are looked at apart, one at a time.
#pragma once

#include "app/recognition/calibrationrun.h"
#include "drivers/core/values.h"

#include <QImage>
#include <QObject>
#include <QPolygonF>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

#include <functional>
#include <memory>
#include <mutex>

namespace hall {

class Clock;
class DeviceHub;
class PlateWatch;

class CalibrationDesk : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Upkeep.calibration")
    // "off"; "scale" (the printed bar is asked for); "live" (the picture is watched); "measuring"; "passed", "failed"
    // (the step, with figures); "whole" (all steps are good, to be put in force); "keeping"; "kept"; "fault" (the
    // camera gives no picture, or nothing can be written: `hint` is the fault's code)
    Q_PROPERTY(QString phase READ phase NOTIFY changed)
    Q_PROPERTY(QString step READ step NOTIFY changed)           // calibrationStepName()
    Q_PROPERTY(QString hint READ hint NOTIFY changed)           // calibrationHintName()
    Q_PROPERTY(bool ready READ ready NOTIFY changed)            // measure() may be asked for
    Q_PROPERTY(bool targetSeen READ targetSeen NOTIFY changed)  // of the steps that need it, in the live picture
    Q_PROPERTY(int taken READ taken NOTIFY changed)
    Q_PROPERTY(int wanted READ wanted NOTIFY changed)
    // {name, value, limit, good}: of the step that has ended; with "-before" ones, whose limit is 0, of the light
    Q_PROPERTY(QVariantList figures READ figures NOTIFY changed)
    // Of the focus: "" (not known yet), "fixed" (nothing but a hand can turn the lens), "motor" (measure() finds it)
    Q_PROPERTY(QString lens READ lens NOTIFY changed)
    // While the focus is being found and afterwards: {value, share}, the share of the sharpest, in order of the values;
    // and how far it has come, 0 to 1
    Q_PROPERTY(QVariantList sweep READ sweep NOTIFY changed)
    Q_PROPERTY(double sweepShare READ sweepShare NOTIFY changed)
    Q_PROPERTY(int focus READ focus NOTIFY changed)  // where the lens stands, or what was found; -1: not set
    // While a hand turns a fixed lens: how wide an edge is now, pixels, and may be; -1: no edge is seen
    Q_PROPERTY(double edge READ edge NOTIFY changed)
    Q_PROPERTY(double mostEdge READ mostEdge CONSTANT)
    Q_PROPERTY(QVariantList steps READ steps NOTIFY changed)  // {step, passed}, in their order
    Q_PROPERTY(bool resumed READ resumed NOTIFY changed)      // goes on with what an earlier one had passed
    Q_PROPERTY(double barMm READ barMm CONSTANT)
    Q_PROPERTY(double leastBarMm READ leastBarMm CONSTANT)
    Q_PROPERTY(double mostBarMm READ mostBarMm CONSTANT)

public:
    static constexpr int draftHours = 24;  // an older draft is not gone on with: lamp and plate may be others

    struct Parts
    {
        const Clock *clock = nullptr;
        DeviceHub *hub = nullptr;
        PlateWatch *watch = nullptr;
    };
    explicit CalibrationDesk(Parts parts, QObject *parent = nullptr);
    ~CalibrationDesk() override;

    void begin();                    // asks for the bar
    void end();                      // the camera rests; what was passed stays in the draft
    void accept(const QString &by);  // puts the whole in force

    [[nodiscard]] bool active() const { return m_phase != Phase::Off; }
    [[nodiscard]] QString phase() const;
    [[nodiscard]] QString step() const;
    [[nodiscard]] QString hint() const { return m_hint; }
    [[nodiscard]] bool ready() const { return m_phase == Phase::Live && m_look.ready; }
    [[nodiscard]] bool targetSeen() const { return !m_look.points.empty(); }
    [[nodiscard]] int taken() const { return m_taken; }
    [[nodiscard]] int wanted() const { return m_wanted; }
    [[nodiscard]] QVariantList figures() const { return m_figures; }
    [[nodiscard]] QString lens() const;
    [[nodiscard]] QVariantList sweep() const { return m_sweep; }
    [[nodiscard]] double sweepShare() const { return m_sweepShare; }
    [[nodiscard]] int focus() const { return m_focus.value_or(-1); }
    [[nodiscard]] double edge() const { return m_edge; }
    [[nodiscard]] double mostEdge() const { return CalibrationLimits().edgePixels; }
    [[nodiscard]] QVariantList steps() const { return m_steps; }
    [[nodiscard]] bool resumed() const { return m_resumed; }
    [[nodiscard]] double barMm() const { return kTargetBarMm; }
    [[nodiscard]] double leastBarMm() const;
    [[nodiscard]] double mostBarMm() const;

    // The live picture, and in its pixels what was found; `wish`: share of it.
    [[nodiscard]] const QImage &picture() const { return m_picture; }
    [[nodiscard]] const CalibrationLook &look() const { return m_look; }

    // The bar as a ruler says, mm. False: that is no target of ours.
    Q_INVOKABLE bool enterBar(double mm);
    Q_INVOKABLE void measure();
    Q_INVOKABLE void retry();
    Q_INVOKABLE void next();
    Q_INVOKABLE void beginAnew();  // without what was passed

Q_SIGNALS:
    void changed();
    void pictureChanged();

private:
    enum class Phase
    {
        Off,
        Scale,
        Live,
        Measuring,
        Passed,
        Failed,
        Whole,
        Keeping,
        Kept,
        Fault
    };
    // What the worker tells of the run, which is the worker's while one is under way.
    struct Told
    {
        CalibrationStep step = CalibrationStep::Focus;
        int taken = 0;
        int wanted = 0;
        bool whole = false;
        QVariantList steps;
        QVariantList sweep;
        double sweepShare = 0;
        std::optional<int> focus;
    };
    struct Looked
    {
        CalibrationLook look;
        QImage picture;
        Told told;
        std::optional<CalibrationResult> rests;  // of the focus being found
    };
    struct Measured
    {
        CalibrationResult result;
        QVariantList figures;
        Told told;
        std::optional<Fault> fault;  // the draft could not be written
    };

    [[nodiscard]] static Told toldOf(const CalibrationRun &run);
    void take(const Told &told);
    void goLive();
    void startRun(double printed);
    void onFrame(const device::Frame &frame);
    void onLooked(const Looked &looked);
    void takeStill();
    void onStill(const Result<device::Frame> &still);
    void onMeasured(const Measured &measured);
    void setPhase(Phase phase, const QString &hint = {});
    void stopCamera();
    void askLens();
    void lookAtEdge();
    void holdFocus();
    void holdLight();
    void beginSweep();
    void moveLens();
    void onLensMoved(const Result<device::LensFocus> &moved);
    void onRest(const Looked &looked);
    void measureApart(std::function<CalibrationResult(CalibrationRun &)> what);

    Parts m_parts;
    Phase m_phase = Phase::Off;
    QString m_hint;
    CalibrationStep m_step = CalibrationStep::Focus;
    int m_taken = 0;
    int m_wanted = 1;
    bool m_whole = false;
    bool m_resumed = false;
    double m_printed = 1;
    QVariantList m_figures;
    QVariantList m_steps;
    QVariantList m_sweep;
    double m_sweepShare = 0;
    std::optional<int> m_focus;
    bool m_lensKnown = false;
    std::optional<FocusSweep::Range> m_lens;  // none: it cannot be set
    bool m_sweeping = false;
    QTimer m_silence;  // while the focus is being found: frames stay away
    QImage m_picture;
    CalibrationLook m_look;
    double m_edge = -1;
    bool m_edgeAsked = false;
    std::chrono::milliseconds m_edgeAt{-1'000'000};
    std::shared_ptr<CalibrationRun> m_run;  // used by whoever holds m_turn
    std::shared_ptr<std::mutex> m_turn;
    bool m_busy = false;       // one is at it
    bool m_camera = false;     // it runs for us
    quint64 m_generation = 0;  // what comes of an earlier step or run is ignored
};

}  // namespace hall
