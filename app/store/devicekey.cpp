// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/devicekey.h"

#include "app/store/durablefile.h"

#include <QCryptographicHash>
#include <QFile>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <array>

namespace hall {

namespace {

constexpr qsizetype keyBytes = 32;

Result<Sensitive<QByteArray>> makeKey(const QString &path)
{
    std::array<quint32, keyBytes / sizeof(quint32)> words{};
    QRandomGenerator::system()->fillRange(words.data(), words.size());
    Sensitive<QByteArray> key(QByteArray(reinterpret_cast<const char *>(words.data()), keyBytes));
    wipeMemory(words.data(), sizeof words);
    if (const Done written = writeDurably(path, key.reveal()); !written) {
        return fail(written.error());
    }
    return key;
}

}  // namespace

Result<Sensitive<QByteArray>> deviceKey(const QString &path)
{
    QFile file(path);
    if (!file.exists()) {
        return makeKey(path);
    }
    const QFileDevice::Permissions others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    if ((file.permissions() & others) != 0) {
        return fail(FaultCode::KeyMissing, "device.key is open to other users");
    }
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return fail(FaultCode::KeyMissing, "device.key cannot be read");
    }
    Sensitive<QByteArray> key(file.readAll());
    if (key.reveal().size() != keyBytes) {
        return fail(FaultCode::KeyMissing, "device.key is not 32 bytes");
    }
    return key;
}

QByteArray personTagOf(const Sensitive<QByteArray> &key, const QString &number)
{
    QString written = number.toUpper();
    written.remove(u' ');
    QByteArray bytes = written.toUtf8();
    const QByteArray tag = QMessageAuthenticationCode::hash(bytes, key.reveal(), QCryptographicHash::Sha256);
    wipe(written);
    wipe(bytes);
    return tag;
}

}  // namespace hall
