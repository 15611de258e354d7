// SPDX-License-Identifier: GPL-3.0-or-later
// One table of codes, as a national standard or a region defines it.
#pragma once

#include "app/catalogue/localtext.h"

#include <QDate>
#include <QHash>
#include <QVector>

namespace hall {

struct CodeRow
{
    QString code;
    LocalText text;
    QString parent;         // code of the row above it; empty at the top
    bool choosable = true;  // false: a heading of the standard that nobody picks
    bool seldom = false;    // true: offered after the answers that most people need
    QString initials;       // first letters of the Chinese text's pinyin, "rjgcs"; only in tables long enough to search
    QDate validFrom;        // first and last day on which it is offered; invalid = no bound of its own
    QDate validTo;
    bool operator==(const CodeRow &) const = default;
};

class CodeTable
{
public:
    QString id;
    QString version;
    LocalText title;
    QString standard;  // "GB/T 3304-1991"
    QString basis;     // begins with "standard", "source" or "assumed"; says what each covers when there are several
    QDate validFrom;   // bounds for the rows that have none of their own; invalid = none
    QDate validTo;

    void setRows(QVector<CodeRow> rows);
    [[nodiscard]] const QVector<CodeRow> &rows() const { return m_rows; }
    [[nodiscard]] const CodeRow *find(const QString &code) const;  // nullptr when absent; valid while the table lives
    // What a form offers: choosable rows in file order, below `parent` when one is given, valid on the day `on`. An
    // invalid day (a clock that nobody can trust) bounds nothing. When all of them are seldom, the first seven are not.
    // find() names rows whatever the day.
    [[nodiscard]] QVector<CodeRow> choices(const QString &parent = {}, const QDate &on = {}) const;
    [[nodiscard]] bool isValid(const CodeRow &row, const QDate &on) const;

private:
    QVector<CodeRow> m_rows;
    QHash<QString, qsizetype> m_index;
};

}  // namespace hall
