// SPDX-License-Identifier: GPL-3.0-or-later
// An opened USB interface: its transfers and the bytes that came in. Used by UsbTransport; one caller at a time, the
// completions come on the session's event thread.
#pragma once

#include "drivers/transport/bytetransport.h"
#include "drivers/transport/usbbus.h"
#include "drivers/transport/usbinterface.h"

#include <condition_variable>
#include <memory>
#include <mutex>

struct libusb_device_handle;
struct libusb_transfer;

namespace hall::device {

class UsbPipe : public std::enable_shared_from_this<UsbPipe>
{
public:
    // Takes the handle over, its interface claimed.
    UsbPipe(std::shared_ptr<UsbSession> session, libusb_device_handle *handle, UsbInterface interface);
    ~UsbPipe();
    UsbPipe(const UsbPipe &) = delete;
    UsbPipe &operator=(const UsbPipe &) = delete;

    Done begin();  // submits the transfers that listen
    // Ends all transfers, gives the interface back and closes the device. A transfer that the kernel does not give
    // back within two seconds keeps the device open until it does.
    void end() noexcept;
    void endAndReset() noexcept;  // and the port in between

    // A fault other than DeviceTimeout is final.
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost);
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost);

private:
    using Clock = std::chrono::steady_clock;
    struct Slot;  // one transfer and its buffer
    struct Sent
    {
        std::size_t moved = 0;
        int error = 0;  // enum libusb_error
    };

    static void completed(libusb_transfer *transfer);
    void take(Slot &slot, int status, std::size_t length);
    int submit(const std::shared_ptr<Slot> &slot);
    int listenAgain();
    Sent send(std::span<const unsigned char> data, Clock::time_point until);
    void fill(Slot &slot, std::span<const unsigned char> data) const;
    Done clearHalt(unsigned char endpoint, bool &clearedBefore);
    Done recoverIn(std::unique_lock<std::mutex> &lock);
    bool waitIdle(std::unique_lock<std::mutex> &lock, Clock::time_point until);
    void cancelListening();
    bool quiet() noexcept;

    const std::shared_ptr<UsbSession> m_session;
    libusb_device_handle *m_handle;
    const UsbInterface m_ends;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::shared_ptr<Slot>> m_listening;
    std::shared_ptr<Slot> m_sending;
    int m_pending = 0;  // transfers the kernel has
    Bytes m_received;
    int m_broken = 0;  // first error of a listening transfer that ends the pipe
    bool m_halted = false;
    bool m_inCleared = false;  // the halt was cleared and nothing has come since
    bool m_outCleared = false;
    bool m_ending = false;
    bool m_closed = false;
};

}  // namespace hall::device
