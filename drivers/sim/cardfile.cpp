// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/cardfile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <utility>

namespace hall::device {

namespace {

constexpr qint64 largestFile = 1024 * 1024;  // bytes; the records of a full card in hex take a tenth

// Thrown inside this file only: the first defect ends the reading.
struct Defect
{
    std::string where;
    std::string why;
};

std::string plain(const QString &text)
{
    return text.toStdString();
}

Bytes hexOf(const QJsonValue &value, const std::string &where)
{
    if (!value.isString()) {
        throw Defect{where, "hex text expected"};
    }
    const QByteArray text = value.toString().toLatin1();
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
    });
    if (!digits || text.size() % 2 != 0) {
        throw Defect{where, "an even number of hex digits expected"};
    }
    const QByteArray bytes = QByteArray::fromHex(text);
    return Bytes(bytes.begin(), bytes.end());
}

Bytes hexOfSize(const QJsonValue &value, const std::string &where, std::size_t size)
{
    Bytes bytes = value.isUndefined() ? Bytes() : hexOf(value, where);
    if (!bytes.empty() && bytes.size() != size) {
        throw Defect{where, std::to_string(size) + " bytes expected, not " + std::to_string(bytes.size())};
    }
    return bytes;
}

template <typename T>
T oneOf(const QJsonValue &value, const std::string &where, std::initializer_list<std::pair<const char *, T>> names)
{
    for (const auto &[name, meaning] : names) {
        if (value.toString() == QLatin1String(name)) {
            return meaning;
        }
    }
    std::string known;
    for (const auto &[name, meaning] : names) {
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw Defect{where, "one of " + known + " expected"};
}

QJsonObject objectOf(const QJsonValue &value, const std::string &where)
{
    if (!value.isObject() && !value.isUndefined()) {
        throw Defect{where, "an object expected"};
    }
    return value.toObject();
}

int wholeOf(const QJsonValue &value, const std::string &where, int from, int to)
{
    const double number = value.toDouble(-1);
    if (number < from || number > to || number != static_cast<int>(number)) {  // first the range: int holds no 1e99
        throw Defect{where, "a whole number from " + std::to_string(from) + " to " + std::to_string(to) + " expected"};
    }
    return static_cast<int>(number);
}

QJsonObject rootOf(const QByteArray &json, std::initializer_list<const char *> known)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        throw Defect{"offset " + std::to_string(error.offset), plain(error.errorString())};
    }
    if (!document.isObject()) {
        throw Defect{"/", "an object expected"};
    }
    const QJsonObject root = document.object();
    for (const QString &key : root.keys()) {
        if (std::none_of(known.begin(), known.end(), [&](const char *name) { return key == QLatin1String(name); })) {
            throw Defect{"/" + plain(key), "unknown key"};
        }
    }
    return root;
}

std::vector<CardRecord> recordsOf(const QJsonValue &value, const std::string &where)
{
    if (!value.isArray()) {
        throw Defect{where, "a list of [tag, value] expected"};
    }
    std::vector<CardRecord> records;
    for (const QJsonValue item : value.toArray()) {
        const std::string at = where + "/" + std::to_string(records.size());
        const QJsonArray pair = item.toArray();
        if (pair.size() != 2) {
            throw Defect{at, "[tag, value] expected"};
        }
        const Bytes tag = hexOf(pair[0], at + "/0");
        Bytes bytes = hexOf(pair[1], at + "/1");
        if (tag.size() != 1 || bytes.size() > 253) {
            throw Defect{at, "a tag of one byte and a value of at most 253 expected"};
        }
        records.push_back({tag.front(), std::move(bytes)});
    }
    return records;
}

CardFileFault faultOf(const QJsonObject &object)
{
    CardFileFault fault;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const std::string where = "/fault/" + plain(it.key());
        if (it.key() == u"pull_after") {
            fault.pullAfter = wholeOf(it.value(), where, 0, 1'000'000);
        } else if (it.key() == u"delay_ms") {
            fault.delayMs = wholeOf(it.value(), where, 0, 60'000);
        } else if (it.key() == u"mute") {
            fault.mute = it.value().toBool();
        } else if (it.key() == u"sw" || it.key() == u"raw") {
            const QJsonObject map = objectOf(it.value(), where);
            for (auto entry = map.begin(); entry != map.end(); ++entry) {
                const std::string key = plain(entry.key().toUpper());
                std::string at = where;
                at.append("/").append(key);
                (void)hexOf(QJsonValue(entry.key()), at);
                Bytes bytes = hexOf(entry.value(), at);
                if (it.key() == u"raw") {
                    fault.raw[key] = std::move(bytes);
                } else if (bytes.size() == 2) {
                    fault.sw[key] = static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
                } else {
                    throw Defect{at, "a status word of two bytes expected"};
                }
            }
        } else {
            throw Defect{where, "unknown key"};
        }
    }
    return fault;
}

void securityOf(const QJsonObject &root, CardFile &card)
{
    const QJsonObject access = objectOf(root[u"access"], "/access");
    for (auto it = access.begin(); it != access.end(); ++it) {
        const std::string path = plain(it.key());
        if (!card.files.contains(path)) {
            throw Defect{"/access/" + path, "no such file in /files"};
        }
        card.access[path] = oneOf<CardAccess>(
            it.value(), "/access/" + path,
            {{"free", CardAccess::Free}, {"pin", CardAccess::Pin}, {"external", CardAccess::External}});
    }
    if (root.contains(u"pin")) {
        const QJsonObject pin = objectOf(root[u"pin"], "/pin");
        card.pin = plain(pin[u"value"].toString());
        if (card.pin->size() < 4 || card.pin->size() % 2 != 0) {
            throw Defect{"/pin/value", "an even number of at least four digits expected"};
        }
        if (pin.contains(u"tries")) {
            card.pinTries = wholeOf(pin[u"tries"], "/pin/tries", 0, 15);
        }
        card.tellsTries = pin[u"tells_tries"].toBool(true);
    }
    const QJsonObject auth = objectOf(root[u"auth"], "/auth");
    if (auth.contains(u"external")) {
        card.externalAuth = hexOf(auth[u"external"], "/auth/external");
    }
    const QJsonObject module = objectOf(root[u"module"], "/module");
    card.moduleInit = hexOfSize(module[u"init"], "/module/init", 16);
    card.moduleResult = hexOfSize(module[u"result"], "/module/result", 8);
    card.internalAuth = hexOfSize(auth[u"internal"], "/auth/internal", 8);
}

CardFile cardOf(const QByteArray &json)
{
    const QJsonObject root = rootOf(
        json, {"atr", "interface", "files", "access", "pin", "auth", "module", "addressing", "fault", "comment"});
    CardFile card;
    card.atr = hexOf(root[u"atr"], "/atr");
    if (root.contains(u"interface")) {
        card.interface =
            oneOf<CardInterface>(root[u"interface"], "/interface",
                                 {{"contact", CardInterface::Contact}, {"contactless", CardInterface::Contactless}});
    }
    const QJsonObject files = objectOf(root[u"files"], "/files");
    for (auto it = files.begin(); it != files.end(); ++it) {
        card.files[plain(it.key())] = recordsOf(it.value(), "/files/" + plain(it.key()));
    }
    securityOf(root, card);
    if (root.contains(u"addressing")) {
        card.addressing = oneOf<CardAddressing>(
            root[u"addressing"], "/addressing",
            {{"number", CardAddressing::Number}, {"tag", CardAddressing::Tag}, {"both", CardAddressing::Both}});
    }
    card.fault = faultOf(objectOf(root[u"fault"], "/fault"));
    return card;
}

IdCardFile idCardOf(const QByteArray &json)
{
    const QJsonObject root = rootOf(json, {"text", "photo", "fingerprint", "address", "comment"});
    IdCardFile card;
    card.text = hexOfSize(root[u"text"], "/text", 256);
    if (card.text.empty()) {
        throw Defect{"/text", "256 bytes expected"};
    }
    card.photo = hexOfSize(root[u"photo"], "/photo", 1024);
    card.fingerprint = hexOfSize(root[u"fingerprint"], "/fingerprint", 1024);
    card.address = hexOfSize(root[u"address"], "/address", 70);
    return card;
}

template <typename Card> Result<Card> guarded(Card (*read)(const QByteArray &), const QByteArray &json)
{
    try {
        return read(json);
    } catch (const Defect &defect) {
        return fail(FaultCode::FileInvalid, defect.where + ": " + defect.why);
    }
}

Result<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, plain(path) + ": " + plain(file.errorString()));
    }
    const QByteArray content = file.read(largestFile + 1);
    if (content.size() > largestFile) {
        return fail(FaultCode::FileInvalid, plain(path) + ": larger than a card file can be");
    }
    return content;
}

template <typename Card> Result<Card> readFile(Result<Card> (*parse)(const QByteArray &), const QString &path)
{
    const Result<QByteArray> content = contentOf(path);
    if (!content) {
        return fail(content.error());
    }
    Result<Card> card = parse(*content);
    if (!card) {
        return fail(card.error().code, plain(path) + ": " + card.error().detail);
    }
    return card;
}

}  // namespace

Result<CardFile> parseCardFile(const QByteArray &json)
{
    return guarded(cardOf, json);
}

Result<CardFile> readCardFile(const QString &path)
{
    return readFile(parseCardFile, path);
}

Result<IdCardFile> parseIdCardFile(const QByteArray &json)
{
    return guarded(idCardOf, json);
}

Result<IdCardFile> readIdCardFile(const QString &path)
{
    return readFile(parseIdCardFile, path);
}

}  // namespace hall::device
