// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/pinhash.h"

#include "app/domain/identity.h"

#include <array>
#include <sodium.h>

namespace hall {

Result<QByteArray> pinHash(const QString &pin)
{
    QByteArray bytes = pin.toUtf8();
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const bool made =
        sodium_init() >= 0 &&
        crypto_pwhash_str_alg(text.data(), bytes.constData(), static_cast<unsigned long long>(bytes.size()),
                              crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                              crypto_pwhash_ALG_ARGON2ID13) == 0;
    wipe(bytes);
    return made ? Result<QByteArray>(QByteArray(text.data())) : fail(FaultCode::Internal, "no memory to hash a PIN");
}

bool isPinHash(const QByteArray &text)
{
    return sodium_init() >= 0 && text.startsWith("$argon2id$") && text.size() < qsizetype{crypto_pwhash_STRBYTES} &&
           crypto_pwhash_str_needs_rehash(text.constData(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) == 0;
}

}  // namespace hall
