// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/derivations.h"

#include "app/domain/identitynumber.h"

#include <QDate>
#include <QHash>
#include <QRegularExpression>

namespace hall {
namespace {

using Function = QVariant (*)(const QVariantList &inputs, const QDate &today);

QVariant copy(const QVariantList &inputs, const QDate &)
{
    return inputs.value(0);
}

// Of a number of any kind, what a text message reaches.
QVariant mobileOfPhone(const QVariantList &inputs, const QDate &)
{
    static const QRegularExpression mobile(QStringLiteral("^1[3-9][0-9]{9}$"));
    return mobile.match(inputs.value(0).toString()).hasMatch() ? inputs.value(0) : QVariant();
}

// GB 11643: a number whose check digit is wrong derives nothing.
QVariant sexOfNumber(const QVariantList &inputs, const QDate &)
{
    const NumberCheck check = checkNumber(inputs.value(0).toString());
    return check.valid() && check.sex ? QVariant(QString::number(*check.sex)) : QVariant();
}

QVariant birthOfNumber(const QVariantList &inputs, const QDate &)
{
    const NumberCheck check = checkNumber(inputs.value(0).toString());
    return check.valid() && check.birthDate ? QVariant(*check.birthDate) : QVariant();
}

// The social security number of a mainland resident is the identity number.
QVariant socialNumberOfNumber(const QVariantList &inputs, const QDate &)
{
    const NumberCheck check = checkNumber(inputs.value(0).toString());
    return check.valid() && check.kind == NumberKind::Resident ? QVariant(check.normalised) : QVariant();
}

// AAC009: 20, 21, 22 are the rural household kinds.
QVariant ruralHousehold(const QVariantList &inputs, const QDate &)
{
    const QString kind = inputs.value(0).toString();
    return kind.isEmpty() ? QVariant() : QVariant(kind.startsWith(u'2'));
}

QVariant monthsBetween(const QVariantList &inputs, const QDate &)
{
    const QDate from = inputs.value(0).toDate();
    const QDate to = inputs.value(1).toDate().addDays(1);  // both ends are days of the contract
    if (!from.isValid() || !to.isValid() || to < from) {
        return {};
    }
    return qlonglong((to.year() - from.year()) * 12 + to.month() - from.month() - (to.day() < from.day() ? 1 : 0));
}

QVariant fullYearsUntilToday(const QVariantList &inputs, const QDate &today)
{
    const QDate from = inputs.value(0).toDate();
    if (!from.isValid() || from > today) {
        return {};
    }
    const bool before = QDate(2000, today.month(), today.day()) < QDate(2000, from.month(), from.day());
    return qlonglong(today.year() - from.year() - (before ? 1 : 0));
}

// Whole months with both ends counted: January to March are three.
QVariant inclusiveMonths(const QVariantList &inputs, const QDate &)
{
    const QDate from = inputs.value(0).toDate();
    const QDate to = inputs.value(1).toDate();
    const qlonglong months = (to.year() - from.year()) * 12LL + to.month() - from.month() + 1;
    return from.isValid() && to.isValid() && months > 0 ? QVariant(months) : QVariant();
}

QVariant yearOfDate(const QVariantList &inputs, const QDate &)
{
    const QDate day = inputs.value(0).toDate();
    return day.isValid() ? QVariant(qlonglong(day.year())) : QVariant();
}

// GB 32100-2015: characters 3 to 8 are the region that registered the organisation.
QVariant regionOfCreditCode(const QVariantList &inputs, const QDate &)
{
    static const QRegularExpression shape(QStringLiteral("^[0-9A-Z]{2}([1-9][0-9]{5})[0-9A-Z]{10}$"));
    const QRegularExpressionMatch match = shape.match(inputs.value(0).toString());
    return match.hasMatch() ? QVariant(match.captured(1)) : QVariant();
}

const QHash<QString, Function> &functions()
{
    static const QHash<QString, Function> all{
        {QStringLiteral("copy"), copy},
        {QStringLiteral("mobile_of_phone"), mobileOfPhone},
        {QStringLiteral("sex_of_number"), sexOfNumber},
        {QStringLiteral("birth_of_number"), birthOfNumber},
        {QStringLiteral("social_number_of_number"), socialNumberOfNumber},
        {QStringLiteral("rural_household"), ruralHousehold},
        {QStringLiteral("months_between"), monthsBetween},
        {QStringLiteral("full_years"), fullYearsUntilToday},
        {QStringLiteral("inclusive_months"), inclusiveMonths},
        {QStringLiteral("year_of_date"), yearOfDate},
        {QStringLiteral("region_of_credit_code"), regionOfCreditCode},
    };
    return all;
}

}  // namespace

const QStringList &derivationNames()
{
    static const QStringList names = [] {
        QStringList all = functions().keys();
        all.append(QStringLiteral("centre"));
        all.sort();
        return all;
    }();
    return names;
}

QVariant deriveValue(const QString &function, const QVariantList &inputs, const QDate &today)
{
    const Function found = functions().value(function, nullptr);
    return found ? found(inputs, today) : QVariant();
}

}  // namespace hall
