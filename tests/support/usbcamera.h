// SPDX-License-Identifier: GPL-3.0-or-later
// A USB camera of the machine's own kernel: the kernel's virtual host controller (USB/IP, module vhci-hcd) is told of a
// device at the end of a socket, and this is the device. The kernel's uvcvideo drives it like any other. Needs root and
// the modules vhci-hcd and uvcvideo. What cannot be set up ends the program. Written from the kernel's
// Documentation/usb/usbip_protocol.rst and from USB Device Class Definition for Video Devices 1.1.
#pragma once

#include "drivers/core/values.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace hall::device {

// What can be set at it, as a driver asks: of the camera terminal and of the processing unit. Of those that a camera
// chooses by itself, the switch comes before the value.
enum class UsbCameraControl
{
    ExposureMode,  // 1 by hand, 8 the camera chooses
    Exposure,      // 100 µs
    FocusAuto,
    Focus,
    Gain,
    PowerLine,  // 1: 50 Hz, 2: 60 Hz
    WhiteBalanceAuto,
    WhiteBalance  // K
};

struct UsbCameraSpec
{
    std::string name = "HALL Document Camera";
    std::string serial = "C0001";
    std::vector<std::pair<int, int>> sizes{{320, 240}, {640, 480}, {800, 600}};
    std::vector<UsbCameraControl> lacks;
};

class UsbCamera
{
public:
    using Picture = std::function<Bytes(int width, int height)>;  // a JPEG; called on the camera's thread

    // Not plugged in yet.
    UsbCamera(UsbCameraSpec spec, Picture picture);
    ~UsbCamera();
    UsbCamera(const UsbCamera &) = delete;
    UsbCamera &operator=(const UsbCamera &) = delete;

    void plug();
    void unplug();        // in whatever is going on
    void stall(bool on);  // sends no pictures, and answers everything else
    void halve(bool on);  // of each picture the first half

    [[nodiscard]] int value(UsbCameraControl control) const;
    [[nodiscard]] int changes() const;               // how often a control was set
    [[nodiscard]] int sent() const;                  // pictures, whole or half
    [[nodiscard]] std::pair<int, int> size() const;  // that was asked for last

private:
    struct Entry;  // of a control
    struct Call;   // of the host
    void serve(int socket);
    void stream(int socket);
    void answer(int socket, const Call &call, int status, const Bytes &data = {});
    [[nodiscard]] bool forUs(const Call &call, Bytes &data);
    [[nodiscard]] bool standard(const Call &call, Bytes &data) const;
    [[nodiscard]] bool control(const Call &call, Bytes &data);
    [[nodiscard]] bool negotiate(const Call &call, Bytes &data);
    [[nodiscard]] Bytes device() const;
    [[nodiscard]] Bytes configuration() const;
    [[nodiscard]] Bytes words(int index) const;
    [[nodiscard]] Bytes negotiated() const;

    const UsbCameraSpec m_spec;
    const Picture m_picture;
    mutable std::mutex m_mutex;  // guards what follows, and what is written to the socket
    std::condition_variable m_asked;
    std::map<UsbCameraControl, int> m_values;
    std::deque<std::pair<std::uint32_t, std::size_t>> m_waiting;  // reads of the picture pipe: number, most bytes
    std::size_t m_frame = 0;                                      // of m_spec.sizes
    int m_changes = 0;
    int m_sent = 0;
    std::atomic<bool> m_plugged = false;
    std::atomic<bool> m_stalled = false;
    std::atomic<bool> m_halved = false;
    int m_socket = -1;
    std::vector<std::thread> m_threads;
};

}  // namespace hall::device
