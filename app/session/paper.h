// SPDX-License-Identifier: GPL-3.0-or-later
// One paper of a visit through the receipt printer: journaled before the first byte and when it has ended, whether the
// visit still goes on or not. GUI thread.
#pragma once

#include "app/domain/base/fault.h"
#include "app/domain/receiptdocument.h"
#include "drivers/core/values.h"

#include <QObject>

#include <functional>
#include <optional>

namespace hall {

class DeviceHub;
class KioskStore;

struct PaperOrder
{
    QString of;    // the case, or the visit for papers without one
    QString kind;  // "receipt", "guide"
    // What to print; `copy` counts the papers of this kind before it. Nothing: the visit is over meanwhile.
    std::function<std::optional<ReceiptDocument>(int copy)> document;
    std::function<void(const device::PrintReport &)> ended;  // not called when `owner` is gone
};

// Needs a printer profile in the hub.
void sendPaper(DeviceHub &hub, KioskStore &store, QObject *owner, const PaperOrder &order);

// "printed", "not-printed", "unknown".
[[nodiscard]] QString paperState(device::PrintOutcome outcome);
// Why nothing (or nothing certain) came out, for the screen.
[[nodiscard]] Fault paperFault(const device::PrintReport &report);

}  // namespace hall
