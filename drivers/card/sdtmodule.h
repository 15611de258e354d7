// SPDX-License-Identifier: GPL-3.0-or-later
// One exchange with an SDT module: a request out, the frame that answers it back. Used by one thread.
#pragma once

#include "drivers/card/sdtframe.h"
#include "drivers/transport/bytetransport.h"

#include <chrono>
#include <stop_token>

namespace hall::device::sdt {

struct Answer
{
    std::uint8_t sw3 = 0;
    Sensitive<Bytes> data;
};

class Module
{
public:
    explicit Module(ByteTransport &transport) : m_transport(transport) {}

    // DeviceTimeout without a frame in time, DeviceProtocol when only broken ones came, DeviceCancelled on `stop`,
    // DeviceDisconnected from the transport. One try.
    Result<Answer> ask(Command command, std::chrono::milliseconds atMost, const std::stop_token &stop);
    // Throws away what is still on its way from an earlier exchange.
    Done drain();

private:
    Done send(std::span<const unsigned char> frame, std::chrono::milliseconds atMost);

    ByteTransport &m_transport;
    FrameParser m_parser;
};

// Base data: the lengths at its head are honoured. CardGarbled when they do not fit the data or the text is not 256
// bytes long (GA/T 490).
struct BaseData
{
    Sensitive<Bytes> text;
    Sensitive<Bytes> photo;
    bool fingerprint = false;  // whether data with a third length had any; the bytes themselves are left behind
};
[[nodiscard]] Result<BaseData> parseBase(const Bytes &data);

// "05.03-20251125-0000012345-0000067890": how module numbers are printed. Empty unless there are 16 bytes.
[[nodiscard]] std::string moduleIdText(const Bytes &data);

}  // namespace hall::device::sdt
