// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/policies.h"

namespace hall::rules {

namespace {

// Longest time that is counted day by day; forms know no longer one.
constexpr qint64 longestSpan = 20 * 366;

}  // namespace

std::optional<qint64> Policy::on(const QDate &day) const
{
    std::optional<qint64> value;
    for (const PolicyRow &row : rows) {
        if (day.isValid() && row.from <= day) {
            value = row.value;
        }
    }
    return value;
}

std::optional<QDate> retirementDate(const RetirementStep &step, const QDate &birth)
{
    if (!birth.isValid()) {
        return std::nullopt;
    }
    const QDate before = birth.addYears(step.years);
    const int months = (before.year() - step.from.year()) * 12 + before.month() - step.from.month();
    const int later = months < 0 ? 0 : std::min(months / step.every + 1, step.most);
    // From the birth date, so that 29 February is cut only once.
    return birth.addMonths(step.years * 12 + later);
}

void WorkCalendar::addYear(int year, const QSet<QDate> &off, const QSet<QDate> &makeUp)
{
    m_years.insert(year);
    m_off += off;
    m_makeUp += makeUp;
}

std::optional<bool> WorkCalendar::isWorkday(const QDate &day) const
{
    if (!day.isValid() || !covers(day.year())) {
        return std::nullopt;
    }
    return m_makeUp.contains(day) || (day.dayOfWeek() <= Qt::Friday && !m_off.contains(day));
}

std::optional<qint64> WorkCalendar::between(const QDate &from, const QDate &to) const
{
    if (!from.isValid() || !to.isValid() || std::abs(from.daysTo(to)) > longestSpan) {
        return std::nullopt;
    }
    const bool backwards = to < from;
    const QDate first = backwards ? to : from;
    const QDate last = backwards ? from : to;
    qint64 count = 0;
    for (QDate day = first.addDays(1); day <= last; day = day.addDays(1)) {
        const auto works = isWorkday(day);
        if (!works) {
            return std::nullopt;
        }
        count += *works ? 1 : 0;
    }
    return backwards ? -count : count;
}

std::optional<QDate> WorkCalendar::after(const QDate &from, int count) const
{
    QDate day = from;
    while (count > 0) {
        day = day.addDays(1);
        const auto works = isWorkday(day);
        if (!works) {
            return std::nullopt;
        }
        count -= *works ? 1 : 0;
    }
    return day.isValid() ? std::optional(day) : std::nullopt;
}

}  // namespace hall::rules
