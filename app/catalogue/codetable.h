// SPDX-License-Identifier: GPL-3.0-or-later
// One table of codes, as a national standard or a region defines it.
#pragma once

#include "app/catalogue/localtext.h"

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
    bool operator==(const CodeRow &) const = default;
};

class CodeTable
{
public:
    QString id;
    QString version;
    LocalText title;
    QString standard;  // "GB/T 3304-1991"
    QString basis;     // "standard", "source", "assumed", or several with what each covers

    void setRows(QVector<CodeRow> rows);
    [[nodiscard]] const QVector<CodeRow> &rows() const { return m_rows; }
    [[nodiscard]] const CodeRow *find(const QString &code) const;  // nullptr when absent; valid while the table lives
    // What a form offers: choosable rows in file order, below `parent` when one is given.
    [[nodiscard]] QVector<CodeRow> choices(const QString &parent = {}) const;

private:
    QVector<CodeRow> m_rows;
    QHash<QString, qsizetype> m_index;
};

}  // namespace hall
