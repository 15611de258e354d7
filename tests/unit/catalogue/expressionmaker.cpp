// SPDX-License-Identifier: GPL-3.0-or-later
#include "expressionmaker.h"

#include <QStringList>

using hall::rules::Type;

namespace {

QString wrap(const QString &text)
{
    return QLatin1Char('(') + text + QLatin1Char(')');
}

}  // namespace

QDate ExpressionMaker::day()
{
    // Ends of months and leap days are where calendars go wrong.
    static const QList<QDate> edges{{2000, 2, 29}, {2024, 2, 29},  {2023, 2, 28}, {2024, 3, 1},
                                    {2026, 1, 31}, {2026, 12, 31}, {1960, 1, 1},  {2010, 11, 25}};
    return roll(3) == 0 ? edges[roll(static_cast<int>(edges.size()))] : QDate(1950, 1, 1).addDays(roll(30000));
}

hall::Facts ExpressionMaker::facts()
{
    hall::Facts facts;
    const auto put = [this, &facts](const char *id, const QVariant &value) {
        if (roll(3) != 0) {
            facts.insert(QLatin1String(id), value);
        }
    };
    for (const char *id : {"n1", "n2", "n3"}) {
        put(id, qlonglong(roll(41) - 20));
    }
    for (const char *id : {"m1", "m2"}) {
        put(id, qlonglong(roll(1000) * 50));
    }
    for (const char *id : {"d1", "d2", "d3"}) {
        put(id, day());
    }
    for (const char *id : {"b1", "b2", "b3"}) {
        put(id, roll(2) == 0);
    }
    for (const char *id : {"t1", "t2"}) {
        put(id, pick({QStringLiteral("青岛"), QStringLiteral("O'Neil"), QStringLiteral("5"), QStringLiteral("𠅤")}));
    }
    for (const char *id : {"c1", "c2"}) {
        put(id, QString::number(1 + roll(3)));
    }
    put("s1", QString::number(1 + roll(2)));
    put("r1", pick({QStringLiteral("370202"), QStringLiteral("370211"), QStringLiteral("330106")}));
    return facts;
}

QString ExpressionMaker::disjunction(int depth)
{
    QString text = conjunction(depth);
    while (depth > 0 && roll(3) == 0) {
        text += QStringLiteral(" OR ") + conjunction(depth - 1);
    }
    return text;
}

QString ExpressionMaker::conjunction(int depth)
{
    QString text = negation(depth);
    while (depth > 0 && roll(3) == 0) {
        text += QStringLiteral(" AND ") + negation(depth - 1);
    }
    return text;
}

QString ExpressionMaker::negation(int depth)
{
    return roll(4) == 0 ? QStringLiteral("NOT ") + negation(depth) : comparison(depth);
}

QString ExpressionMaker::comparison(int depth)
{
    if (roll(4) == 0) {
        return boolTerm(depth);
    }
    const bool ordered = roll(5) < 3;
    static const std::array orderedTypes{Type::Integer, Type::Money, Type::Date};
    static const std::array plainTypes{Type::Bool, Type::Text, Type::Code};
    const Type type =
        ordered ? orderedTypes[static_cast<std::size_t>(roll(3))] : plainTypes[static_cast<std::size_t>(roll(3))];
    const auto operand = [this, type, depth] { return sum(type, depth - 1); };
    const QString left = type == Type::Code ? QStringLiteral(":c1") : operand();
    switch (roll(ordered ? 5 : 3)) {
    case 0: {
        QStringList list;
        for (int i = 0; i <= roll(4); ++i) {
            list << operand();
        }
        return left + (roll(3) == 0 ? QStringLiteral(" NOT") : QString()) + QStringLiteral(" IN ") +
               wrap(list.join(QStringLiteral(", ")));
    }
    case 1:
        return left + QStringLiteral(" = ") + operand();
    case 2:
        return left + QStringLiteral(" <> ") + operand();
    case 3:
        return left + (roll(3) == 0 ? QStringLiteral(" NOT") : QString()) + QStringLiteral(" BETWEEN ") + operand() +
               QStringLiteral(" AND ") + operand();
    default:
        return left +
               pick({QStringLiteral(" < "), QStringLiteral(" <= "), QStringLiteral(" > "), QStringLiteral(" >= ")}) +
               operand();
    }
}

QString ExpressionMaker::sum(Type type, int depth)
{
    if (type == Type::Integer) {
        return integerSum(depth);
    }
    QString text = term(type, depth);
    const bool adds = type == Type::Money || type == Type::Date;
    while (adds && depth > 0 && roll(3) == 0) {
        text += pick({QStringLiteral(" + "), QStringLiteral(" - ")}) +
                term(type == Type::Date ? Type::Integer : type, depth - 1);
    }
    return text;
}

QString ExpressionMaker::integerSum(int depth)
{
    QString text = depth > 0 && roll(5) == 0 ? dateTerm(depth - 1) + QStringLiteral(" - ") + dateTerm(depth - 1)
                                             : integerTerm(depth);
    while (depth > 0 && roll(3) == 0) {
        text += pick({QStringLiteral(" + "), QStringLiteral(" - ")}) + integerTerm(depth - 1);
    }
    return text;
}

QString ExpressionMaker::term(Type type, int depth)
{
    switch (type) {
    case Type::Bool:
        return boolTerm(depth);
    case Type::Integer:
        return integerTerm(depth);
    case Type::Money:
        switch (roll(4)) {
        case 0:
            return QStringLiteral("%1.%2").arg(roll(500)).arg(roll(100), 2, 10, QLatin1Char('0'));
        case 1:
            return depth > 0 ? wrap(sum(type, depth - 1)) : QStringLiteral(":m1");
        case 2:
            return QStringLiteral("- :m2");
        default:
            return pick({QStringLiteral(":m1"), QStringLiteral(":m2")});
        }
    case Type::Date:
        return dateTerm(depth);
    case Type::Text:
        return pick({QStringLiteral(":t1"), QStringLiteral(":t2"), QStringLiteral("'青岛'"),
                     QStringLiteral("'O''Neil'"), QStringLiteral("'5'"), QStringLiteral("'AND :b1'")});
    case Type::Code:
        return pick({QStringLiteral(":c1"), QStringLiteral(":c2"), QStringLiteral("'1'"), QStringLiteral("'2'")});
    }
    Q_UNREACHABLE();
}

QString ExpressionMaker::integerTerm(int depth)
{
    switch (roll(depth > 0 ? 7 : 3)) {
    case 0:
        return QString::number(roll(40));
    case 1:
        return QStringLiteral("- %1").arg(roll(40));
    case 3:
        return QStringLiteral("age(%1, %2)").arg(dateTerm(depth - 1), sum(Type::Date, depth - 1));
    case 4:
        return QStringLiteral("months_between(%1, %2)").arg(dateTerm(depth - 1), dateTerm(depth - 1));
    case 5:
        return QStringLiteral("days_between(%1, %2)").arg(sum(Type::Date, depth - 1), dateTerm(depth - 1));
    case 6:
        return wrap(integerSum(depth - 1));
    default:
        return pick({QStringLiteral(":n1"), QStringLiteral(":n2"), QStringLiteral(":n3")});
    }
}

QString ExpressionMaker::dateTerm(int depth)
{
    switch (roll(depth > 0 ? 7 : 5)) {
    case 0:
        return QStringLiteral("DATE '%1'").arg(day().toString(Qt::ISODate));
    case 1:
        return QStringLiteral("today()");
    case 5:
        return QStringLiteral("start_of_month(%1)").arg(sum(Type::Date, depth - 1));
    case 6:
        return wrap(sum(Type::Date, depth - 1));
    default:
        return pick({QStringLiteral(":d1"), QStringLiteral(":d2"), QStringLiteral(":d3")});
    }
}

QString ExpressionMaker::boolTerm(int depth)
{
    switch (roll(depth > 0 ? 7 : 4)) {
    case 0:
        return pick({QStringLiteral("TRUE"), QStringLiteral("FALSE")});
    case 1:
        return QStringLiteral("has(:%1)")
            .arg(pick({QStringLiteral("n1"), QStringLiteral("d1"), QStringLiteral("t1"), QStringLiteral("b1")}));
    case 2:
        return QStringLiteral("within(:r1, '%1')")
            .arg(pick({QStringLiteral("37"), QStringLiteral("3702"), QStringLiteral("370202")}));
    case 4:
    case 5:
    case 6:
        return wrap(disjunction(depth - 1));
    default:
        return pick({QStringLiteral(":b1"), QStringLiteral(":b2"), QStringLiteral(":b3")});
    }
}
