// SPDX-License-Identifier: GPL-3.0-or-later
// Room on the disk: how full the store is, and a ballast file that is given up so that acknowledgements can still be
// written when the disk is full (in WAL mode even a DELETE needs room). Store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QString>

namespace hall {

enum class Room
{
    Ample,
    Warn,
    NoAttachments,
    NoTransactions
};

struct RoomLimits
{
    double warn = 0.70;
    double noAttachments = 0.85;
    double noTransactions = 0.95;
};

class Reserve
{
public:
    // ballastBytes 0: no ballast. quotaBytes: the most the store may hold; the disk's free space may lower it.
    Reserve(QString folder, qint64 ballastBytes, qint64 quotaBytes, RoomLimits limits);

    // Makes the ballast when it is missing and the disk has room for it and as much again. True: it stands.
    bool restore();
    // Gives the ballast up; true when that freed space.
    [[nodiscard]] bool release();
    [[nodiscard]] bool held() const { return m_held; }

    // Share of the room in use by `storeBytes`, 0 … 1.
    [[nodiscard]] double fill(qint64 storeBytes) const;
    [[nodiscard]] Room room(qint64 storeBytes) const;

private:
    [[nodiscard]] qint64 freeBytes() const;

    QString m_folder;
    QString m_file;
    qint64 m_ballastBytes;
    qint64 m_quotaBytes;
    RoomLimits m_limits;
    bool m_held = false;
};

}  // namespace hall
