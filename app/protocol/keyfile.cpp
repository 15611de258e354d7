// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/keyfile.h"

#include "app/domain/identity.h"
#include "app/protocol/digest.h"
#include "app/protocol/secretfile.h"

#include <QFile>
#include <QFileInfo>

#include <sodium.h>

#include <algorithm>

namespace hall {
namespace {

const QByteArray kMagic = QByteArrayLiteral("HKK1");
constexpr qsizetype kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr qsizetype kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr qsizetype kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr qint64 kCredentialLimit = 1024;

const unsigned char *bytes(const QByteArray &data)
{
    return reinterpret_cast<const unsigned char *>(data.constData());
}

unsigned char *bytes(QByteArray &data)
{
    return reinterpret_cast<unsigned char *>(data.data());
}

QString credentialPath()
{
    const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    const QString path = folder + QStringLiteral("/hall-keys");
    return !folder.isEmpty() && QFileInfo::exists(path) ? path : QString();
}

Result<Sensitive<QByteArray>> credential()
{
    const QString path = credentialPath();
    if (path.isEmpty()) {
        return fail(FaultCode::KeyMissing, "the service was given no credential hall-keys");
    }
    auto text = readWholeFile(path, kCredentialLimit);
    if (!text) {
        return fail(FaultCode::KeyMissing, text.error().detail);
    }
    Sensitive<QByteArray> key(std::move(*text));
    if (key.reveal().size() != kKeyBytes) {
        key = Sensitive<QByteArray>(QByteArray::fromHex(key.reveal().trimmed()));
    }
    if (key.reveal().size() != kKeyBytes) {
        return fail(FaultCode::KeyMissing, "credential hall-keys: not 32 bytes");
    }
    return key;
}

QByteArray nameOf(const QString &path)
{
    return QFileInfo(path).fileName().toUtf8();
}

}  // namespace

bool hasKeyCredential()
{
    return !credentialPath().isEmpty();
}

Result<QByteArray> shelteredKey(const QString &path, const QByteArray &content)
{
    if (!hasKeyCredential()) {
        return content;
    }
    const auto key = credential();
    if (!key) {
        return fail(key.error());
    }
    const QByteArray nonce = randomBytes(kNonceBytes);
    const QByteArray name = nameOf(path);
    QByteArray box(content.size() + kTagBytes, Qt::Uninitialized);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        bytes(box), nullptr, bytes(content), static_cast<unsigned long long>(content.size()), bytes(name),
        static_cast<unsigned long long>(name.size()), nullptr, bytes(nonce), bytes(key->reveal()));
    return kMagic + nonce + box;
}

Result<QByteArray> unshelteredKey(const QString &path, const QByteArray &file)
{
    if (!file.startsWith(kMagic)) {
        return file;
    }
    const auto key = credential();
    if (!key) {
        return fail(FaultCode::KeyMissing, path.toStdString() + ": encrypted; " + key.error().detail);
    }
    const QByteArray nonce = file.mid(kMagic.size(), kNonceBytes);
    const QByteArray box = file.mid(kMagic.size() + kNonceBytes);
    const QByteArray name = nameOf(path);
    QByteArray content(std::max<qsizetype>(0, box.size() - kTagBytes), Qt::Uninitialized);
    if (nonce.size() != kNonceBytes || box.size() < kTagBytes ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytes(content), nullptr, nullptr, bytes(box), static_cast<unsigned long long>(box.size()), bytes(name),
            static_cast<unsigned long long>(name.size()), bytes(nonce), bytes(key->reveal())) != 0) {
        return fail(FaultCode::KeyMissing, path.toStdString() + ": changed, or encrypted with another credential");
    }
    return content;
}

Done writeKeyFile(const QString &path, const QByteArray &content)
{
    const auto file = shelteredKey(path, content);
    return file ? writeWholeFile(path, *file, true) : fail(file.error());
}

Done shelterKeyFiles(const QStringList &paths)
{
    if (!hasKeyCredential()) {
        return {};
    }
    for (const QString &path : plainKeyFiles(paths)) {
        auto content = readSecretFile(path);
        if (!content) {
            return fail(content.error());
        }
        const Done written = writeKeyFile(path, *content);
        wipe(*content);
        if (!written) {
            return written;
        }
    }
    return {};
}

QStringList plainKeyFiles(const QStringList &paths)
{
    QStringList plain;
    for (const QString &path : paths) {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) && file.read(kMagic.size()) != kMagic) {
            plain.append(path);
        }
    }
    return plain;
}

}  // namespace hall
