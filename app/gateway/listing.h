// SPDX-License-Identifier: GPL-3.0-or-later
// What hall-gateway's list, open and stats print.
#pragma once

#include "app/gateway/casecore.h"
#include "app/gateway/database.h"

#include <QJsonArray>
#include <QJsonObject>

namespace hall::gateway {

// [{"id","kiosk","epoch","seq","service","state","code","received","checks":[{"check","source","outcome","differs","at"}],
// "number","notices":[{"event","at","tag","delivered"}]}] in order of arrival.
[[nodiscard]] Result<QJsonArray> listItems(Database &database);
// {"id","service",…,"answers","materials":[{"kind","page","sha256","good"}],"identity","checks","life","follow_ups",…}:
// the case in plain.
[[nodiscard]] Result<QJsonObject> openItem(Database &database, const Blobs &blobs, const QString &id,
                                           const SealKeyRing &keys);
// {"items":{state: n},"total","kiosks","revoked","blobs","blob_bytes","asks"}
[[nodiscard]] Result<QJsonObject> statistics(Database &database);

}  // namespace hall::gateway
