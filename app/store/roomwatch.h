// SPDX-License-Identifier: GPL-3.0-or-later
// How full the store is, for those who must say so before it matters: asked every few seconds and after each case.
#pragma once

#include "app/store/kioskstore.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <chrono>

namespace hall {

// "ample", "warn", "no-scans", "no-cases": in status, reports and pages.
[[nodiscard]] QString roomName(Room room);
// {"percent" of what the store may take, "room", "reserve"}.
[[nodiscard]] QJsonObject jsonOf(const StoreFill &fill);

// On the thread of its owner.
class RoomWatch final : public QObject
{
    Q_OBJECT

public:
    // The store must outlive it.
    explicit RoomWatch(KioskStore &store, std::chrono::milliseconds every = std::chrono::seconds(5),
                       QObject *parent = nullptr);

    void look();  // now; the answer comes soon
    // As of the last answer; before the first one there is room.
    [[nodiscard]] const StoreFill &fill() const { return m_fill; }

Q_SIGNALS:
    void changed();  // another room, or another percent

private:
    void take(const StoreFill &fill);

    KioskStore &m_store;
    StoreFill m_fill;
    QTimer m_timer;
};

}  // namespace hall
