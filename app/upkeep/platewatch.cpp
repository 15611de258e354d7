// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/platewatch.h"

#include "app/domain/homepromise.h"
#include "app/recognition/pageimage.h"
#include "app/store/kioskstore.h"
#include "app/upkeep/plateshelf.h"
#include "drivers/hub/devicehub.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace hall {

namespace {

constexpr int tickMs = 2000;
constexpr std::chrono::milliseconds stillDeadline{5000};
constexpr std::chrono::milliseconds focusDeadline{5000};
constexpr std::chrono::milliseconds lightDeadline{5000};
constexpr std::chrono::milliseconds lensTravel{800};    // until the picture has followed
constexpr std::chrono::milliseconds lightSettles{500};  // the same

QString stateWord(PlateWatch::State state)
{
    switch (state) {
    case PlateWatch::State::None:
        return QStringLiteral("none");
    case PlateWatch::State::Unchecked:
        return QStringLiteral("unchecked");
    case PlateWatch::State::Good:
        return QStringLiteral("good");
    case PlateWatch::State::Failed:
        return QStringLiteral("failed");
    case PlateWatch::State::Stale:
        return QStringLiteral("stale");
    }
    return {};
}

QString timeWord(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

device::CameraLight lightOf(const HeldLight &held)
{
    return {held.exposureUs, held.gain, held.whiteBalanceK};
}

bool setsCamera(const AcceptedPlate *calibration)
{
    return calibration && (calibration->plate.focus || calibration->plate.light);
}

double rounded(double value)
{
    return std::round(value * 10'000) / 10'000;
}

}  // namespace

QString plateTrouble(const PlateCheck &check, const PlateCheckLimits &limits)
{
    // What lies over a mark hides it, and is told as what it is.
    if (check.strange > limits.strange && check.shiftMm <= limits.shiftMm) {
        return QStringLiteral("covered");
    }
    if (check.sharp < limits.sharp && check.shiftMm <= limits.shiftMm) {
        return QStringLiteral("blurred");
    }
    if (check.marks < limits.marks) {
        return QStringLiteral("unseen");
    }
    if (check.shiftMm > limits.shiftMm) {
        return QStringLiteral("moved");
    }
    if (check.light < limits.darkest || check.light > limits.brightest || check.colour > limits.colour) {
        return QStringLiteral("light");
    }
    return {};
}

PlateWatch::PlateWatch(Parts parts, QObject *parent) : QObject(parent), m_parts(std::move(parts))
{
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &PlateWatch::tick);
    connect(m_parts.hub, &DeviceHub::identityChanged, this, [this](const QString &device) {
        if (device == QLatin1String(cameraId) && (m_cameraSet || setsCamera(m_current.get()))) {
            applyCamera();
        }
    });
}

void PlateWatch::start()
{
    load();
    m_tick.start();
}

void PlateWatch::load()
{
    m_current.reset();
    m_check.reset();
    m_lastTry.reset();
    m_before = plateshelf::hasBefore(m_parts.folder);
    auto kept = plateshelf::current(m_parts.folder);
    if (kept) {
        m_current = std::make_shared<const AcceptedPlate>(std::move(*kept));
        settle(State::Unchecked, {});
        if (setsCamera(m_current.get()) || m_cameraSet) {
            applyCamera();
        }
    } else if (kept.error().code == FaultCode::FileUnreadable) {
        settle(State::None, {});
    } else {
        settle(State::Stale, QStringLiteral("unreadable"));
    }
}

void PlateWatch::takeInForce(AcceptedPlate calibration)
{
    m_current = std::make_shared<const AcceptedPlate>(std::move(calibration));
    m_before = plateshelf::hasBefore(m_parts.folder);
    m_check.reset();
    audit(QStringLiteral("camera-calibrated"), {{QStringLiteral("by"), QString::fromStdString(m_current->by)}});
    settle(State::Unchecked, {});
    applyCamera();
    check();
}

void PlateWatch::applyCamera()
{
    const bool ours = m_current && m_current->plate.camera == camera().toStdString();
    const auto focus = ours ? m_current->plate.focus : std::nullopt;
    const auto light = ours ? m_current->plate.light : std::nullopt;
    m_cameraSet = focus || light;
    // What comes of it is asked at the check.
    (void)m_parts.hub->setFocus(focus ? std::optional(focus->value) : std::nullopt, focusDeadline);
    (void)m_parts.hub->setLight(light ? std::optional(lightOf(*light)) : std::nullopt, lightDeadline);
}

void PlateWatch::rollBack()
{
    if (const Done done = plateshelf::rollBack(m_parts.folder); done) {
        audit(QStringLiteral("camera-calibration-rolled-back"), {});
        load();
        check();
    }
}

QString PlateWatch::camera() const
{
    const auto snapshot = m_parts.hub->snapshot(QLatin1String(cameraId));
    if (!snapshot) {
        return {};
    }
    const auto fact = snapshot->facts.find("identity");
    const auto *identity = fact != snapshot->facts.end() ? std::get_if<std::string>(&fact->second) : nullptr;
    return QString::fromStdString(identity ? *identity : snapshot->id);
}

void PlateWatch::tick()
{
    const bool ready = m_parts.hub->serviceability(Capability::Capture).available;
    if (!m_current || m_checking || !ready || !m_parts.quiet()) {
        return;
    }
    const auto now = m_parts.clock->monotonic();
    const auto after =
        m_state == State::Good ? std::chrono::milliseconds(period) : std::chrono::milliseconds(retryAfter);
    if (!m_lastTry || now - *m_lastTry >= after) {
        check();
    }
}

void PlateWatch::check()
{
    if (m_checking || !m_current) {
        return;
    }
    m_checking = true;
    m_lastTry = m_parts.clock->monotonic();
    Q_EMIT changed();
    const bool ours = m_current->plate.camera == camera().toStdString();
    if (ours && m_current->plate.focus) {
        checkFocus();
    } else if (ours) {
        checkLight();
    } else {
        takeStill();
    }
}

// The camera may have been told otherwise, or have forgotten.
void PlateWatch::checkFocus()
{
    const int value = m_current->plate.focus->value;
    m_parts.hub->askFocus(focusDeadline).then(this, [this, value](const Result<device::LensFocus> &asked) {
        if (asked && asked->now == value) {
            checkLight();
            return;
        }
        m_cameraSet = true;
        m_parts.hub->setFocus(value, focusDeadline).then(this, [this](const Result<device::LensFocus> &set) {
            const bool lost = !set && (set.error().code == FaultCode::DeviceNotFitted ||
                                       set.error().code == FaultCode::DeviceProtocol);
            if (lost) {
                m_checking = false;
                settle(State::Failed, QStringLiteral("focus"));
            } else {
                QTimer::singleShot(lensTravel, this, &PlateWatch::checkLight);
            }
        });
    });
}

// As the focus: the light is compared under what it was measured with.
void PlateWatch::checkLight()
{
    if (!m_current || !m_current->plate.light) {
        takeStill();
        return;
    }
    const device::CameraLight light = lightOf(*m_current->plate.light);
    m_parts.hub->askLight(lightDeadline).then(this, [this, light](const Result<device::CameraLight> &asked) {
        if (asked && *asked == light) {
            takeStill();
            return;
        }
        m_cameraSet = true;
        m_parts.hub->setLight(light, lightDeadline).then(this, [this, light](const Result<device::CameraLight> &set) {
            const bool lost =
                set ? *set != light
                    : set.error().code == FaultCode::DeviceNotFitted || set.error().code == FaultCode::DeviceProtocol;
            if (lost) {
                m_checking = false;
                settle(State::Failed, QStringLiteral("exposure"));
            } else {
                QTimer::singleShot(lightSettles, this, &PlateWatch::takeStill);
            }
        });
    });
}

void PlateWatch::takeStill()
{
    m_parts.hub->captureStill(stillDeadline).then(this, [this](const Result<device::Frame> &still) { onStill(still); });
}

void PlateWatch::onStill(const Result<device::Frame> &still)
{
    if (!still || !m_current) {
        m_checking = false;  // the camera's own fault tells; it is tried again
        Q_EMIT changed();
        return;
    }
    const QString fitted = camera();
    if (fitted != QString::fromStdString(m_current->plate.camera)) {
        m_checking = false;
        settle(State::Stale, QStringLiteral("other-camera"));
        return;
    }
    if (cv::Size(still->width, still->height) != m_current->plate.size) {
        m_checking = false;
        settle(State::Stale, QStringLiteral("other-size"));
        return;
    }
    runApart([frame = *still, calibration = m_current] {
        return checkPlate(viewOf(frame.bgr->data(), frame.width, frame.height, frame.width * 3), calibration->plate);
    }).then(this, [this, of = m_current](const PlateCheck &check) {
        m_checking = false;
        if (of != m_current) {
            return;
        }
        m_check = check;
        m_checkedAt = m_parts.clock->wall().count();
        const QString trouble = plateTrouble(check);
        settle(trouble.isEmpty() ? State::Good : State::Failed, trouble);
    });
}

void PlateWatch::settle(State state, const QString &reason)
{
    const bool differs = state != m_state || reason != m_reason;
    m_state = state;
    m_reason = reason;
    if (differs && state != State::None && state != State::Unchecked) {
        audit(QStringLiteral("camera-check"),
              {{QStringLiteral("state"), stateWord(state)}, {QStringLiteral("reason"), reason}});
    }
    Q_EMIT changed();
}

void PlateWatch::audit(const QString &event, const QJsonObject &detail)
{
    if (m_parts.store) {
        m_parts.store->appendAudit(event, QJsonDocument(detail).toJson(QJsonDocument::Compact));
    }
}

QJsonObject PlateWatch::json() const
{
    QJsonObject told{{QStringLiteral("state"), stateWord(m_state)},
                     {QStringLiteral("reason"), m_reason},
                     {QStringLiteral("measures"), measures()},
                     {QStringLiteral("checking"), m_checking},
                     {QStringLiteral("before"), m_before}};
    if (m_current) {
        QJsonObject figures;
        for (const CalibrationFigure &figure : m_current->figures) {
            figures.insert(QString::fromStdString(figure.name), QJsonArray{rounded(figure.value), figure.limit});
        }
        told.insert(QStringLiteral("camera"), QString::fromStdString(m_current->plate.camera));
        told.insert(QStringLiteral("size_px"), QJsonArray{m_current->plate.size.width, m_current->plate.size.height});
        told.insert(QStringLiteral("at"), timeWord(m_current->at * 1000));
        told.insert(QStringLiteral("by"), QString::fromStdString(m_current->by));
        told.insert(QStringLiteral("figures"), figures);
        if (const auto &focus = m_current->plate.focus) {
            told.insert(QStringLiteral("focus"), QJsonObject{{QStringLiteral("value"), focus->value},
                                                             {QStringLiteral("least"), focus->least},
                                                             {QStringLiteral("most"), focus->most},
                                                             {QStringLiteral("step"), focus->step}});
        }
        if (const auto &light = m_current->plate.light) {
            QJsonObject held;
            for (const auto &[name, value] : {std::pair{QStringLiteral("exposure_us"), light->exposureUs},
                                              {QStringLiteral("gain"), light->gain},
                                              {QStringLiteral("white_balance_k"), light->whiteBalanceK}}) {
                if (value) {
                    held.insert(name, *value);
                }
            }
            told.insert(QStringLiteral("light"), held);
        }
    }
    if (m_check) {
        told.insert(QStringLiteral("check"), QJsonObject{{QStringLiteral("at"), timeWord(m_checkedAt)},
                                                         {QStringLiteral("marks"), m_check->marks},
                                                         {QStringLiteral("shift_mm"), rounded(m_check->shiftMm)},
                                                         {QStringLiteral("light"), rounded(m_check->light)},
                                                         {QStringLiteral("colour"), rounded(m_check->colour)},
                                                         {QStringLiteral("sharp"), rounded(m_check->sharp)},
                                                         {QStringLiteral("strange"), rounded(m_check->strange)}});
    }
    return told;
}

}  // namespace hall
