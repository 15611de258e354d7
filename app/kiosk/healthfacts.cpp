// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/healthfacts.h"

#include "app/session/casewriter.h"
#include "app/store/roomwatch.h"
#include "drivers/hub/devicehub.h"

#include <QDateTime>
#include <QJsonObject>

namespace hall {
namespace {

QString word(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size())).left(HealthFacts::longestWord);
}

}  // namespace

HealthFacts::HealthFacts(KioskStore &store, const Clock &clock, QObject *parent)
    : QObject(parent), m_store(store), m_clock(clock)
{
}

void HealthFacts::setSealKey(qint64 number, const QString &key)
{
    m_sealNow = {{QStringLiteral("number"), number}, {QStringLiteral("key"), key}};
}

void HealthFacts::setDevices(const DeviceHub &hub)
{
    m_hub = &hub;
    connect(&hub, &DeviceHub::deviceChanged, this, &HealthFacts::noteFault);
    for (const QString &id : hub.deviceIds()) {
        noteFault(id);
    }
}

void HealthFacts::noteFault(const QString &device)
{
    const auto snapshot = m_hub->snapshot(device);
    if (snapshot && snapshot->fault) {
        m_lastFaults.insert(device, word(snapshot->fault->name()));
    }
}

void HealthFacts::setLimit(const QString &device, const QString &code)
{
    m_limits.insert(device, code.left(longestWord));
    if (!code.isEmpty()) {
        m_lastFaults.insert(device, code.left(longestWord));
    }
}

QJsonArray HealthFacts::devices() const
{
    QJsonArray list;
    for (const QString &id : m_hub->deviceIds().mid(0, mostDevices)) {
        const auto snapshot = m_hub->snapshot(id);
        // Of a fault its code alone: the detail is free text.
        list.append(QJsonObject{
            {QStringLiteral("id"), id.left(longestWord)},
            {QStringLiteral("link"), word(device::linkName(snapshot->link))},
            {QStringLiteral("fault"), snapshot->fault ? word(snapshot->fault->name()) : m_limits.value(id)},
            {QStringLiteral("last"), m_lastFaults.value(id)},
        });
    }
    return list;
}

void HealthFacts::setProblem(const QString &code)
{
    if (code == m_problem) {
        return;
    }
    m_problem = code;
    if (!code.isEmpty()) {
        m_lastProblem = code;
        m_problemAt = QDateTime::fromMSecsSinceEpoch(m_clock.wall().count(), Qt::UTC);
    }
}

void HealthFacts::refresh(const std::function<void()> &ready)
{
    m_store.counts().then(this, [this](const Result<QueueCounts> &counts) { m_counts = counts ? *counts : m_counts; });
    m_store.fill().then(this, [this](const Result<StoreFill> &fill) { m_fill = fill ? *fill : m_fill; });
    if (!m_sealNow.isEmpty()) {
        m_store.oldestSealKey().then(this, [this, seal = m_sealNow](const Result<QString> &oldest) mutable {
            if (oldest) {
                seal.insert(QStringLiteral("oldest"), *oldest);
                m_sealTold = seal;
            }
        });
    }
    // The store answers in turn: this is the last.
    m_store.markAudit().then(this, [this, ready](const Result<AuditMark> &mark) {
        if (mark) {
            m_mark = *mark;
        }
        if (ready) {
            ready();
        }
    });
}

QJsonObject HealthFacts::take()
{
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(m_clock.wall().count(), Qt::UTC);
    QJsonObject facts{{QStringLiteral("queue"), jsonOf(m_counts, now)}, {QStringLiteral("disk"), jsonOf(m_fill)}};
    if (const auto &mark = m_mark) {
        facts.insert(QStringLiteral("audit"),
                     QJsonObject{{QStringLiteral("epoch"), mark->epoch},
                                 {QStringLiteral("n"), mark->n},
                                 {QStringLiteral("hash"), QString::fromLatin1(mark->hash.toHex())},
                                 {QStringLiteral("before"),
                                  QJsonObject{{QStringLiteral("n"), mark->beforeN},
                                              {QStringLiteral("hash"), QString::fromLatin1(mark->beforeHash.toHex())}}},
                                 {QStringLiteral("boot"), bootId()},
                                 {QStringLiteral("t_mono"), static_cast<qint64>(m_clock.monotonic().count())}});
    }
    if (!m_sealTold.isEmpty()) {
        facts.insert(QStringLiteral("seal"), m_sealTold);
    }
    if (m_hub) {
        facts.insert(QStringLiteral("devices"), devices());
    }
    QJsonObject problem{{QStringLiteral("now"), m_problem.left(longestWord)}};
    if (!m_lastProblem.isEmpty()) {
        problem.insert(QStringLiteral("last"), m_lastProblem.left(longestWord));
        problem.insert(QStringLiteral("at"), m_problemAt.toString(Qt::ISODate));
    }
    facts.insert(QStringLiteral("problem"), problem);
    refresh();
    return facts;
}

void HealthFacts::heard(const QJsonObject &report)
{
    if (const qint64 n = report[u"audit"][u"n"].toInteger(); n > 0) {
        m_store.confirmAudit(n);
    }
}

}  // namespace hall
