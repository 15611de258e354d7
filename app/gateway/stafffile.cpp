// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/stafffile.h"

#include "app/domain/identity.h"
#include "app/protocol/digest.h"
#include "app/protocol/pinhash.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMessageAuthenticationCode>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr qsizetype kKeyBytes = 32;
constexpr qsizetype kParts = 5;
constexpr qsizetype kNameLength = 40;
constexpr qsizetype kShortestPin = 6;
constexpr qsizetype kLongestPin = 12;

struct Wrong
{
    QString reason;
    QString cure;
};

struct Person
{
    QString card;
    QString role;
    QString name;
    QDate until;
    QByteArray pin;
};

bool allDigits(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

std::optional<Wrong> wrongIn(const Person &person, const QSet<QString> &before, const QDate &today)
{
    static const QRegularExpression card(QStringLiteral("^[0-9A-Z]{4,32}\\z"));
    if (!card.match(person.card).hasMatch()) {
        return Wrong{QStringLiteral("not a card number"), QStringLiteral("4 to 32 letters and digits, as on the card")};
    }
    if (before.contains(person.card)) {
        return Wrong{QStringLiteral("this card stands in a line above as well"),
                     QStringLiteral("take one of the two lines out")};
    }
    if (person.role != QLatin1String("staff") && person.role != QLatin1String("technician")) {
        return Wrong{QStringLiteral("not a role"), QStringLiteral("staff or technician")};
    }
    const bool shown = std::all_of(person.name.begin(), person.name.end(), [](QChar c) { return c.isPrint(); });
    if (person.name.isEmpty() || person.name.size() > kNameLength || !shown) {
        return Wrong{QStringLiteral("not a name"), QStringLiteral("1 to 40 signs, as colleagues know the person")};
    }
    if (!person.until.isValid()) {
        return Wrong{QStringLiteral("not a day"), QStringLiteral("the last day, as 2027-06-30")};
    }
    if (person.until < today) {
        return Wrong{QStringLiteral("the last day is over"), QStringLiteral("give a later one, or take the line out")};
    }
    if (!isPinHash(person.pin)) {
        const bool clear = allDigits(QString::fromLatin1(person.pin));
        return Wrong{clear ? QStringLiteral("no PIN, or one in the clear")
                           : QStringLiteral("not what stands for a PIN"),
                     QStringLiteral("run `hall-gateway staff pin`, and put here what it prints")};
    }
    return std::nullopt;
}

tl::unexpected<Fault> wrongAt(qsizetype line, const Wrong &wrong, qsizetype count)
{
    const QString text =
        QStringLiteral("line %1: %2; %3 (%4)")
            .arg(line)
            .arg(wrong.reason, wrong.cure,
                 count == 1 ? QStringLiteral("1 line is wrong") : QStringLiteral("%1 lines are wrong").arg(count));
    return fail(FaultCode::FileInvalid, text.toStdString());
}

QJsonObject entryOf(const Person &person, const QByteArray &key)
{
    QByteArray number = person.card.toUtf8();
    const QByteArray tag = QMessageAuthenticationCode::hash(number, key, QCryptographicHash::Sha256);
    wipe(number);
    return {{QStringLiteral("card_tag"), QString::fromLatin1(tag.toHex())},
            {QStringLiteral("role"), person.role},
            {QStringLiteral("name"), person.name},
            {QStringLiteral("expires"), person.until.toString(Qt::ISODate)},
            {QStringLiteral("pin"), QString::fromLatin1(person.pin)}};
}

}  // namespace

Result<QByteArray> staffListOf(const QByteArray &text, const QByteArray &key, const QDate &today)
{
    if (key.size() != kKeyBytes) {
        return fail(FaultCode::Internal, "staff: no key for the cards");
    }
    QList<QByteArray> lines = (text.startsWith("\xef\xbb\xbf") ? text.mid(3) : text).split('\n');
    QSet<QString> cards;
    QJsonArray entries;
    qsizetype wrongLines = 0;
    qsizetype firstLine = 0;
    Wrong first;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray bytes = lines[i].trimmed();
        if (bytes.isEmpty() || bytes.startsWith('#')) {
            continue;
        }
        QStringDecoder decoder(QStringDecoder::Utf8);
        const QString line = decoder(bytes);
        const QStringList parts = line.split(u'|');
        std::optional<Wrong> wrong;
        if (decoder.hasError()) {
            wrong = Wrong{QStringLiteral("not UTF-8"), QStringLiteral("save the file as UTF-8")};
        } else if (parts.size() != kParts) {
            wrong = Wrong{QStringLiteral("%1 parts").arg(parts.size()),
                          QStringLiteral("five, with | between: card, role, name, last day, PIN")};
        } else if (entries.size() == kStaffPeople) {
            wrong = Wrong{QStringLiteral("more than %1 people").arg(kStaffPeople),
                          QStringLiteral("take out who is there no more")};
        } else {
            const Person person{parts[0].trimmed().toUpper(), parts[1].trimmed(), parts[2].trimmed(),
                                QDate::fromString(parts[3].trimmed(), Qt::ISODate), parts[4].trimmed().toLatin1()};
            wrong = wrongIn(person, cards, today);
            cards.insert(person.card);
            entries.append(entryOf(person, key));
        }
        if (wrong && wrongLines++ == 0) {
            firstLine = i + 1;
            first = *wrong;
        }
    }
    if (wrongLines > 0) {
        return wrongAt(firstLine, first, wrongLines);
    }
    const QJsonObject list{{QStringLiteral("v"), 1},
                           {QStringLiteral("key"), QString::fromLatin1(key.toHex())},
                           {QStringLiteral("entries"), entries}};
    return QJsonDocument(list).toJson();
}

QByteArray staffKeyOf(const QByteArray &list)
{
    const QByteArray key =
        QByteArray::fromHex(QJsonDocument::fromJson(list).object().value(u"key").toString().toLatin1());
    return key.size() == kKeyBytes ? key : randomBytes(kKeyBytes);
}

Result<QByteArray> hashStaffPin(const QString &pin)
{
    if (!allDigits(pin) || pin.size() < kShortestPin || pin.size() > kLongestPin ||
        pin.count(pin.at(0)) == pin.size()) {
        return fail(FaultCode::BadArgument, "a PIN has six to twelve digits, not all the same");
    }
    return pinHash(pin);
}

}  // namespace hall::gateway
