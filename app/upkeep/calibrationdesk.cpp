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
    goLive();
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
    Told told{run.step(), run.taken(), run.wanted(), run.whole(), {}};
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
}

// Only where no worker is at the run.
void CalibrationDesk::goLive()
{
    ++m_generation;
    m_busy = false;
    take(toldOf(*m_run));
    m_look = {};
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
        m_run->retry();
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
    if (m_phase != Phase::Live || m_busy) {
        return;
    }
    m_busy = true;
    runApart([frame, run = m_run] {
        const cv::Mat view = viewOfFrame(frame);
        Looked looked;
        looked.look = run->look(view);
        looked.picture =
            QImage(view.data, view.cols, view.rows, static_cast<qsizetype>(view.step), QImage::Format_BGR888).copy();
        looked.told = toldOf(*run);
        return looked;
    }).then(this, [this, generation = m_generation](const Looked &looked) {
        if (generation == m_generation) {
            m_busy = false;
            onLooked(looked);
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
    m_hint = text(calibrationHintName(looked.look.hint));
    take(looked.told);
    Q_EMIT pictureChanged();
    Q_EMIT changed();
    if (m_step == CalibrationStep::Lens && m_look.ready) {
        takeStill();
    }
}

void CalibrationDesk::measure()
{
    if (ready()) {
        takeStill();
    }
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
    runApart([frame = *still, run = m_run, folder = m_parts.watch->folder(),
              camera = m_parts.watch->camera().toStdString()] {
        Measured measured;
        // The frame's bytes are the driver's; what the run keeps of it is its own.
        measured.result = run->add(viewOfFrame(frame).clone());
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
        setPhase(Phase::Passed);
        break;
    case CalibrationResult::State::Failed:
        setPhase(Phase::Failed, hint);
        break;
    case CalibrationResult::State::More:
        if (m_step == CalibrationStep::Lens) {
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
