// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/seal.h"

#include "app/protocol/digest.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

namespace hall {
namespace {

constexpr char kMagic[] = "HKS1";
constexpr char kSuiteIntl = 1;
constexpr qsizetype kSuiteAt = 4;
constexpr qsizetype kKindAt = 5;
constexpr qsizetype kKeyIdAt = 6;
constexpr qsizetype kKeyIdBytes = 8;
constexpr qsizetype kWrappedAt = kKeyIdAt + kKeyIdBytes;
constexpr qsizetype kContentKeyBytes = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr qsizetype kWrappedBytes = kContentKeyBytes + crypto_box_SEALBYTES;
constexpr qsizetype kStreamAt = kWrappedAt + kWrappedBytes;
constexpr qsizetype kTagBytes = crypto_secretstream_xchacha20poly1305_ABYTES;
static_assert(kStreamAt + qsizetype(crypto_secretstream_xchacha20poly1305_HEADERBYTES) == kSealHeaderBytes);
static_assert(kSealKeyBytes == crypto_box_PUBLICKEYBYTES && kSealKeyBytes == crypto_box_SECRETKEYBYTES);

const unsigned char *bytes(const QByteArray &data)
{
    return reinterpret_cast<const unsigned char *>(data.constData());
}

unsigned char *bytes(QByteArray &data)
{
    return reinterpret_cast<unsigned char *>(data.data());
}

QByteArray keyIdBytes(const QByteArray &publicKey)
{
    return sha256(publicKey).left(kKeyIdBytes);
}

qsizetype chunksOf(qint64 plainSize)
{
    return plainSize == 0 ? 1 : (plainSize + kSealChunkBytes - 1) / kSealChunkBytes;
}

Done checkHeader(const QByteArray &sealed)
{
    if (sealed.size() < kSealHeaderBytes + kTagBytes || !sealed.startsWith(kMagic)) {
        return fail(FaultCode::SealBroken, "not a sealed object of version 1");
    }
    if (sealed[kSuiteAt] != kSuiteIntl) {
        return fail(FaultCode::SealBroken, "unknown suite");
    }
    return {};
}

}  // namespace

SealKeyPair newSealKeyPair()
{
    SealKeyPair pair;
    pair.publicKey.resize(kSealKeyBytes);
    QByteArray secret(kSealKeyBytes, Qt::Uninitialized);
    crypto_box_keypair(bytes(pair.publicKey), bytes(secret));
    pair.secretKey = Sensitive<QByteArray>(std::move(secret));
    return pair;
}

Result<SealKeyPair> sealKeyPairOf(const QByteArray &secretKey)
{
    if (secretKey.size() != kSealKeyBytes) {
        return fail(FaultCode::KeyMissing, "unsealing key is not 32 bytes");
    }
    SealKeyPair pair;
    pair.publicKey.resize(kSealKeyBytes);
    crypto_scalarmult_base(bytes(pair.publicKey), bytes(secretKey));
    pair.secretKey = Sensitive<QByteArray>(QByteArray(secretKey.constData(), secretKey.size()));
    return pair;
}

QString sealKeyId(const QByteArray &publicKey)
{
    return QString::fromLatin1(keyIdBytes(publicKey).toHex());
}

qint64 sealedSize(qint64 plainSize)
{
    return kSealHeaderBytes + plainSize + qint64(chunksOf(plainSize)) * kTagBytes;
}

Result<QByteArray> seal(SealKind kind, const QByteArray &plain, const QByteArray &centrePublicKey)
{
    if (centrePublicKey.size() != kSealKeyBytes) {
        return fail(FaultCode::KeyMissing, "the centre's sealing key is not 32 bytes");
    }
    QByteArray sealed(sealedSize(plain.size()), Qt::Uninitialized);
    std::memcpy(sealed.data(), kMagic, kSuiteAt);
    sealed[kSuiteAt] = kSuiteIntl;
    sealed[kKindAt] = static_cast<char>(kind);
    std::memcpy(sealed.data() + kKeyIdAt, keyIdBytes(centrePublicKey).constData(), kKeyIdBytes);

    unsigned char key[kContentKeyBytes];
    crypto_secretstream_xchacha20poly1305_keygen(key);
    if (crypto_box_seal(bytes(sealed) + kWrappedAt, key, sizeof key, bytes(centrePublicKey)) != 0) {
        sodium_memzero(key, sizeof key);
        return fail(FaultCode::KeyMissing, "the centre's sealing key is not a point of the curve");
    }
    crypto_secretstream_xchacha20poly1305_state state;
    crypto_secretstream_xchacha20poly1305_init_push(&state, bytes(sealed) + kStreamAt, key);
    sodium_memzero(key, sizeof key);

    const qsizetype chunks = chunksOf(plain.size());
    unsigned char *out = bytes(sealed) + kSealHeaderBytes;
    for (qsizetype i = 0; i < chunks; ++i) {
        const qsizetype from = i * kSealChunkBytes;
        const qsizetype size = std::min<qsizetype>(kSealChunkBytes, plain.size() - from);
        const bool last = i + 1 == chunks;
        crypto_secretstream_xchacha20poly1305_push(
            &state, out, nullptr, bytes(plain) + from, static_cast<unsigned long long>(size), bytes(sealed), kStreamAt,
            last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
        out += size + kTagBytes;
    }
    sodium_memzero(&state, sizeof state);
    return sealed;
}

Result<QString> sealedKeyId(const QByteArray &sealed)
{
    if (auto done = checkHeader(sealed); !done) {
        return fail(done.error());
    }
    return QString::fromLatin1(sealed.mid(kKeyIdAt, kKeyIdBytes).toHex());
}

Result<Sensitive<QByteArray>> openSealed(SealKind kind, const QByteArray &sealed, const SealKeyPair &key)
{
    if (auto done = checkHeader(sealed); !done) {
        return fail(done.error());
    }
    if (sealed[kKindAt] != static_cast<char>(kind)) {
        return fail(FaultCode::SealBroken, "sealed object is of another kind");
    }
    if (sealed.mid(kKeyIdAt, kKeyIdBytes) != keyIdBytes(key.publicKey)) {
        return fail(FaultCode::SealBroken, "sealed for key " + sealed.mid(kKeyIdAt, kKeyIdBytes).toHex().toStdString());
    }
    unsigned char contentKey[kContentKeyBytes];
    if (crypto_box_seal_open(contentKey, bytes(sealed) + kWrappedAt, kWrappedBytes, bytes(key.publicKey),
                             bytes(key.secretKey.reveal())) != 0) {
        return fail(FaultCode::SealBroken, "wrapped key does not open");
    }
    crypto_secretstream_xchacha20poly1305_state state;
    const int started = crypto_secretstream_xchacha20poly1305_init_pull(&state, bytes(sealed) + kStreamAt, contentKey);
    sodium_memzero(contentKey, sizeof contentKey);
    if (started != 0) {
        return fail(FaultCode::SealBroken, "stream header invalid");
    }

    Sensitive<QByteArray> plain(QByteArray(sealed.size() - kSealHeaderBytes, Qt::Uninitialized));
    qsizetype in = kSealHeaderBytes;
    qsizetype out = 0;
    bool final = false;
    while (!final) {
        const qsizetype size = std::min<qsizetype>(kSealChunkBytes + kTagBytes, sealed.size() - in);
        unsigned char tag = 0;
        if (size < kTagBytes || crypto_secretstream_xchacha20poly1305_pull(
                                    &state, bytes(plain.reveal()) + out, nullptr, &tag, bytes(sealed) + in,
                                    static_cast<unsigned long long>(size), bytes(sealed), kStreamAt) != 0) {
            sodium_memzero(&state, sizeof state);
            return fail(FaultCode::SealBroken, "changed or cut at byte " + std::to_string(in));
        }
        in += size;
        out += size - kTagBytes;
        final = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    }
    sodium_memzero(&state, sizeof state);
    if (in != sealed.size()) {
        return fail(FaultCode::SealBroken, "bytes after the end");
    }
    plain.reveal().resize(out);
    return plain;
}

}  // namespace hall
