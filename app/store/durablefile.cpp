// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/durablefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hall {

namespace {

Done writeAll(int fd, const QByteArray &bytes)
{
    qsizetype written = 0;
    while (written < bytes.size()) {
        const ssize_t n = ::write(fd, bytes.constData() + written, static_cast<size_t>(bytes.size() - written));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return fail(faultOfErrno("write"));
        }
        written += n;
    }
    if (::fdatasync(fd) != 0) {
        return fail(faultOfErrno("fdatasync"));
    }
    return {};
}

}  // namespace

Fault faultOfErrno(const char *what)
{
    const int error = errno;
    const FaultCode code = error == ENOSPC || error == EDQUOT ? FaultCode::StoreFull : FaultCode::StoreIo;
    return Fault(code, std::string(what) + ": " + std::strerror(error));
}

Done writeDurably(const QString &path, const QByteArray &bytes)
{
    const QByteArray target = QFile::encodeName(path);
    const QByteArray temporary = target + ".tmp";
    const int fd = ::open(temporary.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) {
        return fail(faultOfErrno("open"));
    }
    Done done = writeAll(fd, bytes);
    if (::close(fd) != 0 && done) {
        done = fail(faultOfErrno("close"));
    }
    if (done && ::rename(temporary.constData(), target.constData()) != 0) {
        done = fail(faultOfErrno("rename"));
    }
    if (!done) {
        ::unlink(temporary.constData());
        return done;
    }
    return syncFolder(QFileInfo(path).path());
}

Done syncFolder(const QString &folder)
{
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return fail(faultOfErrno("open folder"));
    }
    const bool synced = ::fsync(fd) == 0;
    const Done done = synced ? Done() : Done(fail(faultOfErrno("fsync folder")));
    ::close(fd);
    return done;
}

Done makeFolder(const QString &folder)
{
    if (QFileInfo(folder).isDir()) {
        return {};
    }
    const QString parent = QFileInfo(QDir::cleanPath(folder)).path();
    if (const Done above = makeFolder(parent); !above) {
        return above;
    }
    const QByteArray name = QFile::encodeName(folder);
    const QByteArray what = "mkdir " + name;
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST) {
        return fail(faultOfErrno(what.constData()));
    }
    return syncFolder(parent);
}

Result<QByteArray> readPart(const QString &path, qint64 offset, qint64 max)
{
    QFile file(path);
    if (!file.exists()) {
        return fail(FaultCode::StoreNotFound, "no such file");
    }
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || !file.seek(offset)) {
        return fail(FaultCode::StoreIo, "file not readable");
    }
    const QByteArray bytes = file.read(max);
    if (file.error() != QFileDevice::NoError) {
        return fail(FaultCode::StoreIo, "read failed");
    }
    return bytes;
}

}  // namespace hall
