// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine reads from the envelope of an item.
#pragma once

#include "app/store/outboxstore.h"

#include <QHash>
#include <QJsonObject>

namespace hall {

[[nodiscard]] QJsonObject envelopeOf(const OutboxItem &item);
[[nodiscard]] QHash<QString, qint64> blobSizes(const OutboxItem &item);  // bytes of each scan, by name

}  // namespace hall
