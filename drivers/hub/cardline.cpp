// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/hub/cardline.h"

#include "app/domain/identity.h"

#include <QDate>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace hall {

using device::Bytes;
using device::SocialCardContents;

namespace {

constexpr qsizetype longestLine = 4096;  // bytes; a line with every field full has a tenth
constexpr qsizetype fewestFields = 9;
constexpr qsizetype nameRecord = 30;   // bytes of record 09; the rest is its extension's
constexpr qsizetype longestName = 50;  // bytes of both

// How a field stands in the line.
enum class Writing
{
    Digits,    // packed, two to a byte, filled up with F
    Text,      // ASCII
    Name,      // GB 18030
    Region,    // the first three bytes of the card identification number
    ResetInfo  // not a record: like what stands behind
};

struct Field
{
    Writing writing;
    std::uint8_t tag;
    bool holder;           // of the holder file
    const char *form;      // what it must look like when it is not empty
    std::size_t size = 0;  // bytes of the record
};

constexpr const char *dateForm = "[0-9]{8}";
constexpr Field cardId{Writing::Digits, 0x01, false, "[0-9]{6}[0-9A-Fa-f]{26}", 16};  // six digits of a region
constexpr Field version{Writing::Text, 0x03, false, "[0-9]\\.[0-9]{1,2}"};
constexpr Field issued{Writing::Digits, 0x05, false, dateForm, 4};
constexpr Field validUntil{Writing::Digits, 0x06, false, dateForm, 4};
constexpr Field cardNumber{Writing::Text, 0x07, false, "[0-9A-Za-z]{1,9}"};
constexpr Field number{Writing::Text, 0x08, true, "[0-9A-Za-z]{1,18}"};
constexpr Field name{Writing::Name, 0x09, true, ""};

constexpr std::array<Field, 9> basic{{{Writing::Region, 0x01, false, "[0-9]{6}", 3},
                                      number,
                                      cardNumber,
                                      cardId,
                                      name,
                                      {Writing::ResetInfo, 0, false, "([0-9A-Fa-f]{2}){1,15}"},
                                      version,
                                      issued,
                                      validUntil}};
constexpr std::array<Field, 13> extended{{cardId,
                                          {Writing::Text, 0x02, false, "[0-9A-Za-z]"},
                                          version,
                                          {Writing::Digits, 0x04, false, "[0-9]{1,24}", 12},
                                          issued,
                                          validUntil,
                                          cardNumber,
                                          number,
                                          name,
                                          {Writing::Text, 0x0A, true, "[0-9]"},
                                          {Writing::Digits, 0x0B, true, "[0-9]{2}", 1},
                                          {Writing::Digits, 0x0C, true, "[0-9]{6}", 3},
                                          {Writing::Digits, 0x0D, true, dateForm, 4}}};

bool isClean(const QByteArray &field)
{
    return std::none_of(field.begin(), field.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

// Bytes of the character that begins here, beyond ASCII: two, or four when the second is a digit (GB 18030-2022, 4.4).
// 0: there is none.
qsizetype characterAt(const QByteArray &line, qsizetype at)
{
    const auto in = [&line, at](qsizetype offset, unsigned from, unsigned to) {
        const unsigned byte = at + offset < line.size() ? static_cast<unsigned char>(line[at + offset]) : 0U;
        return byte >= from && byte <= to;
    };
    if (in(0, 0x81, 0xFE) && (in(1, 0x40, 0x7E) || in(1, 0x80, 0xFE))) {
        return 2;
    }
    return in(0, 0x81, 0xFE) && in(1, 0x30, 0x39) && in(2, 0x81, 0xFE) && in(3, 0x30, 0x39) ? 4 : 0;
}

// By '|' between characters only: the second byte of a GBK character may be 7C.
std::optional<QList<QByteArray>> fieldsOf(const QByteArray &line)
{
    QList<QByteArray> fields;
    QByteArray field;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const auto lead = static_cast<unsigned char>(line[i]);
        if (lead < 0x80) {
            if (lead == '|') {
                fields.append(std::exchange(field, {}));
            } else {
                field.append(line[i]);
            }
            continue;
        }
        const qsizetype size = characterAt(line, i);
        if (size == 0) {
            return std::nullopt;
        }
        field.append(line.mid(i, size));
        i += size - 1;
    }
    if (!field.isEmpty()) {
        fields.append(field);
    }
    return fields;
}

Bytes packed(const QByteArray &digits, std::size_t size)
{
    const QByteArray raw = QByteArray::fromHex(digits.leftJustified(static_cast<qsizetype>(2 * size), 'F'));
    return Bytes(raw.begin(), raw.end());
}

void keep(CardLine &card, const Field &field, std::uint8_t tag, Bytes value)
{
    if (field.holder) {
        card.contents.ef06[tag] = Sensitive<Bytes>(std::move(value));
    } else {
        card.contents.ef05[tag] = std::move(value);
    }
}

bool fits(const Field &field, const QByteArray &value)
{
    if (field.writing == Writing::Name) {
        return value.size() <= longestName && isClean(value);
    }
    const QString text = QString::fromLatin1(value);
    const QRegularExpression form(QRegularExpression::anchoredPattern(QString::fromLatin1(field.form)));
    const bool isDate = std::string_view(field.form) == dateForm;
    return form.match(text).hasMatch() && (!isDate || QDate::fromString(text, QStringLiteral("yyyyMMdd")).isValid());
}

// What fills a record up stays in the card.
QByteArray unfilled(QByteArray value)
{
    while (value.endsWith('\0') || value.endsWith(' ')) {
        value.chop(1);
    }
    return value;
}

// False: it is no such field.
bool take(CardLine &card, const Field &field, const QByteArray &value)
{
    if (value.isEmpty()) {
        return true;
    }
    if (!fits(field, value)) {
        return false;
    }
    switch (field.writing) {
    case Writing::ResetInfo:
        card.resetInfo = QString::fromLatin1(value.toUpper());
        break;
    case Writing::Region:
    case Writing::Digits:
        keep(card, field, field.tag, packed(value, field.size));
        break;
    case Writing::Text:
        keep(card, field, field.tag, Bytes(value.begin(), value.end()));
        break;
    case Writing::Name: {
        const QByteArray whole = unfilled(value);
        const qsizetype first = std::min<qsizetype>(whole.size(), nameRecord);
        if (!whole.isEmpty()) {
            keep(card, field, field.tag, Bytes(whole.begin(), whole.begin() + first));
        }
        if (first < whole.size()) {
            keep(card, field, 0x4E, Bytes(whole.begin() + first, whole.end()));
        }
        break;
    }
    }
    return true;
}

QByteArray recordOf(const SocialCardContents &contents, const Field &field, std::uint8_t tag)
{
    if (field.holder) {
        const auto it = contents.ef06.find(tag);
        return it == contents.ef06.end() ? QByteArray()
                                         : QByteArray(reinterpret_cast<const char *>(it->second.reveal().data()),
                                                      static_cast<qsizetype>(it->second.reveal().size()));
    }
    const auto it = contents.ef05.find(tag);
    return it == contents.ef05.end() ? QByteArray()
                                     : QByteArray(reinterpret_cast<const char *>(it->second.data()),
                                                  static_cast<qsizetype>(it->second.size()));
}

QByteArray written(const CardLine &card, const Field &field)
{
    const QByteArray record = recordOf(card.contents, field, field.tag);
    switch (field.writing) {
    case Writing::ResetInfo:
        return card.resetInfo.toLatin1();
    case Writing::Region:
        return record.left(3).toHex();
    case Writing::Digits: {
        QByteArray digits = record.toHex().toUpper();
        if (field.tag == cardId.tag) {  // which may end in F itself, or be no more than the region
            return record.size() == static_cast<qsizetype>(cardId.size) ? digits : QByteArray();
        }
        while (digits.endsWith('F')) {
            digits.chop(1);
        }
        return digits;
    }
    case Writing::Text:
        return unfilled(record);
    case Writing::Name:
        return unfilled(QByteArray(record).replace('\0', "") + recordOf(card.contents, field, 0x4E).replace('\0', ""));
    }
    return {};
}

std::span<const Field> fieldsFor(CardLineForm form)
{
    return form == CardLineForm::Basic ? std::span<const Field>(basic) : std::span<const Field>(extended);
}

}  // namespace

Result<CardLine> readCardLine(const QByteArray &line)
{
    QByteArray text = line;
    while (text.endsWith('\n') || text.endsWith('\r')) {
        text.chop(1);
    }
    const auto fields = text.size() <= longestLine ? fieldsOf(text) : std::nullopt;
    if (!fields || fields->size() < fewestFields) {
        return fail(FaultCode::FileInvalid, "no line of at least nine fields");
    }
    CardLine card;
    constexpr qsizetype idDigits = 32;
    card.form = fields->front().size() == idDigits ? CardLineForm::Extended : CardLineForm::Basic;
    const std::span<const Field> known = fieldsFor(card.form);
    if (card.form == CardLineForm::Extended && fields->size() != std::ssize(known)) {
        return fail(FaultCode::FileInvalid, "not the thirteen fields of the extended form");
    }
    for (qsizetype i = 0; i < fields->size(); ++i) {
        const QByteArray &value = fields->at(i);
        const bool good =
            i < std::ssize(known) ? take(card, known[static_cast<std::size_t>(i)], value) : isClean(value);
        if (!good) {
            return fail(FaultCode::FileInvalid, "field " + std::to_string(i + 1));
        }
    }
    if (card.form == CardLineForm::Basic) {
        QStringList behind;
        for (const QByteArray &value : fields->mid(fewestFields)) {
            behind.append(QString::fromLatin1(value));
        }
        card.terminal = behind.value(0);
        card.device = behind.value(1);
        card.more = behind.mid(2);
    }
    const auto &holder = card.contents.ef06;
    card.contents.needsAuthorisation = !holder.contains(number.tag) || !holder.contains(name.tag);
    if (card.contents.needsAuthorisation) {
        card.contents.ef06.clear();
    }
    return card;
}

Result<Sensitive<QByteArray>> writeCardLine(const CardLine &card)
{
    QList<QByteArray> fields;
    for (const Field &field : fieldsFor(card.form)) {
        fields.append(written(card, field));
    }
    if (card.form == CardLineForm::Basic) {
        fields.append(card.terminal.toLatin1());
        fields.append(card.device.toLatin1());
        for (const QString &field : card.more) {
            fields.append(field.toLatin1());
        }
    }
    Sensitive<QByteArray> line;
    for (qsizetype i = 0; i < fields.size(); ++i) {
        line.reveal() += fields[i] + '|';
    }
    // What nobody could read again is not written: a '|' in a field, or a card that holds no such thing.
    const auto again = fieldsOf(line.reveal());
    if (!again || *again != fields || !readCardLine(line.reveal())) {
        return fail(FaultCode::BadArgument, "a field that a line cannot hold");
    }
    return line;
}

}  // namespace hall
