// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/signsoflife.h"

#include <chrono>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace hall {

SignsOfLife::SignsOfLife(QObject *parent) : QObject(parent), m_socket(qgetenv("NOTIFY_SOCKET"))
{
    if (m_socket.isEmpty()) {
        return;
    }
    QTimer::singleShot(0, this, [this] { say("READY=1\nWATCHDOG=1"); });
    const std::chrono::microseconds most(qgetenv("WATCHDOG_USEC").toLongLong());
    if (most.count() > 0) {
        connect(&m_timer, &QTimer::timeout, this, [this] { say("WATCHDOG=1"); });
        m_timer.start(std::chrono::duration_cast<std::chrono::milliseconds>(most) / 3);
    }
}

void SignsOfLife::say(const QByteArray &words) const
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto size = static_cast<std::size_t>(m_socket.size());
    if (size >= sizeof address.sun_path) {
        return;
    }
    std::memcpy(address.sun_path, m_socket.constData(), size);
    if (address.sun_path[0] == '@') {
        address.sun_path[0] = '\0';  // a name of the kernel's, not of a file
    }
    const int line = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (line < 0) {
        return;
    }
    // Never waited for: that would be a hang of its own.
    [[maybe_unused]] const auto sent = sendto(line, words.constData(), static_cast<std::size_t>(words.size()),
                                              MSG_DONTWAIT | MSG_NOSIGNAL, reinterpret_cast<const sockaddr *>(&address),
                                              static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + size));
    close(line);
}

}  // namespace hall
