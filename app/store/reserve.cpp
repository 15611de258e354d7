// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/reserve.h"

#include "app/store/durablefile.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace hall {

Reserve::Reserve(QString folder, qint64 ballastBytes, qint64 quotaBytes, RoomLimits limits)
    : m_folder(std::move(folder)), m_file(m_folder + u"/ballast"_qs), m_ballastBytes(ballastBytes),
      m_quotaBytes(quotaBytes), m_limits(limits)
{
    m_held = m_ballastBytes == 0 || QFileInfo(m_file).size() >= m_ballastBytes;
}

bool Reserve::restore()
{
    if (m_held) {
        return true;
    }
    if (freeBytes() < 2 * m_ballastBytes) {
        return false;
    }
    const QByteArray name = QFile::encodeName(m_file);
    const int fd = ::open(name.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return false;
    }
    m_held = ::posix_fallocate(fd, 0, m_ballastBytes) == 0;
    ::close(fd);
    if (!m_held) {
        ::unlink(name.constData());
    }
    return m_held;
}

bool Reserve::release()
{
    if (!m_held || m_ballastBytes == 0) {
        return false;
    }
    m_held = false;
    return QFile::remove(m_file) && syncFolder(m_folder).has_value();
}

qint64 Reserve::freeBytes() const
{
    struct statvfs disk
    {
    };
    if (::statvfs(QFile::encodeName(m_folder).constData(), &disk) != 0) {
        return 0;
    }
    return static_cast<qint64>(disk.f_bavail) * static_cast<qint64>(disk.f_frsize);
}

double Reserve::fill(qint64 storeBytes) const
{
    const qint64 whole = std::min(m_quotaBytes, storeBytes + freeBytes());
    return whole <= 0 ? 1.0 : static_cast<double>(storeBytes) / static_cast<double>(whole);
}

Room Reserve::room(qint64 storeBytes) const
{
    const double filled = fill(storeBytes);
    if (filled >= m_limits.noTransactions) {
        return Room::NoTransactions;
    }
    if (filled >= m_limits.noAttachments) {
        return Room::NoAttachments;
    }
    return filled >= m_limits.warn ? Room::Warn : Room::Ample;
}

}  // namespace hall
