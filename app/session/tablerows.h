// SPDX-License-Identifier: GPL-3.0-or-later
// A table that somebody brought, row by row: the people that a case can take as they stand, and the others with what is
// wrong with each. Judged as at the kiosk: by the service's form, its conditions, and who is in the case already. Pure.
#pragma once

#include "app/catalogue/batchtable.h"
#include "app/catalogue/formengine.h"
#include "app/table/tablechild.h"

namespace hall {

struct RowError
{
    QString field;    // dictionary id; empty when it is no single column
    ErrorId error;    // in messages.json; empty when `words` say it
    LocalText words;  // of the condition that this person does not meet
};

struct TableRow
{
    int line = 0;                    // of the file
    Facts person;                    // what could be read; personal data
    QHash<QString, QString> unread;  // and what could not, as it was typed
    QVector<RowError> errors;
};

struct TableRows
{
    QVector<BatchError> whole;  // of the heading, or of more people than one case takes: nothing of it can be taken
    QStringList unknown;        // headings that were left out
    QVector<Facts> right;
    QVector<TableRow> wrong;
};

// What a table is judged against.
struct TableCase
{
    const Catalogue *catalogue = nullptr;
    const Service *service = nullptr;
    FormKind kind = FormKind::Online;
    Facts around;            // of the case, without any person of it
    QStringList personal;    // form pages that are about one person
    QVector<Facts> entered;  // people who are in the case
    QDate today;
};

[[nodiscard]] TableRows judgeTable(const TableCase &about, const TableCells &cells);

// Whether this form asks for the field.
[[nodiscard]] bool asks(const Service &service, FormKind kind, const QString &field);

void wipe(TableRows &rows);

}  // namespace hall
