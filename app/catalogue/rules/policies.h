// SPDX-License-Identifier: GPL-3.0-or-later
// Tables that policy sets and time changes: amounts and limits with the day from which they hold, the steps of the
// retirement age, the days off and the make-up workdays of each year. Values; any thread.
#pragma once

#include "app/catalogue/rules/node.h"

#include <QMap>
#include <QSet>
#include <QVector>

#include <memory>
#include <optional>

namespace hall::rules {

struct PolicyRow
{
    QDate from;
    qint64 value = 0;  // money in fen
    QString basis;     // "law", "source", "assumed"
};

struct Policy
{
    Type type = Type::Integer;  // Integer or Money
    QVector<PolicyRow> rows;    // by day, oldest first
    // What holds on `day`; unknown before the first row, and when the day is unknown.
    [[nodiscard]] std::optional<qint64> on(const QDate &day) const;
};

// How the statutory age of one kind of worker rises: whoever would have retired in month `n` counted from `from` (0 =
// that month) waits n / every + 1 months longer, `most` at the end.
struct RetirementStep
{
    int years = 60;  // the age before
    QDate from;      // first month of the rise
    int every = 4;   // months
    int most = 36;   // months
};

struct Retirement
{
    RetirementStep man;
    RetirementStep womanCadre;
    RetirementStep womanWorker;
};

// The day on which somebody born on `birth` reaches the statutory age. Unknown for an invalid day.
[[nodiscard]] std::optional<QDate> retirementDate(const RetirementStep &step, const QDate &birth);

class WorkCalendar
{
public:
    // One year's days off on weekdays and workdays on weekends, as the State Council announces them.
    void addYear(int year, const QSet<QDate> &off, const QSet<QDate> &makeUp);
    [[nodiscard]] bool covers(int year) const { return m_years.contains(year); }
    // Unknown in a year that has not been announced.
    [[nodiscard]] std::optional<bool> isWorkday(const QDate &day) const;
    // Workdays after `from`, up to and with `to`; negative when `to` comes first. Unknown when a year in between is.
    [[nodiscard]] std::optional<qint64> between(const QDate &from, const QDate &to) const;
    // The workday that ends a time of `count` workdays which begins after `from`; `from` itself for none.
    [[nodiscard]] std::optional<QDate> after(const QDate &from, int count) const;

private:
    QSet<int> m_years;
    QSet<QDate> m_off;
    QSet<QDate> m_makeUp;
};

struct Policies
{
    QMap<QString, Policy> named;
    std::optional<Retirement> retirement;
    WorkCalendar calendar;
    QString area;  // of the hall: the beginning of its region codes, "3702"; empty = not said
};

}  // namespace hall::rules
