// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/stafflist.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>

#include <algorithm>
#include <array>

#include <sodium.h>

namespace hall {

namespace {

constexpr qsizetype tagBytes = 32;
constexpr int shortestPin = 6;
// A signature for this purpose can never be taken for one of another.
const QByteArray purpose = QByteArrayLiteral("hall-staff-list-v1\n");

const unsigned char *raw(const QByteArray &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.constData());
}

QByteArray tag(const QByteArray &key, const QString &cardNumber)
{
    QByteArray number = cardNumber.trimmed().toUpper().toUtf8();
    const QByteArray made = QMessageAuthenticationCode::hash(number, key, QCryptographicHash::Sha256);
    wipe(number);
    return made;
}

std::optional<StaffRole> roleOf(const QString &name)
{
    if (name == u"staff") {
        return StaffRole::Staff;
    }
    if (name == u"technician") {
        return StaffRole::Technician;
    }
    return std::nullopt;
}

Result<StaffEntry> entryOf(const QJsonObject &object)
{
    const std::optional<StaffRole> role = roleOf(object.value(u"role").toString());
    StaffEntry entry{QByteArray::fromHex(object.value(u"card_tag").toString().toLatin1()),
                     role.value_or(StaffRole::Staff), object.value(u"name").toString(),
                     QDate::fromString(object.value(u"expires").toString(), Qt::ISODate),
                     object.value(u"pin").toString().toLatin1()};
    if (!role || entry.cardTag.size() != tagBytes || !entry.expires.isValid() || !entry.pin.startsWith("$argon2id$")) {
        return fail(FaultCode::FileInvalid, "staff list: a bad entry");
    }
    return entry;
}

bool goodPin(const QString &pin)
{
    const bool digits = std::all_of(pin.begin(), pin.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    return digits && pin.size() >= shortestPin && pin.count(pin.at(0)) != pin.size();
}

Result<QByteArray> hashPin(const QString &pin)
{
    QByteArray bytes = pin.toUtf8();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed = crypto_pwhash_str_alg(
        text.data(), bytes.constData(), static_cast<unsigned long long>(bytes.size()),
        crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13);
    wipe(bytes);
    return failed == 0 ? Result<QByteArray>(QByteArray(text.data()))
                       : Result<QByteArray>(fail(FaultCode::Internal, "no memory to hash a PIN"));
}

}  // namespace

QString staffRoleName(StaffRole role)
{
    switch (role) {
    case StaffRole::Staff:
        return QStringLiteral("staff");
    case StaffRole::Technician:
        return QStringLiteral("technician");
    }
    return {};
}

Result<StaffList> StaffList::read(const QByteArray &json, const QByteArray &signature, const QByteArray &centreKey)
{
    if (sodium_init() < 0) {
        return fail(FaultCode::Internal, "libsodium does not start");
    }
    const QByteArray told = purpose + json;
    if (signature.size() != crypto_sign_BYTES || centreKey.size() != crypto_sign_PUBLICKEYBYTES ||
        crypto_sign_verify_detached(raw(signature), raw(told), static_cast<unsigned long long>(told.size()),
                                    raw(centreKey)) != 0) {
        return fail(FaultCode::SignatureBad, "staff list");
    }
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    StaffList list;
    list.m_key = QByteArray::fromHex(object.value(u"key").toString().toLatin1());
    if (object.value(u"v").toInt() != 1 || list.m_key.size() != tagBytes || !object.value(u"entries").isArray()) {
        return fail(FaultCode::FileInvalid, "staff list: not of version 1");
    }
    for (const QJsonValue value : object.value(u"entries").toArray()) {
        const Result<StaffEntry> entry = entryOf(value.toObject());
        if (!entry) {
            return fail(entry.error());
        }
        list.m_entries.append(*entry);
    }
    return list;
}

QByteArray StaffList::tagOf(const QString &cardNumber) const
{
    return tag(m_key, cardNumber);
}

std::optional<StaffEntry> StaffList::find(const QByteArray &cardTag) const
{
    for (const StaffEntry &entry : m_entries) {
        if (entry.cardTag == cardTag) {
            return entry;
        }
    }
    return std::nullopt;
}

Result<SignedStaffList> makeStaffList(const QVector<NewStaff> &staff, const Sensitive<QByteArray> &signingKey)
{
    if (sodium_init() < 0 || signingKey.reveal().size() != crypto_sign_SECRETKEYBYTES) {
        return fail(FaultCode::KeyMissing, "staff list: no signing key");
    }
    QByteArray key(tagBytes, '\0');
    randombytes_buf(key.data(), static_cast<size_t>(key.size()));
    QJsonArray entries;
    for (const NewStaff &person : staff) {
        if (!goodPin(person.pin.reveal()) || person.cardNumber.reveal().isEmpty() || !person.expires.isValid()) {
            return fail(FaultCode::BadArgument, "staff list: six digits or more, not all the same");
        }
        const Result<QByteArray> pin = hashPin(person.pin.reveal());
        if (!pin) {
            return fail(pin.error());
        }
        entries.append(
            QJsonObject{{QStringLiteral("card_tag"), QString::fromLatin1(tag(key, person.cardNumber.reveal()).toHex())},
                        {QStringLiteral("role"), staffRoleName(person.role)},
                        {QStringLiteral("name"), person.name},
                        {QStringLiteral("expires"), person.expires.toString(Qt::ISODate)},
                        {QStringLiteral("pin"), QString::fromLatin1(*pin)}});
    }
    const QJsonObject list{{QStringLiteral("v"), 1},
                           {QStringLiteral("key"), QString::fromLatin1(key.toHex())},
                           {QStringLiteral("entries"), entries}};
    SignedStaffList made{QJsonDocument(list).toJson(), QByteArray(crypto_sign_BYTES, '\0')};
    const QByteArray told = purpose + made.json;
    crypto_sign_detached(reinterpret_cast<unsigned char *>(made.signature.data()), nullptr, raw(told),
                         static_cast<unsigned long long>(told.size()), raw(signingKey.reveal()));
    return made;
}

bool pinMatches(const QByteArray &argon2id, const QString &pin)
{
    QByteArray bytes = pin.toUtf8();
    const bool matches = crypto_pwhash_str_verify(argon2id.constData(), bytes.constData(),
                                                  static_cast<unsigned long long>(bytes.size())) == 0;
    wipe(bytes);
    return matches;
}

}  // namespace hall
