// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/gatewaykeys.h"

#include "app/protocol/digest.h"
#include "app/protocol/keyfile.h"
#include "app/protocol/secretfile.h"
#include "app/protocol/x509.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <functional>
#include <unistd.h>

namespace hall::gateway {
namespace {

constexpr qint64 kPemLimit = 64 * 1024;
constexpr qsizetype kTagKeyBytes = 32;

QString front(const QString &dataDir, const char *name)
{
    return dataDir + QStringLiteral("/front/") + QLatin1String(name);
}

QString coreTagKeyPath(const QString &dataDir)
{
    return dataDir + QStringLiteral("/core/tag.key");
}

QString referenceKeyPath(const QString &dataDir)
{
    return dataDir + QStringLiteral("/core/ref.key");
}

// What is wrong with the key, and what to do where nobody made it or somebody else asks for it.
std::string withCure(const QString &path, const Fault &fault)
{
    if (access(QFile::encodeName(path).constData(), R_OK) == 0) {
        return fault.detail;
    }
    return fault.detail +
           (errno == EACCES ? " (call it as the user that the gateway runs as)" : " (run hall-gateway init)");
}

Done initialiseReferenceKey(const QString &dataDir)
{
    const QString path = referenceKeyPath(dataDir);
    if (!QFileInfo::exists(path)) {
        if (auto done = Signer::generate().save(path); !done) {
            return done;
        }
    }
    const auto signer = Signer::load(path);
    return signer ? writeWholeFile(front(dataDir, "ref.pub"), signer->publicKey().toHex() + '\n', false)
                  : fail(signer.error());
}

Result<QByteArray> readOrMake(const QString &path, bool secret, const std::function<Result<QByteArray>()> &make)
{
    if (QFileInfo::exists(path)) {
        return secret ? readSecretFile(path) : readWholeFile(path, kPemLimit);
    }
    auto content = make();
    if (!content) {
        return content;
    }
    const bool sheltered = secret && !path.endsWith(QLatin1String("/server.key"));
    if (auto done = sheltered ? writeKeyFile(path, *content) : writeWholeFile(path, *content, secret); !done) {
        return fail(done.error());
    }
    return content;
}

Done initialiseCertificates(const QString &dir, const QStringList &hosts)
{
    auto caKey = readOrMake(front(dir, "ca.key"), true, newP256Key);
    if (!caKey) {
        return fail(caKey.error());
    }
    auto ca =
        readOrMake(front(dir, "ca.pem"), false, [&] { return makeCa(*caKey, QStringLiteral("HallKiosk centre CA")); });
    if (!ca) {
        return fail(ca.error());
    }
    auto key = readOrMake(front(dir, "server.key"), true, newP256Key);
    if (!key) {
        return fail(key.error());
    }
    auto server = readOrMake(front(dir, "server.pem"), false, [&] { return issueServer(*ca, *caKey, *key, hosts); });
    if (!server) {
        return fail(server.error());
    }
    return {};
}

}  // namespace

QString unsealKeyPath(const QString &dataDir)
{
    return dataDir + QStringLiteral("/core/unseal.key");
}

QStringList frontKeyFiles(const QString &dataDir)
{
    return {front(dataDir, "ca.key"), front(dataDir, "tag.key")};
}

QStringList coreKeyFiles(const QString &dataDir)
{
    QStringList files{coreTagKeyPath(dataDir), referenceKeyPath(dataDir), unsealKeyPath(dataDir)};
    const QDir folder(dataDir + QStringLiteral("/core"));
    for (const QString &name : folder.entryList({QStringLiteral("unseal-*.key")}, QDir::Files, QDir::Name)) {
        files.append(folder.filePath(name));
    }
    return files;
}

Done initialiseKeys(const QString &dataDir, const QStringList &hosts)
{
    if (auto done = initialiseCertificates(dataDir, hosts); !done) {
        return done;
    }
    auto tag = readOrMake(front(dataDir, "tag.key"), true,
                          []() -> Result<QByteArray> { return randomBytes(kTagKeyBytes).toHex() + '\n'; });
    if (!tag) {
        return fail(tag.error());
    }
    if (auto copy = readOrMake(coreTagKeyPath(dataDir), true, [&] { return tag; }); !copy) {
        return fail(copy.error());
    }
    auto unseal = readOrMake(unsealKeyPath(dataDir), true,
                             []() -> Result<QByteArray> { return newSealKeyPair().secretKey.reveal().toHex() + '\n'; });
    if (!unseal) {
        return fail(unseal.error());
    }
    auto pair = sealKeyPairOf(QByteArray::fromHex(unseal->trimmed()));
    if (!pair) {
        return fail(pair.error());
    }
    if (auto done = writeWholeFile(front(dataDir, "seal.pub"), pair->publicKey.toHex() + '\n', false); !done) {
        return done;
    }
    if (auto done = initialiseReferenceKey(dataDir); !done) {
        return done;
    }
    return shelterKeyFiles(frontKeyFiles(dataDir) + coreKeyFiles(dataDir));
}

Result<QStringList> renewServerCertificate(const QString &dataDir, const QStringList &moreHosts)
{
    const auto keys = loadFrontKeys(dataDir);
    if (!keys) {
        return fail(keys.error());
    }
    auto hosts = serverHosts(keys->serverPem, keys->caPem);
    if (!hosts) {
        return fail(hosts.error().code, "front/server.pem: " + hosts.error().detail);
    }
    *hosts += moreHosts;
    hosts->removeDuplicates();
    const auto pem = issueServer(keys->caPem, keys->caKeyPem, keys->serverKeyPem, *hosts);
    if (!pem) {
        return fail(pem.error());
    }
    if (auto done = writeWholeFile(front(dataDir, "server.pem"), *pem, false); !done) {
        return fail(done.error());
    }
    return *hosts;
}

Result<Signer> loadReferenceKey(const QString &dataDir)
{
    auto signer = Signer::load(referenceKeyPath(dataDir));
    return signer ? signer : fail(FaultCode::KeyMissing, withCure(referenceKeyPath(dataDir), signer.error()));
}

Result<FrontKeys> loadFrontKeys(const QString &dataDir)
{
    FrontKeys keys;
    const struct
    {
        const char *name;
        bool secret;
        QByteArray *into;
    } files[] = {
        {"ca.pem", false, &keys.caPem},           {"ca.key", true, &keys.caKeyPem},
        {"server.pem", false, &keys.serverPem},   {"server.key", true, &keys.serverKeyPem},
        {"seal.pub", false, &keys.sealPublicKey}, {"tag.key", true, &keys.tagKey},
    };
    for (const auto &file : files) {
        const QString path = front(dataDir, file.name);
        auto content = file.secret ? readSecretFile(path) : readWholeFile(path, kPemLimit);
        if (!content) {
            return fail(FaultCode::KeyMissing, withCure(path, content.error()));
        }
        *file.into = *content;
    }
    keys.sealPublicKey = QByteArray::fromHex(keys.sealPublicKey.trimmed());
    keys.tagKey = QByteArray::fromHex(keys.tagKey.trimmed());
    if (keys.sealPublicKey.size() != kSealKeyBytes || keys.tagKey.size() != kTagKeyBytes) {
        return fail(FaultCode::KeyMissing, "seal.pub or tag.key is not 64 hex digits");
    }
    if (QFileInfo::exists(front(dataDir, "ref.pub"))) {
        const auto text = readWholeFile(front(dataDir, "ref.pub"), kPemLimit);
        keys.refKey = text ? QByteArray::fromHex(text->trimmed()) : QByteArray();
        if (keys.refKey.size() != Signer::kPublicBytes) {
            return fail(FaultCode::KeyMissing, "ref.pub is not 64 hex digits");
        }
    }
    return keys;
}

Result<CoreKeys> loadCoreKeys(const QString &dataDir)
{
    auto unseal = loadUnsealKeys(dataDir);
    if (!unseal) {
        return fail(unseal.error());
    }
    // Folders of before the core had a copy: both halves run as one user there.
    const QString own = coreTagKeyPath(dataDir);
    const QString path = QFileInfo::exists(own) ? own : front(dataDir, "tag.key");
    auto tag = readSecretFile(path);
    if (!tag) {
        return fail(FaultCode::KeyMissing, withCure(path, tag.error()));
    }
    CoreKeys keys{SealKeyRing(std::move(*unseal)), QByteArray::fromHex(tag->trimmed())};
    keys.unseal.setSource([dataDir] {
        auto all = loadUnsealKeys(dataDir);
        return all ? std::move(*all) : std::vector<SealKeyPair>();
    });
    if (keys.tagKey.size() != kTagKeyBytes) {
        return fail(FaultCode::KeyMissing, own.toStdString() + " is not 64 hex digits");
    }
    return keys;
}

Result<SealKeyPair> loadUnsealKey(const QString &path)
{
    auto text = readSecretFile(path);
    if (!text) {
        return fail(text.error());
    }
    return sealKeyPairOf(QByteArray::fromHex(text->trimmed()));
}

QString unsealKeyPath(const QString &dataDir, const QString &keyId)
{
    return dataDir + QStringLiteral("/core/unseal-") + keyId + QStringLiteral(".key");
}

Result<std::vector<SealKeyPair>> loadUnsealKeys(const QString &dataDir)
{
    QStringList files{unsealKeyPath(dataDir)};
    const QDir folder(dataDir + QStringLiteral("/core"));
    for (const QString &name : folder.entryList({QStringLiteral("unseal-*.key")}, QDir::Files, QDir::Name)) {
        files.append(folder.filePath(name));
    }
    std::vector<SealKeyPair> keys;
    for (const QString &file : std::as_const(files)) {
        auto pair = loadUnsealKey(file);
        if (!pair) {
            return fail(FaultCode::KeyMissing, pair.error().detail);
        }
        keys.push_back(std::move(*pair));
    }
    return keys;
}

QString personTag(const QByteArray &tagKey, const QString &identityNumber)
{
    return QString::fromLatin1(hmacSha256(tagKey, "person\n" + identityNumber.toUpper().toUtf8()).toHex());
}

}  // namespace hall::gateway
