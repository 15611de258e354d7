// SPDX-License-Identifier: GPL-3.0-or-later
// The kiosk's end of what it and hall-vendor-host say to each other (drivers/vendorhost/hostwire.h). What comes from
// there comes from a maker's library: every length is bounded, every value is looked at.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/device.h"
#include "drivers/core/values.h"
#include "drivers/vendorhost/hostwire.h"

#include <optional>
#include <span>
#include <string>

namespace hall::device {

struct HostMessage
{
    std::uint8_t kind = 0;
    std::uint8_t status = 0;
    std::uint16_t id = 0;
    Bytes body;
    bool operator==(const HostMessage &) const = default;
};

[[nodiscard]] Bytes hostBytes(const HostMessage &message);

// Any portions of bytes in, messages out. A stream that once made no sense never does again: there is no way back into
// step, the process is ended.
class HostReader
{
public:
    ~HostReader() { reset(); }
    void take(std::span<const unsigned char> bytes);
    // DeviceProtocol for ever once the stream is broken; nothing while no message is whole.
    [[nodiscard]] Result<std::optional<HostMessage>> next();
    void reset();

private:
    Bytes m_bytes;
    bool m_broken = false;
};

struct HostHello
{
    bool photo = false;
    bool check = false;
    std::string name;
};

// VendorLibrary with the host's reason when the library cannot be used.
[[nodiscard]] Result<HostHello> helloOf(const HostMessage &message);
// CardGarbled: no photo; DeviceNotReady: it could not be done.
[[nodiscard]] Result<HolderVerdict> verdictOf(const HostMessage &message);
// CardGarbled: no photo; DeviceProtocol: sizes that do not fit.
[[nodiscard]] Result<Frame> photoOf(const HostMessage &message);

}  // namespace hall::device
