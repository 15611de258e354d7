// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/usbtransport.h"

#include "drivers/transport/usbfault.h"
#include "drivers/transport/usbpipe.h"

#include <libusb.h>

#include <algorithm>
#include <array>

namespace hall::device {

using std::chrono::milliseconds;

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t deepestPort = 7;  // USB 2.0, 4.1.1
constexpr milliseconds descriptorWithin{250};

struct DeviceList
{
    libusb_device **items = nullptr;
    ssize_t count = 0;
    ~DeviceList()
    {
        if (items != nullptr) {
            libusb_free_device_list(items, 1);
        }
    }
};

struct HandleClose
{
    void operator()(libusb_device_handle *handle) const { libusb_close(handle); }
};
using Handle = std::unique_ptr<libusb_device_handle, HandleClose>;

struct ConfigurationFree
{
    void operator()(libusb_config_descriptor *descriptor) const { libusb_free_config_descriptor(descriptor); }
};
using Configuration = std::unique_ptr<libusb_config_descriptor, ConfigurationFree>;

std::vector<unsigned char> placeOf(libusb_device *device)
{
    std::vector<unsigned char> place(1 + deepestPort, 0);
    place[0] = libusb_get_bus_number(device);
    (void)libusb_get_port_numbers(device, place.data() + 1, static_cast<int>(deepestPort));
    return place;
}

std::vector<libusb_device *> matching(const DeviceList &list, const UsbAddress &address)
{
    std::vector<libusb_device *> found;
    for (ssize_t i = 0; i < list.count; ++i) {
        libusb_device_descriptor descriptor{};
        libusb_get_device_descriptor(list.items[i], &descriptor);
        if (descriptor.idVendor == address.vendor && descriptor.idProduct == address.product) {
            found.push_back(list.items[i]);
        }
    }
    std::sort(found.begin(), found.end(), [](libusb_device *a, libusb_device *b) { return placeOf(a) < placeOf(b); });
    return found;
}

// A string descriptor in the device's first language, as ASCII; empty when it tells none in time.
std::string stringOf(libusb_device_handle *handle, std::uint8_t index, milliseconds atMost)
{
    std::array<unsigned char, 255> answer{};
    const auto wait = static_cast<unsigned>(std::clamp(atMost, milliseconds(1), descriptorWithin).count());
    const auto get = [&](std::uint8_t which, std::uint16_t language) {
        return libusb_control_transfer(handle, LIBUSB_ENDPOINT_IN, LIBUSB_REQUEST_GET_DESCRIPTOR,
                                       static_cast<std::uint16_t>(LIBUSB_DT_STRING << 8 | which), language,
                                       answer.data(), static_cast<std::uint16_t>(answer.size()), wait);
    };
    if (index == 0 || get(0, 0) < 4) {
        return {};
    }
    const int length = get(index, static_cast<std::uint16_t>(answer[2] | answer[3] << 8));
    std::string text;
    for (int i = 2; i + 1 < length; i += 2) {
        const bool ascii = answer[static_cast<std::size_t>(i) + 1] == 0 && answer[static_cast<std::size_t>(i)] < 0x80;
        text.push_back(ascii ? static_cast<char>(answer[static_cast<std::size_t>(i)]) : '?');
    }
    return text;
}

Result<UsbInterface> claim(libusb_device_handle *handle, UsbUse use)
{
    libusb_config_descriptor *raw = nullptr;
    int error = libusb_get_active_config_descriptor(libusb_get_device(handle), &raw);
    if (error == LIBUSB_ERROR_NOT_FOUND) {  // not configured yet
        if (error = libusb_get_config_descriptor(libusb_get_device(handle), 0, &raw); error == LIBUSB_SUCCESS) {
            error = libusb_set_configuration(handle, raw->bConfigurationValue);
        }
    }
    const Configuration configuration(raw);
    if (error != LIBUSB_SUCCESS) {
        return fail(usbFault(error, "configuration"));
    }
    const auto chosen = chooseUsbInterface(*configuration, use);
    if (!chosen) {
        return fail(FaultCode::DeviceProtocol, "the device has no interface of the kind that is needed");
    }
    libusb_set_auto_detach_kernel_driver(handle, 1);
    if (error = libusb_claim_interface(handle, chosen->number); error != LIBUSB_SUCCESS) {
        return fail(usbFault(error, "claim"));
    }
    if (!chosen->onlyAlternate) {
        error = libusb_set_interface_alt_setting(handle, chosen->number, chosen->alternate);
        if (error != LIBUSB_SUCCESS) {
            libusb_release_interface(handle, chosen->number);
            return fail(usbFault(error, "alternate setting"));
        }
    }
    return *chosen;
}

}  // namespace

UsbTransport::UsbTransport(std::shared_ptr<UsbBus> bus, UsbAddress address, UsbUse use)
    : m_bus(std::move(bus)), m_address(std::move(address)), m_use(use)
{
}

UsbTransport::~UsbTransport()
{
    if (m_ticket != 0) {
        m_bus->forget(m_ticket);
    }
    close();
}

void UsbTransport::onArrival(std::function<void()> come)
{
    if (m_ticket != 0) {
        m_bus->forget(m_ticket);
    }
    m_ticket = m_bus->listen(std::move(come));
}

Done UsbTransport::open(milliseconds atMost)
{
    close();
    const auto until = Clock::now() + atMost;
    const Result<std::shared_ptr<UsbSession>> session = m_bus->session();
    if (!session) {
        return fail(session.error());
    }
    DeviceList list;
    list.count = libusb_get_device_list((*session)->context(), &list.items);
    Fault why(FaultCode::DeviceDisconnected, deviceAddressText(m_address) + ": not plugged in");
    for (libusb_device *device : matching(list, m_address)) {
        libusb_device_handle *raw = nullptr;
        if (const int error = libusb_open(device, &raw); error != LIBUSB_SUCCESS) {
            why = usbFault(error, "open");
            continue;
        }
        Handle handle(raw);
        libusb_device_descriptor descriptor{};
        libusb_get_device_descriptor(device, &descriptor);
        const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now());
        const std::string serial = stringOf(raw, descriptor.iSerialNumber, left);
        if (!m_address.serial.empty() && serial != m_address.serial) {
            why = Fault(FaultCode::DeviceOther, deviceAddressText(m_address) + ": another one is plugged in");
            continue;
        }
        const Result<UsbInterface> interface = claim(raw, m_use);
        if (!interface) {
            why = interface.error();
            continue;
        }
        auto pipe = std::make_shared<UsbPipe>(*session, handle.release(), *interface);
        if (const Done begun = pipe->begin(); !begun) {
            pipe->end();
            return begun;
        }
        m_pipe = std::move(pipe);
        m_identity = deviceAddressText(UsbAddress{descriptor.idVendor, descriptor.idProduct, serial});
        return {};
    }
    return fail(std::move(why));
}

void UsbTransport::close() noexcept
{
    if (m_pipe) {
        m_pipe->end();
        m_pipe.reset();
    }
}

void UsbTransport::resetPort() noexcept
{
    if (m_pipe) {
        m_pipe->endAndReset();
        m_pipe.reset();
    }
}

Fault UsbTransport::drop(Fault why)
{
    if (why.code != FaultCode::DeviceTimeout) {
        close();
    }
    return why;
}

Written UsbTransport::write(std::span<const unsigned char> data, milliseconds atMost)
{
    if (!m_pipe) {
        return {0, Fault(FaultCode::DeviceDisconnected, "not open")};
    }
    Written written = m_pipe->write(data, atMost);
    if (written.fault) {
        written.fault = drop(std::move(*written.fault));
    }
    return written;
}

Result<Bytes> UsbTransport::read(std::size_t atMostBytes, milliseconds atMost)
{
    if (!m_pipe) {
        return fail(FaultCode::DeviceDisconnected, "not open");
    }
    Result<Bytes> bytes = m_pipe->read(atMostBytes, atMost);
    if (!bytes) {
        return fail(drop(bytes.error()));
    }
    return bytes;
}

}  // namespace hall::device
