// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/fitted.h"

#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/scanner/scanners.h"
#include "drivers/sim/simcamera.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/virtualprintertransport.h"

#include <QImage>
#include <QString>

#include <stdexcept>

namespace hall::test {

using namespace device;
using namespace std::chrono_literals;

namespace {

const QString gallery = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/");

// A card is reported once: what it says, or why it says nothing.
CardReader::Events countedCards(const Fitted &fitted)
{
    const auto called = fitted.called;
    const auto answered = fitted.answered;
    const auto count = [called, answered, outcome = fitted.outcome](std::string_view word) {
        outcome->say(std::string(word));
        ++*called;
        ++*answered;
    };
    CardReader::Events events;
    events.arrived = events.removed = [called] { ++*called; };
    events.read = [count](const CardContents &) { count("read"); };
    events.failed = [count](const Fault &fault) { count(fault.name()); };
    return events;
}

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
    made.faults = {"unplug", "stall", "slow", "freeze", "dark", "blank"};
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
    const auto count = [called = made.called, answered = made.answered, outcome = made.outcome](std::string_view word) {
        outcome->say(std::string(word));
        ++*called;
        ++*answered;
    };
    CodeScanner::Events events;
    events.scanned = [count](const ScannedCode &) { count("read"); };
    events.unreadable = [count](const Fault &fault) { count(fault.name()); };
    scanner->setEvents(std::move(events));
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

const std::vector<std::pair<std::string, Fitted (*)()>> &makers()
{
    static const std::vector<std::pair<std::string, Fitted (*)()>> all{{"social-card-reader", socialCardReader},
                                                                       {"id-card-reader", idCardReader},
                                                                       {"receipt-printer", receiptPrinter},
                                                                       {"document-camera", documentCamera},
                                                                       {"code-scanner", codeScanner}};
    return all;
}

}  // namespace

std::vector<std::string> fittedNames()
{
    std::vector<std::string> names;
    for (const auto &[name, maker] : makers()) {
        names.push_back(name);
    }
    return names;
}

Fitted fitted(const std::string &name)
{
    for (const auto &[known, maker] : makers()) {
        if (known == name) {
            Fitted made = maker();
            made.name = name;
            return made;
        }
    }
    throw std::runtime_error("no such device: " + name);
}

}  // namespace hall::test
