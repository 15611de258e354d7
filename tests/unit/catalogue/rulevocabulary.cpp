// SPDX-License-Identifier: GPL-3.0-or-later
#include "rulevocabulary.h"

#include <QHash>
#include <QStringList>

using hall::rules::Type;
using hall::rules::ValueType;

namespace {

const QHash<QString, ValueType> &facts()
{
    static const QHash<QString, ValueType> all = [] {
        QHash<QString, ValueType> made;
        for (const char *id : {"n1", "n2", "n3"}) {
            made.insert(QLatin1String(id), {Type::Integer, {}});
        }
        for (const char *id : {"m1", "m2"}) {
            made.insert(QLatin1String(id), {Type::Money, {}});
        }
        for (const char *id : {"d1", "d2", "d3"}) {
            made.insert(QLatin1String(id), {Type::Date, {}});
        }
        for (const char *id : {"b1", "b2", "b3"}) {
            made.insert(QLatin1String(id), {Type::Bool, {}});
        }
        for (const char *id : {"t1", "t2"}) {
            made.insert(QLatin1String(id), {Type::Text, {}});
        }
        for (const char *id : {"c1", "c2"}) {
            made.insert(QLatin1String(id), {Type::Code, QStringLiteral("colour")});
        }
        made.insert(QStringLiteral("s1"), {Type::Code, QStringLiteral("shape")});
        made.insert(QStringLiteral("r1"), {Type::Code, QStringLiteral("region")});
        return made;
    }();
    return all;
}

}  // namespace

bool RuleVocabulary::knows(const QString &fact) const
{
    return fact == QLatin1String("photo") || facts().contains(fact);
}

std::optional<ValueType> RuleVocabulary::typeOf(const QString &fact) const
{
    const auto it = facts().constFind(fact);
    return it == facts().constEnd() ? std::nullopt : std::optional(*it);
}

bool RuleVocabulary::hasCode(const QString &table, const QString &code) const
{
    static const QHash<QString, QStringList> tables{
        {QStringLiteral("colour"), {QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}},
        {QStringLiteral("shape"), {QStringLiteral("1"), QStringLiteral("2")}},
        {QStringLiteral("region"), {QStringLiteral("370202"), QStringLiteral("370211"), QStringLiteral("330106")}},
    };
    return tables.value(table).contains(code);
}
