// SPDX-License-Identifier: GPL-3.0-or-later
// A damaged database file is set aside, never repaired in place: a new store with a new epoch begins, and what can
// still be read of the old one is carried over.
#pragma once

#include "app/domain/base/result.h"

#include <QJsonObject>
#include <QSqlDatabase>
#include <QString>

namespace hall {

struct Salvage
{
    QString folder;          // where the damaged files lie now
    int cases = 0;           // rows of the queue that were carried over
    int openCases = 0;       // of these: not yet with the centre
    int damaged = 0;         // open cases whose body is gone; parked with the reason "body damaged"
    int rebuilt = 0;         // cases whose row was unreadable and was made anew from the envelope
    int lost = 0;            // bodies that were read, but whose row and envelope were not
    bool whole = false;      // every body in the damaged file was carried over
    bool logBroken = false;  // the write-ahead log broke off before its end
};

// For the audit log and the kiosk's status: numbers alone.
[[nodiscard]] QJsonObject jsonOf(const Salvage &found);

// The setting that tells staff of it until one of them has seen it: jsonOf() with `at`, Unix ms; `{}` once it was seen.
inline constexpr char salvageSetting[] = "store.salvaged";
// What there is to tell when it was not seen before the next one: what was lost since is added up.
[[nodiscard]] QJsonObject toldTogether(const QJsonObject &before, const Salvage &found);

// StoreCorrupt when SQLite finds anything wrong.
[[nodiscard]] Done quickCheck(QSqlDatabase &db);
// Copies the rows of a file set aside into the fresh, migrated `db`, and marks the folder as done. A case is carried
// over by its row of the queue or by its envelope, whichever can be read.
[[nodiscard]] Result<Salvage> salvage(QSqlDatabase &db, const QString &folder);

}  // namespace hall
