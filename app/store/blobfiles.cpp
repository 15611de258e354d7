// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/blobfiles.h"

#include "app/store/durablefile.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace hall {

namespace {

constexpr int nameLength = 64;  // hex digits of SHA-256

bool isBlobName(const QString &name)
{
    return name.size() == nameLength && std::all_of(name.begin(), name.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

}  // namespace

QString BlobFiles::pathOf(const QString &sha256Hex) const
{
    return m_folder + u'/' + sha256Hex.left(2) + u'/' + sha256Hex;
}

Done BlobFiles::clean(const QSet<QString> &referenced)
{
    if (const Done made = makeFolder(m_folder); !made) {
        return made;
    }
    m_total = 0;
    QDirIterator files(m_folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QFileInfo file(files.next());
        if (referenced.contains(file.fileName())) {
            m_total += file.size();
        } else if (!QFile::remove(file.filePath())) {
            return fail(FaultCode::StoreIo, "an unreferenced blob cannot be removed");
        }
    }
    return {};
}

Result<QString> BlobFiles::write(const QByteArray &sealed)
{
    const QString name = QString::fromLatin1(QCryptographicHash::hash(sealed, QCryptographicHash::Sha256).toHex());
    if (has(name)) {
        return name;
    }
    const QString path = pathOf(name);
    if (const Done made = makeFolder(QFileInfo(path).path()); !made) {
        return fail(made.error());
    }
    if (const Done written = writeDurably(path, sealed); !written) {
        return fail(written.error());
    }
    m_total += sealed.size();
    return name;
}

bool BlobFiles::has(const QString &sha256Hex) const
{
    return isBlobName(sha256Hex) && QFileInfo::exists(pathOf(sha256Hex));
}

Result<QByteArray> BlobFiles::read(const QString &sha256Hex, qint64 offset, qint64 max) const
{
    if (!isBlobName(sha256Hex) || offset < 0 || max < 0) {
        return fail(FaultCode::BadArgument, "not a part of a blob");
    }
    return readPart(pathOf(sha256Hex), offset, max);
}

void BlobFiles::remove(const QString &sha256Hex)
{
    const qint64 size = QFileInfo(pathOf(sha256Hex)).size();
    if (isBlobName(sha256Hex) && QFile::remove(pathOf(sha256Hex))) {
        m_total -= size;
    }
}

}  // namespace hall
