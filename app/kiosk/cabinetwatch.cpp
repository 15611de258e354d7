// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/cabinetwatch.h"

#include "app/kiosk/visithost.h"
#include "app/store/kioskstore.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace hall {

namespace {

constexpr int tickMs = 500;

// Keys that the pages know from any keyboard.
Qt::Key keyOnScreen(device::Cabinet::Key key)
{
    switch (key) {
    case device::Cabinet::Key::Up:
    case device::Cabinet::Key::Previous:
        return Qt::Key_Backtab;
    case device::Cabinet::Key::Down:
    case device::Cabinet::Key::Next:
        return Qt::Key_Tab;
    case device::Cabinet::Key::Left:
        return Qt::Key_Left;
    case device::Cabinet::Key::Right:
        return Qt::Key_Right;
    case device::Cabinet::Key::Select:
        return Qt::Key_Return;
    case device::Cabinet::Key::Back:
        return Qt::Key_Escape;
    case device::Cabinet::Key::Help:
        return Qt::Key_F1;
    }
    return Qt::Key_unknown;
}

}  // namespace

CabinetWatch::CabinetWatch(Parts parts, QObject *parent) : QObject(parent), m_parts(parts)
{
    connect(m_parts.hub, &DeviceHub::cabinetChanged, this, &CabinetWatch::onCabinet);
    connect(m_parts.hub, &DeviceHub::cabinetKey, this, &CabinetWatch::onKey);
    connect(m_parts.hub, &DeviceHub::capabilitiesChanged, this, &CabinetWatch::light);
    connect(m_parts.hub, &DeviceHub::cardArrived, this, &CabinetWatch::light);
    connect(m_parts.hub, &DeviceHub::cardRemoved, this, &CabinetWatch::light);
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &CabinetWatch::tick);
}

void CabinetWatch::note(const char *event, const QByteArray &details)
{
    m_parts.store->appendAudit(QString::fromLatin1(event), details);
}

void CabinetWatch::follow(Session *session)
{
    if (session) {
        connect(session, &Session::stageChanged, this, &CabinetWatch::light);
        connect(session, &Session::doneChanged, this, &CabinetWatch::light);
    }
    light();
}

device::Cabinet::Lights CabinetWatch::lightsFor(const QString &stage, const QString &printState,
                                                const QStringList &readersWithCards, const QStringList &ready)
{
    static const QString socialCards = QStringLiteral("social-card-reader");
    static const QString idCards = QStringLiteral("id-card-reader");
    device::Cabinet::Lights lights;
    if (stage == QLatin1String("sign-in")) {
        lights.cardSlot = ready.contains(socialCards);
        lights.idPlate = ready.contains(idCards);
        lights.scanner = ready.contains(QStringLiteral("code-scanner"));
        lights.flashing = lights.cardSlot || lights.idPlate || lights.scanner;
    } else if (stage == QLatin1String("reading") || stage == QLatin1String("take-card")) {
        lights.cardSlot = readersWithCards.contains(socialCards);
        lights.idPlate = readersWithCards.contains(idCards);
        lights.flashing = stage == QLatin1String("take-card") && (lights.cardSlot || lights.idPlate);
    } else if (stage == QLatin1String("prove-staff")) {
        lights.cardSlot = ready.contains(socialCards);
        lights.flashing = lights.cardSlot && !readersWithCards.contains(socialCards);
    } else if (stage == QLatin1String("scan")) {
        lights.camera = true;
    } else if (stage == QLatin1String("done")) {
        lights.printerMouth = printState == QLatin1String("printing") || printState == QLatin1String("printed") ||
                              printState == QLatin1String("unknown");
        lights.flashing = lights.printerMouth && printState != QLatin1String("printing");
    }
    return lights;
}

void CabinetWatch::light()
{
    const Session *session = m_parts.host->staffShown() ? nullptr : m_parts.host->session();
    QStringList ready;
    for (const QString &id : m_parts.hub->deviceIds()) {
        if (m_parts.hub->snapshot(id)->link == device::Link::Ready) {
            ready.append(id);
        }
    }
    const auto lights = session
                            ? lightsFor(session->stage(), session->printState(), m_parts.hub->readersWithCards(), ready)
                            : device::Cabinet::Lights{};
    if (!(lights == m_lights)) {
        m_lights = lights;
        m_parts.hub->light(lights);
    }
}

void CabinetWatch::onCabinet()
{
    const CabinetState now = m_parts.hub->cabinet();
    if (now.doorOpen != m_before.doorOpen) {
        note(now.doorOpen ? "door-opened" : "door-closed");
    }
    if (now.power != m_before.power) {
        note(now.power == CabinetState::Power::Mains     ? "power-back"
             : now.power == CabinetState::Power::Battery ? "power-lost"
                                                         : "power-low");
    }
    m_before = now;
    if (now.power != CabinetState::Power::Low) {
        m_lowSince.reset();
        m_tick.stop();
    } else if (!m_lowSince) {
        m_lowSince = m_parts.clock->monotonic();
        m_tick.start();
    }
}

void CabinetWatch::tick()
{
    static const QStringList nobodys{QStringLiteral("attract"), QStringLiteral("out-of-service"),
                                     QStringLiteral("ended")};
    const auto low = m_parts.clock->monotonic() - m_lowSince.value_or(m_parts.clock->monotonic());
    const Session *session = m_parts.host->session();
    const bool nobody = !session || nobodys.contains(session->stage());
    // A case that is being written is waited for in any case: that takes no longer than the disk.
    const bool writing = session && session->stage() == QLatin1String("submitting");
    if (m_ended || low < lowBelieved || (!nobody && low < lowGrace) || writing) {
        return;
    }
    m_ended = true;
    m_tick.stop();
    note("power-ended");
    Q_EMIT powerEnds();
}

void CabinetWatch::onKey(device::Cabinet::Key key)
{
    if (Session *session = m_parts.host->session()) {
        session->keyUsed();
    }
    const Qt::Key onScreen = keyOnScreen(key);
    const Qt::KeyboardModifiers held = onScreen == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier;
    QCoreApplication::postEvent(m_parts.window, new QKeyEvent(QEvent::KeyPress, onScreen, held));
    QCoreApplication::postEvent(m_parts.window, new QKeyEvent(QEvent::KeyRelease, onScreen, held));
}

}  // namespace hall
