// SPDX-License-Identifier: GPL-3.0-or-later
// The page printer.
#include "app/domain/homepromise.h"
#include "drivers/hub/devicehub.h"
#include "drivers/hub/hubcall.h"

namespace hall {

void DeviceHub::setPagePrinter(std::unique_ptr<device::PagePrinter> printer)
{
    m_pagePrinter = std::move(printer);
    listenTo(*m_pagePrinter);
}

QFuture<device::PrintReport> DeviceHub::printPages(device::PageJob job, std::chrono::milliseconds deadline)
{
    const HomePromise<device::PrintReport> promise;
    const Serviceability now = serviceability(Capability::PrintA4);
    if (!now.available) {
        device::PrintReport report;
        report.outcome = device::PrintOutcome::NotPrinted;
        report.reason = std::string(now.reason.value_or(Fault(FaultCode::DeviceNotReady)).name());
        promise.answer(std::move(report));
        return promise.future();
    }
    const QString id = QString::fromStdString(m_pagePrinter->board().current()->id);
    m_pagePrinter->print(std::move(job), deadline, [this, id, promise](device::PrintReport report) {
        const bool printed = report.outcome == device::PrintOutcome::Printed;
        onHub(this, [this, id, printed] {
            Q_EMIT counted(id, printed ? QStringLiteral("prints") : QStringLiteral("failures"), 1);
        });
        promise.answer(std::move(report));
    });
    return promise.future();
}

void DeviceHub::cancelPages()
{
    if (m_pagePrinter) {
        m_pagePrinter->cancel();
    }
}

}  // namespace hall
