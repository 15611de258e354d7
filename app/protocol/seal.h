// SPDX-License-Identifier: GPL-3.0-or-later
// Seals bytes to the centre: who holds only the public key can write, never read again. Suite "intl" (libsodium):
// a random key per object, XChaCha20-Poly1305 secretstream in chunks, the key wrapped by crypto_box_seal (X25519).
// Layout and constants: app/protocol/README.md §3. All functions are pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"

#include <QByteArray>
#include <QString>

namespace hall {

// What a sealed object is, bound into it: a page cannot be passed off as a case.
enum class SealKind : unsigned char
{
    Body = 1,
    Blob = 2,
    Phone = 3  // what a visitor's own phone sent, to the kiosk and not to the centre
};

inline constexpr char kSealSuite[] = "intl";
inline constexpr qsizetype kSealHeaderBytes = 118;  // magic 4, suite 1, kind 1, key id 8, wrapped key 80, stream 24
inline constexpr qsizetype kSealChunkBytes = 64 * 1024;  // plain bytes a chunk
inline constexpr qsizetype kSealKeyBytes = 32;

struct SealKeyPair
{
    QByteArray publicKey;             // 32 bytes, X25519
    Sensitive<QByteArray> secretKey;  // 32 bytes
};

[[nodiscard]] SealKeyPair newSealKeyPair();
// Pair of a given secret key; KeyMissing when it is not 32 bytes.
[[nodiscard]] Result<SealKeyPair> sealKeyPairOf(const QByteArray &secretKey);
// First 8 bytes of SHA-256 of the public key, 16 hex digits: tells keys apart while they are rotated.
[[nodiscard]] QString sealKeyId(const QByteArray &publicKey);

// Bytes a sealed object of plainSize bytes takes.
[[nodiscard]] qint64 sealedSize(qint64 plainSize);
// KeyMissing when the public key is not 32 bytes.
[[nodiscard]] Result<QByteArray> seal(SealKind kind, const QByteArray &plain, const QByteArray &centrePublicKey);
// The key id a sealed object names; SealBroken when the header is not one of ours.
[[nodiscard]] Result<QString> sealedKeyId(const QByteArray &sealed);
// SealBroken when cut, changed, of another kind or for another key.
[[nodiscard]] Result<Sensitive<QByteArray>> openSealed(SealKind kind, const QByteArray &sealed, const SealKeyPair &key);

}  // namespace hall
