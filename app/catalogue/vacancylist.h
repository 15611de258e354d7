// SPDX-License-Identifier: GPL-3.0-or-later
// Vacancies: which suit what a person looks for, and the list of them in a release of reference data
// (app/protocol/README.md §7). The centre and a kiosk without it choose alike. Nothing of them is personal. Pure.
#pragma once

#include "app/domain/base/result.h"

#include <QDate>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <optional>

namespace hall {

// What is looked for; empty: anything will do.
struct Wishes
{
    QString occupation;          // of the code table: a vacancy of the same medium group suits ("6-31")
    QString region;              // six digits; a city (370200) or a province (370000) takes all of its districts
    std::optional<qint64> wage;  // fen a month; a vacancy suits that may pay so much
};

inline constexpr int kMostVacancies = 30;  // told at once: ten leaves of a screen

// want_occupation, want_region and want_wage of `fields`, by dictionary ids.
[[nodiscard]] Wishes wishesOf(const QJsonObject &fields);
[[nodiscard]] bool suits(const QJsonObject &vacancy, const Wishes &wishes);

struct VacancyList
{
    QDate date;          // as of which it was made
    QJsonArray entries;  // {dictionary id: value}, each with vacancy_no and vacancy_valid_to
    bool operator==(const VacancyList &) const = default;
};

// `{"v":1,"date":"2026-11-26","list":[{…}]}`; an object without `list` is somebody else's and gives an empty list.
// FileInvalid says what is wrong.
[[nodiscard]] Result<VacancyList> parseVacancies(const QJsonObject &json);
// All files of a folder in the order of their names; of two with one number the later holds, and the oldest date is
// that of the whole. What cannot be read is left out.
[[nodiscard]] VacancyList vacanciesIn(const QString &folder);

// Open on this day and suiting, the best paid first, at most kMostVacancies. On an unknown day all count as open.
[[nodiscard]] QJsonArray chosen(const VacancyList &list, const Wishes &wishes, const QDate &today);

}  // namespace hall
