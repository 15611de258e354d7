// SPDX-License-Identifier: GPL-3.0-or-later
// What a camera driver knows of the camera it has opened, beside its pictures, and the settings it makes there.
#pragma once

#include "drivers/camera/cameracontrols.h"
#include "drivers/core/device.h"

#include <map>
#include <optional>
#include <string>

namespace hall::device {

// One thread.
class CameraSetup
{
public:
    // The camera of this description was opened. With a serial number: false when no camera of that name has it.
    [[nodiscard]] bool opened(const std::string &name, const std::string &serial);
    void closed();
    void apply(const CameraSettings &wished);  // it begins to stream
    // As DocumentCamera::askFocus() and setFocus(); DeviceDisconnected: no camera is open. DeviceProtocol: it refused.
    [[nodiscard]] Result<LensFocus> focus() const;
    [[nodiscard]] Result<LensFocus> setFocus(std::optional<int> value) const;
    // As DocumentCamera::askLight(), holdLight() and setLight(); DeviceDisconnected as above.
    [[nodiscard]] Result<CameraLight> light() const;
    [[nodiscard]] Result<CameraLight> holdLight() const;
    [[nodiscard]] Result<CameraLight> setLight(const CameraLight &light) const;
    void sees(int width, int height);  // a frame of that size
    // "identity", "camera", "serial", "size" and "settings", as QCameraDevice says.
    void tell(StateBoard &board) const;

private:
    bool m_open = false;
    std::map<std::string, Fact> m_facts;
    std::optional<CameraControls> m_controls;
};

}  // namespace hall::device
