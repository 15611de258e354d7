// SPDX-License-Identifier: GPL-3.0-or-later
// DATA/quarantine/<n>: damaged files set aside, and how long they stay. They hold what the store holds, sealed bodies
// too, so they may not stay for ever; and they may be the only place where something still is, so they stay long.
//
// A folder goes once every case of an earlier chain has ended (the centre has it, or staff closed it) and this has
// been so for 30 days of the centre's time; where bodies could not be read, so that somebody who knows more might still
// find one, for 180. Staff may remove a folder by hand at any time.
// Store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QSqlDatabase>
#include <QString>
#include <QStringList>

namespace hall {

// Moves kiosk.db and its companions to DATA/quarantine/<n>/.
[[nodiscard]] Done setAside(const QString &dataFolder);
// A power cut came in between: the log lies aside, the file it belongs to does not yet.
[[nodiscard]] bool moveWasCutShort(const QString &dataFolder);
// Folders whose rows were not carried over yet (a power cut may have come in between).
[[nodiscard]] QStringList unsalvaged(const QString &dataFolder);
// The rows were carried over. whole: every body that lies in the folder is in the store now.
[[nodiscard]] Done markSalvaged(const QString &folder, bool whole);

// Folders whose time is over at this time of the centre, Unix ms; notes where that time begins. Finishes removals that
// were cut short.
[[nodiscard]] Result<QStringList> outlived(QSqlDatabase &db, const QString &dataFolder, qint64 trustedMs);
[[nodiscard]] Done removeSetAside(const QString &folder);

}  // namespace hall
