// SPDX-License-Identifier: GPL-3.0-or-later
// Who asked for whom and why: what the front wrote down before it answered a kiosk (table ask_log). It names nobody;
// whoever has a person's number and the tag key can find what was asked about that person.
#pragma once

#include "app/gateway/database.h"

#include <QJsonArray>
#include <QString>

namespace hall::gateway {

struct AskFilter
{
    QString tag;      // personTag() of a document: asked with this one or another of the same person; empty = of all
    QString kiosk;    // empty = of all
    qint64 from = 0;  // milliseconds since 1970
};

// [{"at": ISO 8601 UTC, "kiosk", "visit", "kind", "service", "outcome", "person": tag of the document}], oldest first.
[[nodiscard]] Result<QJsonArray> listAsks(Database &database, const AskFilter &filter);

}  // namespace hall::gateway
