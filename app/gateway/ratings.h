// SPDX-License-Identifier: GPL-3.0-or-later
// What visitors say of the service they had (政务服务“好差评”): grades and reasons from a list, no free words, nobody's
// name. Thread-safe.
#pragma once

#include "app/gateway/database.h"
#include "app/protocol/visitcalls.h"

#include <QJsonArray>

namespace hall::gateway {

// Counts once, however often it comes; a second one with the same id and other content is not looked at.
[[nodiscard]] Done keepRating(Database &database, const QString &kiosk, const wire::Rating &rating);
// [{"service","count","stars":[how many of 1 … 5],"reasons":{token: how often}}], by service.
[[nodiscard]] Result<QJsonArray> ratingsJson(Database &database);

}  // namespace hall::gateway
