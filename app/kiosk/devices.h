// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that names concrete drivers and simulators: fits the hub with what the configuration says.
#pragma once

#include "app/domain/base/result.h"
#include "app/kiosk/kioskconfig.h"
#include "app/table/tablestick.h"
#include "drivers/hub/devicehub.h"
#include "drivers/printer/rollcount.h"
#include "drivers/sim/simcabinet.h"
#include "drivers/sim/simcamera.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/sim/simpageprinter.h"
#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/virtualprinter.h"

#include <memory>

namespace hall {

class SimulatedReader;

// The simulators that are in use, for the control socket; null where a real device is fitted. They stand below the real
// drivers, at the level of bytes or frames.
struct SimulatedDevices
{
    std::shared_ptr<device::SimCardSlot> cardSlot;
    std::shared_ptr<device::SimSdtReader> idReader;
    std::shared_ptr<device::VirtualPrinter> printer;
    std::shared_ptr<device::SimPagePrinter> pagePrinter;
    std::shared_ptr<device::SimCodeScanner> scanner;
    std::shared_ptr<device::SimCabinet> cabinet;
    device::SimCamera *camera = nullptr;  // owned by the hub
    SimulatedReader *reader = nullptr;    // of what lies under the camera; owned by whoever fits it
    TableStick *stick = nullptr;          // that hands put in; owned by whoever fits it
};

// The place for a stick with tables; null where there is none.
[[nodiscard]] std::unique_ptr<TableStick> fitTableStick(const KioskConfig &config);

// `unfinishedPrint`: the journal holds a paper that was being sent when the program last ended.
// `roll`: what is known of the roll in the receipt printer, and where it is kept.
[[nodiscard]] Result<SimulatedDevices> fitDevices(DeviceHub &hub, const KioskConfig &config, bool unfinishedPrint,
                                                  device::RollMemory roll = {});

}  // namespace hall
