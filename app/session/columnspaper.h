// SPDX-License-Identifier: GPL-3.0-or-later
// The columns that a service wants of a table of people, to take along: on receipt paper, and as the heading line in a
// code. Nothing of it is personal. Pure.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/receiptwords.h"
#include "app/domain/receiptdocument.h"

namespace hall {

struct ColumnsPaper
{
    const Catalogue *catalogue = nullptr;
    const Service *service = nullptr;
    QString language;
    QString hallName;
    QString printedAt;  // local time as shown
    bool largePrint = false;
    ReceiptWords words;
};

[[nodiscard]] ReceiptDocument columnsDocument(const ColumnsPaper &paper);

// The first line of such a table, with commas; empty when it is more than a code holds.
[[nodiscard]] QString columnsCode(const ColumnsPaper &paper);

}  // namespace hall
