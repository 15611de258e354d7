// SPDX-License-Identifier: GPL-3.0-or-later
// What offices are asked while a visitor stands at a kiosk, and what they answer (ASKING.md), read from bytes that
// nobody vouches for. Every question has a number of its own; an answer that is not to it, and about the same person,
// card or unit, is none. Faults are MessageInvalid, and name a key, never what it holds. Pure and thread-safe.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/domain/identity.h"
#include "app/protocol/cardauth.h"
#include "app/protocol/ecard.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>
#include <QVector>

namespace hall::gateway {

inline constexpr qsizetype kRecordAnswerBytes = 256 * 1024;
inline constexpr qsizetype kCardAnswerBytes = 16 * 1024;
inline constexpr qsizetype kRecordTextLimit = 1000;    // characters of a text that the dictionary does not limit
inline constexpr qsizetype kRecordRowLimit = 500;      // codes of a set
inline constexpr qsizetype kDocumentLimit = 16;        // of one person
inline constexpr std::chrono::hours kLongestCode{24};  // an electronic card's code; used ones are remembered so long

// What an office is asked of one person's record.
struct RecordLookup
{
    QString ask;      // 32 hex digits, of this question alone
    QString kind;     // prefill, query, needs, unit
    QString purpose;  // the service; empty for needs and unit
    QString kiosk;
    QString assurance;  // how sure the kiosk is of who stands there; empty: it does not say
    Sensitive<QString> number;
    Sensitive<QString> name;
    QString unit;            // of unit: its credit code; the person has to be one of its clerks
    QStringList fields;      // dictionary ids
    QStringList list;        // of what is told to everybody: dictionary ids of an entry; empty: no list is asked for
    bool documents = false;  // all that the person has, so that one person's cases are found under each
};

// A number, and the name that stands on that document.
struct PersonDocument
{
    Sensitive<QString> number;
    Sensitive<QString> name;
};

struct RecordAnswer
{
    bool found = false;   // false: no record of this person, under this name, or for this purpose
    QJsonObject fields;   // dictionary id → value, as factjson.h writes it; personal data
    QJsonArray list;      // the same of each entry
    QStringList unknown;  // keys whose code our table does not have: left out
    // The one that was asked with among them; empty: the office says nothing of others.
    QVector<PersonDocument> documents;
};

[[nodiscard]] QString newAsk();

[[nodiscard]] Sensitive<QByteArray> encodeRecordLookup(const Catalogue &catalogue, const RecordLookup &lookup);
[[nodiscard]] Result<RecordAnswer> parseRecordAnswer(const Catalogue &catalogue, const QByteArray &json,
                                                     const RecordLookup &lookup);

[[nodiscard]] Sensitive<QByteArray> encodeHolderLookup(const QString &ask, const ECardQuestion &question);
// StoreNotFound: the office does not know the code, or it is over or used. MessageInvalid also when what it says of the
// code's end cannot be.
[[nodiscard]] Result<Identity> parseHolderAnswer(const Catalogue &catalogue, const QByteArray &json, const QString &ask,
                                                 std::chrono::milliseconds now);

[[nodiscard]] Sensitive<QByteArray> encodeKeyLookup(const QString &ask, const CardAuthQuestion &question);
// StoreNotFound: no card of this office.
[[nodiscard]] Result<CardAuthAnswer> parseKeyAnswer(const QByteArray &json, const QString &ask,
                                                    const QByteArray &cardId);

}  // namespace hall::gateway
