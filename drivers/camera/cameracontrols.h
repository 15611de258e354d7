// SPDX-License-Identifier: GPL-3.0-or-later
// What of a camera is set by hand, so that two pictures of one page look alike: exposure, gain, white balance, focus,
// and the mains whose lamps flicker. Qt Multimedia has no word for most of it, so this goes past it, to the camera's
// own node of Video4Linux, which any number of programs may open. Linux userspace API, Video for Linux: "User
// Controls", "Camera Control Reference" and ioctl VIDIOC_QUERYCTRL; USB Video Class 1.1, 4.2.2, for what is behind
// them.
#pragma once

#include "drivers/core/values.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hall::device {

struct CameraSettings
{
    int mainsHz = 50;                  // 50 or 60; 0: as the camera has it
    std::optional<int> exposureUs;     // none: the camera chooses
    std::optional<int> gain;           // in the camera's own steps; none: as it is
    std::optional<int> whiteBalanceK;  // none: the camera chooses
    std::optional<int> focus;          // in the camera's own steps; none: the camera chooses
    bool operator==(const CameraSettings &) const = default;
};

// A camera's node that gives pictures.
struct CameraNode
{
    std::string path;    // "/dev/video0"
    std::string name;    // as its driver calls it
    std::string serial;  // of the USB device; empty: it has none
    bool operator==(const CameraNode &) const = default;
};

// In the order of their numbers; those that cannot be opened are left out.
[[nodiscard]] std::vector<CameraNode> cameraNodes();
// The one that is meant by a description of Qt Multimedia, which is the driver's name (of 31 letters at most, and what
// the camera calls itself may stand there twice), with something behind it when PipeWire has the camera; or by its
// beginning. Of several of that name the one with this serial number; empty: the first.
[[nodiscard]] std::optional<CameraNode> cameraNode(std::string_view description, std::string_view serial = {});

// The open node. One thread; a call may last as long as a motor of the lens, some 100 ms.
class CameraControls
{
public:
    // FaultCode::DeviceDisconnected when it cannot be opened.
    [[nodiscard]] static Result<CameraControls> open(const std::string &path);
    CameraControls(CameraControls &&other) noexcept;
    CameraControls &operator=(CameraControls &&other) noexcept;
    CameraControls(const CameraControls &) = delete;
    CameraControls &operator=(const CameraControls &) = delete;
    ~CameraControls();

    // A value beyond what the camera can is brought to its limit. Returns the names of what was wished and is not there
    // or was refused: "mains", "exposure", "gain", "white balance", "focus".
    [[nodiscard]] std::vector<std::string> apply(const CameraSettings &wished) const;
    // As it is now: only what the camera does not choose by itself is there. mainsHz 0: it does not say.
    [[nodiscard]] CameraSettings current() const;
    // What the lens can be set to; nothing: it cannot, or only to one value. A step of none counts as one.
    [[nodiscard]] std::optional<LensFocus> focus() const;
    // Within the limits; none: the camera chooses. False: it did not.
    [[nodiscard]] bool setFocus(std::optional<int> value) const;
    // Exposure, gain and white balance, as of current(). Nothing: it has none of them to be set.
    [[nodiscard]] std::optional<CameraLight> light() const;
    // Stops it choosing them: what it has chosen until now stays, and is returned.
    [[nodiscard]] std::optional<CameraLight> holdLight() const;
    // Within the limits; none: the camera chooses, but for the gain, which stays. False: one was refused.
    [[nodiscard]] bool setLight(const CameraLight &light) const;

private:
    explicit CameraControls(int node) : m_node(node) {}
    struct Knob;
    [[nodiscard]] bool set(unsigned id, int value) const;  // within the camera's limits; false: it did not
    [[nodiscard]] std::optional<int> get(unsigned id) const;
    [[nodiscard]] bool turn(const Knob &knob, std::optional<int> wished) const;
    [[nodiscard]] bool chooses(const Knob &knob) const;

    int m_node = -1;
};

}  // namespace hall::device
