// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/calibrationdesk.h"

#include "app/domain/base/clock.h"
#include "app/domain/homepromise.h"
#include "app/recognition/pageimage.h"
#include "app/upkeep/plateshelf.h"
#include "app/upkeep/platewatch.h"
#include "drivers/hub/devicehub.h"

#include <QDateTime>

namespace hall {

namespace {

constexpr std::chrono::milliseconds stillDeadline{5000};
constexpr std::chrono::milliseconds focusDeadline{5000};
constexpr std::chrono::milliseconds lightDeadline{5000};
constexpr std::chrono::milliseconds lightSettles{500};  // until the pictures have followed
constexpr std::chrono::milliseconds edgePeriod{500};
constexpr std::chrono::milliseconds silentAfter{10'000};  // longer than a picture may be restless

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

cv::Mat viewOfFrame(const device::Frame &frame)
{
    return viewOf(frame.bgr->data(), frame.width, frame.height, frame.width * 3);
}

QVariantMap figureOf(const QString &name, double value, double limit, bool good)
{
    return {{QStringLiteral("name"), name},
            {QStringLiteral("value"), value},
            {QStringLiteral("limit"), limit},
            {QStringLiteral("good"), good}};
}

QVariantList figuresOf(const CalibrationRun &run, const CalibrationResult &result)
{
    QVariantList list;
    for (const CalibrationFigure &figure : result.figures) {
        list.append(
            figureOf(QString::fromStdString(figure.name), figure.value, figure.limit, figure.value <= figure.limit));
    }
    if (run.step() == CalibrationStep::Light && run.lightBefore() && !result.figures.empty()) {
        list.append(figureOf(QStringLiteral("flat-spread-before"), run.lightBefore()->spread, 0, true));
        list.append(figureOf(QStringLiteral("flat-delta-e-before"), run.lightBefore()->deltaE, 0, true));
    }
    return list;
}

}  // namespace

CalibrationDesk::CalibrationDesk(Parts parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    connect(m_parts.hub, &DeviceHub::frameArrived, this, &CalibrationDesk::onFrame);
    m_silence.setSingleShot(true);
    m_silence.setInterval(silentAfter);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        if (m_sweeping) {
            const auto why = m_parts.hub->serviceability(Capability::Capture).reason;
            ++m_generation;
            m_busy = false;
            m_sweeping = false;
            setPhase(Phase::Fault, text((why ? *why : Fault(FaultCode::DeviceTimeout)).name()));
        }
    });
}

CalibrationDesk::~CalibrationDesk()
{
    stopCamera();
}

QString CalibrationDesk::phase() const
{
    switch (m_phase) {
    case Phase::Off:
        return QStringLiteral("off");
    case Phase::Scale:
        return QStringLiteral("scale");
    case Phase::Live:
        return QStringLiteral("live");
    case Phase::Measuring:
        return QStringLiteral("measuring");
    case Phase::Passed:
        return QStringLiteral("passed");
    case Phase::Failed:
        return QStringLiteral("failed");
    case Phase::Whole:
        return QStringLiteral("whole");
    case Phase::Keeping:
        return QStringLiteral("keeping");
    case Phase::Kept:
        return QStringLiteral("kept");
    case Phase::Fault:
        return QStringLiteral("fault");
    }
    return {};
}

QString CalibrationDesk::step() const
{
    return text(calibrationStepName(m_step));
}

double CalibrationDesk::leastBarMm() const
{
    return kTargetBarMm * (1 - CalibrationLimits().printedShare);
}

double CalibrationDesk::mostBarMm() const
{
    return kTargetBarMm * (1 + CalibrationLimits().printedShare);
}

void CalibrationDesk::begin()
{
    end();
    setPhase(Phase::Scale);
}

void CalibrationDesk::stopCamera()
{
    if (m_camera) {
        m_camera = false;
        m_parts.hub->stopPreview();
    }
}

void CalibrationDesk::end()
{
    if (m_phase == Phase::Off) {
        return;
    }
    ++m_generation;
    stopCamera();
    m_run.reset();
    m_busy = false;
    m_sweeping = false;
    m_silence.stop();
    m_sweep.clear();
    m_parts.watch->applyCamera();  // what was tried holds for nothing yet
    m_picture = {};
    m_look = {};
    m_figures.clear();
    setPhase(Phase::Off);
    Q_EMIT pictureChanged();
}

bool CalibrationDesk::enterBar(double mm)
{
    const double printed = mm / kTargetBarMm;
    if (m_phase != Phase::Scale || !CalibrationRun::scaleFits(printed)) {
        return false;
    }
    startRun(printed);
    return true;
}

void CalibrationDesk::startRun(double printed)
{
    m_printed = printed;
    m_run = std::make_shared<CalibrationRun>(printed);
    m_turn = std::make_shared<std::mutex>();
    m_resumed = false;
    const QDateTime kept = plateshelf::draftTime(m_parts.watch->folder());
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_parts.clock->wall().count());
    if (kept.isValid() && qAbs(kept.secsTo(now)) < draftHours * 3600) {
        auto draft = plateshelf::draft(m_parts.watch->folder());
        if (draft && draft->plate.camera == m_parts.watch->camera().toStdString()) {
            m_run->resume(std::move(*draft));
            m_resumed = m_run->passed(CalibrationStep::Focus);
        }
    }
    m_lensKnown = false;
    holdFocus();
    goLive();
    askLens();
}

// Lens and exposure as the draft has them: what is measured from now on holds for that. Before the light is measured
// the camera chooses.
void CalibrationDesk::holdFocus()
{
    const auto &light = m_run->draft().plate.light;
    (void)m_parts.hub->setLight(
        light ? std::optional(device::CameraLight{light->exposureUs, light->gain, light->whiteBalanceK}) : std::nullopt,
        lightDeadline);
    if (const auto &focus = m_run->draft().plate.focus) {
        (void)m_parts.hub->setFocus(focus->value, focusDeadline);
    }
}

void CalibrationDesk::askLens()
{
    m_parts.hub->askFocus(focusDeadline).then(this, [this, run = m_run](const Result<device::LensFocus> &asked) {
        if (run != m_run) {
            return;
        }
        // One that is away just now is asked again when it shows something.
        m_lensKnown = asked || asked.error().code == FaultCode::DeviceNotFitted;
        m_lens.reset();
        if (asked) {
            const FocusSweep::Range range{asked->least, asked->most, asked->step};
            m_lens = FocusSweep::hasRoom(range) ? std::optional(range) : std::nullopt;
        }
        Q_EMIT changed();
    });
}

QString CalibrationDesk::lens() const
{
    return !m_lensKnown ? QString() : m_lens ? QStringLiteral("motor") : QStringLiteral("fixed");
}

void CalibrationDesk::beginAnew()
{
    if (m_phase == Phase::Off || m_phase == Phase::Scale || m_phase == Phase::Keeping) {
        return;
    }
    plateshelf::dropDraft(m_parts.watch->folder());
    startRun(m_printed);
}

CalibrationDesk::Told CalibrationDesk::toldOf(const CalibrationRun &run)
{
    Told told{run.step(), run.taken(), run.wanted(), run.whole(), {}, {}, 0, {}};
    if (const FocusSweep *sweep = run.sweep()) {
        double most = 0;
        for (const FocusSweep::Point &point : sweep->points()) {
            most = std::max(most, point.edginess);
        }
        for (const FocusSweep::Point &point : sweep->points()) {
            told.sweep.append(QVariantMap{{QStringLiteral("value"), point.value},
                                          {QStringLiteral("share"), most > 0 ? point.edginess / most : 0}});
        }
        told.sweepShare = sweep->share();
        told.focus = sweep->state() == FocusSweep::State::Found ? sweep->value() : sweep->wish();
    }
    for (const CalibrationStep step : allCalibrationSteps) {
        told.steps.append(QVariantMap{{QStringLiteral("step"), text(calibrationStepName(step))},
                                      {QStringLiteral("passed"), run.passed(step)}});
    }
    return told;
}

void CalibrationDesk::take(const Told &told)
{
    m_step = told.step;
    m_taken = told.taken;
    m_wanted = told.wanted;
    m_whole = told.whole;
    m_steps = told.steps;
    m_sweep = told.sweep;
    m_sweepShare = told.sweepShare;
    m_focus = told.focus;
}

// Only where no worker is at the run.
void CalibrationDesk::goLive()
{
    ++m_generation;
    m_busy = false;
    m_sweeping = false;
    m_silence.stop();
    take(toldOf(*m_run));
    m_look = {};
    m_edge = -1;
    m_figures.clear();
    if (m_whole) {
        stopCamera();
        setPhase(Phase::Whole);
        return;
    }
    if (!m_camera) {
        m_camera = true;
        m_parts.hub->startPreview();
    }
    setPhase(Phase::Live);
}

void CalibrationDesk::retry()
{
    if (m_phase == Phase::Failed || m_phase == Phase::Fault || m_phase == Phase::Passed) {
        const std::lock_guard lock(*m_turn);  // a look may be at its end
        m_run->retry();
        if (!m_run->draft().plate.light) {  // it chooses anew, for what lies there now
            (void)m_parts.hub->setLight(std::nullopt, lightDeadline);
        }
        goLive();
    }
}

void CalibrationDesk::next()
{
    if (m_phase == Phase::Passed) {
        m_run->next();
        goLive();
    }
}

void CalibrationDesk::onFrame(const device::Frame &frame)
{
    const bool follows = m_phase == Phase::Measuring && m_sweeping;
    if ((m_phase != Phase::Live && !follows) || m_busy) {
        return;
    }
    if (!m_lensKnown && m_step == CalibrationStep::Focus) {
        askLens();
    }
    m_busy = true;
    runApart([frame, run = m_run, turn = m_turn, follows, lens = m_lens] {
        const std::lock_guard lock(*turn);
        const cv::Mat view = viewOfFrame(frame);
        Looked looked;
        if (follows) {
            looked.rests = run->focusRests(view, frame.at);
        } else {
            run->setLens(lens);
            looked.look = run->look(view);
        }
        looked.picture =
            QImage(view.data, view.cols, view.rows, static_cast<qsizetype>(view.step), QImage::Format_BGR888).copy();
        looked.told = toldOf(*run);
        return looked;
    }).then(this, [this, generation = m_generation](const Looked &looked) {
        if (generation == m_generation) {
            m_busy = false;
            if (m_sweeping) {
                onRest(looked);
            } else {
                onLooked(looked);
            }
        }
    });
}

void CalibrationDesk::onLooked(const Looked &looked)
{
    if (m_phase != Phase::Live) {
        return;
    }
    m_picture = looked.picture;
    m_look = looked.look;
    CalibrationHint hint = looked.look.hint;
    // What a blur hides is not covered: a still has seen it, and how blurred it is.
    if ((hint == CalibrationHint::Covered || hint == CalibrationHint::NoTarget) && m_edge > mostEdge()) {
        hint = CalibrationHint::Blurred;
    }
    m_hint = text(calibrationHintName(hint));
    take(looked.told);
    Q_EMIT pictureChanged();
    Q_EMIT changed();
    if (m_step == CalibrationStep::Lens && m_look.ready) {
        takeStill();
    } else if (m_step == CalibrationStep::Focus && lens() == QLatin1String("fixed")) {
        lookAtEdge();
    }
}

// A hand turns the lens: how sharp it is now, of a still, as the preview is too small to tell.
void CalibrationDesk::lookAtEdge()
{
    const auto now = m_parts.clock->monotonic();
    if (m_edgeAsked || now - m_edgeAt < edgePeriod) {
        return;
    }
    m_edgeAsked = true;
    m_edgeAt = now;
    m_parts.hub->captureStill(stillDeadline).then(this, [this, run = m_run](const Result<device::Frame> &still) {
        if (!still || run != m_run || m_phase != Phase::Live) {
            m_edgeAsked = false;
            return;
        }
        runApart([frame = *still] {
            const cv::Mat view = viewOfFrame(frame);
            const auto seen = seeTarget(view);
            const auto widths = seen ? edgeWidths(view, *seen) : std::nullopt;
            return widths ? widths->median : -1.0;
        }).then(this, [this, run](double width) {
            m_edgeAsked = false;
            if (run == m_run && m_phase == Phase::Live) {
                m_edge = width;
                Q_EMIT changed();
            }
        });
    });
}

void CalibrationDesk::measure()
{
    if (!ready()) {
        return;
    }
    if (m_step == CalibrationStep::Focus && m_lens) {
        beginSweep();
    } else if (m_step == CalibrationStep::Light) {
        holdLight();
    } else {
        takeStill();
    }
}

// The camera keeps what it has chosen for the white sheet: the gains of the flat field hold for that. One that cannot
// be told chooses on.
void CalibrationDesk::holdLight()
{
    setPhase(Phase::Measuring);
    m_busy = true;
    m_parts.hub->holdLight(lightDeadline)
        .then(this, [this, generation = m_generation](const Result<device::CameraLight> &held) {
            if (generation != m_generation) {
                return;
            }
            const bool any = held && *held != device::CameraLight();
            const std::lock_guard lock(*m_turn);
            m_run->setLight(any ? std::optional(HeldLight{held->exposureUs, held->gain, held->whiteBalanceK, 0})
                                : std::nullopt);
            QTimer::singleShot(any ? lightSettles : std::chrono::milliseconds(0), this, [this, generation] {
                if (generation == m_generation) {
                    takeStill();
                }
            });
        });
}

void CalibrationDesk::beginSweep()
{
    ++m_generation;  // a frame that is being looked at is none of it
    setPhase(Phase::Measuring);
    m_busy = true;
    // Whatever is at the run ends before: one thread at a time.
    measureApart([lens = m_lens](CalibrationRun &run) {
        run.setLens(lens);
        run.beginFocus();
        return CalibrationResult();
    });
}

void CalibrationDesk::moveLens()
{
    m_sweeping = true;
    m_busy = true;
    m_silence.start();
    setPhase(Phase::Measuring);
    m_parts.hub->setFocus(m_run->focusWish(), focusDeadline)
        .then(this, [this, generation = m_generation](const Result<device::LensFocus> &moved) {
            if (generation == m_generation) {
                onLensMoved(moved);
            }
        });
}

void CalibrationDesk::onLensMoved(const Result<device::LensFocus> &moved)
{
    m_busy = false;
    if (moved) {
        m_run->focusMoved();
        return;
    }
    m_sweeping = false;
    m_silence.stop();
    const FaultCode code = moved.error().code;
    if (code == FaultCode::DeviceNotFitted || code == FaultCode::DeviceProtocol) {
        Measured measured;
        measured.result = m_run->focusRefused();
        measured.told = toldOf(*m_run);
        m_lensKnown = false;
        onMeasured(measured);
    } else {
        setPhase(Phase::Fault, text(moved.error().name()));
    }
}

// A frame of the lens on its way.
void CalibrationDesk::onRest(const Looked &looked)
{
    m_picture = looked.picture;
    m_look = {};
    Q_EMIT pictureChanged();
    if (!looked.rests) {
        return;
    }
    if (looked.rests->state == CalibrationResult::State::More) {
        m_silence.stop();
        takeStill();
        return;
    }
    m_sweeping = false;
    m_silence.stop();
    Measured measured;
    measured.result = *looked.rests;
    measured.told = looked.told;
    onMeasured(measured);
}

void CalibrationDesk::takeStill()
{
    setPhase(Phase::Measuring);
    m_busy = true;
    m_parts.hub->captureStill(stillDeadline)
        .then(this, [this, generation = m_generation](const Result<device::Frame> &still) {
            if (generation == m_generation) {
                onStill(still);
            }
        });
}

void CalibrationDesk::onStill(const Result<device::Frame> &still)
{
    if (!still) {
        m_busy = false;
        setPhase(Phase::Fault, text(still.error().name()));
        return;
    }
    measureApart([frame = *still](CalibrationRun &run) {
        // The frame's bytes are the driver's; what the run keeps of it is its own.
        return run.add(viewOfFrame(frame).clone());
    });
}

void CalibrationDesk::measureApart(std::function<CalibrationResult(CalibrationRun &)> what)
{
    runApart([what = std::move(what), run = m_run, turn = m_turn, folder = m_parts.watch->folder(),
              camera = m_parts.watch->camera().toStdString()] {
        const std::lock_guard lock(*turn);
        Measured measured;
        measured.result = what(*run);
        measured.figures = figuresOf(*run, measured.result);
        measured.told = toldOf(*run);
        if (measured.result.state == CalibrationResult::State::Passed) {
            AcceptedPlate draft = run->draft();
            draft.plate.camera = camera;
            if (const Done done = plateshelf::keepDraft(folder, draft); !done) {
                measured.fault = done.error();
            }
        }
        return measured;
    }).then(this, [this, generation = m_generation](const Measured &measured) {
        if (generation == m_generation) {
            onMeasured(measured);
        }
    });
}

void CalibrationDesk::onMeasured(const Measured &measured)
{
    m_busy = false;
    take(measured.told);
    m_figures = measured.figures;
    const QString hint = text(calibrationHintName(measured.result.hint));
    if (measured.fault) {
        setPhase(Phase::Fault, text(measured.fault->name()));
        return;
    }
    switch (measured.result.state) {
    case CalibrationResult::State::Passed:
        m_sweeping = false;
        setPhase(Phase::Passed);
        break;
    case CalibrationResult::State::Failed:
        m_sweeping = false;
        setPhase(Phase::Failed, hint);
        break;
    case CalibrationResult::State::More:
        if (m_run->sweep()) {
            moveLens();
        } else if (m_step == CalibrationStep::Lens) {
            setPhase(Phase::Live, hint);
        } else {
            takeStill();
        }
        break;
    }
}

void CalibrationDesk::accept(const QString &by)
{
    if (m_phase != Phase::Whole) {
        return;
    }
    setPhase(Phase::Keeping);
    AcceptedPlate whole = m_run->draft();
    whole.plate.camera = m_parts.watch->camera().toStdString();
    whole.by = by.toStdString();
    whole.at = m_parts.clock->wall().count() / 1000;
    if (whole.plate.focus && whole.plate.focus->at == 0) {
        whole.plate.focus->at = whole.at;
    }
    if (whole.plate.light && whole.plate.light->at == 0) {
        whole.plate.light->at = whole.at;
    }
    for (std::int64_t *at :
         {&whole.plate.lens->at, &whole.plate.geometry->at, &whole.plate.flat->at, &whole.plate.empty->at}) {
        *at = *at == 0 ? whole.at : *at;
    }
    runApart([whole, folder = m_parts.watch->folder()] {
        return plateshelf::keep(folder, whole);
    }).then(this, [this, whole, generation = m_generation](const Done &done) {
        if (done) {
            m_parts.watch->takeInForce(whole);
        }
        if (generation == m_generation) {
            setPhase(done ? Phase::Kept : Phase::Fault, done ? QString() : text(done.error().name()));
        }
    });
}

void CalibrationDesk::setPhase(Phase phase, const QString &hint)
{
    m_phase = phase;
    m_hint = hint;
    Q_EMIT changed();
}

}  // namespace hall
