// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/usbbus.h"

#include "drivers/transport/usbfault.h"

#include <libusb.h>
#include <unistd.h>

#include <algorithm>

namespace hall::device {

namespace {

constexpr const char *udevSocket = "/run/udev/control";  // there while systemd-udevd listens

bool scansNeeded(UsbBus::News news)
{
    switch (news) {
    case UsbBus::News::Events:
        return false;
    case UsbBus::News::Scans:
        return true;
    case UsbBus::News::Auto:
        break;
    }
    return libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG) == 0 || ::access(udevSocket, F_OK) != 0;
}

}  // namespace

// ---- session ----

Result<std::shared_ptr<UsbSession>> UsbSession::make()
{
    libusb_context *context = nullptr;
    if (const int error = libusb_init(&context); error != LIBUSB_SUCCESS) {
        return fail(usbFault(error, "libusb_init"));
    }
    return std::shared_ptr<UsbSession>(new UsbSession(context));
}

UsbSession::UsbSession(libusb_context *context)
    : m_context(context), m_end(std::make_shared<std::atomic<End>>(End::NotYet))
{
    m_events = std::thread([context, end = m_end] {
        while (*end == End::NotYet) {
            timeval longest{60, 0};
            libusb_handle_events_timeout_completed(context, &longest, nullptr);
        }
        if (*end == End::ByItself) {
            libusb_exit(context);
        }
    });
}

UsbSession::~UsbSession()
{
    if (m_events.get_id() == std::this_thread::get_id()) {
        *m_end = End::ByItself;  // the last transfer came back late and held the last reference
        m_events.detach();
        return;
    }
    *m_end = End::Joined;
    libusb_interrupt_event_handler(m_context);
    m_events.join();
    libusb_exit(m_context);
}

// ---- bus ----

UsbBus::UsbBus(Options options) : m_options(options), m_scans(scansNeeded(options.news))
{
    if (m_scans) {
        scan();
        m_scanner = std::jthread([this](const std::stop_token &stop) {
            while (!stop.stop_requested()) {
                {
                    std::unique_lock lock(m_mutex);
                    m_wake.wait_for(lock, stop, m_options.scanEvery, [] { return false; });
                }
                if (!stop.stop_requested() && scan()) {
                    tell();
                }
            }
        });
    }
}

UsbBus::~UsbBus()
{
    if (m_callback >= 0) {
        libusb_hotplug_deregister_callback(m_session->context(), m_callback);
    }
}

std::shared_ptr<UsbBus> UsbBus::shared()
{
    static std::mutex mutex;
    static std::weak_ptr<UsbBus> known;
    const std::lock_guard lock(mutex);
    std::shared_ptr<UsbBus> bus = known.lock();
    if (!bus) {
        bus = std::make_shared<UsbBus>(Options{});
        known = bus;
    }
    return bus;
}

Result<std::shared_ptr<UsbSession>> UsbBus::session()
{
    if (m_scans) {
        // libusb's list follows udev's events alone; only a new context looks at what is there.
        if (scan()) {
            tell();
        }
    }
    const std::lock_guard lock(m_mutex);
    if (!m_session) {
        Result<std::shared_ptr<UsbSession>> made = UsbSession::make();
        if (!made) {
            return made;
        }
        m_session = *made;
    }
    if (!m_scans && m_callback < 0) {
        int handle = -1;
        const int error = libusb_hotplug_register_callback(
            m_session->context(), LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED, 0, LIBUSB_HOTPLUG_MATCH_ANY,
            LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
            [](libusb_context *context, libusb_device *device, libusb_hotplug_event event, void *bus) {
                return heard(context, device, event, bus);
            },
            this, &handle);
        if (error != LIBUSB_SUCCESS) {
            return fail(usbFault(error, "hot-plug"));
        }
        m_callback = handle;
    }
    return m_session;
}

int UsbBus::heard(libusb_context *, libusb_device *, int, void *bus)
{
    static_cast<UsbBus *>(bus)->tell();
    return 0;  // and tell the next one too
}

Result<UsbBus::Present> UsbBus::look()
{
    libusb_context *context = nullptr;
    if (const int error = libusb_init(&context); error != LIBUSB_SUCCESS) {
        return fail(usbFault(error, "libusb_init"));
    }
    Present present;
    libusb_device **list = nullptr;
    const ssize_t count = libusb_get_device_list(context, &list);
    for (ssize_t i = 0; i < count; ++i) {
        libusb_device_descriptor descriptor{};
        libusb_get_device_descriptor(list[i], &descriptor);
        present.push_back(static_cast<std::uint64_t>(libusb_get_bus_number(list[i])) << 40 |
                          static_cast<std::uint64_t>(libusb_get_device_address(list[i])) << 32 |
                          static_cast<std::uint64_t>(descriptor.idVendor) << 16 | descriptor.idProduct);
    }
    if (count >= 0) {
        libusb_free_device_list(list, 1);
    }
    libusb_exit(context);
    std::sort(present.begin(), present.end());
    return present;
}

bool UsbBus::scan()
{
    const std::lock_guard scanning(m_scanning);
    const Result<Present> now = look();
    if (!now || *now == m_present) {
        return false;
    }
    const bool came = !std::includes(m_present.begin(), m_present.end(), now->begin(), now->end());
    m_present = *now;
    // Devices that are open keep the session they came from. Declared first, so that it ends outside the lock.
    std::shared_ptr<UsbSession> old;
    const std::lock_guard lock(m_mutex);
    old.swap(m_session);
    return came;
}

std::uint64_t UsbBus::listen(std::function<void()> arrived)
{
    const std::lock_guard lock(m_mutex);
    m_listeners[++m_lastTicket] = std::make_shared<std::function<void()>>(std::move(arrived));
    return m_lastTicket;
}

void UsbBus::forget(std::uint64_t ticket)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.erase(ticket);
}

void UsbBus::tell()
{
    std::vector<std::shared_ptr<std::function<void()>>> called;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[ticket, listener] : m_listeners) {
            called.push_back(listener);
        }
    }
    for (const auto &listener : called) {
        (*listener)();
    }
}

}  // namespace hall::device
