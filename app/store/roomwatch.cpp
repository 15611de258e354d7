// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/roomwatch.h"

#include <cmath>

namespace hall {

namespace {

int percentOf(const StoreFill &fill)
{
    constexpr int whole = 100;
    return static_cast<int>(std::lround(fill.share * whole));
}

}  // namespace

QString roomName(Room room)
{
    switch (room) {
    case Room::Ample:
        return QStringLiteral("ample");
    case Room::Warn:
        return QStringLiteral("warn");
    case Room::NoAttachments:
        return QStringLiteral("no-scans");
    case Room::NoTransactions:
        return QStringLiteral("no-cases");
    }
    return {};
}

QJsonObject jsonOf(const StoreFill &fill)
{
    return {{QStringLiteral("percent"), percentOf(fill)},
            {QStringLiteral("room"), roomName(fill.room)},
            {QStringLiteral("reserve"), fill.reserveHeld}};
}

RoomWatch::RoomWatch(KioskStore &store, std::chrono::milliseconds every, QObject *parent)
    : QObject(parent), m_store(store)
{
    m_timer.setInterval(every);
    connect(&m_timer, &QTimer::timeout, this, &RoomWatch::look);
    connect(&m_store, &KioskStore::caseCommitted, this, &RoomWatch::look);
    m_timer.start();
    look();
}

void RoomWatch::look()
{
    m_store.fill().then(this, [this](const Result<StoreFill> &fill) {
        if (fill) {
            take(*fill);
        }
    });
}

void RoomWatch::take(const StoreFill &fill)
{
    const bool same = jsonOf(fill) == jsonOf(m_fill);
    m_fill = fill;
    if (!same) {
        Q_EMIT changed();
    }
}

}  // namespace hall
