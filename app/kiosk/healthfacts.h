// SPDX-License-Identifier: GPL-3.0-or-later
// What the store knows for the reports to the centre: queue, room on the disk, and how far the audit log goes. Nothing
// of any person. On the store's owner's thread.
#pragma once

#include "app/domain/base/clock.h"
#include "app/store/kioskstore.h"

#include <QJsonObject>
#include <QObject>

#include <functional>
#include <optional>

namespace hall {

class HealthFacts final : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it.
    HealthFacts(KioskStore &store, const Clock &clock, QObject *parent = nullptr);

    // Which notice of the centre's sealing keys this kiosk has (0: none yet), and the id of the key that every case
    // from now on is sealed to. Told with the next refresh.
    void setSealKey(qint64 number, const QString &key);
    // Asks the store; `ready` is called once everything is there, or could not be had.
    void refresh(const std::function<void()> &ready = {});
    // {"queue","disk","audit","seal"} as app/protocol/README.md §5 has them, as of the last refresh, and begins the
    // next one.
    [[nodiscard]] QJsonObject take();
    // The centre has taken a report.
    void heard(const QJsonObject &report);

private:
    KioskStore &m_store;
    const Clock &m_clock;
    QueueCounts m_counts;
    StoreFill m_fill;
    std::optional<AuditMark> m_mark;
    QJsonObject m_sealNow;   // {"number","key"}
    QJsonObject m_sealTold;  // with "oldest": of a queue that was looked at after `key` was in force
};

}  // namespace hall
