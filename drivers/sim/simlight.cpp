// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simlight.h"

namespace hall::device {

Result<CameraLight> LightControls::light() const
{
    if (m_light.chosen == CameraLight()) {
        return fail(FaultCode::DeviceNotFitted, "exposure cannot be set");
    }
    return m_now;
}

Result<CameraLight> LightControls::set(const std::optional<CameraLight> &light)
{
    const Result<CameraLight> before = this->light();
    if (!before) {
        return before;
    }
    if (m_light.lostAfter == 0) {
        return fail(FaultCode::DeviceProtocol, "the camera refused the exposure");
    }
    m_light.lostAfter -= m_light.lostAfter > 0 ? 1 : 0;
    if (!m_light.forgets) {
        const CameraLight &chosen = m_light.chosen;
        const CameraLight wished = light.value_or(CameraLight());
        m_now.exposureUs = chosen.exposureUs ? wished.exposureUs : std::nullopt;
        m_now.gain = chosen.gain ? wished.gain : std::nullopt;
        m_now.whiteBalanceK = chosen.whiteBalanceK ? wished.whiteBalanceK : std::nullopt;
    }
    return m_now;
}

}  // namespace hall::device
