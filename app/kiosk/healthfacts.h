// SPDX-License-Identifier: GPL-3.0-or-later
// What the store knows for the reports to the centre: queue, room on the disk, and how far the audit log goes. Nothing
// of any person. On the store's owner's thread.
#pragma once

#include "app/domain/base/clock.h"
#include "app/store/kioskstore.h"

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

    // Asks the store; `ready` is called once everything is there, or could not be had.
    void refresh(const std::function<void()> &ready = {});
    // {"queue","disk","audit"} as app/protocol/README.md §5 has them, as of the last refresh, and begins the next one.
    [[nodiscard]] QJsonObject take();
    // The centre has taken a report.
    void heard(const QJsonObject &report);

private:
    KioskStore &m_store;
    const Clock &m_clock;
    QueueCounts m_counts;
    StoreFill m_fill;
    std::optional<AuditMark> m_mark;
};

}  // namespace hall
