// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/tcptransport.h"

#include "drivers/transport/descriptorio.h"

#include <cerrno>
#include <cstring>
#include <future>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace hall::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int sendBuffer = 8192;          // bytes; the kernel doubles it for its own use
constexpr unsigned deadAfterMs = 10'000;  // unacknowledged data: the cable is out

using Addresses = std::shared_ptr<addrinfo>;

Result<Addresses> resolve(const std::string &host, std::uint16_t port, int flags)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo *list = nullptr;
    if (const int error = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list); error != 0) {
        return fail(FaultCode::DeviceDisconnected, "name: " + std::string(gai_strerror(error)));
    }
    return Addresses(list, freeaddrinfo);
}

Result<Addresses> resolveInTime(const std::string &host, std::uint16_t port, milliseconds atMost)
{
    if (auto numeric = resolve(host, port, AI_NUMERICHOST)) {
        return numeric;
    }
    std::promise<Result<Addresses>> promise;
    auto answer = promise.get_future();
    std::thread([host, port, given = std::move(promise)]() mutable {
        given.set_value(resolve(host, port, AI_ADDRCONFIG));
    }).detach();
    if (answer.wait_for(atMost) != std::future_status::ready) {
        return fail(FaultCode::DeviceTimeout, "the name was not resolved in time");
    }
    return answer.get();
}

int connectTo(const addrinfo &address, Clock::time_point deadline, int &error)
{
    const int socket = ::socket(address.ai_family, address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        error = errno;
        return -1;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &sendBuffer, sizeof sendBuffer);
    ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &deadAfterMs, sizeof deadAfterMs);

    error = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
        if (pollFor(socket, POLLOUT, leftUntil(deadline)) == 0) {
            error = ETIMEDOUT;
        } else {
            socklen_t size = sizeof error;
            ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
        }
    }
    if (error != 0) {
        ::close(socket);
        return -1;
    }
    return socket;
}

}  // namespace

TcpTransport::TcpTransport(std::string host, std::uint16_t port) : m_host(std::move(host)), m_port(port)
{
}

TcpTransport::~TcpTransport()
{
    close();
}

Done TcpTransport::open(milliseconds atMost)
{
    close();
    const auto deadline = Clock::now() + atMost;
    const Result<Addresses> addresses = resolveInTime(m_host, m_port, atMost);
    if (!addresses) {
        return fail(addresses.error());
    }
    int error = ETIMEDOUT;
    for (const addrinfo *address = addresses->get(); address != nullptr; address = address->ai_next) {
        m_socket = connectTo(*address, deadline, error);
        if (m_socket >= 0) {
            return {};
        }
    }
    const FaultCode code = error == ETIMEDOUT ? FaultCode::DeviceTimeout : FaultCode::DeviceDisconnected;
    return fail(code, "connect: " + errorText(error));
}

void TcpTransport::close() noexcept
{
    if (m_socket >= 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

Written TcpTransport::write(std::span<const unsigned char> data, milliseconds atMost)
{
    if (m_socket < 0) {
        return {.bytes = 0, .fault = Fault(FaultCode::DeviceDisconnected, "not open")};
    }
    Written written = writeWithin(m_socket, data, atMost, [this](std::span<const unsigned char> rest) {
        return ::send(m_socket, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    });
    if (written.fault && written.fault->code == FaultCode::DeviceDisconnected) {
        close();
    }
    return written;
}

Result<Bytes> TcpTransport::read(std::size_t atMostBytes, milliseconds atMost)
{
    if (m_socket < 0) {
        return fail(FaultCode::DeviceDisconnected, "not open");
    }
    if (pollFor(m_socket, POLLIN, atMost) == 0) {
        return Bytes{};
    }
    Bytes bytes(atMostBytes);
    const ssize_t got = ::recv(m_socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got > 0) {
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
        return Bytes{};
    }
    const std::string why = got == 0 ? "closed by the other side" : errorText(errno);
    close();
    return fail(FaultCode::DeviceDisconnected, "receive: " + why);
}

}  // namespace hall::device
