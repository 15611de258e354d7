// SPDX-License-Identifier: GPL-3.0-or-later
// Codes that are held before the scanner.
#include "drivers/hub/devicehub.h"
#include "drivers/hub/hubcall.h"

namespace hall {

void DeviceHub::setScanner(std::unique_ptr<device::CodeScanner> scanner)
{
    m_scanner = std::move(scanner);
    listenTo(*m_scanner);
    device::CodeScanner::Events events;
    events.scanned = [this](device::ScannedCode code) {
        // The one copy travels inside the call and goes with it.
        auto carried = std::make_shared<const device::ScannedCode>(std::move(code));
        onHub(this, [this, carried] {
            if (m_scanning && usable(scannerId())) {
                Q_EMIT counted(scannerId(), QStringLiteral("reads"), 1);
                Q_EMIT codeScanned(carried);
            }
        });
    };
    events.unreadable = [this](const Fault &fault) {
        onHub(this, [this, fault] {
            if (m_scanning && usable(scannerId())) {
                Q_EMIT counted(scannerId(), QStringLiteral("failures"), 1);
                Q_EMIT codeUnreadable(fault);
            }
        });
    };
    m_scanner->setEvents(std::move(events));
}

QString DeviceHub::scannerId() const
{
    return m_scanner ? QString::fromStdString(m_scanner->board().current()->id) : QString();
}

void DeviceHub::setScanning(bool on)
{
    m_scanning = on;
    if (m_scanner) {
        m_scanner->setListening(on);
    }
}

}  // namespace hall
