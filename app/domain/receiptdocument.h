// SPDX-License-Identifier: GPL-3.0-or-later
// What a receipt says, apart from any paper. JSON form: resources/schema/receipt-document.schema.json.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>
#include <QVector>

namespace hall {

struct ReceiptRow
{
    QString label;
    QString value;
    bool operator==(const ReceiptRow &) const = default;
};

struct ReceiptDocument
{
    QString title;           // 失业登记 回执
    QString hall;            // 青岛就业智慧大厅
    QString number;          // short number, also in the QR
    QString stateLine;       // 已保存，联网后自动提交 …
    QVector<ReceiptRow> rows;
    QVector<QString> notes;  // what happens next
    QString qr;              // text of the QR code; empty = none
    QString printedAt;       // local time as shown
    int copy = 0;            // 0 = first paper, n = 补打 n
    bool largePrint = false;
    bool operator==(const ReceiptDocument &) const = default;

    [[nodiscard]] QByteArray toJson() const;
    [[nodiscard]] static Result<ReceiptDocument> fromJson(const QByteArray &json);
};

}  // namespace hall
