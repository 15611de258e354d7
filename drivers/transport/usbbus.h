// SPDX-License-Identifier: GPL-3.0-or-later
// The USB bus through libusb-1.0: one context and one thread that handles its events, shared by all devices of the
// program, and the news that a device came. Where udev runs, libusb's hot-plug events tell it; where it does not (a
// container, a rescue system) the bus is looked through every two seconds.
#pragma once

#include "app/domain/base/result.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

struct libusb_context;
struct libusb_device;

namespace hall::device {

// A libusb context with its event thread. Everything opened from it must be closed before the last reference goes.
class UsbSession
{
public:
    [[nodiscard]] static Result<std::shared_ptr<UsbSession>> make();
    ~UsbSession();
    UsbSession(const UsbSession &) = delete;
    UsbSession &operator=(const UsbSession &) = delete;

    [[nodiscard]] libusb_context *context() const { return m_context; }

private:
    // Of the event thread, and who ends the context then: whoever joins it, or the thread that nobody can join.
    enum class End
    {
        NotYet,
        Joined,
        ByItself
    };

    explicit UsbSession(libusb_context *context);

    libusb_context *m_context;
    std::shared_ptr<std::atomic<End>> m_end;
    std::thread m_events;
};

class UsbBus
{
public:
    enum class News
    {
        Auto,    // Events where udev runs, otherwise Scans
        Events,  // of libusb
        Scans    // by ourselves
    };
    struct Options
    {
        News news = News::Auto;
        std::chrono::milliseconds scanEvery{2000};
    };

    explicit UsbBus(Options options);
    ~UsbBus();
    UsbBus(const UsbBus &) = delete;
    UsbBus &operator=(const UsbBus &) = delete;

    // The program's one bus: made for the first who asks, gone with the last.
    [[nodiscard]] static std::shared_ptr<UsbBus> shared();

    // A session that knows the devices present now. Keep it while a device from it is open.
    [[nodiscard]] Result<std::shared_ptr<UsbSession>> session();

    // `arrived` is called on the bus' thread after any device was plugged in; it must not block and may be called once
    // more right after forget().
    [[nodiscard]] std::uint64_t listen(std::function<void()> arrived);
    void forget(std::uint64_t ticket);

    [[nodiscard]] bool scans() const { return m_scans; }

private:
    using Present = std::vector<std::uint64_t>;  // one number for each device: bus, address, vendor, product

    static int heard(libusb_context *context, libusb_device *device, int event, void *bus);
    [[nodiscard]] static Result<Present> look();
    bool scan();  // whether a device came
    void tell();

    const Options m_options;
    const bool m_scans;
    std::mutex m_scanning;  // held while looking, never together with a call to listeners
    Present m_present;
    std::mutex m_mutex;
    std::shared_ptr<UsbSession> m_session;
    int m_callback = -1;
    std::map<std::uint64_t, std::shared_ptr<std::function<void()>>> m_listeners;
    std::uint64_t m_lastTicket = 0;
    std::condition_variable_any m_wake;
    std::jthread m_scanner;  // last: ends before the rest goes
};

}  // namespace hall::device
