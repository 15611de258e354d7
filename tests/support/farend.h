// SPDX-License-Identifier: GPL-3.0-or-later
// A device at the far end of a terminal line: a pseudo terminal with what is behind it on a thread of its own.
#pragma once

#include "drivers/transport/deviceaddress.h"
#include "tests/support/usbtestbed.h"

#include <QTemporaryDir>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <thread>

namespace hall::device {

// The device's end of a line. The name stays the same when it is plugged anew, as udev's links do.
class FarEnd
{
public:
    explicit FarEnd(UsbFunction function) : m_function(std::move(function)) { plug(); }
    ~FarEnd() { unplug(); }

    void plug()
    {
        m_master = ::posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
        ::grantpt(m_master);
        ::unlockpt(m_master);
        ::unlink(path().c_str());
        if (::symlink(::ptsname(m_master), path().c_str()) != 0) {
            qFatal("no link to the line");
        }
        m_over = false;
        m_thread = std::thread([this] { serve(); });
    }
    void unplug()
    {
        m_over = true;
        if (m_thread.joinable()) {
            m_thread.join();
        }
        if (m_master >= 0) {
            ::unlink(path().c_str());
            ::close(m_master);
            m_master = -1;
        }
    }
    [[nodiscard]] std::string path() const { return m_folder.filePath(QStringLiteral("line")).toStdString(); }
    [[nodiscard]] SerialAddress address(int baud = SerialAddress::defaultBaud) const { return {path(), baud}; }
    [[nodiscard]] termios settings() const
    {
        termios now{};
        ::tcgetattr(m_master, &now);
        return now;
    }
    void hold(bool on) { m_held = on; }
    void unplugAfter(std::size_t bytes) { m_left = static_cast<long>(bytes); }

private:
    void serve()
    {
        Bytes waiting;
        while (!m_over) {
            pollfd entry{m_master, static_cast<short>(m_held ? 0 : POLLIN), 0};
            ::poll(&entry, 1, 2);
            unsigned char chunk[512];
            const ssize_t got = m_held ? -1 : ::read(m_master, chunk, sizeof chunk);
            if (got > 0) {
                waiting.insert(waiting.end(), chunk, chunk + got);
            }
            const std::size_t taken = waiting.empty() ? 0 : m_function.take(waiting);
            waiting.erase(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(taken));
            if (m_left >= 0 && (m_left -= static_cast<long>(taken)) < 0) {
                ::unlink(path().c_str());
                ::close(m_master);
                m_master = -1;
                m_over = true;
                return;
            }
            const Bytes said = m_function.give(256);
            if (!said.empty() && ::write(m_master, said.data(), said.size()) < 0) {
                continue;
            }
        }
    }

    QTemporaryDir m_folder;
    UsbFunction m_function;
    int m_master = -1;
    std::atomic<bool> m_over{false};
    std::atomic<bool> m_held{false};
    std::atomic<long> m_left{-1};
    std::thread m_thread;
};

}  // namespace hall::device
