// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/virtualcard.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

namespace hall::device {

namespace {

// Control messages of vpcd (vsmartcard, "Virtual PCD protocol"): one byte instead of a command.
constexpr unsigned char powerOff = 0x00;
constexpr unsigned char powerOn = 0x01;
constexpr unsigned char reset = 0x02;
constexpr unsigned char sendAtr = 0x04;

void setOption(int socket, int option)
{
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, option, &on, sizeof on);
}

// vpcd sends length and body apart: without a quick acknowledgement each command costs 40 ms.
bool receive(int socket, unsigned char *to, std::size_t size)
{
    while (size > 0) {
        const ssize_t got = recv(socket, to, size, 0);
        setOption(socket, TCP_QUICKACK);
        if (got <= 0) {
            return false;
        }
        to += got;
        size -= static_cast<std::size_t>(got);
    }
    return true;
}

bool transmit(int socket, const Bytes &body)
{
    Bytes message{static_cast<unsigned char>(body.size() >> 8), static_cast<unsigned char>(body.size() & 0xFF)};
    message.insert(message.end(), body.begin(), body.end());
    return send(socket, message.data(), message.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(message.size());
}

}  // namespace

VirtualCard::VirtualCard(unsigned short port) : m_port(port)
{
}

VirtualCard::~VirtualCard()
{
    remove();
}

bool VirtualCard::insert(CardFile file)
{
    remove();
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(m_port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0) {
        close(fd);
        return false;
    }
    setOption(fd, TCP_NODELAY);
    setOption(fd, TCP_QUICKACK);
    {
        const std::lock_guard lock(m_mutex);
        m_card = std::make_unique<SimSmartCard>(std::move(file));
        m_socket = fd;
    }
    m_thread = std::thread([this, fd] { serve(fd); });
    return true;
}

void VirtualCard::remove()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_socket >= 0) {
            shutdown(m_socket, SHUT_RDWR);
        }
    }
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

int VirtualCard::exchanges() const
{
    const std::lock_guard lock(m_mutex);
    return m_card ? m_card->answered() : 0;
}

void VirtualCard::serve(int socket)
{
    while (true) {
        unsigned char head[2];
        if (!receive(socket, head, sizeof head)) {
            break;
        }
        Bytes message(static_cast<std::size_t>(head[0]) << 8 | head[1]);
        if (!receive(socket, message.data(), message.size())) {
            break;
        }
        if (message.size() == 1 && message[0] != sendAtr) {
            if (message[0] == reset || message[0] == powerOn || message[0] == powerOff) {
                const std::lock_guard lock(m_mutex);
                m_card->reset();
            }
            continue;
        }
        const std::optional<Bytes> reply = answer(message);
        if (!reply || !transmit(socket, *reply)) {
            break;
        }
    }
    const std::lock_guard lock(m_mutex);
    close(socket);
    m_socket = -1;
}

std::optional<Bytes> VirtualCard::answer(const Bytes &message)
{
    std::unique_lock lock(m_mutex);
    if (message.size() == 1) {
        return m_card->file().atr;
    }
    const auto delay = std::chrono::milliseconds(m_card->file().fault.delayMs);
    lock.unlock();
    std::this_thread::sleep_for(delay);
    lock.lock();
    return m_card->answer(message);
}

}  // namespace hall::device
