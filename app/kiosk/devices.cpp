// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/devices.h"

#include "app/receipt/printerprofile.h"
#include "drivers/camera/qcameradevice.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/sim/virtualprintertransport.h"
#include "drivers/transport/pcsctransport.h"
#include "drivers/transport/tcptransport.h"

namespace hall {

namespace {

Result<std::unique_ptr<device::ByteTransport>>
printerTransport(const KioskConfig &config, const device::PrinterProfile &profile, SimulatedDevices &simulated)
{
    if (config.printer.isEmpty()) {
        simulated.printer = std::make_shared<device::VirtualPrinter>(device::VirtualPrinterModel::of(profile));
        return std::make_unique<device::VirtualPrinterTransport>(simulated.printer);
    }
    const QStringList parts = config.printer.split(QLatin1Char(':'));
    bool numeric = false;
    const int port = parts.size() == 3 ? parts[2].toInt(&numeric) : 0;
    if (parts.size() != 3 || parts[0] != QLatin1String("tcp") || !numeric || port < 1 || port > 65535) {
        return fail(FaultCode::BadArgument, "printer '" + config.printer.toStdString() + "': tcp:HOST:PORT is meant");
    }
    return std::make_unique<device::TcpTransport>(parts[1].toStdString(), static_cast<std::uint16_t>(port));
}

}  // namespace

Result<SimulatedDevices> fitDevices(DeviceHub &hub, const KioskConfig &config, bool unfinishedPrint)
{
    SimulatedDevices simulated;

    std::shared_ptr<device::SmartCardTransport> pcsc;
    if (config.cardReader == QLatin1String("pcsc")) {
        pcsc = std::make_shared<device::PcscTransport>();
    } else {
        simulated.cardSlot = std::make_shared<device::SimCardSlot>();
        pcsc = simulated.cardSlot;
    }
    hub.addReader(std::make_unique<device::SocialCardReader>(std::move(pcsc)));

    simulated.idReader = std::make_shared<device::SimSdtReader>();
    hub.addReader(std::make_unique<device::ResidentCardReader>(simulated.idReader));

    // A kiosk for filling forms has no printer: it ends with a number and a code for the window.
    if (config.screen.role != QLatin1String("form-filling")) {
        const auto profile = loadPrinterProfile(config.resourcesDir, config.printerProfile);
        if (!profile) {
            return fail(profile.error());
        }
        auto transport = printerTransport(config, *profile, simulated);
        if (!transport) {
            return fail(transport.error());
        }
        device::EscposPrinter::Options options;
        options.lastRunUnfinished = unfinishedPrint;
        hub.setPrinter(std::make_unique<device::EscposPrinter>(std::move(*transport), *profile, options));
    }

    if (config.camera == QLatin1String("qcamera")) {
        hub.setCamera(std::make_unique<device::QCameraDevice>(device::QCameraDevice::Options{}));
    } else {
        auto camera = std::make_unique<device::SimCamera>();
        simulated.camera = camera.get();
        hub.setCamera(std::move(camera));
    }
    return simulated;
}

}  // namespace hall
