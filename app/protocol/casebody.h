// SPDX-License-Identifier: GPL-3.0-or-later
// What a case says, as the bytes that are sealed: answers, materials, licences, promises, signature, consent, identity
// facts, and how sure the kiosk was of who stood there. Canonical JSON, schema 1 (app/protocol/README.md §4). Pure and
// thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "app/domain/transaction.h"

#include <QJsonObject>

namespace hall {

inline constexpr qsizetype kCaseBodyLimit = 4 * 1024 * 1024;  // bytes of plain JSON

struct CaseBody
{
    Transaction transaction;
    Identity identity;
};

// The identity as a case carries it. Personal data in the clear: for sealing, or for who may see it.
[[nodiscard]] QJsonObject identityJson(const Identity &identity);
// The same for a screen: name, number, card number, birth date (part of the number) and address are hidden.
[[nodiscard]] QJsonObject maskedIdentityJson(const Identity &identity);
[[nodiscard]] Result<Identity> identityFrom(const QJsonObject &object);  // MessageInvalid names the field
// MessageInvalid when the answers are not a JSON object without fractions.
[[nodiscard]] Result<Sensitive<QByteArray>> encodeCaseBody(const Transaction &transaction, const Identity &identity);
// Bytes from outside; MessageInvalid names the field. Material::sealedSha256 and sealedSize come from the body too.
[[nodiscard]] Result<CaseBody> decodeCaseBody(const QByteArray &json);

}  // namespace hall
