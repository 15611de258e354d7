// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosks of this centre and how each said it was, for whoever runs it. What a kiosk says is its own word: it is
// shown as text and never as something that a terminal obeys.
#pragma once

#include "app/gateway/database.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace hall::gateway {

// [{"kiosk","seen","revoked","quarantine","cases","health_at","health":{…}}] by name. Times are ISO
// 8601 in UTC, "" for never; health is the kiosk's last report, to the letter, {} before the first.
[[nodiscard]] Result<QJsonArray> listKiosks(Database &database);
// One of them in lines: the first says how it stands, those that follow (with two blanks before them) what is wrong.
// Nothing in it but printable characters, 120 at most of any word of the kiosk's.
[[nodiscard]] QString kioskLines(const QJsonObject &kiosk);

}  // namespace hall::gateway
