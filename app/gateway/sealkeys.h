// SPDX-License-Identifier: GPL-3.0-or-later
// The centre's sealing keys in the database: which ones cases may be sealed to, and what kiosks are told (README.md,
// "Another sealing key"). Secret halves lie in DIR/core (gatewaykeys.h). Before the first change there are no rows, and
// the key that `init` made is the only one.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/database.h"
#include "app/protocol/sealnotice.h"

#include <QJsonArray>
#include <QSet>

#include <mutex>
#include <optional>

namespace hall::gateway {

// Of what cases are taken. first: the public half of the key that `init` made. Thread-safe.
class SealKeys
{
public:
    SealKeys(std::shared_ptr<Database> database, QString firstId, const Clock &clock);

    // Ids of the keys of which cases are taken. Looked up every second at most, and at once when `wanted` has one that
    // is not among them; so an ended key is refused a second later.
    [[nodiscard]] Result<QSet<QString>> accepted(const QSet<QString> &wanted);

private:
    std::shared_ptr<Database> m_database;
    QString m_firstId;
    const Clock &m_clock;
    std::mutex m_mutex;
    QSet<QString> m_accepted;
    std::chrono::milliseconds m_readAt{0};
};

// The last notice, if there ever was one. SignatureBad unless it is of `refKey`.
[[nodiscard]] Result<std::optional<SealNotice>> lastSealNotice(QSqlDatabase &db, const QByteArray &refKey);

// A new key: its secret half is written to DIR/core first. fromMs: from when kiosks seal to it, 0 for at once.
// BadArgument while another one is announced and not yet in force.
[[nodiscard]] Result<SealNotice> beginSealKey(Database &database, const QString &dataDir, qint64 fromMs,
                                              const Clock &clock);
// [{"id","state": current|next|former|ended,"since","from" of the next one,"ended","stored": cases here that are sealed
// to it}] in the order they were begun.
[[nodiscard]] Result<QJsonArray> listSealKeys(Database &database, const QString &dataDir, const Clock &clock);
// Kiosks that may still hold cases sealed to a key of before `id`'s successor, by what they told last:
// [{"kiosk","why": never-told|old-program|not-changed|holds,"told": ISO date-time or "","revoked":bool}].
[[nodiscard]] Result<QJsonArray> stillOut(QSqlDatabase &db, const QString &id);
// Cases sealed to it are refused from now on (`seal-key`); what is stored stays readable. CentreRefused while kiosks
// may hold some, unless `evenSo`; BadArgument for the key in force or the next one; StoreNotFound.
[[nodiscard]] Done endSealKey(Database &database, const QString &dataDir, const QString &id, bool evenSo,
                              const Clock &clock);
// Takes that back: what kiosks kept may be sent again. A key that the database does not know, since it was put back
// from a backup of before beginSealKey(), is announced anew and in force at once: true. StoreNotFound without its file
// in DIR/core; BadArgument while another one is announced and not yet in force.
[[nodiscard]] Result<bool> resumeSealKey(Database &database, const QString &dataDir, const QString &id,
                                         const Clock &clock);

}  // namespace hall::gateway
