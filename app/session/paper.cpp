// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/paper.h"

#include "app/protocol/digest.h"
#include "app/receipt/receiptcomposer.h"
#include "app/store/kioskstore.h"
#include "drivers/hub/devicehub.h"

#include <tuple>

namespace hall {

namespace {

constexpr std::chrono::milliseconds printDeadline{25000};  // preflight, print at 80 mm/s, end marker

ReceiptComposer &composer()
{
    static ReceiptComposer one;  // keeps its fonts; it holds no text
    return one;
}

hall::PrintOutcome storedOutcome(device::PrintOutcome outcome)
{
    switch (outcome) {
    case device::PrintOutcome::Printed:
        return PrintOutcome::Printed;
    case device::PrintOutcome::NotPrinted:
        return PrintOutcome::NotPrinted;
    case device::PrintOutcome::Unknown:
        return PrintOutcome::Unknown;
    }
    return PrintOutcome::Unknown;
}

}  // namespace

void sendPaper(DeviceHub &hub, KioskStore &store, QObject *owner, const PaperOrder &order)
{
    const auto first = order.document(0);
    const device::PrinterProfile *profile = hub.printerProfile();
    const QString printer = QString::fromStdString(profile->id);
    const QByteArray content = first ? sha256(first->toJson()) : QByteArray();
    // The intent is on the disk before the first byte goes out. The journal numbers the copies: whatever comes after a
    // paper that is or may be in somebody's hands is one.
    store.beginPrint(order.of, order.kind, printer, content)
        .then(owner, [&hub, &store, owner, profile, order](const Result<PrintStart> &started) {
            if (!started) {
                order.ended({device::PrintOutcome::NotPrinted, 'D', std::string(started.error().name()), 0, 0});
                return;
            }
            const qint64 number = started->job;
            const auto document = order.document(started->copy);
            if (!document) {
                std::ignore = store.endPrint(number, storedOutcome(device::PrintOutcome::NotPrinted),
                                             QStringLiteral("D"), QStringLiteral("visit-over"), 0);
                return;
            }
            // The outcome is journaled even when the visit is over before the paper is.
            hub.print(composer().compose(*document, *profile, std::to_string(number)), printDeadline)
                .then([&store, number](const device::PrintReport &report) {
                    std::ignore = store.endPrint(
                        number, storedOutcome(report.outcome), QString(QLatin1Char(report.proof)),
                        QString::fromStdString(report.reason), static_cast<qint64>(report.bytesAccepted));
                    return report;
                })
                .then(owner, [ended = order.ended](const device::PrintReport &report) { ended(report); });
        });
}

QString paperState(device::PrintOutcome outcome)
{
    switch (outcome) {
    case device::PrintOutcome::Printed:
        return QStringLiteral("printed");
    case device::PrintOutcome::NotPrinted:
        return QStringLiteral("not-printed");
    case device::PrintOutcome::Unknown:
        return QStringLiteral("unknown");
    }
    return QStringLiteral("unknown");
}

Fault paperFault(const device::PrintReport &report)
{
    for (const FaultCode code : allFaultCodes()) {
        if (faultName(code) == report.reason) {
            return Fault(code);
        }
    }
    return Fault(FaultCode::PrintUnknown);
}

}  // namespace hall
