// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/blobs.h"

#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/secretfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace hall::gateway {
namespace {

// An open part file, locked against other writers of the same blob.
class LockedFile
{
public:
    explicit LockedFile(const QString &path)
        : m_fd(::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0640))
    {
        if (m_fd >= 0) {
            while (::flock(m_fd, LOCK_EX) != 0 && errno == EINTR) {
            }
        }
    }
    ~LockedFile()
    {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }
    LockedFile(const LockedFile &) = delete;
    LockedFile &operator=(const LockedFile &) = delete;

    [[nodiscard]] bool open() const { return m_fd >= 0; }
    [[nodiscard]] qint64 size() const { return ::lseek(m_fd, 0, SEEK_END); }
    [[nodiscard]] bool writeAt(qint64 offset, const QByteArray &bytes) const
    {
        qsizetype done = 0;
        while (done < bytes.size()) {
            const ssize_t n =
                ::pwrite(m_fd, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done), offset + done);
            if (n < 0 && errno == EINTR) {
                continue;
            }
            if (n <= 0) {
                return false;
            }
            done += n;
        }
        return true;
    }
    [[nodiscard]] bool flush() const { return ::fsync(m_fd) == 0; }
    [[nodiscard]] bool drop() const { return ::ftruncate(m_fd, 0) == 0; }

private:
    int m_fd;
};

void flushFolder(const QString &folder)
{
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        ::fsync(fd);
        ::close(fd);
    }
}

tl::unexpected<Fault> ioFailed(const char *what)
{
    return fail(errno == ENOSPC ? FaultCode::StoreFull : FaultCode::StoreIo,
                std::string(what) + ": " + std::strerror(errno));
}

}  // namespace

Blobs::Blobs(std::shared_ptr<Database> database, QString folder, const Clock &clock)
    : m_database(std::move(database)), m_folder(std::move(folder)), m_clock(clock)
{
}

QString Blobs::path(const QString &sha256) const
{
    return m_folder + u'/' + sha256.left(2) + u'/' + sha256.mid(2, 2) + u'/' + sha256;
}

Result<BlobState> Blobs::state(const QString &kiosk, const QString &sha256)
{
    auto connection = m_database->connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto row =
        run(*connection,
            QStringLiteral("SELECT a.size, b.size FROM attachment a JOIN item i ON i.id = a.item"
                           " LEFT JOIN blob b ON b.sha256 = a.sha256 WHERE a.sha256 = ? AND i.kiosk = ? LIMIT 1"),
            {sha256, kiosk});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return fail(FaultCode::StoreNotFound, "no case of this kiosk names the blob");
    }
    BlobState state;
    state.size = row->value(0).toLongLong();
    state.complete = !row->value(1).isNull();
    state.offset = state.complete ? state.size : QFileInfo(path(sha256) + QStringLiteral(".part")).size();
    return state;
}

Result<AppendOutcome> Blobs::append(const QString &kiosk, const QString &sha256, qint64 offset, const QByteArray &bytes,
                                    BlobState &now)
{
    auto known = state(kiosk, sha256);
    if (!known) {
        return fail(known.error());
    }
    now = *known;
    if (now.complete) {
        return AppendOutcome::Complete;
    }
    const QString part = path(sha256) + QStringLiteral(".part");
    QDir().mkpath(QFileInfo(part).absolutePath());
    LockedFile file(part);
    if (!file.open()) {
        return ioFailed("opening a part");
    }
    now.offset = file.size();
    if (offset != now.offset) {
        return AppendOutcome::WrongOffset;
    }
    if (offset + bytes.size() > now.size) {
        return AppendOutcome::TooLong;
    }
    if (!file.writeAt(offset, bytes)) {
        return ioFailed("writing a part");
    }
    now.offset += bytes.size();
    if (now.offset < now.size) {
        return AppendOutcome::Taken;
    }
    auto whole = readWholeFile(part, kBlobLimit);
    if (!whole || sha256Hex(*whole) != sha256) {
        now.offset = 0;
        return file.drop() ? Result<AppendOutcome>(AppendOutcome::WrongDigest) : ioFailed("dropping a part");
    }
    if (!file.flush() ||
        std::rename(QFile::encodeName(part).constData(), QFile::encodeName(path(sha256)).constData()) != 0) {
        return ioFailed("finishing a blob");
    }
    flushFolder(QFileInfo(part).absolutePath());
    if (auto done = complete(sha256, now.size); !done) {
        return fail(done.error());
    }
    now.complete = true;
    return AppendOutcome::Complete;
}

Done Blobs::complete(const QString &sha256, qint64 size)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    QSqlDatabase &db = transaction.connection();
    auto blob =
        run(db, QStringLiteral("INSERT INTO blob (sha256, size, complete_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"),
            {sha256, size, qint64(m_clock.wall().count())});
    if (!blob) {
        return fail(blob.error());
    }
    auto items =
        run(db,
            QStringLiteral("UPDATE item SET state = 'received' WHERE state = 'waiting'"
                           " AND id IN (SELECT item FROM attachment WHERE sha256 = ?)"
                           " AND NOT EXISTS (SELECT 1 FROM attachment a LEFT JOIN blob b ON b.sha256 = a.sha256"
                           " WHERE a.item = item.id AND b.sha256 IS NULL)"),
            {sha256});
    if (!items) {
        return fail(items.error());
    }
    return transaction.commit();
}

Result<QByteArray> Blobs::read(const QString &sha256) const
{
    auto content = readWholeFile(path(sha256), kBlobLimit);
    if (!content) {
        return fail(FaultCode::StoreNotFound, content.error().detail);
    }
    return content;
}

Done Blobs::remove(const QString &sha256) const
{
    for (const QString &file : {path(sha256), path(sha256) + QStringLiteral(".part")}) {
        if (::unlink(QFile::encodeName(file).constData()) != 0 && errno != ENOENT) {
            return ioFailed("removing a blob");
        }
    }
    flushFolder(QFileInfo(path(sha256)).absolutePath());
    return {};
}

}  // namespace hall::gateway
