// SPDX-License-Identifier: GPL-3.0-or-later
// People in one case (an employer's table): heading and cells as somebody typed them, to facts or to an error at its
// place. Pure.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/validation.h"

#include <QHash>

namespace hall {

struct BatchError
{
    int row = 0;    // of the table, 1 = the first person; 0 = the heading or the table as a whole
    int line = 0;   // of the file, from 1; 0 = the table as a whole
    QString field;  // dictionary id; empty when it is no single column
    ErrorId error;  // in messages.json
    bool operator==(const BatchError &) const = default;
};

struct BatchTable
{
    QStringList columns;    // dictionary ids, in the order of the file
    QStringList unknown;    // headings that are none of the service's columns; they are left out
    QVector<Facts> people;  // a person each, by row; personal data
    // By row too, of the cells that hold no value of their column: what stands there, by dictionary id.
    QVector<QHash<QString, QString>> unread;
    QVector<BatchError> errors;
};

// `rows`: the heading, then a row a person; `lines`: of the file. A heading names a column by its label in either
// language, its id or its national code; spaces and a star for "required" do not matter. Codes may be given as code or
// as words in either language; yes and no as 是 and 否 too; dates also as 2026年3月5日. A column that the table lacks
// is an error of the heading; what else the pages about a person ask may stand there too (`also`). The same document
// number twice, a number that a spreadsheet has rounded (3.70202E+17), too many rows: errors at their row.
[[nodiscard]] BatchTable readPeople(const Catalogue &catalogue, const Service &service,
                                    const QVector<QStringList> &rows, const QVector<int> &lines, const QDate &today);

// The same checks of people who were entered one by one; errors at their row, 1 = the first.
[[nodiscard]] QVector<BatchError> checkPeople(const Catalogue &catalogue, const Service &service,
                                              const QVector<Facts> &people, const QDate &today);
// Of those checks only that nobody stands there twice.
[[nodiscard]] QVector<BatchError> samePeople(const QVector<Facts> &people);

// Whether the service wants this column filled in for each person.
[[nodiscard]] bool neededOfEach(const Service &service, const QString &column);

// Every message id that readPeople() gives by itself, those of tabletext.h and of stickfolder.h, and
// "table-person-entered" of people who are in the case already.
[[nodiscard]] const QStringList &tableErrors();

// A table to fill in: the heading in that language and one empty line; UTF-8 with a byte order mark, so that
// spreadsheet programs take it for what it is.
[[nodiscard]] QByteArray emptyBatch(const Catalogue &catalogue, const Service &service, const QString &language);

}  // namespace hall
