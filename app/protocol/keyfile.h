// SPDX-License-Identifier: GPL-3.0-or-later
// Files of secret keys. A service that systemd gives a credential `hall-keys` (LoadCredentialEncrypted=: encrypted on
// the disk for this machine, its TPM where there is one, and in memory only while the service runs) keeps them
// encrypted with it; any other keeps them plain, mode 0600, and says so. Any thread.
//
// A file: "HKK1", 24 bytes of nonce, XChaCha20-Poly1305 (IETF) of the content, with its name as associated data.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hall {

// Whether this process was given `hall-keys`.
[[nodiscard]] bool hasKeyCredential();
// The file as it is to be written. KeyMissing when the credential is there and is not 32 bytes (or 64 hex digits): then
// nothing is written plain.
[[nodiscard]] Result<QByteArray> shelteredKey(const QString &path, const QByteArray &content);
// What a file of keys holds, encrypted or plain. KeyMissing without the credential it was encrypted with.
[[nodiscard]] Result<QByteArray> unshelteredKey(const QString &path, const QByteArray &bytes);
// Mode 0600, as writeWholeFile(). FileUnreadable, KeyMissing.
[[nodiscard]] Done writeKeyFile(const QString &path, const QByteArray &content);
// Encrypts those that are plain, when there is a credential; those that do not exist are left out.
[[nodiscard]] Done shelterKeyFiles(const QStringList &paths);
// Those of them that exist and lie there plain.
[[nodiscard]] QStringList plainKeyFiles(const QStringList &paths);

}  // namespace hall
