// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for and writing to a file descriptor that does not block, with a time at which it ends.
#pragma once

#include "drivers/transport/bytetransport.h"

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <sys/types.h>

namespace hall::device {

// What the system says of an errno, in English.
[[nodiscard]] std::string errorText(int error);

// Not less than nothing, rounded up: a wait never ends before its time.
[[nodiscard]] std::chrono::milliseconds leftUntil(std::chrono::steady_clock::time_point deadline);

// poll() for one descriptor, whatever signals come: its events, 0 when the time is over.
[[nodiscard]] short pollFor(int descriptor, short events, std::chrono::milliseconds atMost);

// As write(2) and send(2): bytes taken, or -1 with errno.
using SendSome = std::function<ssize_t(std::span<const unsigned char> rest)>;

// Everything, or as much as the other side takes in time. Ends with DeviceTimeout when it takes no more, and with
// DeviceDisconnected when it is gone; the descriptor is left open.
[[nodiscard]] Written writeWithin(int descriptor, std::span<const unsigned char> data, std::chrono::milliseconds atMost,
                                  const SendSome &send);

}  // namespace hall::device
