// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/controlconnection.h"

#include "app/domain/base/sensitive.h"

#include <QPointer>

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace hall {

namespace {

// A vector that grows leaves its old memory as it is.
void append(std::vector<unsigned char> &bytes, const unsigned char *more, std::size_t count)
{
    if (bytes.size() + count > bytes.capacity()) {
        std::vector<unsigned char> larger;
        larger.reserve(2 * (bytes.size() + count));
        larger.assign(bytes.begin(), bytes.end());
        wipe(bytes);
        bytes.swap(larger);
    }
    bytes.insert(bytes.end(), more, more + count);
}

void dropFront(std::vector<unsigned char> &bytes, std::size_t count)
{
    const std::size_t left = bytes.size() - count;
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(count), bytes.end(), bytes.begin());
    wipeMemory(bytes.data() + left, count);
    bytes.resize(left);
}

bool interrupted()
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

ControlConnection::ControlConnection(int socket, OnLine onLine, QObject *parent)
    : QObject(parent), m_socket(socket), m_onLine(std::move(onLine)), m_readable(socket, QSocketNotifier::Read),
      m_writable(socket, QSocketNotifier::Write)
{
    m_writable.setEnabled(false);
    connect(&m_readable, &QSocketNotifier::activated, this, &ControlConnection::read);
    connect(&m_writable, &QSocketNotifier::activated, this, &ControlConnection::write);
}

ControlConnection::~ControlConnection()
{
    close();
}

void ControlConnection::close()
{
    wipe(m_in);
    wipe(m_out);
    if (m_socket >= 0) {
        m_readable.setEnabled(false);
        m_writable.setEnabled(false);
        ::close(m_socket);
        m_socket = -1;
        deleteLater();
    }
}

void ControlConnection::read()
{
    std::array<unsigned char, readAtOnce> chunk;
    const ssize_t got = ::recv(m_socket, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (got > 0) {
        append(m_in, chunk.data(), static_cast<std::size_t>(got));
    }
    wipeMemory(chunk.data(), chunk.size());
    if (got > 0) {
        takeLines();
    } else if (got == 0 || !interrupted()) {
        close();
    }
}

void ControlConnection::takeLines()
{
    const QPointer<ControlConnection> alive(this);
    while (alive) {
        const auto end = std::find(m_in.begin(), m_in.end(), '\n');
        if (end == m_in.end()) {
            break;
        }
        const auto length = static_cast<std::size_t>(end - m_in.begin());
        QByteArray line(reinterpret_cast<const char *>(m_in.data()), static_cast<qsizetype>(length));
        dropFront(m_in, length + 1);
        m_onLine(*this, line);
        wipeMemory(line.data(), static_cast<std::size_t>(line.size()));
    }
    if (alive && m_in.size() > longestLine) {
        close();
    }
}

void ControlConnection::send(QByteArray answer)
{
    append(m_out, reinterpret_cast<const unsigned char *>(answer.constData()), static_cast<std::size_t>(answer.size()));
    wipeMemory(answer.data(), static_cast<std::size_t>(answer.size()));
    write();
}

void ControlConnection::write()
{
    while (m_socket >= 0 && !m_out.empty()) {
        const ssize_t gone = ::send(m_socket, m_out.data(), m_out.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (gone < 0 && !interrupted()) {
            close();
            return;
        }
        if (gone < 0) {
            break;
        }
        dropFront(m_out, static_cast<std::size_t>(gone));
    }
    m_writable.setEnabled(m_socket >= 0 && !m_out.empty());
}

}  // namespace hall
