// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/descriptorio.h"

#include <algorithm>
#include <cerrno>
#include <poll.h>
#include <system_error>

namespace hall::device {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

std::string errorText(int error)
{
    return std::system_category().message(error);
}

milliseconds leftUntil(Clock::time_point deadline)
{
    return std::max(std::chrono::ceil<milliseconds>(deadline - Clock::now()), milliseconds(0));
}

short pollFor(int descriptor, short events, milliseconds atMost)
{
    const auto deadline = Clock::now() + atMost;
    while (true) {
        pollfd entry{descriptor, events, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(leftUntil(deadline).count()));
        if (ready > 0) {
            return entry.revents;
        }
        if (ready == 0 || errno != EINTR) {
            return 0;
        }
    }
}

Written writeWithin(int descriptor, std::span<const unsigned char> data, milliseconds atMost, const SendSome &send)
{
    Written written;
    const auto deadline = Clock::now() + atMost;
    while (written.bytes < data.size()) {
        const ssize_t sent = send(data.subspan(written.bytes));
        if (sent > 0) {
            written.bytes += static_cast<std::size_t>(sent);
            continue;
        }
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
            written.fault = Fault(FaultCode::DeviceDisconnected, "write: " + errorText(errno));
            return written;
        }
        const short ready = pollFor(descriptor, POLLOUT, leftUntil(deadline));
        if (ready == 0) {
            written.fault = Fault(FaultCode::DeviceTimeout, "write: the other side takes no bytes");
            return written;
        }
        if ((ready & POLLOUT) == 0) {
            written.fault = Fault(FaultCode::DeviceDisconnected, "write: hang-up");
            return written;
        }
    }
    return written;
}

}  // namespace hall::device
