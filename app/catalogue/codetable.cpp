// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/codetable.h"

#include <algorithm>

namespace hall {

void CodeTable::setRows(QVector<CodeRow> rows)
{
    m_rows = std::move(rows);
    m_index.clear();
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_index.insert(m_rows[i].code, i);
    }
}

const CodeRow *CodeTable::find(const QString &code) const
{
    const auto it = m_index.constFind(code);
    return it == m_index.constEnd() ? nullptr : &m_rows[*it];
}

bool CodeTable::isValid(const CodeRow &row, const QDate &on) const
{
    const QDate from = row.validFrom.isValid() ? row.validFrom : validFrom;
    const QDate to = row.validTo.isValid() ? row.validTo : validTo;
    return !on.isValid() || ((!from.isValid() || from <= on) && (!to.isValid() || on <= to));
}

QVector<CodeRow> CodeTable::choices(const QString &parent, const QDate &on) const
{
    QVector<CodeRow> result;
    for (const CodeRow &row : m_rows) {
        if (row.choosable && (parent.isEmpty() || row.parent == parent) && isValid(row, on)) {
            result.append(row);
        }
    }
    // Below one parent every row may be seldom for the whole country; a list still has to begin somewhere.
    constexpr qsizetype usual = 7;
    if (std::all_of(result.cbegin(), result.cend(), [](const CodeRow &row) { return row.seldom; })) {
        for (qsizetype i = 0; i < std::min(usual, result.size()); ++i) {
            result[i].seldom = false;
        }
    }
    return result;
}

}  // namespace hall
