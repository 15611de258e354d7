// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/draft.h"

#include "app/protocol/digest.h"

#include <sodium.h>

#include <algorithm>

namespace hall {
namespace {

constexpr char kVersion = 1;
constexpr qsizetype kNonceAt = 1;
constexpr qsizetype kBoxAt = kNonceAt + qsizetype(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
constexpr char kPurpose[] = "hall-draft-v1";
constexpr unsigned long long kPasses = 3;
constexpr std::size_t kMemory = std::size_t(64) * 1024 * 1024;
static_assert(kBoxAt + qsizetype(crypto_aead_xchacha20poly1305_ietf_ABYTES) == kLockedDraftOverhead);

const unsigned char *bytes(const QByteArray &data)
{
    return reinterpret_cast<const unsigned char *>(data.constData());
}

unsigned char *bytes(QByteArray &data)
{
    return reinterpret_cast<unsigned char *>(data.data());
}

}  // namespace

Sensitive<QString> newResumeCode()
{
    QString code;
    for (qsizetype i = 0; i < kResumeCodeDigits; ++i) {
        code += QChar(u'0' + char16_t(randombytes_uniform(10)));
    }
    return Sensitive<QString>(std::move(code));
}

bool isResumeCode(const QString &text)
{
    return text.size() == kResumeCodeDigits &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

QString groupedResumeCode(const QString &code)
{
    return code.left(kResumeCodeDigits / 2) + u' ' + code.mid(kResumeCodeDigits / 2);
}

Result<DraftKey> draftKey(const QString &number, const QString &code)
{
    if (!isResumeCode(code) || number.isEmpty()) {
        return fail(FaultCode::BadArgument, "a draft needs a code of eight digits and a document's number");
    }
    const Sensitive<QByteArray> secret(code.toLatin1());
    const QByteArray salt = sha256(QByteArray(kPurpose) + '\n' + number.toUtf8()).left(crypto_pwhash_SALTBYTES);
    Sensitive<QByteArray> derived(QByteArray(crypto_aead_xchacha20poly1305_ietf_KEYBYTES + kDraftCheckBytes, '\0'));
    if (crypto_pwhash(bytes(derived.reveal()), static_cast<unsigned long long>(derived.reveal().size()),
                      secret.reveal().constData(), static_cast<unsigned long long>(secret.reveal().size()), bytes(salt),
                      kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return fail(FaultCode::Internal, "not enough memory to make the key of a draft");
    }
    DraftKey key;
    key.box = Sensitive<QByteArray>(derived.reveal().left(crypto_aead_xchacha20poly1305_ietf_KEYBYTES));
    key.check = derived.reveal().mid(crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    return key;
}

Result<QByteArray> lockDraft(const QByteArray &plain, const DraftKey &key)
{
    if (plain.size() > kDraftBytes) {
        return fail(FaultCode::BadArgument, "a draft is larger than what is kept");
    }
    QByteArray locked(kLockedDraftOverhead + plain.size(), Qt::Uninitialized);
    locked[0] = kVersion;
    randombytes_buf(locked.data() + kNonceAt, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(locked) + kBoxAt, nullptr, bytes(plain),
                                               static_cast<unsigned long long>(plain.size()),
                                               reinterpret_cast<const unsigned char *>(kPurpose), sizeof kPurpose - 1,
                                               nullptr, bytes(locked) + kNonceAt, bytes(key.box.reveal()));
    return locked;
}

Result<Sensitive<QByteArray>> unlockDraft(const QByteArray &locked, const DraftKey &key)
{
    const qsizetype size = locked.size() - kLockedDraftOverhead;
    if (size < 0 || size > kDraftBytes || locked[0] != kVersion) {
        return fail(FaultCode::SealBroken, "not a draft of version 1");
    }
    Sensitive<QByteArray> plain(QByteArray(size, '\0'));
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes(plain.reveal()), nullptr, nullptr, bytes(locked) + kBoxAt,
            static_cast<unsigned long long>(locked.size() - kBoxAt), reinterpret_cast<const unsigned char *>(kPurpose),
            sizeof kPurpose - 1, bytes(locked) + kNonceAt, bytes(key.box.reveal())) != 0) {
        return fail(FaultCode::SealBroken, "the draft is of another code, or was changed");
    }
    return plain;
}

}  // namespace hall
