// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/factjson.h"

#include <QJsonArray>

#include <cmath>

namespace hall {
namespace {

// Whole numbers that a JSON number carries exactly.
constexpr double exactLimit = 9007199254740991.0;

std::optional<QVariant> text(const QJsonValue &value)
{
    return value.isString() ? std::optional(QVariant(value.toString())) : std::nullopt;
}

std::optional<QVariant> whole(const QJsonValue &value)
{
    const double number = value.toDouble(0.5);
    const bool exact = value.isDouble() && std::floor(number) == number && std::abs(number) <= exactLimit;
    return exact ? std::optional(QVariant(qlonglong(value.toInteger()))) : std::nullopt;
}

std::optional<QVariant> day(const QString &iso)
{
    const QDate date = QDate::fromString(iso, QStringLiteral("yyyy-MM-dd"));
    return date.isValid() ? std::optional(QVariant(date)) : std::nullopt;
}

}  // namespace

std::optional<QVariant> factFromJson(const Field &field, const QJsonValue &value)
{
    if (value.isNull() || value.isUndefined()) {
        return QVariant();
    }
    switch (field.type) {
    case FieldType::Text:
    case FieldType::Choice:
    case FieldType::Phone:
    case FieldType::Region:
        return text(value);
    case FieldType::Date:
        return day(value.toString());
    case FieldType::Month:
        return day(value.toString() + QStringLiteral("-01"));
    case FieldType::Number:
    case FieldType::Money:
        return whole(value);
    case FieldType::Bool:
        return value.isBool() ? std::optional(QVariant(value.toBool())) : std::nullopt;
    case FieldType::Set:
    case FieldType::Table:
        return value.isArray() ? std::optional(QVariant(value.toArray().toVariantList())) : std::nullopt;
    case FieldType::Image:
        return text(value);
    }
    Q_UNREACHABLE();
}

QJsonValue factToJson(const Field &field, const QVariant &value)
{
    if (!value.isValid()) {
        return QJsonValue::Null;
    }
    switch (field.type) {
    case FieldType::Date:
        return value.toDate().toString(QStringLiteral("yyyy-MM-dd"));
    case FieldType::Month:
        return value.toDate().toString(QStringLiteral("yyyy-MM"));
    case FieldType::Text:
    case FieldType::Choice:
    case FieldType::Phone:
    case FieldType::Region:
    case FieldType::Number:
    case FieldType::Money:
    case FieldType::Bool:
    case FieldType::Set:
    case FieldType::Table:
    case FieldType::Image:
        return QJsonValue::fromVariant(value);
    }
    Q_UNREACHABLE();
}

Facts factsFromJson(const Catalogue &catalogue, const QJsonObject &json, QStringList *refused)
{
    Facts facts;
    for (auto it = json.constBegin(); it != json.constEnd(); ++it) {
        const Field *field = catalogue.field(it.key());
        const auto value = field ? factFromJson(*field, it.value()) : std::nullopt;
        if (value && value->isValid()) {
            facts.insert(it.key(), *value);
        } else if (!value && refused) {
            refused->append(it.key());
        }
    }
    return facts;
}

QJsonObject factsToJson(const Catalogue &catalogue, const Facts &facts)
{
    QJsonObject json;
    for (auto it = facts.constBegin(); it != facts.constEnd(); ++it) {
        if (const Field *field = catalogue.field(it.key()); field && it->isValid()) {
            json.insert(it.key(), factToJson(*field, *it));
        }
    }
    return json;
}

}  // namespace hall
