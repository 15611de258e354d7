// SPDX-License-Identifier: GPL-3.0-or-later
// Key and value: settings, calibrations, the sync engine's cursors. Store's thread only.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QSqlDatabase>
#include <QString>

namespace hall::settings {

// Expects a transaction around it.
[[nodiscard]] Done set(QSqlDatabase &db, const QString &key, const QByteArray &value);
// StoreNotFound when the key was never set.
[[nodiscard]] Result<QByteArray> get(QSqlDatabase &db, const QString &key);

}  // namespace hall::settings
