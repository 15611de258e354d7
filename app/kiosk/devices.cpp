// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/devices.h"

#include "app/kiosk/cameraoptions.h"
#include "app/receipt/printerprofile.h"
#include "app/regions/regionprofiles.h"
#include "drivers/cabinet/cabinetboard.h"
#include "drivers/cabinet/upsdaemon.h"
#include "drivers/camera/qcameradevice.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/holder/hostprocess.h"
#include "drivers/holder/vendorholdercheck.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/printer/pageprinter.h"
#include "drivers/scanner/scanners.h"
#include "drivers/sim/virtualprintertransport.h"
#include "drivers/transport/evdevtransport.h"
#include "drivers/transport/pcsctransport.h"
#include "drivers/transport/tcptransport.h"
#include "drivers/transport/transportto.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

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

// A kiosk may do without one, and where no paper is handed out at all there is none to play with either.
Done fitPagePrinter(DeviceHub &hub, const KioskConfig &config, SimulatedDevices &simulated)
{
    const bool played =
        config.pagePrinter.isEmpty() && config.demo && config.screen.role != QLatin1String("form-filling");
    if (config.pagePrinter == QLatin1String("none") || (config.pagePrinter.isEmpty() && !played)) {
        return {};
    }
    std::string uri = config.pagePrinter.toStdString();
    if (played) {
        device::SimPageModel model;
        model.aSheetTakes = std::chrono::seconds(5);
        model.folder = QDir(config.dataDir).filePath(QStringLiteral("printed-pages")).toStdString();
        simulated.pagePrinter = std::make_shared<device::SimPagePrinter>(std::move(model));
        uri = simulated.pagePrinter->uri();
    }
    auto address = device::parseIppAddress(uri);
    if (!address) {
        return fail(address.error().code, "page printer: " + address.error().detail);
    }
    hub.setPagePrinter(std::make_unique<device::IppPagePrinter>(std::move(*address)));
    return {};
}

// A profile that is refused costs no more than what it would have allowed.
std::shared_ptr<const std::vector<device::RegionProfile>> regionsOf(const KioskConfig &config)
{
    if (config.regions.isEmpty()) {
        return nullptr;
    }
    LoadedRegions loaded = config.regionsKey.isEmpty() ? loadRegionProfiles(config.regions)
                                                       : loadRegionProfiles(config.regions, config.regionsKey);
    for (const Fault &fault : std::as_const(loaded.refused)) {
        std::fprintf(stderr, "hall-kiosk: region profile refused: %s: %s\n", std::string(fault.name()).c_str(),
                     fault.detail.c_str());
    }
    return std::make_shared<const std::vector<device::RegionProfile>>(std::move(loaded.profiles));
}

// Whether cards of some region are opened by a security module in a slot of its own.
bool wantsModule(const std::vector<device::RegionProfile> &regions)
{
    return std::any_of(regions.begin(), regions.end(), [](const device::RegionProfile &region) {
        return std::find(region.authorisation.begin(), region.authorisation.end(), device::AuthorisationStep::Psam) !=
               region.authorisation.end();
    });
}

// A kiosk may do without one.
Done fitCabinet(DeviceHub &hub, const KioskConfig &config, SimulatedDevices &simulated)
{
    if (config.cabinet == QLatin1String("none") || (config.cabinet.isEmpty() && !config.demo)) {
        return {};
    }
    std::shared_ptr<device::ByteTransport> keypad;
    if (!config.keypad.isEmpty()) {
        const auto address = device::parseKeypadAddress(config.keypad.toStdString());
        if (!address) {
            return fail(address.error());
        }
        keypad = std::make_shared<device::EvdevTransport>(*address);
    }
    std::shared_ptr<device::ByteTransport> line;
    if (config.cabinet.isEmpty()) {
        simulated.cabinet = std::make_shared<device::SimCabinet>();
        line = simulated.cabinet;
    } else {
        const auto address = device::parseCabinetAddress(config.cabinet.toStdString());
        if (!address) {
            return fail(address.error().code, "cabinet: " + address.error().detail);
        }
        line = std::make_shared<device::SerialTransport>(*address);
    }
    hub.setCabinet(std::make_unique<device::CabinetBoard>(std::move(line), std::move(keypad)));
    return {};
}

Done fitPowerSupply(DeviceHub &hub, const KioskConfig &config)
{
    if (config.ups.isEmpty()) {
        return {};
    }
    const auto address = device::parseNutAddress(config.ups.toStdString());
    if (!address) {
        return fail(address.error().code, "ups: " + address.error().detail);
    }
    hub.setPowerSupply(std::make_unique<device::UpsDaemon>(
        std::make_shared<device::TcpTransport>(address->host, address->port), address->ups));
    return {};
}

// A kiosk may do without one; the library is a maker's and comes with none of ours.
void fitHolderCheck(DeviceHub &hub, const KioskConfig &config)
{
    if (config.holderLibrary.isEmpty()) {
        return;
    }
    const QString host = config.vendorHost.isEmpty()
                             ? QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("hall-vendor-host"))
                             : config.vendorHost;
    hub.setHolderCheck(std::make_unique<device::VendorHolderCheck>(
        std::make_shared<device::HostProcess>(host.toStdString(), config.holderLibrary.toStdString())));
}

}  // namespace

std::unique_ptr<TableStick> fitTableStick(const KioskConfig &config)
{
    TableStick::Options options;
    options.reader = QDir(QCoreApplication::applicationDirPath()).filePath(QStringLiteral("hall-table-reader"));
    options.folder = config.tableFolder;
    if (options.folder.isEmpty() && !config.demo) {
        const QString usual = QStringLiteral("/run/hallkiosk");
        options.folder = QFileInfo(usual).isDir() ? usual + QStringLiteral("/stick") : QStringLiteral("none");
    }
    return options.folder == QLatin1String("none") ? nullptr : std::make_unique<TableStick>(std::move(options));
}

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
    device::SocialCardReader::Options cards;
    cards.regions = regionsOf(config);
    if (config.cardReader == QLatin1String("pcsc") && cards.regions && wantsModule(*cards.regions)) {
        cards.module = std::make_shared<device::PcscTransport>();
    }
    hub.addReader(std::make_unique<device::SocialCardReader>(std::move(pcsc), std::move(cards)));

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

    if (Done done = fitPagePrinter(hub, config, simulated); !done) {
        return fail(done.error());
    }

    if (config.camera == QLatin1String("qcamera")) {
        auto options = cameraOptions(config.documentCamera);
        if (!options) {
            return fail(options.error());
        }
        hub.setCamera(std::make_unique<device::QCameraDevice>(std::move(*options)));
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
    if (Done done = fitCabinet(hub, config, simulated); !done) {
        return fail(done.error());
    }
    if (Done done = fitPowerSupply(hub, config); !done) {
        return fail(done.error());
    }
    fitHolderCheck(hub, config);
    hub.setPins(config.pins);
    return simulated;
}

}  // namespace hall
