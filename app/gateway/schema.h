// SPDX-License-Identifier: GPL-3.0-or-later
// Schema steps of the gateway's database. %BLOB% is BLOB in SQLite and BYTEA in PostgreSQL. Never change a step that
// was released: add one.
#pragma once

#include <QStringList>
#include <QVector>

namespace hall::gateway {

[[nodiscard]] QVector<QStringList> schemaSteps();

}  // namespace hall::gateway
