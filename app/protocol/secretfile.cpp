// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/secretfile.h"

#include "app/protocol/keyfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hall {
namespace {

constexpr qint64 kSecretLimit = 1024 * 1024;

std::string reason(const QString &path)
{
    return path.toStdString() + ": " + std::strerror(errno);
}

bool writeAll(int fd, const QByteArray &content)
{
    qsizetype done = 0;
    while (done < content.size()) {
        const ssize_t n = ::write(fd, content.constData() + done, static_cast<std::size_t>(content.size() - done));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        done += n;
    }
    return ::fsync(fd) == 0;
}

void syncFolder(const QString &folder)
{
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
}

}  // namespace

Done writeWholeFile(const QString &path, const QByteArray &content, bool secret)
{
    const QString folder = QFileInfo(path).absolutePath();
    if (!QFileInfo::exists(folder)) {
        if (!QDir().mkpath(folder)) {
            return fail(FaultCode::FileUnreadable, folder.toStdString() + ": cannot be made");
        }
        ::chmod(QFile::encodeName(folder).constData(), 0700);
    }
    const QByteArray partial = QFile::encodeName(path) + ".new";
    const int fd = ::open(partial.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, secret ? 0600 : 0644);
    if (fd < 0) {
        return fail(FaultCode::FileUnreadable, reason(path));
    }
    ::fchmod(fd, secret ? 0600 : 0644);
    const bool written = writeAll(fd, content);
    const std::string why = written ? std::string() : reason(path);
    ::close(fd);
    if (!written) {
        ::unlink(partial.constData());
        return fail(FaultCode::FileUnreadable, why);
    }
    if (std::rename(partial.constData(), QFile::encodeName(path).constData()) != 0) {
        return fail(FaultCode::FileUnreadable, reason(path));
    }
    syncFolder(folder);
    return {};
}

Result<QByteArray> readSecretFile(const QString &path)
{
    struct stat info = {};
    if (::stat(QFile::encodeName(path).constData(), &info) != 0) {
        return fail(FaultCode::KeyMissing, reason(path));
    }
    if ((info.st_mode & 077) != 0) {
        return fail(FaultCode::KeyMissing, path.toStdString() + ": readable by others than its owner, want mode 0600");
    }
    auto content = readWholeFile(path, kSecretLimit);
    if (!content) {
        return fail(FaultCode::KeyMissing, content.error().detail);
    }
    return unshelteredKey(path, *content);
}

Result<QByteArray> readWholeFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, path.toStdString() + ": " + file.errorString().toStdString());
    }
    // Not by its size: a device says 0 and never ends.
    QByteArray content;
    while (content.size() <= limit) {
        const QByteArray piece = file.read(limit + 1 - content.size());
        if (piece.isEmpty()) {
            return content;
        }
        content += piece;
    }
    return fail(FaultCode::FileUnreadable, path.toStdString() + ": larger than " + std::to_string(limit) + " bytes");
}

}  // namespace hall
