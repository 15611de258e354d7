// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/upkeep.h"

#include "app/domain/transaction.h"
#include "app/store/closing.h"
#include "app/store/kioskstore.h"
#include "app/store/recovery.h"
#include "app/store/roomwatch.h"
#include "app/upkeep/calibrationdesk.h"
#include "app/upkeep/devicerecords.h"
#include "app/upkeep/platewatch.h"
#include "app/upkeep/printtest.h"
#include "app/upkeep/targetprint.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QQmlEngine>

#include <utility>

namespace hall {

namespace {

constexpr int tickMs = 1000;

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

QVariant describe(const std::optional<Fault> &fault)
{
    if (!fault) {
        return {};
    }
    return QVariantMap{{QStringLiteral("code"), text(fault->name())},
                       {QStringLiteral("who"), text(whoName(fault->who()))},
                       {QStringLiteral("remedy"), text(remedyName(fault->remedy()))},
                       {QStringLiteral("detail"), QString::fromStdString(fault->detail)}};
}

// A fact as text; one that the device cannot know or does not know yet is left out.
std::optional<QString> factText(const device::Fact &fact)
{
    if (const auto *words = std::get_if<std::string>(&fact)) {
        return QString::fromStdString(*words);
    }
    if (const auto *number = std::get_if<std::int64_t>(&fact)) {
        return QString::number(*number);
    }
    if (const auto *flag = std::get_if<bool>(&fact)) {
        return *flag ? QStringLiteral("true") : QStringLiteral("false");
    }
    return {};
}

}  // namespace

Upkeep::Upkeep(UpkeepServices services, QObject *parent) : QObject(parent), m_services(std::move(services))
{
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &Upkeep::tick);
    connect(m_services.hub, &DeviceHub::deviceChanged, this, &Upkeep::devicesChanged);
    connect(m_services.records, &DeviceRecords::changed, this, &Upkeep::devicesChanged);
    if (m_services.room) {
        connect(m_services.room, &RoomWatch::changed, this, &Upkeep::roomChanged);
    }
    if (m_services.plate) {
        connect(m_services.plate, &PlateWatch::changed, this, &Upkeep::plateChanged);
    }
    connect(m_services.hub, &DeviceHub::cardRemoved, this, [this] {
        if (m_takingCard && m_services.hub->readerWithCard().isEmpty()) {
            backToVisitors();
        }
    });
}

void Upkeep::tick()
{
    const auto quiet = m_services.clock->monotonic() - m_lastTouch;
    if (m_takingCard) {
        if (quiet >= std::chrono::seconds(takeCardSeconds)) {
            backToVisitors();
        }
    } else if (quiet >= std::chrono::seconds(idleLimit())) {
        leave();
    } else if (m_role) {
        refresh();
    } else {
        Q_EMIT pinFaultChanged();  // the seconds of a lock run down
    }
}

QString Upkeep::stage() const
{
    return m_takingCard ? QStringLiteral("take-card") : m_role ? QStringLiteral("home") : QStringLiteral("pin");
}

Upkeep *Upkeep::create(QQmlEngine *engine, QJSEngine *)
{
    auto *upkeep = qobject_cast<Upkeep *>(engine->property(engineProperty).value<QObject *>());
    QQmlEngine::setObjectOwnership(upkeep, QQmlEngine::CppOwnership);
    return upkeep;
}

bool Upkeep::presentCard(const QString &cardNumber)
{
    const Result<StaffRole> known = m_services.gate->present(cardNumber);
    if (!known && known.error().code == FaultCode::StaffUnknownCard) {
        return false;
    }
    m_card = cardNumber;
    m_takingCard = false;
    m_sendState.clear();
    m_closeFault = {};
    m_role.reset();
    setPinFault(known ? std::nullopt : std::optional<Fault>(known.error()));
    touched();
    m_tick.start();
    Q_EMIT stageChanged();
    return true;
}

void Upkeep::end()
{
    m_tick.stop();
    m_takingCard = false;
    endWork();
    m_role.reset();
    m_card.clear();
    setPinFault({});
    Q_EMIT stageChanged();
}

int Upkeep::idleLimit() const
{
    const bool busy = (m_services.calibration && m_services.calibration->active()) ||
                      (m_services.printTest && m_services.printTest->active());
    return busy ? busySeconds : idleSeconds;
}

QString Upkeep::whoSigns() const
{
    constexpr int tagBytes = 6;
    return staffRoleName(m_role.value_or(StaffRole::Staff)) + u' ' +
           QString::fromLatin1(m_services.gate->tagOf(m_card).left(tagBytes).toHex());
}

QVariantMap Upkeep::plate() const
{
    const bool fitted = m_services.plate && m_services.hub->snapshot(QLatin1String(PlateWatch::cameraId));
    return fitted ? m_services.plate->json().toVariantMap() : QVariantMap();
}

void Upkeep::calibrate()
{
    if (m_role == StaffRole::Technician && m_services.calibration) {
        m_services.calibration->begin();
    }
}

void Upkeep::acceptCalibration()
{
    if (m_role == StaffRole::Technician && m_services.calibration) {
        m_services.calibration->accept(whoSigns());
    }
}

void Upkeep::rollBackCalibration()
{
    if (m_role == StaffRole::Technician && m_services.plate) {
        m_services.plate->rollBack();
    }
}

void Upkeep::checkPlate()
{
    if (m_role && m_services.plate) {
        m_services.plate->check();
    }
}

void Upkeep::printTarget()
{
    if (m_role == StaffRole::Technician && m_services.targetPrint) {
        m_services.targetPrint->print();
    }
}

void Upkeep::testPrint()
{
    if (m_role && m_services.printTest) {
        m_services.printTest->begin();
    }
}

void Upkeep::endWork()
{
    if (m_services.calibration) {
        m_services.calibration->end();
    }
    if (m_services.printTest) {
        m_services.printTest->end();
    }
    if (m_services.targetPrint) {
        m_services.targetPrint->end();
    }
}

void Upkeep::touched()
{
    if (!m_takingCard) {  // that wait is nobody's to prolong
        m_lastTouch = m_services.clock->monotonic();
    }
}

QString Upkeep::role() const
{
    return m_role ? staffRoleName(*m_role) : QString();
}

int Upkeep::lockedSeconds() const
{
    return m_card.isEmpty() ? 0 : static_cast<int>(m_services.gate->lockedFor(m_card).count());
}

void Upkeep::setPinFault(const std::optional<Fault> &fault)
{
    m_pinFault = describe(fault);
    Q_EMIT pinFaultChanged();
}

void Upkeep::enterPin(const QString &pin)
{
    const Result<StaffRole> role = m_services.gate->enter(m_card, pin);
    if (!role) {
        m_services.store->appendAudit(QStringLiteral("staff-refused"), QByteArrayLiteral("{}"));
        setPinFault(role.error());
        return;
    }
    m_role = *role;
    setPinFault({});
    m_services.store->appendAudit(QStringLiteral("staff-signed-in"),
                                  "{\"role\":\"" + staffRoleName(*role).toUtf8() + "\"}");
    refresh();
    Q_EMIT stageChanged();
}

QVariantList Upkeep::devices() const
{
    QVariantList list;
    for (const QString &id : m_services.hub->deviceIds()) {
        const auto snapshot = m_services.hub->snapshot(id);
        if (!snapshot) {
            continue;
        }
        QVariantList facts;
        for (const auto &[name, fact] : snapshot->facts) {
            if (const auto value = factText(fact)) {
                facts.append(QVariantMap{{QStringLiteral("name"), QString::fromStdString(name)},
                                         {QStringLiteral("value"), *value}});
            }
        }
        QVariantList counts;
        const QHash<QString, double> counted = m_services.records->counts(id);
        for (auto it = counted.constBegin(); it != counted.constEnd(); ++it) {
            counts.append(QVariantMap{{QStringLiteral("name"), it.key()}, {QStringLiteral("value"), *it}});
        }
        list.append(QVariantMap{{QStringLiteral("id"), id},
                                {QStringLiteral("held"), m_services.hub->held(id)},
                                {QStringLiteral("swapped"), m_services.records->swapped(id)},
                                {QStringLiteral("counts"), counts},
                                {QStringLiteral("link"), text(device::linkName(snapshot->link))},
                                {QStringLiteral("busy"), snapshot->activity.busy},
                                {QStringLiteral("facts"), facts},
                                {QStringLiteral("fault"), describe(snapshot->fault)}});
    }
    return list;
}

void Upkeep::takeCounts(const QueueCounts &counts)
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_services.clock->wall().count(), Qt::UTC);
    const auto waiting = counts.queued + counts.waitingBlobs;
    m_counts = {{QStringLiteral("queued"), waiting},
                {QStringLiteral("parked"), counts.parked},
                {QStringLiteral("oldestSeconds"), counts.oldest.isValid() ? counts.oldest.secsTo(now) : 0}};
    const bool settled = m_sendState == QLatin1String("nothing") || m_sendState == QLatin1String("sent");
    if (waiting == 0 && !m_sendState.isEmpty() && !settled) {
        m_sendState = QStringLiteral("sent");
    } else if (waiting > 0 && settled) {
        m_sendState.clear();  // another has come since
    } else if (waiting > 0 && !m_sendState.isEmpty()) {
        m_sendState = sendingNow();
    }
    Q_EMIT queueChanged();
}

QString Upkeep::sendingNow() const
{
    if (!centreReachable()) {
        return QStringLiteral("offline");
    }
    return centreProblem().isEmpty() ? QStringLiteral("sending") : QStringLiteral("refused");
}

void Upkeep::centreChanged()
{
    if (m_role) {
        refresh();
    }
}

void Upkeep::refresh()
{
    Q_EMIT clockChanged();  // by how much moves on
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_services.clock->wall().count(), Qt::UTC);
    m_services.store->counts().then(this, [this](const Result<QueueCounts> &counts) {
        if (counts) {
            takeCounts(*counts);
        }
    });
    m_services.store->outbox().then(this, [this, now](const Result<QVector<QueueRow>> &rows) {
        if (!rows) {
            return;
        }
        m_queue.clear();
        for (const QueueRow &row : *rows) {
            m_queue.append(QVariantMap{
                {QStringLiteral("id"), row.id},
                {QStringLiteral("number"), shortNumber(row.id)},
                {QStringLiteral("service"), m_services.serviceTitle(row.service)},
                {QStringLiteral("state"), row.state},
                {QStringLiteral("ageSeconds"), row.createdAt.secsTo(now)},
                {QStringLiteral("attempts"), row.attempts},
                {QStringLiteral("error"), row.lastError},
                {QStringLiteral("exported"), row.exported},
                {QStringLiteral("waitsFor"), row.waitsFor.isEmpty() ? QString() : shortNumber(row.waitsFor)}});
        }
        Q_EMIT queueChanged();
    });
    m_services.store->setting(QLatin1String(salvageSetting)).then(this, [this](const Result<QByteArray> &told) {
        const QJsonObject rescued = QJsonDocument::fromJson(told.value_or(QByteArray())).object();
        if (std::exchange(m_salvaged, rescued.toVariantMap()) != m_salvaged) {
            Q_EMIT salvagedChanged();
        }
    });
}

void Upkeep::salvageSeen()
{
    if (!m_role) {
        return;
    }
    m_services.store->appendAudit(QStringLiteral("salvage-seen"),
                                  "{\"role\":\"" + staffRoleName(*m_role).toUtf8() + "\"}");
    m_services.store->setSetting(QLatin1String(salvageSetting), QByteArrayLiteral("{}"))
        .then(this, [this](const Done &) { refresh(); });
}

void Upkeep::holdDevice(const QString &id, bool on)
{
    if (m_role) {
        m_services.records->hold(id, on);
    }
}

void Upkeep::acceptDevice(const QString &id)
{
    if (m_role == StaffRole::Technician) {
        m_services.records->acceptSwap(id);
    }
}

void Upkeep::setOutOfService(bool out)
{
    if (out == m_outOfService) {
        return;
    }
    m_outOfService = out;
    m_services.store->setSetting(QStringLiteral("out-of-service"), out ? "1" : "0");
    m_services.store->appendAudit(out ? QStringLiteral("out-of-service") : QStringLiteral("into-service"),
                                  QByteArrayLiteral("{}"));
    Q_EMIT outOfServiceChanged();
}

void Upkeep::restoreOutOfService(bool out)
{
    m_outOfService = out;
}

bool Upkeep::centreReachable() const
{
    return m_services.centreReachable && m_services.centreReachable();
}

QString Upkeep::centreProblem() const
{
    return m_services.centreProblem ? m_services.centreProblem() : QString();
}

QVariantMap Upkeep::clock() const
{
    return m_services.clockReport ? m_services.clockReport() : QVariantMap();
}

QVariantMap Upkeep::room() const
{
    return m_services.room ? jsonOf(m_services.room->fill()).toVariantMap() : QVariantMap();
}

bool Upkeep::keysPlain() const
{
    return m_services.keysPlain && m_services.keysPlain();
}

void Upkeep::retry(const QString &id)
{
    if (!m_role) {
        return;
    }
    m_services.store->retry(id).then(this, [this](const Done &) {
        sendNow();
        refresh();
    });
}

int Upkeep::longestNote() const
{
    return int(longestClosingNote);
}

bool Upkeep::noteFits(const QString &note) const
{
    return soundClosingNote(note);
}

void Upkeep::closeCase(const QString &id, const QString &reason, const QString &basis, const QString &note)
{
    if (!m_role) {
        return;
    }
    const CaseClosing closing{reason, basis, note.trimmed(), whoSigns()};
    m_services.store->closeCase(id, closing).then(this, [this](const Done &done) {
        m_closeFault = done ? QVariant() : describe(done.error());
        refresh();
    });
}

void Upkeep::sendNow()
{
    if (m_services.syncNow) {
        m_services.syncNow();
    }
    m_services.store->counts().then(this, [this](const Result<QueueCounts> &counts) {
        if (counts) {
            m_sendState =
                counts->queued + counts->waitingBlobs > 0 ? QStringLiteral("sending") : QStringLiteral("nothing");
            takeCounts(*counts);
        }
    });
}

// Nobody else finds maintenance open, and the card asks for no PIN again by lying there.
void Upkeep::leave()
{
    if (m_takingCard || m_services.hub->readerWithCard().isEmpty()) {
        backToVisitors();
        return;
    }
    endWork();
    m_role.reset();
    m_card.clear();
    setPinFault({});
    touched();
    m_takingCard = true;
    Q_EMIT stageChanged();
}

void Upkeep::backToVisitors()
{
    end();
    Q_EMIT left();
}

void Upkeep::quit()
{
    if (m_role == StaffRole::Technician) {
        m_services.store->appendAudit(QStringLiteral("program-ended"), QByteArrayLiteral("{}"));
        Q_EMIT quitRequested();
    }
}

}  // namespace hall
