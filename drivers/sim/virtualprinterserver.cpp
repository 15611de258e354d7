// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/virtualprinterserver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace hall::device {

namespace {

constexpr std::size_t interfaceBytes = 1 << 20;  // buffer of the network card
constexpr int pacedPollMs = 5;                   // while rows wait for the motor

}  // namespace

// Ends a poll() from any thread; outlives the server in a listener that is still being called.
struct VirtualPrinterServer::Wake
{
    int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);

    Wake() = default;
    ~Wake() { ::close(fd); }
    Wake(const Wake &) = delete;
    Wake &operator=(const Wake &) = delete;

    void ring() const
    {
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t sent = ::write(fd, &one, sizeof one);
    }
    void hush() const
    {
        std::uint64_t count = 0;
        [[maybe_unused]] const ssize_t got = ::read(fd, &count, sizeof count);
    }
};

Result<std::unique_ptr<VirtualPrinterServer>> VirtualPrinterServer::listen(std::shared_ptr<VirtualPrinter> printer,
                                                                           std::uint16_t port)
{
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto *plain = reinterpret_cast<sockaddr *>(&address);
    if (listener < 0 || ::bind(listener, plain, size) != 0 || ::listen(listener, 4) != 0 ||
        ::getsockname(listener, plain, &size) != 0) {
        const std::string why = std::strerror(errno);
        if (listener >= 0) {
            ::close(listener);
        }
        return fail(FaultCode::BadArgument, "virtual printer on port " + std::to_string(port) + ": " + why);
    }
    return std::unique_ptr<VirtualPrinterServer>(
        new VirtualPrinterServer(std::move(printer), listener, ntohs(address.sin_port)));
}

VirtualPrinterServer::VirtualPrinterServer(std::shared_ptr<VirtualPrinter> printer, int listener, std::uint16_t port)
    : m_printer(std::move(printer)), m_wake(std::make_shared<Wake>()), m_listener(listener), m_port(port)
{
    m_printer->setListener([wake = m_wake] { wake->ring(); });
    m_thread = std::jthread([this](const std::stop_token &stop) { serve(stop); });
}

VirtualPrinterServer::~VirtualPrinterServer()
{
    m_printer->setListener({});
    m_thread.request_stop();
    m_wake->ring();
    m_thread.join();
    drop();
    ::close(m_listener);
}

void VirtualPrinterServer::serve(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        // One host at a time; while the interface is full, or the cable is out, nothing is read.
        const bool wantsBytes = m_host >= 0 && m_in.size() < interfaceBytes;
        std::array<pollfd, 3> watched{
            pollfd{m_wake->fd, POLLIN, 0}, pollfd{m_host < 0 ? m_listener : -1, POLLIN, 0},
            pollfd{m_host, static_cast<short>((wantsBytes ? POLLIN : 0) | (m_out.empty() ? 0 : POLLOUT)), 0}};
        ::poll(watched.data(), watched.size(), m_printer->paced() ? pacedPollMs : -1);
        m_wake->hush();
        if (m_host >= 0 && m_printer->unplugged()) {
            drop();
        }
        if ((watched[1].revents & POLLIN) != 0) {
            accept();
        }
        if (m_host >= 0 && (watched[2].revents & (POLLIN | POLLHUP | POLLERR)) != 0) {
            readHost();
        }
        exchange();
    }
}

void VirtualPrinterServer::accept()
{
    const int host = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (host < 0) {
        return;
    }
    if (m_printer->unplugged()) {
        ::close(host);
        return;
    }
    const int on = 1;
    ::setsockopt(host, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    m_host = host;
    // Answers that nobody waited for are not this host's.
    while (!m_printer->takeAnswers(4096).empty()) {
    }
}

void VirtualPrinterServer::readHost()
{
    std::array<unsigned char, 65536> chunk{};
    const ssize_t got = ::read(m_host, chunk.data(), chunk.size());
    if (got > 0) {
        m_in.insert(m_in.end(), chunk.begin(), chunk.begin() + got);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        drop();
    }
}

// The host is gone. What the interface holds still reaches the printer: that is how old receipts come out later.
void VirtualPrinterServer::drop()
{
    if (m_host >= 0) {
        ::close(m_host);
        m_host = -1;
    }
    m_out.clear();
}

void VirtualPrinterServer::exchange()
{
    if (!m_in.empty()) {
        const VirtualPrinter::Received received = m_printer->receive(m_in, interfaceBytes);
        m_in.erase(m_in.begin(), m_in.begin() + static_cast<std::ptrdiff_t>(received.bytes));
    }
    if (m_host < 0) {
        return;
    }
    const Bytes answers = m_printer->takeAnswers(4096);
    m_out.insert(m_out.end(), answers.begin(), answers.end());
    if (!m_out.empty()) {
        const ssize_t sent = ::send(m_host, m_out.data(), m_out.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            m_out.erase(m_out.begin(), m_out.begin() + sent);
        } else if (errno != EAGAIN && errno != EINTR) {
            drop();
        }
    }
}

}  // namespace hall::device
