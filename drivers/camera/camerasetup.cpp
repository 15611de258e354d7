// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/camera/camerasetup.h"

namespace hall::device {

bool CameraSetup::opened(const std::string &name, const std::string &serial)
{
    closed();
    const auto node = cameraNode(name, serial);
    if (!serial.empty() && !node) {
        return false;
    }
    if (node) {
        if (auto controls = CameraControls::open(node->path)) {
            m_controls.emplace(std::move(*controls));
        }
    }
    m_open = true;
    const std::string identity = node && !node->serial.empty() ? name + ' ' + node->serial : name;
    m_facts = {{"identity", identity},
               {"camera", name},
               {"serial", node && !node->serial.empty() ? Fact(node->serial) : Fact(NotSupported{})},
               {"size", Unknown{}},
               {"settings", m_controls ? Fact(Unknown{}) : Fact(NotSupported{})}};
    return true;
}

void CameraSetup::closed()
{
    m_open = false;
    m_controls.reset();
    for (const char *name : {"camera", "serial", "size", "settings"}) {
        m_facts[name] = Unknown{};  // who it was stays known, until there is another
    }
}

void CameraSetup::apply(const CameraSettings &wished)
{
    if (m_controls) {
        std::string all;
        for (const std::string &name : m_controls->apply(wished)) {
            all += (all.empty() ? "without " : ", ") + name;
        }
        m_facts["settings"] = all.empty() ? std::string("as wished") : all;
    }
}

Result<LensFocus> CameraSetup::focus() const
{
    if (!m_open) {
        return fail(FaultCode::DeviceDisconnected, "no camera is open");
    }
    const auto focus = m_controls ? m_controls->focus() : std::nullopt;
    return focus ? Result<LensFocus>(*focus) : fail(FaultCode::DeviceNotFitted, "the lens cannot be set");
}

Result<LensFocus> CameraSetup::setFocus(std::optional<int> value) const
{
    const Result<LensFocus> before = focus();
    if (!before) {
        return before;
    }
    return m_controls->setFocus(value) ? focus() : fail(FaultCode::DeviceProtocol, "the camera refused the focus");
}

Result<CameraLight> CameraSetup::light() const
{
    if (!m_open) {
        return fail(FaultCode::DeviceDisconnected, "no camera is open");
    }
    const auto light = m_controls ? m_controls->light() : std::nullopt;
    return light ? Result<CameraLight>(*light) : fail(FaultCode::DeviceNotFitted, "exposure cannot be set");
}

Result<CameraLight> CameraSetup::holdLight() const
{
    const Result<CameraLight> before = light();
    if (!before) {
        return before;
    }
    (void)m_controls->holdLight();
    return light();
}

Result<CameraLight> CameraSetup::setLight(const CameraLight &wished) const
{
    const Result<CameraLight> before = light();
    if (!before) {
        return before;
    }
    return m_controls->setLight(wished) ? light() : fail(FaultCode::DeviceProtocol, "the camera refused the exposure");
}

void CameraSetup::sees(int width, int height)
{
    m_facts["size"] = std::to_string(width) + 'x' + std::to_string(height);
}

void CameraSetup::tell(StateBoard &board) const
{
    board.change([this](Snapshot &s) {
        for (const auto &[name, fact] : m_facts) {
            s.facts[name] = fact;
        }
    });
}

}  // namespace hall::device
