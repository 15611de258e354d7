// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/devices.h"

#include "app/receipt/printerprofile.h"
#include "drivers/camera/qcameradevice.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/scanner/scanners.h"
#include "drivers/sim/virtualprintertransport.h"
#include "drivers/transport/pcsctransport.h"
#include "drivers/transport/transportto.h"

namespace hall {

namespace {

Result<std::unique_ptr<device::ByteTransport>>
printerTransport(const KioskConfig &config, device::PrinterProfile &profile, SimulatedDevices &simulated)
{
    if (config.printer.isEmpty()) {
        simulated.printer = std::make_shared<device::VirtualPrinter>(device::VirtualPrinterModel::of(profile));
        return std::make_unique<device::VirtualPrinterTransport>(simulated.printer);
    }
    const auto address = device::parseDeviceAddress(config.printer.toStdString());
    if (!address) {
        return fail(address.error().code, "printer: " + address.error().detail);
    }
    profile = device::profileAt(std::move(profile), *address);
    return device::transportTo(*address, device::UsbUse::Printer, device::flowOf(profile));
}

Result<std::shared_ptr<device::ByteTransport>> idReaderTransport(const KioskConfig &config, SimulatedDevices &simulated)
{
    if (config.idReader.isEmpty()) {
        simulated.idReader = std::make_shared<device::SimSdtReader>();
        return simulated.idReader;
    }
    const auto address = device::parseDeviceAddress(config.idReader.toStdString());
    if (!address) {
        return fail(address.error().code, "id reader: " + address.error().detail);
    }
    return device::transportTo(*address, device::UsbUse::IdReader);
}

// A kiosk may do without one: null then.
Result<std::unique_ptr<device::CodeScanner>> codeScanner(const KioskConfig &config, SimulatedDevices &simulated)
{
    device::CodeScannerOptions options;
    if (config.codeScanner == QLatin1String("none") || (config.codeScanner.isEmpty() && !config.demo)) {
        return std::unique_ptr<device::CodeScanner>();
    }
    if (config.codeScanner.isEmpty()) {
        simulated.scanner = std::make_shared<device::SimCodeScanner>();
        return std::make_unique<device::SerialScanner>(simulated.scanner, options);
    }
    const auto address = device::parseScannerAddress(config.codeScanner.toStdString());
    if (!address) {
        return fail(address.error().code, "code scanner: " + address.error().detail);
    }
    return device::scannerAt(*address, options);
}

}  // namespace

Result<SimulatedDevices> fitDevices(DeviceHub &hub, const KioskConfig &config, bool unfinishedPrint,
                                    device::RollMemory roll)
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

    auto idReader = idReaderTransport(config, simulated);
    if (!idReader) {
        return fail(idReader.error());
    }
    hub.addReader(std::make_unique<device::ResidentCardReader>(std::move(*idReader)));

    // A kiosk for filling forms has no printer: it ends with a number and a code for the window.
    if (config.screen.role != QLatin1String("form-filling")) {
        auto profile = loadPrinterProfile(config.resourcesDir, config.printerProfile);
        if (!profile) {
            return fail(profile.error());
        }
        auto transport = printerTransport(config, *profile, simulated);
        if (!transport) {
            return fail(transport.error());
        }
        device::EscposPrinter::Options options;
        options.lastRunUnfinished = unfinishedPrint;
        options.roll = std::move(roll);
        hub.setPrinter(std::make_unique<device::EscposPrinter>(std::move(*transport), *profile, options));
    }

    if (config.camera == QLatin1String("qcamera")) {
        hub.setCamera(std::make_unique<device::QCameraDevice>(device::QCameraDevice::Options{}));
    } else {
        auto camera = std::make_unique<device::SimCamera>();
        simulated.camera = camera.get();
        hub.setCamera(std::move(camera));
    }

    auto scanner = codeScanner(config, simulated);
    if (!scanner) {
        return fail(scanner.error());
    }
    if (*scanner) {
        hub.setScanner(std::move(*scanner));
    }
    return simulated;
}

}  // namespace hall
