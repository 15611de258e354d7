// SPDX-License-Identifier: GPL-3.0-or-later
// A cabinet's controller board, as bytes of its line protocol (drivers/README.md, "Cabinet"): the real CabinetBoard
// talks to it unchanged.
#pragma once

#include "drivers/core/device.h"
#include "drivers/sim/simline.h"

#include <functional>
#include <string>

namespace hall::device {

struct SimCabinetState
{
    bool doorOpen = false;
    bool present = true;
    bool headphones = false;
    std::string power = "mains";  // "mains", "battery", "low"
    int minutes = 25;             // of the battery
    std::string serial = "HC-000001";
    bool operator==(const SimCabinetState &) const = default;
};

// edit(), press() and the looks come from any thread and take effect at once. All faults of a line; "stall": it says
// nothing more.
class SimCabinet final : public SimLine
{
public:
    SimCabinet();

    [[nodiscard]] SimCabinetState state() const;
    void edit(const std::function<void(SimCabinetState &)> &edit);
    void press(Cabinet::Key key);
    [[nodiscard]] Cabinet::Lights lights() const;  // that are on

private:
    void hear(unsigned char byte) override;
    void forget() override { m_coming.clear(); }
    void obey(const std::string &line);
    void tell(const std::string &text);
    void tellState();

    SimCabinetState m_state;
    unsigned m_lights = 0;
    std::string m_coming;  // of the sentence that the kiosk is sending
};

}  // namespace hall::device
