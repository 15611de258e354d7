// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlitetranslator.h"

#include <QRegularExpression>
#include <QStringList>

namespace {

QString literal(const QVariant &value)
{
    if (!value.isValid()) {
        return QStringLiteral("NULL");
    }
    switch (value.typeId()) {
    case QMetaType::Bool:
        return value.toBool() ? QStringLiteral("1") : QStringLiteral("0");
    case QMetaType::QDate:
        return QString::number(value.toDate().toJulianDay());
    case QMetaType::QString: {
        QString text = value.toString();
        return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
    }
    }
    return QLatin1Char('(') + QString::number(value.toLongLong()) + QLatin1Char(')');
}

// The end of the parenthesis that opens at `open`, and the arguments between, cut at top-level commas.
qsizetype splitArguments(const QString &text, qsizetype open, QStringList &arguments)
{
    int depth = 0;
    bool quoted = false;
    qsizetype from = open + 1;
    for (qsizetype i = open; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == QLatin1Char('\'')) {
            quoted = !quoted;
        }
        if (quoted) {
            continue;
        }
        depth += c == QLatin1Char('(') ? 1 : c == QLatin1Char(')') ? -1 : 0;
        const bool end = depth == 0;
        if (end || (depth == 1 && c == QLatin1Char(','))) {
            arguments << text.mid(from, i - from);
            from = i + 1;
        }
        if (end) {
            return i;
        }
    }
    return text.size();
}

QString part(const char *format, const QString &day)
{
    return QStringLiteral("CAST(strftime('%1', %2) AS INTEGER)").arg(QLatin1String(format), day);
}

QString callOf(const QString &name, const QStringList &a, qint64 today)
{
    if (name == QLatin1String("today")) {
        return QString::number(today);
    }
    if (name == QLatin1String("has")) {
        return QStringLiteral("((%1) IS NOT NULL)").arg(a[0]);
    }
    if (name == QLatin1String("age")) {
        return QStringLiteral("(%1 - %2 - (strftime('%m%d', %4) < strftime('%m%d', %3)))")
            .arg(part("%Y", a[1]), part("%Y", a[0]), a[0], a[1]);
    }
    if (name == QLatin1String("months_between")) {
        return QStringLiteral("((%1 - %2) * 12 + %3 - %4 - (%5 < %6))")
            .arg(part("%Y", a[1]), part("%Y", a[0]), part("%m", a[1]), part("%m", a[0]), part("%d", a[1]),
                 part("%d", a[0]));
    }
    if (name == QLatin1String("days_between")) {
        return QStringLiteral("((%2) - (%1))").arg(a[0], a[1]);
    }
    if (name == QLatin1String("start_of_month")) {
        return QStringLiteral("CAST(julianday(%1, 'start of month') + 0.5 AS INTEGER)").arg(a[0]);
    }
    if (name == QLatin1String("within")) {
        return QStringLiteral("(substr(%1, 1, length(%2)) = %2)").arg(a[0], a[1]);
    }
    return name + QLatin1Char('(') + a.join(QLatin1Char(',')) + QLatin1Char(')');
}

bool isFunction(const QString &name)
{
    static const QStringList names{QStringLiteral("today"),        QStringLiteral("has"),
                                   QStringLiteral("age"),          QStringLiteral("months_between"),
                                   QStringLiteral("days_between"), QStringLiteral("start_of_month"),
                                   QStringLiteral("within")};
    return names.contains(name);
}

}  // namespace

QString toSqlite(const QString &rule, const hall::Facts &facts, const QDate &today)
{
    static const QRegularExpression token(
        QStringLiteral(
            "DATE '(?<date>[0-9-]+)'|:(?<fact>\\w+)|(?<money>\\d+\\.\\d\\d)|'(?:[^']|'')*'|(?<name>[A-Za-z_]+)|."),
        QRegularExpression::DotMatchesEverythingOption);
    QString sql;
    for (qsizetype at = 0; at < rule.size();) {
        const QRegularExpressionMatch match = token.match(rule, at);
        at = match.capturedEnd();
        if (match.hasCaptured(u"date")) {
            sql += QString::number(QDate::fromString(match.captured(u"date"), Qt::ISODate).toJulianDay());
        } else if (match.hasCaptured(u"fact")) {
            sql += literal(facts.value(match.captured(u"fact")));
        } else if (match.hasCaptured(u"money")) {
            sql += match.captured(u"money").remove(QLatin1Char('.'));
        } else if (isFunction(match.captured(u"name"))) {
            QStringList arguments;
            at = splitArguments(rule, at, arguments) + 1;
            for (QString &argument : arguments) {
                argument = toSqlite(argument, facts, today);
            }
            sql += callOf(match.captured(u"name"), arguments, today.toJulianDay());
        } else {
            sql += match.captured();
        }
    }
    return sql;
}
