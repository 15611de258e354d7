// SPDX-License-Identifier: GPL-3.0-or-later
// How far the audit log of each kiosk goes, as it tells with its health (app/protocol/README.md §5). The last of each
// day is kept for half a year, so that a log which was written anew does not fit what was told. A kiosk whose store was
// put back, or that exists twice, gives itself away with its first report.
#pragma once

#include "app/gateway/database.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hall::gateway {

// `audit` as the kiosk told it; one without the members of §5 is no report of it, which older kiosks do not make. True
// when the kiosk cannot have been at what it told last. Expects a transaction that holds the kiosk's row. Fault: the
// database.
[[nodiscard]] Result<bool> takeAuditHead(QSqlDatabase &db, const QString &kiosk, const QJsonObject &audit,
                                         qint64 nowMs);
// [{"kiosk","epoch","n","hash","at"}] by kiosk, epoch and n; of one kiosk, or of all when the name is empty.
[[nodiscard]] Result<QJsonArray> listAuditHeads(Database &database, const QString &kiosk);

}  // namespace hall::gateway
