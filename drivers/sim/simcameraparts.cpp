// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the simulated camera that can be set: its lens, and its exposure.
#include "drivers/sim/simcamera.h"

namespace hall::device {

void SimCamera::setLens(const std::optional<SimLens> &lens)
{
    const std::lock_guard lock(m_mutex);
    m_lens = lens ? std::optional<LensMotor>(*lens) : std::nullopt;
}

void SimCamera::fitLight(const std::optional<SimLight> &light)
{
    const std::lock_guard lock(m_mutex);
    m_light = light ? std::optional<LightControls>(*light) : std::nullopt;
}

// Of a part that is not there: DeviceNotFitted.
template <typename Value, typename Part>
void SimCamera::submit(const char *name, std::optional<Part> SimCamera::*part,
                       std::function<Result<Value>(Part &)> what, std::chrono::milliseconds deadline,
                       std::function<void(Result<Value>)> done)
{
    if (!m_worker) {
        done(fail(FaultCode::DeviceNotReady, "not started"));
        return;
    }
    auto answer = std::make_shared<Result<Value>>(fail(FaultCode::DeviceNotFitted, "it cannot be set"));
    m_worker->submit(
        name, deadline,
        [this, answer, part, what = std::move(what)](CommandContext &) -> Done {
            const std::lock_guard lock(m_mutex);
            if (trouble() == Trouble::Unplug) {
                return fail(FaultCode::DeviceDisconnected, "unplugged");
            }
            if (this->*part) {
                *answer = what(*(this->*part));
            }
            return *answer ? Done() : Done(fail(answer->error()));
        },
        [answer, done = std::move(done)](Done ended) { done(ended ? *answer : Result<Value>(fail(ended.error()))); });
}

void SimCamera::askFocus(std::chrono::milliseconds deadline, FocusDone done)
{
    submit<LensFocus, LensMotor>(
        "focus", &SimCamera::m_lens, [](LensMotor &lens) { return lens.focus(); }, deadline, std::move(done));
}

void SimCamera::setFocus(std::optional<int> value, std::chrono::milliseconds deadline, FocusDone done)
{
    submit<LensFocus, LensMotor>(
        "focus", &SimCamera::m_lens, [value](LensMotor &lens) { return lens.set(value, Monotonic::now()); }, deadline,
        std::move(done));
}

void SimCamera::askLight(std::chrono::milliseconds deadline, LightDone done)
{
    submit<CameraLight, LightControls>(
        "light", &SimCamera::m_light, [](LightControls &light) { return light.light(); }, deadline, std::move(done));
}

void SimCamera::holdLight(std::chrono::milliseconds deadline, LightDone done)
{
    submit<CameraLight, LightControls>(
        "light", &SimCamera::m_light, [](LightControls &light) { return light.hold(); }, deadline, std::move(done));
}

void SimCamera::setLight(std::optional<CameraLight> wished, std::chrono::milliseconds deadline, LightDone done)
{
    submit<CameraLight, LightControls>(
        "light", &SimCamera::m_light, [wished](LightControls &light) { return light.set(wished); }, deadline,
        std::move(done));
}

}  // namespace hall::device
