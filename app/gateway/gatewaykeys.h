// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway's keys as files. DIR/front: what the front needs (own CA, server certificate, the public sealing key,
// the key of person tags, the public signing key of reference data). DIR/core: the unsealing keys, the key of person
// tags once more, and the signing key. In production each of the two folders belongs to a user of its own
// (deploy/README.md).
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/sealkeyring.h"
#include "app/protocol/signer.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hall::gateway {

struct FrontKeys
{
    QByteArray caPem;
    QByteArray caKeyPem;
    QByteArray serverPem;
    QByteArray serverKeyPem;
    QByteArray sealPublicKey;  // 32 bytes
    QByteArray tagKey;         // 32 bytes
    QByteArray refKey;         // 32 bytes; empty where `init` has not run since there is one
};

struct CoreKeys
{
    SealKeyRing unseal;  // finds keys that `seal-key begin` made since
    QByteArray tagKey;   // 32 bytes
};

[[nodiscard]] QString unsealKeyPath(const QString &dataDir);  // DIR/core/unseal.key, 64 hex digits
// Where the keys of the two halves lie, for keyfile.h. Not server.key: the web server in front reads that one.
[[nodiscard]] QStringList frontKeyFiles(const QString &dataDir);
[[nodiscard]] QStringList coreKeyFiles(const QString &dataDir);
// Makes whatever is missing; what exists is never replaced, but encrypted where there is a credential (keyfile.h).
// hosts: names and addresses of the server certificate.
[[nodiscard]] Done initialiseKeys(const QString &dataDir, const QStringList &hosts);
// Another certificate for the server's key, for the names of the one that lies there and for more; → all of them.
// NotAllowed: the one that lies there is another authority's, who gives out the next one too.
[[nodiscard]] Result<QStringList> renewServerCertificate(const QString &dataDir, const QStringList &moreHosts);
[[nodiscard]] Result<FrontKeys> loadFrontKeys(const QString &dataDir);
[[nodiscard]] Result<CoreKeys> loadCoreKeys(const QString &dataDir);
// What reference data is signed with, DIR/core/ref.key; serving needs it not. KeyMissing before `init`.
[[nodiscard]] Result<Signer> loadReferenceKey(const QString &dataDir);
[[nodiscard]] Result<SealKeyPair> loadUnsealKey(const QString &path);
// Of a later sealing key: DIR/core/unseal-KEYID.key.
[[nodiscard]] QString unsealKeyPath(const QString &dataDir, const QString &keyId);
// All of them, the one that `init` made first. KeyMissing names the file that is damaged or open to others.
[[nodiscard]] Result<std::vector<SealKeyPair>> loadUnsealKeys(const QString &dataDir);
// Stands for a person in tables and logs.
[[nodiscard]] QString personTag(const QByteArray &tagKey, const QString &identityNumber);

}  // namespace hall::gateway
