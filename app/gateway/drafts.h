// SPDX-License-Identifier: GPL-3.0-or-later
// Drafts that visitors keep until the day ends (app/protocol/draft.h): one of a person, known by the HMAC of the number
// of the document it was kept with, locked, with what its code is known by. After five wrong codes it is gone.
// Thread-safe.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/database.h"
#include "app/protocol/visitcalls.h"

#include <QString>

namespace hall::gateway {

class Drafts
{
public:
    Drafts(std::shared_ptr<Database> database, const Clock &clock) : m_database(std::move(database)), m_clock(clock) {}

    // In place of the one before. Kept until midnight in China.
    [[nodiscard]] Result<wire::DraftAnswer> keep(const QString &kiosk, const QString &tag, const wire::DraftCall &call);
    // StoreNotFound: nothing was kept of this person today, or the code is another one; nothing says which.
    [[nodiscard]] Result<wire::DraftAnswer> take(const QString &tag, const QByteArray &check);
    [[nodiscard]] Done drop(const QString &tag);
    // Destroys what is over.
    [[nodiscard]] Done sweep();

private:
    std::shared_ptr<Database> m_database;
    const Clock &m_clock;
};

// The next midnight in China, Unix ms.
[[nodiscard]] qint64 endOfDayMs(qint64 nowMs);

}  // namespace hall::gateway
