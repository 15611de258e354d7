// SPDX-License-Identifier: GPL-3.0-or-later
// What is known here for the reports to the centre: queue, room on the disk, how far the audit log goes, the devices,
// and what keeps the centre from taking cases. Nothing of any person. On the store's owner's thread.
#pragma once

#include "app/domain/base/clock.h"
#include "app/store/kioskstore.h"

#include <QDateTime>
#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QObject>

#include <functional>
#include <optional>

namespace hall {

class DeviceHub;

class HealthFacts final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostDevices = 32;  // a report has room for
    static constexpr int longestWord = 40;  // characters of an id or a code

    // Both must outlive it.
    HealthFacts(KioskStore &store, const Clock &clock, QObject *parent = nullptr);

    // Which notice of the centre's sealing keys this kiosk has (0: none yet), and the id of the key that every case
    // from now on is sealed to. Told with the next refresh.
    void setSealKey(qint64 number, const QString &key);
    // The devices to tell of; must outlive it. Once.
    void setDevices(const DeviceHub &hub);
    // What lessens a device that works: told as its fault while it has none of its own. Empty: nothing does.
    void setLimit(const QString &device, const QString &code);
    // What keeps the centre from taking cases now: SyncClient::problem(), empty when all is well. The last one that was
    // not empty is told as well.
    void setProblem(const QString &code);
    // Asks the store; `ready` is called once everything is there, or could not be had.
    void refresh(const std::function<void()> &ready = {});
    // {"queue","disk","audit","seal","devices","problem"} as app/protocol/README.md §5 has them, as of the last
    // refresh, and begins the next one.
    [[nodiscard]] QJsonObject take();
    // The centre has taken a report.
    void heard(const QJsonObject &report);

private:
    void noteFault(const QString &device);
    [[nodiscard]] QJsonArray devices() const;

    KioskStore &m_store;
    const Clock &m_clock;
    const DeviceHub *m_hub = nullptr;
    QHash<QString, QString> m_limits;      // device → code
    QHash<QString, QString> m_lastFaults;  // device → code, since the program began
    QString m_problem;
    QString m_lastProblem;
    QDateTime m_problemAt;  // when the last one began
    QueueCounts m_counts;
    StoreFill m_fill;
    std::optional<AuditMark> m_mark;
    QJsonObject m_sealNow;   // {"number","key"}
    QJsonObject m_sealTold;  // with "oldest": of a queue that was looked at after `key` was in force
};

}  // namespace hall
