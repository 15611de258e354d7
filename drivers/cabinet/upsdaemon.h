// SPDX-License-Identifier: GPL-3.0-or-later
// The uninterruptible power supply as Network UPS Tools' upsd tells of it (RFC 9271), over TCP: this device only looks;
// what the machine does when the battery runs out is upsmon's business, what the kiosk does is the kiosk's.
#pragma once

#include "drivers/cabinet/nutline.h"
#include "drivers/core/device.h"
#include "drivers/transport/linekeeper.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace hall::device {

struct UpsOptions
{
    std::string id = "power-supply";
    std::chrono::milliseconds look{100};
    std::chrono::milliseconds askEvery{1000};
    std::chrono::milliseconds answerTime{2000};  // upsd answers from memory
    std::chrono::milliseconds writeTime{500};
    LineKeeper::Options line{.openTime = std::chrono::milliseconds(2000), .recovery = {.rungs = {Rung::Reopen}}};
};

// Facts: "power" "mains" | "battery" | "low", "minutes" of the battery, "battery" "ok" | "worn", "identity" (its serial
// number) where the UPS tells one. Faults: DeviceDisconnected when upsd has lost the UPS (DATA-STALE,
// DRIVER-NOT-CONNECTED) or is not there, BadArgument for a name that it does not know, DeviceUnauthorised.
class UpsDaemon final : public Device
{
public:
    UpsDaemon(std::shared_ptr<ByteTransport> line, std::string ups, UpsOptions options = {});
    ~UpsDaemon() override;

    // Asks at once. `done` is called once: when what the board shows is fresh, or with what is wrong. Any thread.
    void look(std::function<void(Done)> done);

    void start() override;
    void stop() override;
    [[nodiscard]] StateBoard &board() override { return m_board; }

private:
    Done talk(LineKeeper &keeper, ByteTransport &line, const std::stop_token &stop);
    Done round(LineKeeper &keeper, ByteTransport &line, std::string &serial, const std::stop_token &stop);
    [[nodiscard]] std::vector<std::function<void(Done)>> asked();  // for a look since the last time
    // The value; empty when this UPS has no such variable.
    Result<std::string> get(ByteTransport &line, const char *variable, const std::stop_token &stop);

    const std::shared_ptr<ByteTransport> m_line;
    const std::string m_ups;
    const UpsOptions m_options;
    StateBoard m_board;
    LineSplitter m_lines;
    std::mutex m_mutex;
    std::condition_variable_any m_wanted;
    std::vector<std::function<void(Done)>> m_looks;
    bool m_talking = false;
    std::unique_ptr<LineKeeper> m_keeper;  // while started
};

}  // namespace hall::device
