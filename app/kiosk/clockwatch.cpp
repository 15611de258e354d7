// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/clockwatch.h"

#include "app/store/kioskstore.h"

#include <QDateTime>
#include <QJsonDocument>

#include <cstdlib>

namespace hall {
namespace {

const QString kSetting = QStringLiteral("clock-contact");
constexpr int kTickMs = 1000;            // somebody may set the clock at any time
constexpr qint64 kKeepMs = 600'000;      // a contact is written down so often
constexpr qint64 kKeepShiftMs = 60'000;  // and when the clock has been set by so much since

ClockTrust::Contact contactBefore(KioskStore &store)
{
    const auto kept = store.setting(kSetting).result();
    const QJsonObject json = kept ? QJsonDocument::fromJson(*kept).object() : QJsonObject();
    return {json.value(u"centre_ms").toInteger(), json.value(u"wall_ms").toInteger()};
}

}  // namespace

ClockWatch::ClockWatch(const Clock &clock, KioskStore &store, QObject *parent)
    : QObject(parent), m_store(store), m_trust(clock, contactBefore(store)), m_told(m_trust.state()),
      m_kept(m_trust.contact())
{
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &ClockWatch::look);
    m_tick.start();
    if (m_told == ClockTrust::State::Doubtful) {
        m_told = ClockTrust::State::Unheard;  // said in the log as well
        look();
    }
}

void ClockWatch::hear(qint64 centreMs)
{
    m_trust.heard(std::chrono::milliseconds(centreMs));
    if (m_trust.contact().centreMs == centreMs) {  // no nonsense
        m_store.hearTime(centreMs);
    }
    remember();
    look();
}

// Not at every answer: each time is a write to the disk.
void ClockWatch::remember()
{
    const ClockTrust::Contact now = m_trust.contact();
    const qint64 shift = (now.wallMs - now.centreMs) - (m_kept.wallMs - m_kept.centreMs);
    if (now.centreMs == 0 || (now.centreMs - m_kept.centreMs < kKeepMs && std::llabs(shift) < kKeepShiftMs)) {
        return;
    }
    m_kept = now;
    m_store.setSetting(kSetting, QJsonDocument(QJsonObject{{QStringLiteral("centre_ms"), now.centreMs},
                                                           {QStringLiteral("wall_ms"), now.wallMs}})
                                     .toJson(QJsonDocument::Compact));
}

void ClockWatch::look()
{
    const ClockTrust::State now = m_trust.state();
    if (now == m_told) {
        return;
    }
    m_told = now;
    m_store.appendAudit(QStringLiteral("clock-") + QLatin1String(clockStateName(now)),
                        QJsonDocument(report()).toJson(QJsonDocument::Compact));
    Q_EMIT changed();
}

QJsonObject ClockWatch::report() const
{
    QJsonObject json{{QStringLiteral("state"), QLatin1String(clockStateName(m_trust.state()))}};
    if (const auto ahead = m_trust.ahead()) {
        json.insert(QStringLiteral("ahead_s"),
                    qint64(std::chrono::duration_cast<std::chrono::seconds>(*ahead).count()));
    }
    const qint64 contact = m_trust.contact().centreMs;
    json.insert(QStringLiteral("contact"),
                contact > 0 ? QDateTime::fromMSecsSinceEpoch(contact, Qt::UTC).toString(Qt::ISODate) : QString());
    return json;
}

}  // namespace hall
