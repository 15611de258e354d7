// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/signer.h"

#include "app/protocol/digest.h"
#include "app/protocol/keyfile.h"
#include "app/protocol/secretfile.h"

#include <sodium.h>

namespace hall {

Signer Signer::generate()
{
    QByteArray seed = randomBytes(kSeedBytes);
    Signer signer = *fromSeed(seed);
    wipe(seed);
    return signer;
}

Result<Signer> Signer::fromSeed(const QByteArray &seed)
{
    if (seed.size() != kSeedBytes) {
        return fail(FaultCode::KeyMissing, "signing seed is not 32 bytes");
    }
    Signer signer;
    QByteArray secret(crypto_sign_SECRETKEYBYTES, Qt::Uninitialized);
    signer.m_publicKey.resize(kPublicBytes);
    crypto_sign_seed_keypair(reinterpret_cast<unsigned char *>(signer.m_publicKey.data()),
                             reinterpret_cast<unsigned char *>(secret.data()),
                             reinterpret_cast<const unsigned char *>(seed.constData()));
    signer.m_secretKey = Sensitive<QByteArray>(std::move(secret));
    signer.m_seed = Sensitive<QByteArray>(QByteArray(seed.constData(), seed.size()));
    return signer;
}

Result<Signer> Signer::load(const QString &path)
{
    auto text = readSecretFile(path);
    if (!text) {
        return fail(text.error());
    }
    QByteArray seed = QByteArray::fromHex(text->trimmed());
    auto signer = fromSeed(seed);
    wipe(seed);
    if (!signer) {
        return fail(FaultCode::KeyMissing, path.toStdString() + ": " + signer.error().detail);
    }
    return signer;
}

Done Signer::save(const QString &path) const
{
    return writeKeyFile(path, m_seed.reveal().toHex() + '\n');
}

QByteArray Signer::sign(const QByteArray &message) const
{
    QByteArray signature(kSignatureBytes, Qt::Uninitialized);
    crypto_sign_detached(reinterpret_cast<unsigned char *>(signature.data()), nullptr,
                         reinterpret_cast<const unsigned char *>(message.constData()),
                         static_cast<unsigned long long>(message.size()),
                         reinterpret_cast<const unsigned char *>(m_secretKey.reveal().constData()));
    return signature;
}

bool verifySignature(const QByteArray &publicKey, const QByteArray &message, const QByteArray &signature)
{
    return publicKey.size() == Signer::kPublicBytes && signature.size() == Signer::kSignatureBytes &&
           crypto_sign_verify_detached(reinterpret_cast<const unsigned char *>(signature.constData()),
                                       reinterpret_cast<const unsigned char *>(message.constData()),
                                       static_cast<unsigned long long>(message.size()),
                                       reinterpret_cast<const unsigned char *>(publicKey.constData())) == 0;
}

}  // namespace hall
