// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/usbpipe.h"

#include "app/domain/base/sensitive.h"
#include "drivers/transport/usbfault.h"

#include <libusb.h>

#include <algorithm>
#include <thread>

namespace hall::device {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t outChunk = 4096;          // bytes a transfer
constexpr int listeners = 4;                    // so that one is pending while another is being looked at
constexpr std::size_t receivedLimit = 65536;    // nobody reads: the device has to wait
constexpr auto cancelWithin = 2s;               // for the kernel to give cancelled transfers back
constexpr auto shortestWait = 2ms;              // or a transfer would be cancelled before it was tried
constexpr std::uint8_t toInterface = 0x21;      // class request, host to interface
constexpr std::uint8_t setReport = 0x09;        // HID 1.11, 7.2.2
constexpr std::uint16_t outputReport = 0x0200;  // type output, id 0

}  // namespace

struct UsbPipe::Slot
{
    explicit Slot(std::size_t size) : buffer(size), transfer(libusb_alloc_transfer(0)) {}
    ~Slot()
    {
        wipe(buffer);
        libusb_free_transfer(transfer);
    }
    Slot(const Slot &) = delete;
    Slot &operator=(const Slot &) = delete;

    Bytes buffer;
    libusb_transfer *transfer;
    bool pending = false;
    int status = LIBUSB_TRANSFER_COMPLETED;
    std::size_t moved = 0;
    // While the kernel has the transfer, it and the pipe must not go.
    std::shared_ptr<UsbPipe> keepPipe;
    std::shared_ptr<Slot> keepSelf;
};

UsbPipe::UsbPipe(std::shared_ptr<UsbSession> session, libusb_device_handle *handle, UsbInterface interface)
    : m_session(std::move(session)), m_handle(handle), m_ends(interface)
{
    m_received.reserve(receivedLimit + static_cast<std::size_t>(listeners * m_ends.inPacket));
    const int count = m_ends.in == 0 ? 0 : listeners;
    for (int i = 0; i < count; ++i) {
        auto slot = std::make_shared<Slot>(static_cast<std::size_t>(m_ends.inPacket));
        if (m_ends.inInterrupt) {
            libusb_fill_interrupt_transfer(slot->transfer, m_handle, m_ends.in, slot->buffer.data(), m_ends.inPacket,
                                           &UsbPipe::completed, slot.get(), 0);
        } else {
            libusb_fill_bulk_transfer(slot->transfer, m_handle, m_ends.in, slot->buffer.data(), m_ends.inPacket,
                                      &UsbPipe::completed, slot.get(), 0);
        }
        m_listening.push_back(std::move(slot));
    }
    m_sending = std::make_shared<Slot>(LIBUSB_CONTROL_SETUP_SIZE + outChunk);
}

UsbPipe::~UsbPipe()
{
    if (!m_closed) {
        // The last transfer came back late: this is the event thread inside libusb, where a device cannot be closed.
        std::thread([session = m_session, handle = m_handle, number = m_ends.number] {
            libusb_release_interface(handle, number);
            libusb_close(handle);
        }).detach();
    }
    wipeMemory(m_received.data(), m_received.capacity());
}

Done UsbPipe::begin()
{
    const std::lock_guard lock(m_mutex);
    const int error = listenAgain();
    return error == LIBUSB_SUCCESS ? Done{} : fail(usbFault(error, "listen"));
}

// Ends all transfers. False when one does not come back: the destructor closes when the last lets go of us.
bool UsbPipe::quiet() noexcept
{
    std::unique_lock lock(m_mutex);
    m_ending = true;
    cancelListening();
    if (m_sending->pending) {
        libusb_cancel_transfer(m_sending->transfer);
    }
    if (!waitIdle(lock, Clock::now() + cancelWithin)) {
        return false;
    }
    m_closed = true;
    return true;
}

// Outside the lock in both: libusb waits for its event thread there.
void UsbPipe::end() noexcept
{
    if (quiet()) {
        libusb_release_interface(m_handle, m_ends.number);
        libusb_close(m_handle);
    }
}

void UsbPipe::endAndReset() noexcept
{
    if (quiet()) {
        libusb_release_interface(m_handle, m_ends.number);
        (void)libusb_reset_device(m_handle);  // one that fails, or comes back as another, is opened anew all the same
        libusb_close(m_handle);
    }
}

// ---- completions, on the event thread ----

void UsbPipe::completed(libusb_transfer *transfer)
{
    auto *slot = static_cast<Slot *>(transfer->user_data);
    // In this order: the pipe is needed until the end of take(), and either may be the last reference.
    const std::shared_ptr<UsbPipe> pipe = std::move(slot->keepPipe);
    const std::shared_ptr<Slot> self = std::move(slot->keepSelf);
    pipe->take(*slot, transfer->status, static_cast<std::size_t>(std::max(transfer->actual_length, 0)));
}

void UsbPipe::take(Slot &slot, int status, std::size_t length)
{
    const std::lock_guard lock(m_mutex);
    slot.pending = false;
    slot.status = status;
    slot.moved = length;
    --m_pending;
    if (&slot != m_sending.get()) {
        const auto end = slot.buffer.begin() + static_cast<std::ptrdiff_t>(std::min(length, slot.buffer.size()));
        m_received.insert(m_received.end(), slot.buffer.begin(), end);
        wipeMemory(slot.buffer.data(), slot.buffer.size());
        m_inCleared = m_inCleared && length == 0;
        const int error = usbErrorOf(status);
        if (error == LIBUSB_ERROR_PIPE) {
            m_halted = true;
        } else if (error != LIBUSB_SUCCESS && error != LIBUSB_ERROR_INTERRUPTED && m_broken == 0) {
            m_broken = error;
        } else if (error == LIBUSB_SUCCESS && m_broken == 0) {
            m_broken = listenAgain();
        }
    }
    m_changed.notify_all();
}

// ---- with the lock held ----

int UsbPipe::submit(const std::shared_ptr<Slot> &slot)
{
    slot->keepPipe = shared_from_this();
    slot->keepSelf = slot;
    slot->pending = true;
    const int error = libusb_submit_transfer(slot->transfer);
    if (error != LIBUSB_SUCCESS) {
        slot->pending = false;
        slot->keepPipe.reset();
        slot->keepSelf.reset();
        return error;
    }
    ++m_pending;
    return error;
}

int UsbPipe::listenAgain()
{
    if (m_ending || m_halted || m_received.size() >= receivedLimit) {
        return LIBUSB_SUCCESS;
    }
    for (const auto &slot : m_listening) {
        if (!slot->pending) {
            if (const int error = submit(slot); error != LIBUSB_SUCCESS) {
                return error;
            }
        }
    }
    return LIBUSB_SUCCESS;
}

void UsbPipe::cancelListening()
{
    for (const auto &slot : m_listening) {
        if (slot->pending) {
            libusb_cancel_transfer(slot->transfer);
        }
    }
}

bool UsbPipe::waitIdle(std::unique_lock<std::mutex> &lock, Clock::time_point until)
{
    return m_changed.wait_until(lock, until, [this] { return m_pending == 0; });
}

// ---- out ----

void UsbPipe::fill(Slot &slot, std::span<const unsigned char> data) const
{
    unsigned char *bytes = slot.buffer.data();
    if (m_ends.out == 0) {  // HID by SET_REPORT
        libusb_fill_control_setup(bytes, toInterface, setReport, outputReport,
                                  static_cast<std::uint16_t>(m_ends.number), static_cast<std::uint16_t>(data.size()));
        std::copy(data.begin(), data.end(), bytes + LIBUSB_CONTROL_SETUP_SIZE);
        libusb_fill_control_transfer(slot.transfer, m_handle, bytes, &UsbPipe::completed, &slot, 0);
        return;
    }
    std::copy(data.begin(), data.end(), bytes);
    const int length = static_cast<int>(data.size());
    if (m_ends.outInterrupt) {
        libusb_fill_interrupt_transfer(slot.transfer, m_handle, m_ends.out, bytes, length, &UsbPipe::completed, &slot,
                                       0);
    } else {
        libusb_fill_bulk_transfer(slot.transfer, m_handle, m_ends.out, bytes, length, &UsbPipe::completed, &slot, 0);
    }
}

UsbPipe::Sent UsbPipe::send(std::span<const unsigned char> data, Clock::time_point until)
{
    std::unique_lock lock(m_mutex);
    if (m_broken != 0) {
        return {0, m_broken};
    }
    fill(*m_sending, data);
    if (const int error = submit(m_sending); error != LIBUSB_SUCCESS) {
        return {0, error};
    }
    const auto back = [this] { return !m_sending->pending; };
    if (!m_changed.wait_until(lock, std::max(until, Clock::now() + shortestWait), back)) {
        libusb_cancel_transfer(m_sending->transfer);
        if (!m_changed.wait_for(lock, cancelWithin, back)) {
            m_broken = LIBUSB_ERROR_OTHER;  // the buffer is the kernel's for ever
            return {0, m_broken};
        }
    }
    wipeMemory(m_sending->buffer.data(), data.size() + LIBUSB_CONTROL_SETUP_SIZE);
    return {std::min(m_sending->moved, data.size()), usbErrorOf(m_sending->status)};
}

Written UsbPipe::write(std::span<const unsigned char> data, milliseconds atMost)
{
    const auto until = Clock::now() + atMost;
    const std::size_t most = m_ends.hid ? static_cast<std::size_t>(m_ends.outPacket) : outChunk;
    Written written;
    while (written.bytes < data.size()) {
        const auto chunk = data.subspan(written.bytes).first(std::min(most, data.size() - written.bytes));
        Bytes report;
        if (m_ends.hid) {  // a report is always whole: what the request does not fill is zero
            report.assign(chunk.begin(), chunk.end());
            report.resize(most, 0);
        }
        const Sent sent = send(m_ends.hid ? std::span<const unsigned char>(report) : chunk, until);
        written.bytes += std::min(sent.moved, chunk.size());
        m_outCleared = m_outCleared && sent.moved == 0;
        if (sent.error == LIBUSB_ERROR_PIPE && m_ends.out != 0) {
            if (const Done cleared = clearHalt(m_ends.out, m_outCleared); !cleared) {
                written.fault = cleared.error();
                return written;
            }
            continue;
        }
        if (sent.error != LIBUSB_SUCCESS && sent.error != LIBUSB_ERROR_INTERRUPTED) {
            written.fault = usbFault(sent.error, "write");
            return written;
        }
        if (written.bytes < data.size() && (Clock::now() >= until || sent.moved == 0)) {
            written.fault = Fault(FaultCode::DeviceTimeout, "write: the device takes no bytes");
            return written;
        }
    }
    return written;
}

// A halt is cleared once; a device that halts again without having moved a byte is broken. One that cannot be told
// is gone: an unplugged device shows as a halted endpoint on some host controllers.
Done UsbPipe::clearHalt(unsigned char endpoint, bool &clearedBefore)
{
    if (clearedBefore) {
        return fail(usbFault(LIBUSB_ERROR_PIPE, "halted again"));
    }
    clearedBefore = true;
    const int error = libusb_clear_halt(m_handle, endpoint);
    if (error == LIBUSB_SUCCESS) {
        return {};
    }
    return fail(FaultCode::DeviceDisconnected, std::string("halted and gone: ") + libusb_error_name(error));
}

// ---- in ----

Result<Bytes> UsbPipe::read(std::size_t atMostBytes, milliseconds atMost)
{
    const auto until = Clock::now() + atMost;
    std::unique_lock lock(m_mutex);
    while (m_received.empty()) {
        if (m_broken != 0) {
            return fail(usbFault(m_broken, "read"));
        }
        if (m_halted) {
            if (const Done done = recoverIn(lock); !done) {
                return fail(done.error());
            }
        }
        const auto news = [this] { return !m_received.empty() || m_broken != 0 || m_halted; };
        if (!m_changed.wait_until(lock, until, news)) {
            return Bytes{};
        }
    }
    const auto count = static_cast<std::ptrdiff_t>(std::min(atMostBytes, m_received.size()));
    Bytes bytes(m_received.begin(), m_received.begin() + count);
    const std::size_t rest = m_received.size() - bytes.size();
    std::move(m_received.begin() + count, m_received.end(), m_received.begin());
    wipeMemory(m_received.data() + rest, bytes.size());
    m_received.resize(rest);
    if (m_broken == 0) {
        m_broken = listenAgain();
    }
    return bytes;
}

Done UsbPipe::recoverIn(std::unique_lock<std::mutex> &lock)
{
    cancelListening();
    const bool idle = m_changed.wait_for(lock, cancelWithin, [this] {
        return std::none_of(m_listening.begin(), m_listening.end(), [](const auto &slot) { return slot->pending; });
    });
    if (!idle) {
        return fail(FaultCode::DeviceInternal, "cancelled transfers do not come back");
    }
    if (const Done cleared = clearHalt(m_ends.in, m_inCleared); !cleared) {
        return cleared;
    }
    m_halted = false;
    const int error = listenAgain();
    return error == LIBUSB_SUCCESS ? Done{} : fail(usbFault(error, "listen"));
}

}  // namespace hall::device
