// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/serialtransport.h"

#include "drivers/transport/descriptorio.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace hall::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

constexpr auto drainWithin = 500ms;
constexpr auto drainStep = 5ms;

constexpr std::pair<int, speed_t> speeds[] = {
    {1200, B1200},   {2400, B2400},     {4800, B4800},     {9600, B9600},     {19200, B19200},   {38400, B38400},
    {57600, B57600}, {115200, B115200}, {230400, B230400}, {460800, B460800}, {921600, B921600},
};

const speed_t *speedOf(int baud)
{
    const auto *found =
        std::find_if(std::begin(speeds), std::end(speeds), [baud](const auto &s) { return s.first == baud; });
    return found == std::end(speeds) ? nullptr : &found->second;
}

FaultCode openFault(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return FaultCode::DeviceUnauthorised;
    case EBUSY:
    case EWOULDBLOCK:
        return FaultCode::DeviceShared;
    default:
        return FaultCode::DeviceDisconnected;
    }
}

}  // namespace

bool serialSpeedKnown(int baud)
{
    return speedOf(baud) != nullptr;
}

SerialTransport::SerialTransport(SerialAddress address, SerialFlow flow) : m_address(std::move(address)), m_flow(flow)
{
}

SerialTransport::~SerialTransport()
{
    close();
}

Done SerialTransport::open(milliseconds)
{
    close();
    const int line = ::open(m_address.path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (line < 0) {
        return fail(openFault(errno), m_address.path + ": " + errorText(errno));
    }
    if (Done done = configure(line); !done) {
        ::close(line);
        return done;
    }
    m_line = line;
    return {};
}

Done SerialTransport::configure(int line) const
{
    if (::isatty(line) == 0) {
        return fail(FaultCode::BadArgument, m_address.path + ": no terminal line");
    }
    if (::flock(line, LOCK_EX | LOCK_NB) != 0 || ::ioctl(line, TIOCEXCL) != 0) {
        return fail(openFault(errno), m_address.path + ": " + errorText(errno));
    }
    termios settings{};
    const speed_t *speed = speedOf(m_address.baud);
    if (speed == nullptr || ::tcgetattr(line, &settings) != 0) {
        return fail(FaultCode::BadArgument, m_address.path + ": cannot be set up");
    }
    ::cfmakeraw(&settings);
    settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS | HUPCL);
    settings.c_cflag |= CS8 | CREAD | CLOCAL;
    settings.c_iflag &= ~static_cast<tcflag_t>(IXON | IXOFF | IXANY);
    if (m_flow == SerialFlow::RtsCts) {
        settings.c_cflag |= CRTSCTS;
    } else if (m_flow == SerialFlow::XonXoff) {
        settings.c_iflag |= IXON;  // the device stops us; it is fast enough never to be stopped itself
    }
    // With one byte at least, a read of none can only mean a hang-up.
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    ::cfsetispeed(&settings, *speed);
    ::cfsetospeed(&settings, *speed);
    if (::tcsetattr(line, TCSANOW, &settings) != 0) {
        return fail(FaultCode::DeviceDisconnected, m_address.path + ": " + errorText(errno));
    }
    // tcsetattr() succeeds when any of the wishes came true (POSIX), so what holds now is looked at.
    termios now{};
    if (::tcgetattr(line, &now) != 0 || ::cfgetospeed(&now) != *speed || (now.c_cflag & CSIZE) != CS8) {
        return fail(FaultCode::BadArgument, m_address.path + ": refuses " + std::to_string(m_address.baud) + " baud");
    }
    ::tcflush(line, TCIOFLUSH);
    return {};
}

void SerialTransport::close() noexcept
{
    if (m_line < 0) {
        return;
    }
    int waiting = 0;
    const auto until = Clock::now() + drainWithin;
    while (::ioctl(m_line, TIOCOUTQ, &waiting) == 0 && waiting > 0 && Clock::now() < until) {
        if ((pollFor(m_line, 0, drainStep) & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
            break;
        }
    }
    // Also keeps close() itself from waiting for a line that takes nothing.
    ::tcflush(m_line, TCIOFLUSH);
    ::ioctl(m_line, TIOCNXCL);
    ::close(m_line);
    m_line = -1;
}

Fault SerialTransport::gone(const std::string &why)
{
    ::tcflush(m_line, TCIOFLUSH);
    ::close(m_line);
    m_line = -1;
    return Fault(FaultCode::DeviceDisconnected, m_address.path + ": " + why);
}

Written SerialTransport::write(std::span<const unsigned char> data, milliseconds atMost)
{
    if (m_line < 0) {
        return {.bytes = 0, .fault = Fault(FaultCode::DeviceDisconnected, "not open")};
    }
    Written written = writeWithin(m_line, data, atMost, [this](std::span<const unsigned char> rest) {
        return ::write(m_line, rest.data(), rest.size());
    });
    if (written.fault && written.fault->code == FaultCode::DeviceDisconnected) {
        written.fault = gone(written.fault->detail);
    }
    return written;
}

Result<Bytes> SerialTransport::read(std::size_t atMostBytes, milliseconds atMost)
{
    if (m_line < 0) {
        return fail(FaultCode::DeviceDisconnected, "not open");
    }
    const short ready = pollFor(m_line, POLLIN, atMost);
    if (ready == 0) {
        return Bytes{};
    }
    Bytes bytes(atMostBytes);
    const ssize_t got = ::read(m_line, bytes.data(), bytes.size());
    if (got > 0) {
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) && (ready & POLLHUP) == 0) {
        return Bytes{};
    }
    return fail(gone("read: " + (got < 0 ? errorText(errno) : std::string("hang-up"))));
}

}  // namespace hall::device
