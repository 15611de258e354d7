// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/usbtestbed.h"

#include <umockdev.h>

#include <sys/ioctl.h>

#include <linux/types.h>
#include <linux/usbdevice_fs.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <thread>

namespace hall::device {

namespace {

constexpr std::size_t setupSize = 8;
constexpr int vendorString = 3;  // index of the serial number

void append16(Bytes &out, std::uint16_t value)
{
    out.push_back(static_cast<unsigned char>(value & 0xFF));
    out.push_back(static_cast<unsigned char>(value >> 8));
}

// Device, configuration, interface and endpoint descriptors (USB 2.0, 9.6).
Bytes descriptorsOf(const UsbDeviceSpec &spec)
{
    Bytes out{18, 1, 0x00, 0x02, 0, 0, 0, 64};
    append16(out, spec.vendor);
    append16(out, spec.product);
    append16(out, 0x0100);
    out.insert(out.end(), {0, 0, static_cast<unsigned char>(spec.serial.empty() ? 0 : vendorString), 1});
    Bytes body;
    std::set<int> interfaces;
    for (const auto &setting : spec.settings) {
        interfaces.insert(setting.interface);
        body.insert(body.end(),
                    {9, 4, setting.interface, setting.alternate, static_cast<unsigned char>(setting.endpoints.size()),
                     setting.classCode, setting.subclass, setting.protocol, 0});
        for (const UsbEndpointSpec &endpoint : setting.endpoints) {
            body.insert(body.end(), {7, 5, endpoint.address, endpoint.type});
            append16(body, endpoint.packet);
            body.push_back(10);
        }
    }
    out.insert(out.end(), {9, 2});
    append16(out, static_cast<std::uint16_t>(9 + body.size()));
    out.insert(out.end(), {static_cast<unsigned char>(interfaces.size()), 1, 0, 0x80, 50});
    out.insert(out.end(), body.begin(), body.end());
    return out;
}

std::string hexOf(const Bytes &bytes)
{
    std::string text;
    char two[3];
    for (const unsigned char byte : bytes) {
        std::snprintf(two, sizeof two, "%02X", byte);
        text += two;
    }
    return text;
}

std::string deviceText(const std::string &path, int bus, int address, const Bytes &descriptors)
{
    char numbers[8];
    std::snprintf(numbers, sizeof numbers, "%03d", address);
    const std::string node = "bus/usb/001/" + std::string(numbers);
    return "P: " + path + "\nN: " + node + "\nE: DEVNAME=/dev/" + node +
           "\nE: DEVTYPE=usb_device\nE: DRIVER=usb\nE: SUBSYSTEM=usb\nE: BUSNUM=001\nE: DEVNUM=" + numbers +
           "\nE: MAJOR=189\nE: MINOR=" + std::to_string(address - 1) +
           "\nA: bConfigurationValue=1\\n\nA: busnum=" + std::to_string(bus) +
           "\\n\nA: devnum=" + std::to_string(address) + "\\n\nA: speed=12\\n\nH: descriptors=" + hexOf(descriptors) +
           "\n\n";
}

UMockdevIoctlData *resolved(UMockdevIoctlData *data, std::size_t offset, std::size_t size)
{
    return umockdev_ioctl_data_resolve(data, static_cast<gsize>(offset), static_cast<gsize>(size), nullptr);
}

int statusOf(UsbGone how)
{
    switch (how) {
    case UsbGone::NoDevice:
        return -ESHUTDOWN;
    case UsbGone::Io:
        return -EPROTO;
    case UsbGone::Pipe:
        return -EPIPE;
    }
    return 0;
}

}  // namespace

struct UsbTestbed::Urb
{
    UMockdevIoctlData *data = nullptr;  // struct usbdevfs_urb
    UMockdevIoctlData *buffer = nullptr;
    unsigned long client = 0;  // its address in the caller
    std::uint8_t endpoint = 0;
    bool control = false;
    bool discarded = false;
    bool done = false;
    int status = 0;
    std::size_t length = 0;
    std::size_t moved = 0;
    Bytes in;

    [[nodiscard]] bool isIn() const { return (endpoint & 0x80) != 0; }
};

UsbTestbed::UsbTestbed() : m_testbed(umockdev_testbed_new()), m_usbfs(umockdev_ioctl_base_new())
{
    g_signal_connect(m_usbfs, "handle-ioctl", G_CALLBACK(&UsbTestbed::handle), this);
    // The root hub that the device hangs on.
    Bytes hub{18, 1, 0x00, 0x02, 9, 0, 0, 64, 0x6B, 0x1D, 2, 0, 0, 1, 0, 0, 0,    1, 9, 2, 25, 0,
              1,  1, 0,    0xE0, 0, 9, 4, 0,  0,    1,    9, 0, 0, 0, 7, 5, 0x81, 3, 4, 0, 12};
    umockdev_testbed_add_from_string(m_testbed, deviceText("/devices/usb1", 1, 1, hub).c_str(), nullptr);
}

UsbTestbed::~UsbTestbed()
{
    if (m_present) {
        remove();
    }
    for (Urb &urb : m_urbs) {
        g_object_unref(urb.buffer);
        g_object_unref(urb.data);
    }
    g_object_unref(m_usbfs);
    g_object_unref(m_testbed);
}

std::string UsbTestbed::path() const
{
    return "/devices/usb1/1-" + std::to_string(m_address);
}

// ---- plugging ----

void UsbTestbed::plug(const UsbDeviceSpec &spec, UsbFunction function)
{
    {
        const std::lock_guard lock(m_mutex);
        m_spec = spec;
        m_function = std::move(function);
        m_halts.clear();
        m_halted.clear();
        m_gone = m_frozen = false;
        m_cutAfter = -1;
        m_present = true;
        ++m_address;
        m_seen = {};
    }
    char node[32];
    std::snprintf(node, sizeof node, "/dev/bus/usb/001/%03d", m_address);
    // First the node, so that it can be opened when the event comes.
    umockdev_testbed_attach_ioctl(m_testbed, node, m_usbfs, nullptr);
    umockdev_testbed_add_from_string(m_testbed, deviceText(path(), 1, m_address, descriptorsOf(spec)).c_str(), nullptr);
}

void UsbTestbed::unplug(UsbGone how)
{
    cut(how);
    remove();
}

void UsbTestbed::remove()
{
    umockdev_testbed_uevent(m_testbed, ("/sys" + path()).c_str(), "remove");
    umockdev_testbed_remove_device(m_testbed, ("/sys" + path()).c_str());
    const std::lock_guard lock(m_mutex);
    m_present = false;
    m_gone = true;
}

void UsbTestbed::cut(UsbGone how, std::size_t afterOut)
{
    const std::lock_guard lock(m_mutex);
    m_how = how;
    m_cutAfter = static_cast<std::ptrdiff_t>(afterOut);
    m_gone = afterOut == 0;
}

void UsbTestbed::halt(std::uint8_t endpoint, int times)
{
    const std::lock_guard lock(m_mutex);
    m_halted.insert(endpoint);
    m_halts[endpoint] = times;
}

void UsbTestbed::freeze(bool on)
{
    const std::lock_guard lock(m_mutex);
    m_frozen = on;
}

UsbTestbed::Seen UsbTestbed::seen()
{
    const std::lock_guard lock(m_mutex);
    Seen now = m_seen;
    now.listening = static_cast<int>(
        std::count_if(m_urbs.begin(), m_urbs.end(), [](const Urb &urb) { return urb.isIn() && !urb.control; }));
    return now;
}

bool UsbTestbed::waitFor(const std::function<bool(const Seen &)> &wanted)
{
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!wanted(seen())) {
        std::unique_lock lock(m_mutex);
        if (std::chrono::steady_clock::now() >= until) {
            return false;
        }
        m_changed.wait_for(lock, std::chrono::milliseconds(20));
    }
    return true;
}

// ---- usbfs, on umockdev's thread ----

int UsbTestbed::handle(_UMockdevIoctlBase *, _UMockdevIoctlClient *client, void *self)
{
    return static_cast<UsbTestbed *>(self)->answer(client) ? TRUE : FALSE;
}

bool UsbTestbed::answer(_UMockdevIoctlClient *client)
{
    std::unique_lock lock(m_mutex);
    m_changed.notify_all();
    const auto ok = [client] { umockdev_ioctl_client_complete(client, 0, 0); };
    const auto no = [client](int error) { umockdev_ioctl_client_complete(client, -1, error); };
    UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
    const auto request = static_cast<unsigned long>(umockdev_ioctl_client_get_request(client));
    const bool away = m_gone && m_how == UsbGone::NoDevice;
    switch (request) {
    case USBDEVFS_GET_CAPABILITIES: {
        UMockdevIoctlData *value = resolved(argument, 0, sizeof(std::uint32_t));
        const std::uint32_t able = USBDEVFS_CAP_BULK_CONTINUATION | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                                   USBDEVFS_CAP_REAP_AFTER_DISCONNECT | USBDEVFS_CAP_ZERO_PACKET;
        umockdev_ioctl_data_update(value, 0, reinterpret_cast<guint8 *>(const_cast<std::uint32_t *>(&able)),
                                   sizeof able);
        ok();
        g_object_unref(value);
        return true;
    }
    case USBDEVFS_DISCONNECT_CLAIM:
    case USBDEVFS_CLAIMINTERFACE:
        if (away || m_spec.claimed) {
            no(away ? ENODEV : EBUSY);
            return true;
        }
        if (m_spec.kernelDriver && request == USBDEVFS_DISCONNECT_CLAIM) {
            ++m_seen.detached;
        } else if (m_spec.kernelDriver) {
            no(EBUSY);
            return true;
        }
        ++m_seen.claims;
        ok();
        return true;
    case USBDEVFS_RELEASEINTERFACE:
        ++m_seen.releases;
        away ? no(ENODEV) : ok();
        return true;
    case USBDEVFS_IOCTL:  // CONNECT: the kernel's driver may come back
        m_seen.attached += m_spec.kernelDriver ? 1 : 0;
        ok();
        return true;
    case USBDEVFS_GETDRIVER:
        no(ENODATA);
        return true;
    case USBDEVFS_SETINTERFACE: {
        UMockdevIoctlData *value = resolved(argument, 0, sizeof(usbdevfs_setinterface));
        m_seen.alternate = static_cast<int>(reinterpret_cast<usbdevfs_setinterface *>(value->data)->altsetting);
        ok();
        g_object_unref(value);
        return true;
    }
    case USBDEVFS_CLEAR_HALT: {
        UMockdevIoctlData *value = resolved(argument, 0, sizeof(unsigned));
        unsigned endpoint = 0;
        std::memcpy(&endpoint, value->data, sizeof endpoint);
        g_object_unref(value);
        if (m_gone) {
            no(ENODEV);
            return true;
        }
        ++m_seen.haltsCleared;
        if (--m_halts[static_cast<std::uint8_t>(endpoint)] <= 0) {
            m_halted.erase(static_cast<std::uint8_t>(endpoint));
        }
        ok();
        return true;
    }
    case USBDEVFS_RESET:
        if (m_gone) {
            no(ENODEV);
            return true;
        }
        ++m_seen.resets;
        if (m_function.reset) {
            m_function.reset();
        }
        ok();
        return true;
    case USBDEVFS_SUBMITURB:
        away ? no(ENODEV) : submit(client);
        return true;
    case USBDEVFS_DISCARDURB:
        discard(client);
        return true;
    case USBDEVFS_REAPURB:
    case USBDEVFS_REAPURBNDELAY: {
        for (Urb &urb : m_urbs) {
            work(urb);
        }
        const bool any = std::any_of(m_urbs.begin(), m_urbs.end(), [](const Urb &urb) { return urb.done; });
        if (!any) {
            // The node always looks ready here; without a rest the caller would spin.
            lock.unlock();
            std::this_thread::sleep_for(std::chrono::microseconds(500));
        }
        if (any) {
            reap(client);
        } else {
            no(away ? ENODEV : EAGAIN);
        }
        return true;
    }
    default:
        no(ENOTTY);
        return true;
    }
}

void UsbTestbed::submit(_UMockdevIoctlClient *client)
{
    Urb urb;
    urb.data = resolved(umockdev_ioctl_client_get_arg(client), 0, sizeof(usbdevfs_urb));
    const auto *raw = reinterpret_cast<const usbdevfs_urb *>(urb.data->data);
    urb.length = static_cast<std::size_t>(raw->buffer_length);
    urb.endpoint = raw->endpoint;
    urb.control = raw->type == USBDEVFS_URB_TYPE_CONTROL;
    urb.client = urb.data->client_addr;
    urb.buffer = resolved(urb.data, offsetof(usbdevfs_urb, buffer), urb.length);
    if (!urb.control) {
        m_seen.endpoints.insert(urb.endpoint);
        if (!urb.isIn()) {
            m_seen.zeroLengthOut += urb.length == 0 || (raw->flags & USBDEVFS_URB_ZERO_PACKET) != 0 ? 1 : 0;
            m_seen.longestOut = std::max(m_seen.longestOut, urb.length);
        }
    }
    m_urbs.push_back(urb);
    umockdev_ioctl_client_complete(client, 0, 0);
}

void UsbTestbed::discard(_UMockdevIoctlClient *client)
{
    unsigned long address = 0;
    std::memcpy(&address, umockdev_ioctl_client_get_arg(client)->data, sizeof address);
    const auto found =
        std::find_if(m_urbs.begin(), m_urbs.end(), [&](const Urb &urb) { return urb.client == address; });
    if (found == m_urbs.end() || found->done) {
        umockdev_ioctl_client_complete(client, -1, EINVAL);
        return;
    }
    found->discarded = true;
    umockdev_ioctl_client_complete(client, 0, 0);
}

// What the host controller would do with it now.
void UsbTestbed::work(Urb &urb)
{
    if (urb.done || m_frozen) {
        return;
    }
    const auto end = [&urb](int status) {
        urb.done = true;
        urb.status = status;
    };
    if (m_gone) {
        end(statusOf(m_how));
    } else if (urb.discarded) {
        end(-ENOENT);
    } else if (urb.control) {
        control(urb);
        urb.done = true;
    } else if (m_halted.contains(urb.endpoint)) {
        end(-EPIPE);
    } else if (urb.isIn()) {
        urb.in = m_function.give(urb.length);
        urb.moved = urb.in.size();
        urb.done = !urb.in.empty();
    } else {
        std::span<const unsigned char> rest(urb.buffer->data + urb.moved, urb.length - urb.moved);
        if (m_cutAfter > 0) {
            rest = rest.first(std::min(rest.size(), static_cast<std::size_t>(m_cutAfter)));
        }
        const std::size_t taken = m_function.take(rest);
        urb.moved += taken;
        m_seen.bytesOut += taken;
        if (m_cutAfter > 0 && (m_cutAfter -= static_cast<std::ptrdiff_t>(taken)) == 0) {
            m_gone = true;
            end(statusOf(m_how));
        } else if (urb.moved == urb.length) {
            end(0);
        }
    }
}

// GET_DESCRIPTOR of strings (USB 2.0, 9.4.3) and SET_REPORT (HID 1.11, 7.2.2).
void UsbTestbed::control(Urb &urb)
{
    const unsigned char *setup = urb.buffer->data;
    const std::size_t wanted = static_cast<std::size_t>(setup[6]) | static_cast<std::size_t>(setup[7]) << 8;
    if (setup[0] == 0x80 && setup[1] == 6 && setup[3] == 3) {
        urb.in = {4, 3, 0x09, 0x04};
        if (setup[2] == vendorString) {
            urb.in = {static_cast<unsigned char>(2 + 2 * m_spec.serial.size()), 3};
            for (const char c : m_spec.serial) {
                append16(urb.in, static_cast<unsigned char>(c));
            }
        }
        urb.in.resize(std::min(urb.in.size(), wanted));
        urb.moved = urb.in.size();
        urb.in.insert(urb.in.begin(), setup, setup + setupSize);
    } else if (setup[0] == 0x21 && setup[1] == 9) {
        ++m_seen.reports;
        (void)m_function.take({setup + setupSize, wanted});
        urb.moved = wanted;
    } else {
        urb.status = -EPIPE;
    }
}

void UsbTestbed::reap(_UMockdevIoctlClient *client)
{
    const auto urb = std::find_if(m_urbs.begin(), m_urbs.end(), [](const Urb &one) { return one.done; });
    if (!urb->in.empty()) {
        umockdev_ioctl_data_update(urb->buffer, 0, urb->in.data(), static_cast<gint>(urb->in.size()));
    }
    auto *raw = reinterpret_cast<usbdevfs_urb *>(urb->data->data);
    raw->status = urb->status;
    raw->actual_length = static_cast<int>(urb->moved);
    UMockdevIoctlData *pointer = resolved(umockdev_ioctl_client_get_arg(client), 0, sizeof(void *));
    umockdev_ioctl_data_set_ptr(pointer, 0, urb->data);
    umockdev_ioctl_client_complete(client, 0, 0);
    g_object_unref(pointer);
    g_object_unref(urb->buffer);
    g_object_unref(urb->data);
    m_urbs.erase(urb);
}

}  // namespace hall::device
