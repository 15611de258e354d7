// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that a visit makes beside its questions (README.md §5): a draft kept under a resume code, a paper sent by the
// visitor's own phone, a rating. Values and their bytes; pure and thread-safe. Parsers take any bytes; MessageInvalid
// names the field, never what it holds.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "app/protocol/draft.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hall::wire {

inline constexpr qsizetype kDraftBodyBytes = 256 * 1024;          // of the request that keeps one
inline constexpr int kDraftTries = 5;                             // wrong codes, after which the draft is gone
inline constexpr qsizetype kPhoneFileBytes = 10 * 1024 * 1024;    // most bytes of what a phone sends
inline constexpr qint64 kPhoneMs = 10LL * 60 * 1000;              // how long its code is good
inline constexpr qsizetype kPhoneAnswerBytes = 16 * 1024 * 1024;  // of the answer that brings it, in base 64
inline constexpr int kMostStars = 5;
inline constexpr qsizetype kMostReasons = 8;

struct DraftCall
{
    enum class Act
    {
        Keep,  // in place of what was kept of this person before
        Take,  // it stays there: the visit may end before the case is safe
        Drop
    };
    Act act = Act::Keep;
    QString visit;              // UUIDv4
    Sensitive<QString> number;  // of the document shown
    QByteArray check;           // DraftKey::check; empty for Drop
    QByteArray box;             // locked; of Keep alone
};
[[nodiscard]] Sensitive<QByteArray> encodeDraftCall(const DraftCall &call);
[[nodiscard]] Result<DraftCall> parseDraftCall(const QByteArray &json);

struct DraftAnswer
{
    qint64 untilMs = 0;  // Unix ms; of Keep
    QByteArray box;      // of Take
};
[[nodiscard]] QByteArray encodeDraftAnswer(const DraftAnswer &answer);
[[nodiscard]] Result<DraftAnswer> parseDraftAnswer(const QByteArray &json);

struct PhoneCall
{
    enum class Act
    {
        Open,
        Take,
        Close  // what it sent is destroyed
    };
    Act act = Act::Open;
    QString visit;      // UUIDv4
    QByteArray sealTo;  // Open: X25519 public key, 32 bytes, of this one paper
    QString id;         // Take, Close: UUIDv4, as the answer to Open said
};
[[nodiscard]] QByteArray encodePhoneCall(const PhoneCall &call);
[[nodiscard]] Result<PhoneCall> parsePhoneCall(const QByteArray &json);

// Of Open.
struct PhonePlace
{
    QString id;
    QString url;  // https, with the one-time code; shown as a QR code
    qint64 untilMs = 0;
};
[[nodiscard]] QByteArray encodePhonePlace(const PhonePlace &place);
[[nodiscard]] Result<PhonePlace> parsePhonePlace(const QByteArray &json);

// Of Take. `file`, once `there`: sealed (seal.h, kind Phone) to the key of Open.
struct PhoneFile
{
    bool there = false;
    QByteArray file;
};
[[nodiscard]] QByteArray encodePhoneFile(const PhoneFile &file);
[[nodiscard]] Result<PhoneFile> parsePhoneFile(const QByteArray &json);

// What the first bytes say it is: "image/jpeg", "image/png", "application/pdf", or empty.
[[nodiscard]] QString mediaOf(const QByteArray &file);

// Five grades as in 政务服务“好差评” (GB/T 39735-2020, 5): 5 very satisfied … 1 very dissatisfied.
struct Rating
{
    QString id;           // UUID, made once: sent again it counts once
    QString item;         // UUID of the case, or empty
    QString service;      // token
    int stars = 0;        // 1 to 5
    QStringList reasons;  // tokens, none twice
    qint64 atMs = 0;      // Unix ms
};
[[nodiscard]] QByteArray encodeRating(const Rating &rating);
[[nodiscard]] Result<Rating> parseRating(const QByteArray &json);

}  // namespace hall::wire
