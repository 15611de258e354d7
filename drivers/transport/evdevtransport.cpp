// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/evdevtransport.h"

#include "drivers/transport/descriptorio.h"

#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace hall::device {

namespace {

FaultCode openFault(int error)
{
    switch (error) {
    case EACCES:
    case EPERM:
        return FaultCode::DeviceUnauthorised;
    case EBUSY:
        return FaultCode::DeviceShared;
    default:
        return FaultCode::DeviceDisconnected;
    }
}

}  // namespace

EvdevTransport::EvdevTransport(EvdevAddress address) : m_address(std::move(address))
{
}

EvdevTransport::~EvdevTransport()
{
    EvdevTransport::close();
}

Done EvdevTransport::open(std::chrono::milliseconds)
{
    EvdevTransport::close();
    const int node = ::open(m_address.path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (node < 0) {
        return fail(openFault(errno), m_address.path + ": " + errorText(errno));
    }
    int version = 0;
    if (::ioctl(node, EVIOCGVERSION, &version) != 0) {
        const bool gone = errno == ENODEV;
        ::close(node);
        return fail(gone ? FaultCode::DeviceDisconnected : FaultCode::BadArgument,
                    m_address.path + ": no input device");
    }
    if (::ioctl(node, EVIOCGRAB, 1) != 0) {
        const int error = errno;
        ::close(node);
        return fail(openFault(error), m_address.path + ": " + errorText(error));
    }
    std::array<input_event, 64> before{};
    while (::read(node, before.data(), sizeof before) > 0) {
    }
    wipeMemory(before.data(), sizeof before);
    m_node = node;
    return {};
}

void EvdevTransport::close() noexcept
{
    if (m_node >= 0) {
        ::close(m_node);  // the grab ends with it
        m_node = -1;
    }
}

Written EvdevTransport::write(std::span<const unsigned char>, std::chrono::milliseconds)
{
    return {.bytes = 0, .fault = Fault(FaultCode::BadArgument, m_address.path + ": only typed on")};
}

Result<Bytes> EvdevTransport::read(std::size_t atMostBytes, std::chrono::milliseconds atMost)
{
    if (m_node < 0) {
        return fail(FaultCode::DeviceDisconnected, "not open");
    }
    if (pollFor(m_node, POLLIN, atMost) == 0) {
        return Bytes{};
    }
    // The kernel refuses a buffer that has no room for one event.
    Bytes bytes(std::max(atMostBytes, sizeof(input_event)));
    const ssize_t got = ::read(m_node, bytes.data(), bytes.size());
    if (got > 0) {
        bytes.resize(static_cast<std::size_t>(got));
        return bytes;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return Bytes{};
    }
    const std::string why = got < 0 ? errorText(errno) : std::string("end of events");
    EvdevTransport::close();
    return fail(FaultCode::DeviceDisconnected, m_address.path + ": " + why);
}

}  // namespace hall::device
