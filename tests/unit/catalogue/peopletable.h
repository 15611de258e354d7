// SPDX-License-Identifier: GPL-3.0-or-later
// The table of people (tests/data/people.json, "hall-people/1"): fictional people and employers, what is known of each,
// and what the law gives them. It was written from the legal texts alone, so it may disagree with the rules that ship;
// then one of the two is wrong, and the text named under `why` says which.
//   today              the day on which everything is judged
//   servicesAtLeast    how many of the services named in it must ship
//   sources            key → the text and whether it is law or another public source
//   always             services that no text refuses to anybody: nobody in the table is told no, or cannot tell
//   open               what the texts leave undecided; the table says nothing on it
//   corrections        what was put right later in people[], and the text that shows it
//   people[]           id, about, facts (dictionary ids), eligible {service: yes|no|unknown}, why {service: "key:
//   reason"},
//                      needs (services that must be suggested), notNeeds (that must not)
#pragma once

#include <QDate>
#include <QJsonObject>
#include <QStringList>
#include <QVector>

namespace hall {

struct PersonRow
{
    QString id;
    QString about;
    QJsonObject facts;
    QJsonObject eligible;
    QJsonObject why;
    QStringList needs;
    QStringList notNeeds;
};

struct PeopleTable
{
    QString format;
    QDate today;
    int servicesAtLeast = 0;
    QJsonObject sources;
    QStringList always;
    QVector<PersonRow> people;

    [[nodiscard]] QStringList services() const;  // every service somebody is judged on, sorted
    [[nodiscard]] const PersonRow *person(const QString &id) const;
};

// Nobody in it, and the parser's words in `error`, when the file cannot be read.
[[nodiscard]] PeopleTable readPeople(const QString &path, QString *error = nullptr);

}  // namespace hall
