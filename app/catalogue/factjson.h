// SPDX-License-Identifier: GPL-3.0-or-later
// Facts as JSON: dates "2026-03-05", months "2026-03", money in fen as a whole number, codes and texts as strings.
// The same shape is used for answers of a case, prefill answers of the centre and the facts file of `hallctl
// eligibility`.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"

#include <QJsonObject>

namespace hall {

// Invalid for null; no value when the JSON has not the field's shape.
[[nodiscard]] std::optional<QVariant> factFromJson(const Field &field, const QJsonValue &value);
[[nodiscard]] QJsonValue factToJson(const Field &field, const QVariant &value);

// Ids that the dictionary does not know, or values of another shape, are left out and named in `refused` when given.
[[nodiscard]] Facts factsFromJson(const Catalogue &catalogue, const QJsonObject &json, QStringList *refused = nullptr);
[[nodiscard]] QJsonObject factsToJson(const Catalogue &catalogue, const Facts &facts);

}  // namespace hall
