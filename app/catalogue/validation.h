// SPDX-License-Identifier: GPL-3.0-or-later
// From what a visitor typed to a value, and whether a value is acceptable. Errors are ids of messages.json.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"

#include <QDate>

namespace hall {

using ErrorId = QString;  // "id-check-digit"

// The value in the shape that facts.h names for the field's type. Spaces around and inside numbers do not matter; dates
// may be written 2026-03-05, 2026/3/5, 2026.3.5 or 20260305, months 2026-03 or 202603, money in yuan with at most two
// decimals; bool takes "true" and "false". An empty text is an invalid QVariant (unknown).
[[nodiscard]] tl::expected<QVariant, ErrorId> readTyped(const Field &field, const QString &typed);

// Shape, length, pattern, membership of the code table, then the field's own checks against the other facts. A check
// that cannot be decided yet is no error. An unknown value is no error either: whether it may be missing is the form's.
[[nodiscard]] std::optional<ErrorId> validate(const Catalogue &catalogue, const Field &field, const QVariant &value,
                                              const Facts &facts, const QDate &today);

// Every message id the two functions can give by themselves, beside those that fields name.
[[nodiscard]] const QStringList &builtInErrors();

}  // namespace hall
