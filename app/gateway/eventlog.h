// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON line per event on standard error. Never personal data: ids, codes and counts only. Thread-safe.
#pragma once

#include <QJsonObject>
#include <QString>

namespace hall::gateway {

void logEvent(const char *event, QJsonObject facts = {});

}  // namespace hall::gateway
