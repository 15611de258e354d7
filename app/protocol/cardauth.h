// SPDX-License-Identifier: GPL-3.0-or-later
// The two-step authentication of a social security card that only the centre can compute (README.md §5, POST
// /v1/card-auth): the card's random number and what diversifies its key go there, what opens the card comes back. The
// kiosk asks while the card lies in its reader, and never later. Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QString>

namespace hall {

inline constexpr qsizetype kCardAuthBytes = 8;  // a random number, a factor, and what is computed of them

// What step 1 puts out, as bytes. The card identification number is all that says whose card it is.
struct CardAuthQuestion
{
    QString visit;              // random per visit, UUIDv4
    QString region;             // six digits
    QString algorithm;          // two digits
    QByteArray resetInfo;       // historical bytes of the answer to reset, up to 15
    QByteArray cardId;          // 16 bytes
    QByteArray internalFactor;  // 8 bytes, or the internal pair is empty: this card does not prove itself
    QByteArray internalSource;
    QByteArray externalFactor;  // 8 bytes each
    QByteArray externalSource;
};

struct CardAuthAnswer
{
    QByteArray internal;             // 8 bytes that a genuine card answers; empty: not checked
    Sensitive<QByteArray> external;  // 8 bytes, or 16 with the factor
};

[[nodiscard]] QByteArray encodeCardAuthQuestion(const CardAuthQuestion &question);
// Bytes from outside; MessageInvalid names the field, never what it holds.
[[nodiscard]] Result<CardAuthQuestion> parseCardAuthQuestion(const QByteArray &json);

[[nodiscard]] Sensitive<QByteArray> encodeCardAuthAnswer(const CardAuthAnswer &answer);
// Bytes from outside; MessageInvalid as above.
[[nodiscard]] Result<CardAuthAnswer> parseCardAuthAnswer(const QByteArray &json);

}  // namespace hall
