// SPDX-License-Identifier: GPL-3.0-or-later
// What a receipt says, apart from any paper. JSON form: resources/schema/receipt-document.schema.json.
// Every word on the paper comes from here, already in the visitor's language.
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
    enum class Kind
    {
        Receipt,
        Guide  // of nobody's case, so it has no number: what to bring and where, or what the centre answered
    };

    // At four dots a module, this much (UTF-8 bytes) still fits the narrowest paper (384 dots, error level M).
    static constexpr int maxQrBytes = 480;
    static constexpr int maxRows = 100;
    static constexpr int maxNotes = 20;
    static constexpr int maxTextLength = 1000;  // characters of any one text
    static constexpr int maxCopy = 99;

    Kind kind = Kind::Receipt;
    QString title;      // 失业登记 回执
    QString hall;       // 青岛就业智慧大厅
    QString number;     // short number, also in the QR; empty on a guide
    QString stateLine;  // 已保存，联网后自动提交 …
    QVector<ReceiptRow> rows;
    QVector<QString> notes;  // what happens next
    QString qr;              // text of the QR code; empty = none
    QString printedAt;       // local time as shown, with its word: 打印时间 2026-01-01 09:30
    int copy = 0;            // 0 = first paper, n = 补打 n
    bool largePrint = false;
    QString copyLabel;    // the words of the copy band, number included: 补打 第 1 次; not empty when copy > 0
    QString numberLabel;  // small words above the number: 受理编号; may be empty
    QString qrCaption;    // small words under the QR: 扫码查询办理进度; may be empty
    bool operator==(const ReceiptDocument &) const = default;

    [[nodiscard]] QByteArray toJson() const;
    // FileInvalid names the place and what is wrong there: "rows[2].value: must be a text". Unknown keys are refused,
    // so that a misspelt one cannot silently leave a line off the paper.
    [[nodiscard]] static Result<ReceiptDocument> fromJson(const QByteArray &json);
};

}  // namespace hall
