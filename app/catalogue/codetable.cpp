// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/codetable.h"

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

QVector<CodeRow> CodeTable::choices(const QString &parent) const
{
    QVector<CodeRow> result;
    for (const CodeRow &row : m_rows) {
        if (row.choosable && (parent.isEmpty() || row.parent == parent)) {
            result.append(row);
        }
    }
    return result;
}

}  // namespace hall
