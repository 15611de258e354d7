// SPDX-License-Identifier: GPL-3.0-or-later
// Fictional people and employers for drawn papers. Identity numbers carry the code of a city, which issued cards never
// do, with a right check digit; credit codes carry one too, and an organisation part beginning with "MA3DE". Places,
// roads and telephone numbers do not exist.
#pragma once

#include "tests/support/scenes/random.h"

#include <QDate>
#include <QString>

namespace hall::scenes {

struct Coded
{
    QString code;  // of the code table
    QString text;  // as printed
};

struct Person
{
    QString name;
    QString pinyin;  // "ZHANG, YAN", as on a permit
    Coded sex;
    Coded ethnicity;
    QDate birth;
    QString number;
    QString address;
    QString phone;
};

struct Firm
{
    QString name;
    QString code;  // unified social credit code (GB 32100)
    QString address;
    QString head;  // legal representative
    QString phone;
    QString city;  // "启明市"
};

[[nodiscard]] Person makePerson(Random &random);
[[nodiscard]] Firm makeFirm(Random &random);
[[nodiscard]] QString makeName(Random &random);
[[nodiscard]] QString makeAddress(Random &random, bool withProvince = true);
[[nodiscard]] QString makeCity(Random &random);
[[nodiscard]] QString makeNumber(Random &random, const QDate &birth, bool male, const QString &area = {});
[[nodiscard]] QString makeAccount(Random &random, int digits);  // begins with 620000, Luhn digit right
[[nodiscard]] QDate makeDate(Random &random, int firstYear, int lastYear);
[[nodiscard]] Coded makeEndReason(Random &random);
[[nodiscard]] QString makeJob(Random &random);
[[nodiscard]] QString digits(Random &random, int count);  // the first is not 0

enum class DateStyle
{
    Chinese,  // 2025年9月30日
    Spaced,   // 2025 年 9 月 30 日
    Padded,   // 2025年09月30日
    Dashes,   // 2025-09-30
    Dots,     // 2025.09.30
};
[[nodiscard]] QString dateText(const QDate &date, DateStyle style);
[[nodiscard]] QString isoDate(const QDate &date);

}  // namespace hall::scenes
