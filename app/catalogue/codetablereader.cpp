// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/codetablereader.h"

#include "app/catalogue/jsonread.h"

#include <QSet>

namespace hall {

namespace {

// The schema knows the shape of a day, not the calendar.
QDate readDay(const QJsonValue &json, const QString &key, const QString &path, FileReport &report)
{
    const QString text = json[key].toString();
    const QDate day = QDate::fromString(text, Qt::ISODate);
    if (!text.isEmpty() && !day.isValid()) {
        report.add(under(path, key), DefectId::NoDay, {text});
    }
    return day;
}

void checkOrder(const QDate &from, const QDate &to, const QString &path, FileReport &report)
{
    if (from.isValid() && to.isValid() && to < from) {
        report.add(under(path, u"validTo"_qs), DefectId::LastBeforeFirst);
    }
}

QVector<CodeRow> readRows(const QJsonArray &json, FileReport &report)
{
    QVector<CodeRow> rows;
    QSet<QString> codes;
    for (qsizetype i = 0; i < json.size(); ++i) {
        const QJsonValue row = json[i];
        const QString code = row[u"code"].toString();
        if (codes.contains(code)) {
            report.add(under(u"/rows"_qs, i), DefectId::CodeTwice, {code});
        }
        codes.insert(code);
        const QString path = under(u"/rows"_qs, i);
        rows.append({code, localText(row), row[u"parent"].toString(), row[u"choosable"].toBool(true),
                     row[u"seldom"].toBool(), row[u"initials"].toString(), readDay(row, u"validFrom"_qs, path, report),
                     readDay(row, u"validTo"_qs, path, report)});
        checkOrder(rows.last().validFrom, rows.last().validTo, path, report);
    }
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (!rows[i].parent.isEmpty() && !codes.contains(rows[i].parent)) {
            report.add(under(u"/rows"_qs, i) + u"/parent"_qs, DefectId::NoParentRow, {rows[i].parent});
        }
    }
    return rows;
}

}  // namespace

CodeTable readCodeTable(const QJsonObject &document, FileReport &report)
{
    CodeTable table;
    table.id = document[u"id"].toString();
    table.version = document[u"version"].toString();
    table.title = localText(document[u"title"]);
    table.standard = document[u"standard"].toString();
    table.basis = document[u"basis"].toString();
    table.validFrom = readDay(document, u"validFrom"_qs, {}, report);
    table.validTo = readDay(document, u"validTo"_qs, {}, report);
    checkOrder(table.validFrom, table.validTo, {}, report);
    table.setRows(readRows(document[u"rows"].toArray(), report));
    return table;
}

}  // namespace hall
