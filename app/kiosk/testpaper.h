// SPDX-License-Identifier: GPL-3.0-or-later
// receipt-print on the control socket: a technician's paper from the kiosk's own printer, journaled like a visitor's,
// so that a restart in the middle of it leaves nothing in the printer for the next one.
#pragma once

#include "app/kiosk/controlserver.h"
#include "drivers/core/values.h"

namespace hall {

class DeviceHub;
class KioskStore;

struct TestPaperParts
{
    ControlServer *server = nullptr;
    DeviceHub *hub = nullptr;
    KioskStore *store = nullptr;
    std::function<bool()> atRest;  // no visit has the printer
};

// {"outcome","proof","reason"}, as `hallctl receipt print --json`.
[[nodiscard]] QJsonObject reportJson(const device::PrintReport &report);

// Request: {"document":{ReceiptDocument}} or {"file":PATH}. Answer: reportJson(). DeviceBusy during a visit. The GUI's
// thread; `owner` lives as long as the server.
void addTestPaper(TestPaperParts parts, QObject *owner);

}  // namespace hall
