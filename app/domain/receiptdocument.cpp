// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/receiptdocument.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

#include <cmath>
#include <optional>

namespace hall {

namespace {

using namespace Qt::StringLiterals;

const QString receiptKind = u"receipt"_s;
const QString guideKind = u"guide"_s;

// Reads one object key by key and remembers the first thing that is wrong.
class ObjectReader
{
public:
    ObjectReader(const QJsonObject &object, QString path) : m_object(object), m_path(std::move(path)) {}

    QString text(const QString &key, bool required)
    {
        const QJsonValue value = take(key);
        if (value.isUndefined()) {
            if (required) {
                complain(key, u"is missing"_s);
            }
            return {};
        }
        if (!value.isString()) {
            complain(key, u"must be a text"_s);
            return {};
        }
        const QString text = value.toString();
        if (required && text.trimmed().isEmpty()) {
            complain(key, u"must not be empty"_s);
        } else if (text.size() > ReceiptDocument::maxTextLength) {
            complain(key, u"is longer than %1 characters"_s.arg(ReceiptDocument::maxTextLength));
        }
        return text;
    }

    bool flag(const QString &key)
    {
        const QJsonValue value = take(key);
        if (!value.isUndefined() && !value.isBool()) {
            complain(key, u"must be true or false"_s);
        }
        return value.toBool();
    }

    int count(const QString &key, int atMost)
    {
        const QJsonValue value = take(key);
        if (value.isUndefined()) {
            return 0;
        }
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < 0 || number > atMost || number != std::floor(number)) {
            complain(key, u"must be a whole number from 0 to %1"_s.arg(atMost));
            return 0;
        }
        return static_cast<int>(number);
    }

    QJsonArray list(const QString &key, int atMost)
    {
        const QJsonValue value = take(key);
        if (value.isUndefined()) {
            return {};
        }
        if (!value.isArray()) {
            complain(key, u"must be a list"_s);
        } else if (value.toArray().size() > atMost) {
            complain(key, u"has more than %1 entries"_s.arg(atMost));
        }
        return value.toArray();
    }

    void complain(const QString &key, const QString &what)
    {
        if (!m_complaint) {
            m_complaint = m_path + key + u": "_s + what;
        }
    }

    std::optional<QString> complaint()
    {
        for (const QString &key : m_object.keys()) {
            if (!m_known.contains(key)) {
                complain(key, u"is not a key of a receipt"_s);
            }
        }
        return m_complaint;
    }

private:
    QJsonValue take(const QString &key)
    {
        m_known.insert(key);
        return m_object.value(key);
    }

    QJsonObject m_object;
    QString m_path;
    QSet<QString> m_known;
    std::optional<QString> m_complaint;
};

ReceiptRow readRow(const QJsonValue &value, const QString &place, ObjectReader &owner)
{
    if (!value.isObject()) {
        owner.complain(place, u"must be an object with label and value"_s);
        return {};
    }
    ObjectReader reader(value.toObject(), place + u'.');
    ReceiptRow row;
    row.label = reader.text(u"label"_s, true);
    row.value = reader.text(u"value"_s, false);
    if (!value.toObject().contains("value"_L1)) {
        reader.complain(u"value"_s, u"is missing"_s);
    }
    if (const auto complaint = reader.complaint()) {
        const qsizetype colon = complaint->indexOf(u':');
        owner.complain(complaint->left(colon), complaint->mid(colon + 2));
    }
    return row;
}

}  // namespace

QByteArray ReceiptDocument::toJson() const
{
    QJsonArray rowList;
    for (const ReceiptRow &row : rows) {
        rowList.append(QJsonObject{{u"label"_s, row.label}, {u"value"_s, row.value}});
    }
    QJsonArray noteList;
    for (const QString &note : notes) {
        noteList.append(note);
    }
    const QJsonObject object{
        {u"kind"_s, kind == Kind::Guide ? guideKind : receiptKind},
        {u"title"_s, title},
        {u"hall"_s, hall},
        {u"number"_s, number},
        {u"numberLabel"_s, numberLabel},
        {u"stateLine"_s, stateLine},
        {u"rows"_s, rowList},
        {u"notes"_s, noteList},
        {u"qr"_s, qr},
        {u"qrCaption"_s, qrCaption},
        {u"printedAt"_s, printedAt},
        {u"copy"_s, copy},
        {u"copyLabel"_s, copyLabel},
        {u"largePrint"_s, largePrint},
    };
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<ReceiptDocument> ReceiptDocument::fromJson(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument parsed = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        return fail(FaultCode::FileInvalid,
                    u"not JSON at byte %1: %2"_s.arg(error.offset).arg(error.errorString()).toStdString());
    }
    if (!parsed.isObject()) {
        return fail(FaultCode::FileInvalid, "a receipt must be one JSON object");
    }

    ObjectReader reader(parsed.object(), {});
    ReceiptDocument document;
    document.title = reader.text(u"title"_s, true);
    document.hall = reader.text(u"hall"_s, true);
    const QString kind = reader.text(u"kind"_s, false);
    document.kind = kind == guideKind ? Kind::Guide : Kind::Receipt;
    if (!kind.isEmpty() && kind != guideKind && kind != receiptKind) {
        reader.complain(u"kind"_s, u"must be %1 or %2"_s.arg(receiptKind, guideKind));
    }
    document.number = reader.text(u"number"_s, document.kind == Kind::Receipt);
    document.numberLabel = reader.text(u"numberLabel"_s, false);
    document.stateLine = reader.text(u"stateLine"_s, false);
    document.qr = reader.text(u"qr"_s, false);
    document.qrCaption = reader.text(u"qrCaption"_s, false);
    document.printedAt = reader.text(u"printedAt"_s, true);
    document.copy = reader.count(u"copy"_s, maxCopy);
    document.copyLabel = reader.text(u"copyLabel"_s, false);
    document.largePrint = reader.flag(u"largePrint"_s);

    const QJsonArray rowList = reader.list(u"rows"_s, maxRows);
    for (qsizetype i = 0; i < rowList.size(); ++i) {
        document.rows.append(readRow(rowList.at(i), u"rows[%1]"_s.arg(i), reader));
    }
    const QJsonArray noteList = reader.list(u"notes"_s, maxNotes);
    for (qsizetype i = 0; i < noteList.size(); ++i) {
        const QString note = noteList.at(i).toString();
        if (note.isEmpty() || note.size() > maxTextLength) {
            reader.complain(u"notes[%1]"_s.arg(i), u"must be a text of 1 to %1 characters"_s.arg(maxTextLength));
        }
        document.notes.append(note);
    }
    if (document.qr.toUtf8().size() > maxQrBytes) {
        reader.complain(u"qr"_s, u"is longer than %1 bytes"_s.arg(maxQrBytes));
    }
    if (document.copy > 0 && document.copyLabel.trimmed().isEmpty()) {
        reader.complain(u"copyLabel"_s, u"must not be empty when copy is not 0"_s);
    }

    if (const auto complaint = reader.complaint()) {
        return fail(FaultCode::FileInvalid, complaint->toStdString());
    }
    return document;
}

}  // namespace hall
