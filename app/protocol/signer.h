// SPDX-License-Identifier: GPL-3.0-or-later
// Ed25519 (RFC 8032) by libsodium: the kiosk's signature under its envelopes. Thread-safe after construction.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QString>

namespace hall {

class Signer
{
public:
    static constexpr qsizetype kSeedBytes = 32;
    static constexpr qsizetype kPublicBytes = 32;
    static constexpr qsizetype kSignatureBytes = 64;

    [[nodiscard]] static Signer generate();
    [[nodiscard]] static Result<Signer> fromSeed(const QByteArray &seed);
    // The file holds the seed as 64 hex digits, mode 0600.
    [[nodiscard]] static Result<Signer> load(const QString &path);
    [[nodiscard]] Done save(const QString &path) const;

    [[nodiscard]] const QByteArray &publicKey() const { return m_publicKey; }
    [[nodiscard]] QByteArray sign(const QByteArray &message) const;  // 64 bytes

private:
    Signer() = default;
    QByteArray m_publicKey;
    Sensitive<QByteArray> m_seed;
    Sensitive<QByteArray> m_secretKey;  // libsodium's form, 64 bytes
};

// False for wrong sizes too.
[[nodiscard]] bool verifySignature(const QByteArray &publicKey, const QByteArray &message, const QByteArray &signature);

}  // namespace hall
