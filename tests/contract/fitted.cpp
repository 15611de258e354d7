// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/fitted.h"

#include "drivers/cabinet/cabinetboard.h"
#include "drivers/cabinet/upsdaemon.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/holder/hostprocess.h"
#include "drivers/holder/vendorholdercheck.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/printer/pageprinter.h"
#include "drivers/scanner/scanners.h"
#include "drivers/sim/simcabinet.h"
#include "drivers/sim/simcamera.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/sim/simpageprinter.h"
#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/simups.h"
#include "drivers/sim/virtualprintertransport.h"
#include "tests/contract/fittedcounts.h"
#include "tests/contract/replayed.h"
#include "tests/contract/spoiltdevice.h"
#include "tests/support/simvendor.h"

#include <QImage>
#include <QString>

#include <algorithm>
#include <stdexcept>

namespace hall::test {

using namespace device;
using namespace std::chrono_literals;

namespace {

const QString gallery = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/");

Fitted socialCardReader()
{
    Fitted made;
    const auto slot = std::make_shared<SimCardSlot>();
    auto reader = std::make_unique<SocialCardReader>(slot);
    reader->setEvents(countedCards(made));
    made.world = slot;
    made.device = std::move(reader);
    made.breakIt = [slot](const std::string &fault) { return slot->setFault(fault); };
    made.mend = [slot] { slot->heal(); };
    made.faults = {"unplug", "daemon", "shared", "stall", "slow", "garbage", "hang"};
    made.use = [slot, asked = made.asked] {
        ++*asked;
        if (const Done done = slot->insert(gallery + QStringLiteral("cards/zhang-ceshi.json")); !done) {
            throw std::runtime_error(done.error().detail);
        }
    };
    made.endUse = [slot] { slot->remove(); };
    return made;
}

Fitted idCardReader()
{
    Fitted made;
    const auto module = std::make_shared<SimSdtReader>();
    auto reader = std::make_unique<ResidentCardReader>(module);
    reader->setEvents(countedCards(made));
    made.world = module;
    made.device = std::move(reader);
    made.breakIt = [module](const std::string &fault) { return module->setFault(fault); };
    made.mend = [module] { module->heal(); };
    made.faults = {"unplug", "stall", "slow", "garbage", "short-write"};
    made.use = [module, asked = made.asked] {
        ++*asked;
        if (const Done done = module->place(gallery + QStringLiteral("id-cards/zhang-ceshi.json")); !done) {
            throw std::runtime_error(done.error().detail);
        }
    };
    made.endUse = [module] { module->lift(); };
    return made;
}

PrintJob onePaper(int number)
{
    RasterBand band{576, 400, {}};
    band.bits.assign(static_cast<std::size_t>(band.rows) * 72, 0x55);
    return {"contract-" + std::to_string(number), {band}, 0, true};
}

Fitted receiptPrinter()
{
    Fitted made;
    PrinterProfile profile;
    profile.id = "contract";
    profile.proof = 'A';
    VirtualPrinterModel model = VirtualPrinterModel::of(profile);
    model.rowsPerSecond = 1600;  // 200 mm/s
    const auto printer = std::make_shared<VirtualPrinter>(model);
    auto driver = std::make_unique<EscposPrinter>(std::make_unique<VirtualPrinterTransport>(printer), profile);
    driver->setJournal([](const PrintJob &) { return true; });
    made.world = printer;
    made.breakIt = [printer](const std::string &fault) -> Done {
        const auto known = printerFaultFrom(fault);
        if (!known) {
            return fail(FaultCode::BadArgument, fault);
        }
        printer->setFault(*known);
        return {};
    };
    made.mend = [printer] { printer->heal(); };
    made.faults = {"unplug", "stall", "slow", "garbage", "short-write", "stale-status", "hang", "freeze"};
    made.use = [printer = driver.get(), asked = made.asked, answered = made.answered, called = made.called,
                outcome = made.outcome] {
        printer->print(onePaper(++*asked), 20s, [answered, called, outcome](const PrintReport &report) {
            static constexpr const char *words[] = {"printed", "not printed, ", "unknown, "};
            outcome->say(words[static_cast<int>(report.outcome)] + report.reason);
            ++*called;
            ++*answered;
        });
    };
    made.endUse = [] {};
    made.device = std::move(driver);
    return made;
}

Fitted pagePrinter()
{
    Fitted made;
    SimPageModel model;
    model.aSheetTakes = 500ms;
    const auto printer = std::make_shared<SimPagePrinter>(model);
    auto driver = std::make_unique<IppPagePrinter>(parseIppAddress(printer->uri()).value());
    made.world = printer;
    made.breakIt = [printer](const std::string &fault) { return printer->setFault(fault); };
    made.mend = [printer] { printer->heal(); };
    made.faults = {"unplug", "stall", "slow", "garbage", "abort", "cut"};
    made.use = [printer = driver.get(), asked = made.asked, answered = made.answered, called = made.called,
                outcome = made.outcome] {
        static constexpr std::string_view page = "%PDF-1.4\n%%EOF\n";
        printer->print(
            {"contract-" + std::to_string(++*asked), std::make_shared<const Bytes>(page.begin(), page.end())}, 20s,
            [answered, called, outcome](const PrintReport &report) {
                static constexpr const char *words[] = {"printed", "not printed, ", "unknown, "};
                outcome->say(words[static_cast<int>(report.outcome)] + report.reason);
                ++*called;
                ++*answered;
            });
    };
    made.endUse = [] {};
    made.device = std::move(driver);
    return made;
}

Fitted documentCamera()
{
    Fitted made;
    auto camera = std::make_unique<SimCamera>();
    QImage page(1200, 1600, QImage::Format_RGB888);
    page.fill(Qt::white);
    camera->show(page);
    camera->setPreviewSink([called = made.called](const Frame &) { ++*called; });
    SimCamera *driver = camera.get();
    made.breakIt = [driver](const std::string &fault) { return driver->setFault(QString::fromStdString(fault)); };
    made.mend = [driver] { driver->heal(); };
    made.faults = {"unplug", "stall", "slow", "freeze", "dark", "bright", "blank"};
    made.use = [driver, asked = made.asked, answered = made.answered, called = made.called, outcome = made.outcome] {
        ++*asked;
        driver->startPreview();
        driver->captureStill(3s, [answered, called, outcome](const Result<Frame> &still) {
            outcome->say(still ? std::string("a still") : std::string(still.error().name()));
            ++*called;
            ++*answered;
        });
    };
    made.endUse = [driver] { driver->stopPreview(); };
    made.device = std::move(camera);
    return made;
}

Fitted codeScanner()
{
    Fitted made;
    const auto line = std::make_shared<SimCodeScanner>();
    auto scanner = std::make_unique<SerialScanner>(line);
    scanner->setEvents(countedCodes(made));
    scanner->setListening(true);
    made.world = line;
    made.device = std::move(scanner);
    made.breakIt = [line](const std::string &fault) { return line->setFault(fault); };
    made.mend = [line] { line->heal(); };
    made.faults = {"unplug", "stall", "slow", "garbage"};
    made.use = [line, asked = made.asked] {
        ++*asked;
        line->scan("HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef");
    };
    made.endUse = [] {};
    return made;
}

Fitted cabinet()
{
    Fitted made;
    const auto board = std::make_shared<SimCabinet>();
    auto driver = std::make_unique<CabinetBoard>(board);
    made.world = board;
    made.breakIt = [board](const std::string &fault) { return board->setFault(fault); };
    made.mend = [board] { board->heal(); };
    made.faults = {"unplug", "stall", "slow", "garbage", "short-write"};
    made.use = [cabinet = driver.get(), asked = made.asked, done = counted(made, "lit")] {
        cabinet->light({.camera = ++*asked % 2 == 1, .scanner = true}, done);
    };
    made.endUse = [] {};
    made.device = std::move(driver);
    return made;
}

Fitted powerSupply()
{
    Fitted made;
    const auto upsd = std::make_shared<SimUps>();
    auto driver = std::make_unique<UpsDaemon>(upsd, "hall");
    made.world = upsd;
    made.breakIt = [upsd](const std::string &fault) { return upsd->setFault(fault); };
    made.mend = [upsd] { upsd->heal(); };
    made.faults = {"unplug", "stall", "garbage"};
    made.use = [ups = driver.get(), asked = made.asked, done = counted(made, "looked")] {
        ++*asked;
        ups->look(done);
    };
    made.endUse = [] {};
    made.device = std::move(driver);
    return made;
}

// The real host process with a library that does what it is told.
Fitted holderCheck()
{
    Fitted made;
    const auto vendor = std::make_shared<SimVendor>();
    auto driver =
        std::make_unique<VendorHolderCheck>(std::make_shared<HostProcess>(HALL_VENDOR_HOST, vendor->library()));
    made.world = vendor;
    made.faults = {"unplug", "crash", "stall", "slow", "garbage"};
    made.breakIt = [vendor, known = made.faults](const std::string &fault) -> Done {
        if (std::find(known.begin(), known.end(), fault) == known.end()) {
            return fail(FaultCode::BadArgument, fault);
        }
        vendor->be(fault == "stall" ? "hang" : fault);
        return {};
    };
    made.mend = [vendor] { vendor->be("match"); };
    made.use = [check = driver.get(), asked = made.asked, done = counted(made, "match")] {
        ++*asked;
        check->check({Sensitive<Bytes>(Bytes(1024, 0x42))}, 3s,
                     [done](const Result<HolderVerdict> &found) { done(found ? Done() : fail(found.error())); });
    };
    made.endUse = [] {};
    made.device = std::move(driver);
    return made;
}

// ---- spoilt ----

Fitted spoilt(Spoilt how, const std::string &name)
{
    Fitted made;
    auto device = std::make_unique<SpoiltDevice>(how, name);
    SpoiltDevice *driver = device.get();
    made.breakIt = [driver](const std::string &fault) { return driver->breakIt(fault); };
    made.mend = [driver] { driver->mend(); };
    made.faults = {"unplug"};
    made.use = [driver, asked = made.asked, answered = made.answered, called = made.called] {
        ++*asked;
        driver->work([answered, called](std::string_view) {
            ++*called;
            ++*answered;
        });
    };
    made.endUse = [] {};
    made.device = std::move(device);
    return made;
}

const std::vector<std::pair<std::string, Fitted (*)()>> &makers()
{
    static const std::vector<std::pair<std::string, Fitted (*)()>> all{{"social-card-reader", socialCardReader},
                                                                       {"id-card-reader", idCardReader},
                                                                       {"receipt-printer", receiptPrinter},
                                                                       {"page-printer", pagePrinter},
                                                                       {"document-camera", documentCamera},
                                                                       {"code-scanner", codeScanner},
                                                                       {"cabinet", cabinet},
                                                                       {"power-supply", powerSupply},
                                                                       {"holder-check", holderCheck}};
    return all;
}

}  // namespace

namespace {

std::vector<std::string> namesOf(const std::vector<std::pair<std::string, Fitted (*)()>> &table)
{
    std::vector<std::string> names;
    for (const auto &[name, maker] : table) {
        names.push_back(name);
    }
    return names;
}

}  // namespace

std::vector<std::string> fittedNames()
{
    return namesOf(makers());
}

std::vector<std::string> replayedNames()
{
    return namesOf(replayedMakers());
}

Fitted fitted(const std::string &name)
{
    for (const auto &table : {makers(), replayedMakers()}) {
        for (const auto &[known, maker] : table) {
            if (known == name) {
                Fitted made = maker();
                made.name = name.substr(name.rfind(' ') + 1);
                return made;
            }
        }
    }
    for (const auto &[how, known, promise] : spoiltDevices) {
        if (known == name) {
            Fitted made = spoilt(how, name);
            made.name = name;
            return made;
        }
    }
    throw std::runtime_error("no such device: " + name);
}

}  // namespace hall::test
