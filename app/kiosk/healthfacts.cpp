// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/healthfacts.h"

#include "app/session/casewriter.h"
#include "app/store/roomwatch.h"

#include <QDateTime>
#include <QJsonObject>

namespace hall {

HealthFacts::HealthFacts(KioskStore &store, const Clock &clock, QObject *parent)
    : QObject(parent), m_store(store), m_clock(clock)
{
}

void HealthFacts::setSealKey(qint64 number, const QString &key)
{
    m_sealNow = {{QStringLiteral("number"), number}, {QStringLiteral("key"), key}};
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
