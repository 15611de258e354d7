// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/holder/hostprocess.h"

#include "drivers/transport/descriptorio.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

namespace hall::device {

namespace {

// What a new process is to have instead of what is open here.
struct FileActions
{
    posix_spawn_file_actions_t actions{};
    explicit FileActions(int socket)
    {
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    }
    ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
    FileActions(const FileActions &) = delete;
    FileActions &operator=(const FileActions &) = delete;
};

}  // namespace

HostProcess::HostProcess(std::string program, std::string library)
    : m_program(std::move(program)), m_library(std::move(library))
{
}

HostProcess::~HostProcess()
{
    HostProcess::close();
}

Done HostProcess::open(std::chrono::milliseconds)
{
    HostProcess::close();
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return fail(FaultCode::DeviceInternal, "no socket pair: " + errorText(errno));
    }
    std::string program = m_program;
    std::string library = m_library;
    char *const arguments[] = {program.data(), library.data(), nullptr};
    char *const environment[] = {nullptr};
    int error = 0;
    {
        const FileActions files(ends[1]);
        error = ::posix_spawn(&m_process, m_program.c_str(), &files.actions, nullptr, arguments, environment);
    }
    ::close(ends[1]);
    if (error != 0) {
        ::close(ends[0]);
        m_process = -1;
        return fail(FaultCode::VendorLibrary, m_program + ": " + errorText(error));
    }
    ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    m_socket = ends[0];
    return {};
}

void HostProcess::close() noexcept
{
    if (m_process > 0) {
        ::kill(m_process, SIGKILL);
        while (::waitpid(m_process, nullptr, 0) < 0 && errno == EINTR) {
        }
        m_process = -1;
    }
    if (m_socket >= 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

// Its end of the socket is closed: it is ending, or has closed it by itself, which comes to the same.
Fault HostProcess::howItEnded()
{
    constexpr int looks = 40;
    constexpr int between = 5;  // milliseconds
    int status = 0;
    for (int i = 0; m_process > 0 && i < looks; ++i) {
        if (::waitpid(m_process, &status, WNOHANG) == m_process) {
            m_process = -1;
            return Fault(FaultCode::VendorCrashed, WIFSIGNALED(status)
                                                       ? "ended by signal " + std::to_string(WTERMSIG(status))
                                                       : "ended with " + std::to_string(WEXITSTATUS(status)));
        }
        ::poll(nullptr, 0, between);
    }
    return Fault(FaultCode::VendorCrashed, "it does not speak any more");
}

Written HostProcess::write(std::span<const unsigned char> data, std::chrono::milliseconds atMost)
{
    if (m_socket < 0) {
        return {.bytes = 0, .fault = Fault(FaultCode::DeviceDisconnected, "not open")};
    }
    if (pollFor(m_socket, POLLOUT, atMost) == 0) {
        return {.bytes = 0, .fault = Fault(FaultCode::DeviceTimeout, "the vendor host takes no bytes")};
    }
    const ssize_t went = ::send(m_socket, data.data(), data.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (went >= 0) {
        return {.bytes = static_cast<std::size_t>(went), .fault = std::nullopt};
    }
    if (errno == EAGAIN || errno == EINTR) {
        return {.bytes = 0, .fault = Fault(FaultCode::DeviceTimeout, "the vendor host takes no bytes")};
    }
    return {.bytes = 0, .fault = howItEnded()};
}

Result<Bytes> HostProcess::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
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
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return Bytes{};
    }
    return fail(howItEnded());
}

}  // namespace hall::device
