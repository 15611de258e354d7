// SPDX-License-Identifier: GPL-3.0-or-later
// The vacancies that the centre makes known, and which of them suit what a person looks for. Nothing of them is
// personal. Within a connection or transaction of the caller.
#pragma once

#include "app/catalogue/vacancylist.h"
#include "app/gateway/database.h"

namespace hall::gateway {

// Open on this day and suiting, the best paid first: [{dictionary id: value}].
[[nodiscard]] Result<QJsonArray> vacanciesFor(QSqlDatabase &db, const Wishes &wishes, const QDate &today);

// By dictionary ids; `vacancy_no` and `vacancy_valid_to` are needed. FileInvalid names what is missing.
[[nodiscard]] Done loadVacancy(QSqlDatabase &db, const QJsonObject &fields);

}  // namespace hall::gateway
