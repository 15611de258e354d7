// SPDX-License-Identifier: GPL-3.0-or-later
// The vacancies that the centre makes known, and which of them suit what a person looks for. Nothing of them is
// personal. Within a connection or transaction of the caller.
#pragma once

#include "app/domain/base/result.h"
#include "app/gateway/database.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace hall::gateway {

// What is looked for; empty: anything will do.
struct Wishes
{
    QString occupation;          // of the code table: a vacancy of the same medium group suits ("6-31")
    QString region;              // six digits; a city (370200) or a province (370000) takes all of its districts
    std::optional<qint64> wage;  // fen a month; a vacancy suits that may pay so much
};

constexpr int mostVacancies = 30;  // told at once: ten leaves of a screen

// Open on this day and suiting, the best paid first: [{dictionary id: value}].
[[nodiscard]] Result<QJsonArray> vacanciesFor(QSqlDatabase &db, const Wishes &wishes, const QDate &today);

// By dictionary ids; `vacancy_no` and `vacancy_valid_to` are needed. FileInvalid names what is missing.
[[nodiscard]] Done loadVacancy(QSqlDatabase &db, const QJsonObject &fields);

}  // namespace hall::gateway
