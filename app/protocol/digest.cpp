// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/digest.h"

#include <openssl/evp.h>
#include <sodium.h>

namespace hall {
namespace {

// sodium_init is idempotent and thread-safe; run before main so that every function here may be called at once.
[[maybe_unused]] const int kSodiumStarted = sodium_init();

const unsigned char *bytes(const QByteArray &data)
{
    return reinterpret_cast<const unsigned char *>(data.constData());
}

}  // namespace

QByteArray sha256(const QByteArray &data)
{
    // OpenSSL uses the processor's own instructions for it, libsodium does not: a fifth of the time.
    QByteArray out(crypto_hash_sha256_BYTES, Qt::Uninitialized);
    auto *to = reinterpret_cast<unsigned char *>(out.data());
    static const EVP_MD *const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);  // not looked up each time; kept
    if (!algorithm ||
        EVP_Digest(data.constData(), static_cast<std::size_t>(data.size()), to, nullptr, algorithm, nullptr) != 1) {
        crypto_hash_sha256(to, bytes(data), static_cast<unsigned long long>(data.size()));
    }
    return out;
}

QString sha256Hex(const QByteArray &data)
{
    return QString::fromLatin1(sha256(data).toHex());
}

QByteArray hmacSha256(const QByteArray &key, const QByteArray &data)
{
    QByteArray out(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes(key), static_cast<std::size_t>(key.size()));
    crypto_auth_hmacsha256_update(&state, bytes(data), static_cast<unsigned long long>(data.size()));
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char *>(out.data()));
    sodium_memzero(&state, sizeof state);
    return out;
}

bool equalConstantTime(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && sodium_memcmp(a.constData(), b.constData(), static_cast<std::size_t>(a.size())) == 0;
}

bool isSha256Hex(const QString &text)
{
    if (text.size() != 64) {
        return false;
    }
    for (const QChar c : text) {
        if (!((c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'))) {
            return false;
        }
    }
    return true;
}

QByteArray randomBytes(int count)
{
    QByteArray out(count, Qt::Uninitialized);
    randombytes_buf(out.data(), static_cast<std::size_t>(count));
    return out;
}

}  // namespace hall
