// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/canonicaljson.h"
#include "app/protocol/wire.h"
#include "app/protocol/wireforms.h"

#include <QJsonArray>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace hall::wire {
namespace {

constexpr qsizetype kPackedLengths = 8;  // before each item of a packed batch

Result<BatchItem> readItem(const QJsonObject &object)
{
    const QJsonValue envelope = object.value(QStringLiteral("envelope"));
    const QJsonValue body = object.value(QStringLiteral("body"));
    if (!envelope.isObject()) {
        return wrong("items.envelope");
    }
    auto bytes = canonicalJson(envelope);
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto decoded =
        QByteArray::fromBase64Encoding(body.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!body.isString() || decoded.decodingStatus != QByteArray::Base64DecodingStatus::Ok) {
        return wrong("items.body");
    }
    return BatchItem{*bytes, decoded.decoded};
}

// 32 hex digits, as in an envelope: the text becomes a key of the centre's database.
bool isEpoch(const QString &text)
{
    return text.size() == 32 && std::all_of(text.begin(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

Result<Skip> readSkip(const QJsonObject &object)
{
    Skip skip;
    skip.epoch = object.value(QStringLiteral("epoch")).toString();
    skip.from = object.value(QStringLiteral("from")).toInteger();
    skip.to = object.value(QStringLiteral("to")).toInteger();
    if (!isEpoch(skip.epoch) || skip.from < 1 || skip.to < skip.from) {
        return wrong("skip");
    }
    return skip;
}

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::array<std::int8_t, 256> kSixBits = [] {
    std::array<std::int8_t, 256> bits{};
    bits.fill(-1);
    for (int i = 0; i < 64; ++i) {
        bits[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
    }
    return bits;
}();

// Two characters for each twelve bits.
constexpr auto kTwelveBits = [] {
    std::array<std::array<char, 2>, 4096> pairs{};
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        pairs[i] = {kAlphabet[i >> 6], kAlphabet[i & 63]};
    }
    return pairs;
}();

// As QByteArray::toBase64(), in a third of the time and without a copy.
void appendBase64(QByteArray &out, const QByteArray &bytes)
{
    const qsizetype whole = bytes.size() / 3 * 3;
    const qsizetype begin = out.size();
    out.resize(begin + whole / 3 * 4);
    char *to = out.data() + begin;
    const auto *from = reinterpret_cast<const unsigned char *>(bytes.constData());
    for (qsizetype at = 0; at < whole; at += 3, to += 4) {
        const unsigned bits =
            static_cast<unsigned>(from[at]) << 16 | static_cast<unsigned>(from[at + 1]) << 8 | from[at + 2];
        std::memcpy(to, kTwelveBits[bits >> 12].data(), 2);
        std::memcpy(to + 2, kTwelveBits[bits & 0xfff].data(), 2);
    }
    if (whole < bytes.size()) {
        out += bytes.mid(whole).toBase64();
    }
}

// Base64 as QByteArray writes it, padded, several times as fast as it reads it. Nothing for anything else.
std::optional<QByteArray> readBase64(QByteArrayView text)
{
    const qsizetype pads = text.endsWith("==") ? 2 : text.endsWith('=') ? 1 : 0;
    if (text.isEmpty() || text.size() % 4 != 0) {
        return std::nullopt;
    }
    const auto bits = [&text](qsizetype at) -> int { return kSixBits[static_cast<unsigned char>(text[at])]; };
    QByteArray out(text.size() / 4 * 3, Qt::Uninitialized);
    char *to = out.data();
    const qsizetype whole = text.size() - (pads > 0 ? 4 : 0);
    int all = 0;  // negative once a character is none of the alphabet
    for (qsizetype at = 0; at < whole; at += 4) {
        const int a = bits(at);
        const int b = bits(at + 1);
        const int c = bits(at + 2);
        const int d = bits(at + 3);
        all |= a | b | c | d;
        *to++ = static_cast<char>((a << 2) | (b >> 4));
        *to++ = static_cast<char>((b << 4) | (c >> 2));
        *to++ = static_cast<char>((c << 6) | d);
    }
    if (pads > 0) {
        const int a = bits(whole);
        const int b = bits(whole + 1);
        const int c = pads == 1 ? bits(whole + 2) : 0;
        all |= a | b | c;
        *to++ = static_cast<char>((a << 2) | (b >> 4));
        if (pads == 1) {
            *to++ = static_cast<char>((b << 4) | (c >> 2));
        }
    }
    out.resize(out.size() - pads);
    return all < 0 ? std::nullopt : std::optional(out);
}

// What encodeBatch writes without a skip, read without building a tree. Nothing when it is spelt otherwise or wrong:
// then the thorough way decides.
std::optional<Batch> readPlainBatch(const QByteArray &json)
{
    static constexpr QByteArrayView kBegin("{\"items\":[");
    static constexpr QByteArrayView kBody("{\"body\":\"");
    static constexpr QByteArrayView kEnvelope("\",\"envelope\":");
    static constexpr QByteArrayView kEnd("],\"v\":1}");
    const QByteArrayView text(json);
    qsizetype at = 0;
    const auto take = [&](QByteArrayView word) {
        const bool there = text.sliced(at).startsWith(word);
        at += there ? word.size() : 0;
        return there;
    };
    if (json.size() > kLoneItemBytes || !take(kBegin)) {
        return std::nullopt;
    }
    Batch batch;
    do {
        if (batch.items.size() == kBatchItems || !take(kBody)) {
            return std::nullopt;
        }
        const qsizetype quote = json.indexOf('"', at);
        const qsizetype size = quote < 0 ? 0 : quote - at;
        const auto body = readBase64(text.sliced(at, size));
        at += size;
        if (!body || !take(kEnvelope)) {
            return std::nullopt;
        }
        const qsizetype envelope = plainCanonicalObject(text.sliced(at));
        if (envelope == 0) {
            return std::nullopt;
        }
        batch.items.append({json.mid(at, envelope), *body});
        at += envelope;
        if (!take("}")) {
            return std::nullopt;
        }
    } while (take(","));
    return take(kEnd) && at == json.size() ? std::optional(batch) : std::nullopt;
}

}  // namespace

qsizetype wireSize(const BatchItem &item)
{
    constexpr qsizetype kAround = 32;  // {"envelope":,"body":""},
    return item.envelope.size() + (item.sealedBody.size() + 2) / 3 * 4 + kAround;
}

qsizetype packedSize(const BatchItem &item)
{
    return kPackedLengths + item.envelope.size() + item.sealedBody.size();
}

Result<QByteArray> encodeBatch(const Batch &batch)
{
    // Written by hand: the envelopes are canonical already and must travel byte for byte.
    qsizetype bytes = 256;
    for (const BatchItem &item : batch.items) {
        bytes += wireSize(item);
    }
    QByteArray out;
    out.reserve(bytes);
    out += "{\"items\":[";
    for (qsizetype i = 0; i < batch.items.size(); ++i) {
        out += i == 0 ? "{\"body\":\"" : ",{\"body\":\"";
        appendBase64(out, batch.items[i].sealedBody);
        out += "\",\"envelope\":";
        out += batch.items[i].envelope;
        out += '}';
    }
    out += "]";
    if (batch.skip) {
        auto skip = canonicalJson(QJsonObject{{QStringLiteral("epoch"), batch.skip->epoch},
                                              {QStringLiteral("from"), batch.skip->from},
                                              {QStringLiteral("to"), batch.skip->to}});
        if (!skip) {
            return fail(skip.error());
        }
        out += ",\"skip\":" + *skip;
    }
    out += ",\"v\":1}";
    return out;
}

Result<Batch> parseBatch(const QByteArray &json)
{
    if (auto plain = readPlainBatch(json)) {
        return std::move(*plain);
    }
    return parseAnyBatch(json);
}

Result<Batch> parseAnyBatch(const QByteArray &json)
{
    auto object = parseJsonObject(json, kLoneItemBytes);
    if (!object) {
        return fail(object.error());
    }
    const QJsonValue items = object->value(QStringLiteral("items"));
    if (object->value(QStringLiteral("v")).toInteger() != 1) {
        return wrong("v");
    }
    if (!items.isArray() || items.toArray().isEmpty()) {
        return wrong("items");
    }
    if (items.toArray().size() > kBatchItems) {
        return fail(FaultCode::MessageInvalid, "more than " + std::to_string(kBatchItems) + " items");
    }
    Batch batch;
    for (const auto &entry : items.toArray()) {
        auto item = readItem(entry.toObject());
        if (!item) {
            return fail(item.error());
        }
        batch.items.append(*item);
    }
    const QJsonValue skip = object->value(QStringLiteral("skip"));
    if (!skip.isUndefined()) {
        auto read = readSkip(skip.toObject());
        if (!read) {
            return fail(read.error());
        }
        batch.skip = *read;
    }
    return batch;
}

namespace {

// First line: this, and of a skip " EPOCH FROM TO". Then each item: two lengths of four bytes, the highest first, the
// envelope and the sealed body.
constexpr QByteArrayView kPackedBegin("hall-batch 1");
constexpr qsizetype kPackedFirstLine = 128;

Result<std::optional<Skip>> readPackedSkip(const QByteArray &words)
{
    if (words.isEmpty()) {
        return std::optional<Skip>();
    }
    const QByteArrayList parts = words.split(' ');  // an empty word comes first
    if (parts.size() != 4 || !parts[0].isEmpty()) {
        return wrong("skip");
    }
    auto skip = readSkip({{QStringLiteral("epoch"), QString::fromLatin1(parts[1])},
                          {QStringLiteral("from"), parts[2].toLongLong()},
                          {QStringLiteral("to"), parts[3].toLongLong()}});
    return skip ? Result<std::optional<Skip>>(*skip) : fail(skip.error());
}

// The envelope as the rest of the centre expects it: canonical, however it came.
Result<QByteArray> canonicalEnvelope(const QByteArray &bytes)
{
    if (plainCanonicalObject(bytes) == bytes.size()) {
        return bytes;
    }
    auto object = parseJsonObject(bytes, kLoneItemBytes);
    return object ? canonicalJson(*object) : fail(object.error());
}

}  // namespace

QByteArray packBatch(const Batch &batch)
{
    qsizetype bytes = kPackedFirstLine;
    for (const BatchItem &item : batch.items) {
        bytes += packedSize(item);
    }
    QByteArray out;
    out.reserve(bytes);
    out += kPackedBegin;
    if (batch.skip) {
        out += ' ' + batch.skip->epoch.toLatin1() + ' ' + QByteArray::number(batch.skip->from) + ' ' +
               QByteArray::number(batch.skip->to);
    }
    out += '\n';
    for (const BatchItem &item : batch.items) {
        const std::array<quint32, 2> lengths{qToBigEndian(static_cast<quint32>(item.envelope.size())),
                                             qToBigEndian(static_cast<quint32>(item.sealedBody.size()))};
        out.append(reinterpret_cast<const char *>(lengths.data()), kPackedLengths);
        out += item.envelope;
        out += item.sealedBody;
    }
    return out;
}

Result<Batch> parsePackedBatch(const QByteArray &bytes)
{
    const qsizetype end = QByteArrayView(bytes).first(std::min(bytes.size(), kPackedFirstLine)).indexOf('\n');
    if (bytes.size() > kLoneItemBytes || end < 0 || !bytes.startsWith(kPackedBegin)) {
        return wrong("v");
    }
    Batch batch;
    auto skip = readPackedSkip(bytes.mid(kPackedBegin.size(), end - kPackedBegin.size()));
    if (!skip) {
        return fail(skip.error());
    }
    batch.skip = *skip;
    qsizetype at = end + 1;
    while (at < bytes.size()) {
        if (batch.items.size() == kBatchItems) {
            return fail(FaultCode::MessageInvalid, "more than " + std::to_string(kBatchItems) + " items");
        }
        if (bytes.size() - at < kPackedLengths) {
            return wrong("items");
        }
        const qint64 envelope = qFromBigEndian<quint32>(bytes.constData() + at);
        const qint64 body = qFromBigEndian<quint32>(bytes.constData() + at + 4);
        at += kPackedLengths;
        if (envelope + body > bytes.size() - at) {
            return wrong("items");
        }
        auto canonical = canonicalEnvelope(bytes.mid(at, envelope));
        if (!canonical) {
            return fail(canonical.error());
        }
        batch.items.append({*canonical, bytes.mid(at + envelope, body)});
        at += envelope + body;
    }
    if (batch.items.isEmpty()) {
        return wrong("items");
    }
    return batch;
}

}  // namespace hall::wire
