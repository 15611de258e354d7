// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/policyreader.h"

#include "app/catalogue/jsonread.h"

#include <cmath>

namespace hall {

namespace {

QDate dayOf(const QJsonValue &json, const QString &path, FileReport &report)
{
    const QDate day = QDate::fromString(json.toString(), Qt::ISODate);
    if (!day.isValid()) {
        report.add(path, DefectId::NoDay, {json.toString()});
    }
    return day;
}

rules::Policy readPolicy(const QJsonValue &json, const QString &path, FileReport &report)
{
    rules::Policy policy;
    const bool money = json[u"type"].toString() == QLatin1String("money");
    policy.type = money ? rules::Type::Money : rules::Type::Integer;
    const QJsonArray rows = json[u"rows"].toArray();
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const QString here = under(under(path, u"rows"_qs), i);
        const QDate from = dayOf(rows[i][u"from"], under(here, u"from"_qs), report);
        const double value = rows[i][u"value"].toDouble() * (money ? 100 : 1);
        if (std::abs(value - std::round(value)) > 1e-6) {
            report.add(under(here, u"value"_qs), money ? DefectId::MoneyDecimals : DefectId::NotWhole,
                       {QString::number(rows[i][u"value"].toDouble(), 'g', 12)});
        }
        if (!policy.rows.isEmpty() && from <= policy.rows.constLast().from) {
            report.add(under(here, u"from"_qs), DefectId::RowsNotInOrder);
        }
        policy.rows.append({from, qint64(std::llround(value)), rows[i][u"basis"].toString()});
    }
    return policy;
}

rules::RetirementStep readStep(const QJsonValue &json, const QString &path, FileReport &report)
{
    return {json[u"years"].toInt(), dayOf(json[u"from"], under(path, u"from"_qs), report), json[u"every"].toInt(),
            json[u"most"].toInt()};
}

// Single days, or spans "2026-02-15/2026-02-23".
QSet<QDate> readDays(const QJsonArray &json, int year, const QString &path, FileReport &report)
{
    QSet<QDate> days;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QStringList ends = json[i].toString().split(u'/');
        const QDate first = dayOf(ends.constFirst(), under(path, i), report);
        const QDate last = dayOf(ends.constLast(), under(path, i), report);
        if (!first.isValid() || !last.isValid() || first.year() != year || last.year() != year || last < first) {
            report.add(under(path, i), DefectId::NotDaysOfYear, {year});
            continue;
        }
        for (QDate day = first; day <= last; day = day.addDays(1)) {
            days.insert(day);
        }
    }
    return days;
}

}  // namespace

void readPolicies(const QJsonObject &document, rules::Policies &policies, FileReport &report)
{
    const QJsonObject named = document[u"policies"].toObject();
    for (auto it = named.constBegin(); it != named.constEnd(); ++it) {
        const QString path = under(u"/policies"_qs, it.key());
        const rules::Policy policy = readPolicy(it.value(), path, report);
        const auto before = policies.named.constFind(it.key());
        if (before != policies.named.constEnd() && before->type != policy.type) {
            report.add(under(path, u"type"_qs), DefectId::OtherPolicyType);
        }
        policies.named.insert(it.key(), policy);
    }
    if (const QJsonValue steps = document[u"retirement"]; steps.isObject()) {
        const QString path = QStringLiteral("/retirement");
        policies.retirement =
            rules::Retirement{readStep(steps[u"man"], under(path, u"man"_qs), report),
                              readStep(steps[u"womanCadre"], under(path, u"womanCadre"_qs), report),
                              readStep(steps[u"womanWorker"], under(path, u"womanWorker"_qs), report)};
    }
    const QJsonArray years = document[u"calendar"].toArray();
    for (qsizetype i = 0; i < years.size(); ++i) {
        const QString path = under(u"/calendar"_qs, i);
        const int year = years[i][u"year"].toInt();
        policies.calendar.addYear(year, readDays(years[i][u"off"].toArray(), year, under(path, u"off"_qs), report),
                                  readDays(years[i][u"makeUp"].toArray(), year, under(path, u"makeUp"_qs), report));
    }
}

}  // namespace hall
