// SPDX-License-Identifier: GPL-3.0-or-later
// What a visitor has entered and cannot finish now, kept at the centre until the day ends. It is locked by a code that
// the visitor carries away and the number of the document shown: nobody has both but that person, the centre neither
// opens it nor could. Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QString>

namespace hall {

inline constexpr qsizetype kResumeCodeDigits = 8;
inline constexpr qsizetype kDraftBytes = 128 * 1024;   // most that is kept of one visitor, before it is locked
inline constexpr qsizetype kDraftCheckBytes = 32;      // what the code is known by at the centre
inline constexpr qsizetype kLockedDraftOverhead = 41;  // version 1, nonce 24, tag 16

// What code and number make together.
struct DraftKey
{
    Sensitive<QByteArray> box;  // 32 bytes; never leaves the kiosk
    QByteArray check;           // 32 bytes; says to the centre that the code is the right one, and nothing of the box
};

[[nodiscard]] Sensitive<QString> newResumeCode();              // eight digits
[[nodiscard]] bool isResumeCode(const QString &text);          // eight ASCII digits
[[nodiscard]] QString groupedResumeCode(const QString &code);  // as it is shown and printed: "1234 5678"
// Argon2id (RFC 9106) with 64 MiB and three passes, some 0.2 s: not on the GUI thread. The number is part of the salt,
// in the spelling of the card. BadArgument: no code, or no number. OutOfMemory as Internal.
[[nodiscard]] Result<DraftKey> draftKey(const QString &number, const QString &code);

// XChaCha20-Poly1305. BadArgument: more than kDraftBytes.
[[nodiscard]] Result<QByteArray> lockDraft(const QByteArray &plain, const DraftKey &key);
// Bytes from outside; SealBroken: cut, changed, or of another code or person.
[[nodiscard]] Result<Sensitive<QByteArray>> unlockDraft(const QByteArray &locked, const DraftKey &key);

}  // namespace hall
