// SPDX-License-Identifier: GPL-3.0-or-later
// Turns the text of a rule into an SQLite expression without the rule parser: facts become literals, functions become
// SQL, everything else stays as written, so that SQLite's own parser decides about precedence. Days become Julian day
// numbers (whole numbers), money becomes fen.
#pragma once

#include "app/catalogue/facts.h"

#include <QDate>

[[nodiscard]] QString toSqlite(const QString &rule, const hall::Facts &facts, const QDate &today);
