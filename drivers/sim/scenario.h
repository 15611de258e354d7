// SPDX-License-Identifier: GPL-3.0-or-later
// A scenario: what hands do to the simulated devices and when, as a file, so that a fault can be shown, taught and
// tested the same way each time. resources/demo/README.md describes each key; resources/demo/scenarios has some.
#pragma once

#include "app/domain/base/result.h"
#include "drivers/core/timeline.h"

#include <QJsonObject>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace hall::device {

struct ScenarioStep
{
    QJsonObject when;                     // what the kiosk must say of itself first (matches()); empty: nothing
    std::chrono::milliseconds within{0};  // how long that may take
    std::chrono::milliseconds after{0};   // then this pause
    std::optional<QJsonObject> request;   // then this, as on the control socket: {"do","device",…}
};

struct Scenario
{
    QJsonObject title;  // language → one line
    std::vector<ScenarioStep> steps;
};

// Whether every member of `wanted` is in `have` with an equal value; objects member by member, a list is one of these.
[[nodiscard]] bool matches(const QJsonObject &have, const QJsonObject &wanted);

// FileInvalid names the step and the key. Names of card and picture files are taken from `folder` when not absolute.
[[nodiscard]] Result<Scenario> parseScenario(const QByteArray &json, const QString &folder);
[[nodiscard]] Result<Scenario> readScenario(const QString &path);  // FileUnreadable as well

// Says when it is which step's turn; whoever asks does what it says. Not thread-safe.
class ScenarioPlayer
{
public:
    ScenarioPlayer(Scenario scenario, std::shared_ptr<Timeline> time);

    // The next request that is due; call again until there is none. `status`: as the control socket's.
    [[nodiscard]] std::optional<QJsonObject> turn(const QJsonObject &status);
    void failed(const Fault &fault);  // the request could not be done: the rest is left out

    [[nodiscard]] bool over() const { return m_fault || m_step == m_scenario.steps.size(); }
    [[nodiscard]] std::size_t step() const { return m_step; }  // done so far
    [[nodiscard]] std::size_t steps() const { return m_scenario.steps.size(); }
    // Why it ended early: DeviceTimeout when what a step waited for did not come, or what failed() was told.
    [[nodiscard]] const std::optional<Fault> &fault() const { return m_fault; }

private:
    void next();

    const Scenario m_scenario;
    const std::shared_ptr<Timeline> m_time;
    std::size_t m_step = 0;
    Monotonic::time_point m_since;                // this step's turn came
    std::optional<Monotonic::time_point> m_seen;  // and what it waited for
    std::optional<Fault> m_fault;
};

}  // namespace hall::device
