// SPDX-License-Identifier: GPL-3.0-or-later
// USB devices that the real libusb sees and talks to: umockdev stands in for sysfs, udev's events and usbfs. A program
// that uses this must run under umockdev-wrapper. Written from the kernel's usbfs (include/uapi/linux/usbdevice_fs.h,
// Documentation/driver-api/usb/error-codes.rst), apart from the transport it judges.
#pragma once

#include "drivers/core/values.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>

struct _UMockdevTestbed;
struct _UMockdevIoctlBase;
struct _UMockdevIoctlClient;
struct _UMockdevIoctlData;

namespace hall::device {

struct UsbEndpointSpec
{
    std::uint8_t address;
    std::uint8_t type;  // 2 bulk, 3 interrupt
    std::uint16_t packet = 64;
};

struct UsbDeviceSpec
{
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::string serial;
    struct Setting
    {
        std::uint8_t interface = 0;
        std::uint8_t alternate = 0;
        std::uint8_t classCode = 0xFF;
        std::uint8_t subclass = 0;
        std::uint8_t protocol = 0;
        std::vector<UsbEndpointSpec> endpoints;
    };
    std::vector<Setting> settings;
    bool kernelDriver = false;  // usblp or usbhid holds the interface
    bool claimed = false;       // another program does
};

// What is behind the endpoints; called on umockdev's thread.
struct UsbFunction
{
    std::function<std::size_t(std::span<const unsigned char>)> take;  // how many bytes it takes now
    std::function<Bytes(std::size_t atMost)> give;                    // empty: nothing to say
    std::function<void()> reset = {};                                 // its port was
};

// How the host controller shows that a device went.
enum class UsbGone
{
    NoDevice,
    Io,
    Pipe
};

class UsbTestbed
{
public:
    UsbTestbed();
    ~UsbTestbed();
    UsbTestbed(const UsbTestbed &) = delete;
    UsbTestbed &operator=(const UsbTestbed &) = delete;

    void plug(const UsbDeviceSpec &spec, UsbFunction function);  // one at a time, at a new address each time
    void unplug(UsbGone how = UsbGone::NoDevice);                // transfers end, and udev tells
    void cut(UsbGone how, std::size_t afterOut = 0);             // transfers end after so many more bytes; udev is late
    void halt(std::uint8_t endpoint, int times);                 // the endpoint halts; so often again after clearing
    void freeze(bool on);                                        // no transfer ends, not even a cancelled one

    struct Seen
    {
        std::size_t bytesOut = 0;
        int zeroLengthOut = 0;
        std::size_t longestOut = 0;
        int listening = 0;  // IN transfers pending now
        int claims = 0;
        int releases = 0;
        int detached = 0;  // the kernel's driver was sent away
        int attached = 0;  // and called back
        int alternate = 0;
        int haltsCleared = 0;
        int reports = 0;  // HID SET_REPORT
        int resets = 0;   // of the port
        std::set<std::uint8_t> endpoints;
    };
    [[nodiscard]] Seen seen();
    bool waitFor(const std::function<bool(const Seen &)> &wanted);  // at most 10 s

private:
    struct Urb;
    static int handle(_UMockdevIoctlBase *base, _UMockdevIoctlClient *client, void *self);
    bool answer(_UMockdevIoctlClient *client);
    void submit(_UMockdevIoctlClient *client);
    void discard(_UMockdevIoctlClient *client);
    void reap(_UMockdevIoctlClient *client);
    void work(Urb &urb);
    void control(Urb &urb);
    void remove();
    [[nodiscard]] std::string path() const;

    _UMockdevTestbed *m_testbed;
    _UMockdevIoctlBase *m_usbfs;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    UsbDeviceSpec m_spec;
    UsbFunction m_function;
    std::list<Urb> m_urbs;
    std::map<std::uint8_t, int> m_halts;
    std::set<std::uint8_t> m_halted;
    bool m_present = false;
    bool m_frozen = false;
    bool m_gone = false;
    UsbGone m_how = UsbGone::NoDevice;
    std::ptrdiff_t m_cutAfter = -1;
    int m_address = 1;
    Seen m_seen;
};

}  // namespace hall::device
