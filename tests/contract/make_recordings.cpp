// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the recordings that the contract plays back, from the simulated devices with the demo's test cards:
// make_recordings DIR. A recording of a real device is made with the same transports and takes the place of the file.
#include "drivers/cabinet/cabinetboard.h"
#include "drivers/cabinet/upsdaemon.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/holder/hostprocess.h"
#include "drivers/holder/vendorholdercheck.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/scanner/scanners.h"
#include "drivers/sim/simcabinet.h"
#include "drivers/sim/simcamera.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/simups.h"
#include "drivers/sim/virtualprintertransport.h"
#include "drivers/transport/recordingtransport.h"
#include "tests/contract/fitted.h"
#include "tests/support/simvendor.h"

#include <linux/input.h>

#include <QFile>

#include <cstdio>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

const QString gallery = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/");

void until(const std::function<bool()> &truth)
{
    const auto late = Monotonic::now() + 20s;
    while (!truth() && Monotonic::now() < late) {
        std::this_thread::sleep_for(5ms);
    }
    if (!truth()) {
        qFatal("a device does not do what it should");
    }
}

bool media(Device &reader, const std::string &what)
{
    const auto now = reader.board().current();
    const auto fact = now->facts.find("media");
    return now->link == Link::Ready && fact != now->facts.end() && fact->second == Fact(what);
}

// From an empty reader to an empty reader again. `settle` is time for a few polls in each scene.
void passOneCard(CardReader &reader, Recorder &recorder, const std::function<void()> &place,
                 const std::function<void()> &lift, std::chrono::milliseconds settle)
{
    std::atomic<bool> read{false};
    CardReader::Events events;
    events.read = [&read](const CardContents &) { read = true; };
    reader.setEvents(std::move(events));
    reader.start();
    until([&] { return media(reader, "none"); });
    std::this_thread::sleep_for(settle);
    recorder.scene("card");
    place();
    until([&] { return read.load(); });
    std::this_thread::sleep_for(settle);
    recorder.scene("lifted");
    lift();
    until([&] { return media(reader, "none"); });
    std::this_thread::sleep_for(settle);
    reader.stop();
}

Recording identityCard()
{
    const auto recorder = std::make_shared<Recorder>("id-card-reader");
    const auto module = std::make_shared<SimSdtReader>();
    ResidentCardReader reader(std::make_shared<RecordingTransport>(module, recorder));
    passOneCard(
        reader, *recorder, [&] { (void)module->place(gallery + QStringLiteral("id-cards/zhang-ceshi.json")); },
        [&] { module->lift(); }, 700ms);
    return recorder->recording();
}

Recording socialCard()
{
    const auto recorder = std::make_shared<Recorder>("social-card-reader");
    const auto slot = std::make_shared<SimCardSlot>();
    SocialCardReader reader(std::make_shared<RecordingCardTransport>(slot, recorder));
    passOneCard(
        reader, *recorder, [&] { (void)slot->insert(gallery + QStringLiteral("cards/zhang-ceshi.json")); },
        [&] { slot->remove(); }, 100ms);
    return recorder->recording();
}

Recording paper()
{
    const auto recorder = std::make_shared<Recorder>("receipt-printer");
    const PrinterProfile profile = test::replayedPrinter();
    const auto machine = std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(profile));
    EscposPrinter printer(
        std::make_unique<RecordingTransport>(std::make_shared<VirtualPrinterTransport>(machine), recorder), profile);
    printer.setJournal([](const PrintJob &) { return true; });
    printer.start();
    until([&] { return printer.board().current()->link == Link::Ready; });
    std::this_thread::sleep_for(1500ms);
    recorder->scene("paper");
    std::promise<PrintReport> report;
    printer.print(test::replayedPaper(), 20s, [&report](const PrintReport &done) { report.set_value(done); });
    if (report.get_future().get().outcome != PrintOutcome::Printed) {
        qFatal("the paper was not printed");
    }
    std::this_thread::sleep_for(1500ms);
    printer.stop();
    return recorder->recording();
}

bool ready(Device &device)
{
    return device.board().current()->link == Link::Ready;
}

Recording code()
{
    const auto recorder = std::make_shared<Recorder>("code-scanner");
    recorder->setVeiled(true);
    const auto line = std::make_shared<SimCodeScanner>();
    SerialScanner scanner(std::make_shared<RecordingTransport>(line, recorder));
    std::atomic<bool> read{false};
    CodeScanner::Events events;
    events.scanned = [&read](const ScannedCode &) { read = true; };
    scanner.setEvents(std::move(events));
    scanner.setListening(true);
    scanner.start();
    until([&] { return ready(scanner); });
    recorder->scene("code");
    line->scan("HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef");
    until([&] { return read.load(); });
    scanner.stop();
    return recorder->recording();
}

// A pad that types Tab and Enter, as struct input_event of a 64-bit kernel.
class Pad final : public ByteTransport
{
public:
    Done open(std::chrono::milliseconds) override { return {}; }
    void close() noexcept override {}
    [[nodiscard]] bool isOpen() const override { return true; }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds) override
    {
        return {data.size(), std::nullopt};
    }
    Result<Bytes> read(std::size_t, std::chrono::milliseconds) override
    {
        std::this_thread::sleep_for(5ms);
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_typed, {});
    }
    void type(unsigned short key)
    {
        const std::lock_guard lock(m_mutex);
        for (const input_event &event : {input_event{{}, EV_KEY, key, 1}, input_event{{}, EV_SYN, SYN_REPORT, 0},
                                         input_event{{}, EV_KEY, key, 0}, input_event{{}, EV_SYN, SYN_REPORT, 0}}) {
            const auto *bytes = reinterpret_cast<const unsigned char *>(&event);
            m_typed.insert(m_typed.end(), bytes, bytes + sizeof event);
        }
    }

private:
    std::mutex m_mutex;
    Bytes m_typed;
};

// The board and the pad beside it.
std::vector<Recording> cabinet()
{
    const auto recorder = std::make_shared<Recorder>("cabinet");
    const auto keys = std::make_shared<Recorder>("keypad");
    const auto sim = std::make_shared<SimCabinet>();
    const auto pad = std::make_shared<Pad>();
    CabinetBoard board(std::make_shared<RecordingTransport>(sim, recorder),
                       std::make_shared<RecordingTransport>(pad, keys));
    std::atomic<int> pressed{0};
    board.setEvents({.key = [&pressed](Cabinet::Key) { ++pressed; }});
    board.start();
    until([&] { return ready(board); });
    std::this_thread::sleep_for(2500ms);
    for (const bool camera : {true, false}) {
        recorder->scene(camera ? "camera" : "scanner");
        std::atomic<bool> lit{false};
        board.light({.camera = camera, .scanner = !camera}, [&lit](const Done &done) { lit = bool(done); });
        until([&] { return lit.load(); });
        std::this_thread::sleep_for(2500ms);
    }
    keys->scene("keys");
    pad->type(KEY_TAB);
    until([&] { return pressed.load() == 1; });
    pad->type(KEY_ENTER);
    until([&] { return pressed.load() == 2; });
    recorder->scene("key");
    sim->press(Cabinet::Key::Help);
    until([&] { return pressed.load() == 3; });
    recorder->scene("door");
    sim->edit([](SimCabinetState &state) { state.doorOpen = true; });
    until([&] { return board.board().current()->facts.at("door") == Fact(std::string("open")); });
    board.stop();
    return {recorder->recording(), keys->recording()};
}

Recording powerSupply()
{
    const auto recorder = std::make_shared<Recorder>("power-supply");
    const auto upsd = std::make_shared<SimUps>();
    UpsDaemon supply(std::make_shared<RecordingTransport>(upsd, recorder), "hall");
    supply.start();
    const auto power = [&supply](const char *word) {
        const auto now = supply.board().current();
        const auto fact = now->facts.find("power");
        return fact != now->facts.end() && fact->second == Fact(std::string(word));
    };
    until([&] { return ready(supply) && power("mains"); });
    for (const bool battery : {true, false}) {
        recorder->scene(battery ? "battery" : "mains");
        upsd->edit([battery](SimUpsState &state) {
            state.status = battery ? "OB DISCHRG" : "OL CHRG";
            state.runtime = battery ? 1140 : 1500;
        });
        until([&] { return power(battery ? "battery" : "mains"); });
        std::this_thread::sleep_for(1500ms);
    }
    supply.stop();
    return recorder->recording();
}

Recording holderCheck()
{
    const auto recorder = std::make_shared<Recorder>("holder-check");
    recorder->setNumbers({6, 2});
    recorder->setHidden({vendorhost::headBytes, 4 + vendorhost::wltBytes});  // the time that is left, and a face
    const test::SimVendor vendor;
    VendorHolderCheck check(std::make_shared<RecordingTransport>(
        std::make_shared<HostProcess>(HALL_VENDOR_HOST, vendor.library()), recorder));
    check.start();
    until([&] { return ready(check); });
    std::this_thread::sleep_for(1500ms);
    for (const char *word : {"match", "no-match", "refuse"}) {
        vendor.be(word);
        recorder->scene(word);
        std::promise<void> told;
        check.check({Sensitive<Bytes>(Bytes(vendorhost::wltBytes, 0x42))}, 3s,
                    [&told](const Result<HolderVerdict> &) { told.set_value(); });
        told.get_future().wait();
    }
    check.stop();
    return recorder->recording();
}

// An empty plate, a page on it, and the camera in another format.
Recording pictures()
{
    const auto recorder = std::make_shared<Recorder>("document-camera");
    SimCamera camera;
    std::atomic<int> seen{0};
    camera.setPreviewSink([&](const Frame &frame) {
        recorder->picture(frame);
        ++seen;
    });
    camera.start();
    camera.startPreview();
    until([&] { return seen.load() >= 8; });
    camera.stopPreview();
    recorder->scene("page");
    if (!camera.show(gallery + QStringLiteral("pages/dismissal-certificate.jpg"))) {
        qFatal("no picture of a page");
    }
    seen = 0;
    camera.startPreview();
    until([&] { return seen.load() >= 12; });
    camera.stopPreview();
    recorder->scene("another format");
    QImage wide(1280, 480, QImage::Format_RGB888);
    wide.fill(Qt::darkGray);
    camera.show(wide);
    seen = 0;
    camera.startPreview();
    until([&] { return seen.load() >= 4; });
    camera.stop();
    return recorder->recording();
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_recordings DIR\n");
        return 2;
    }
    std::vector<Recording> all{identityCard(), socialCard(), paper(), code(), powerSupply(), holderCheck(), pictures()};
    for (Recording &recording : cabinet()) {
        all.push_back(std::move(recording));
    }
    for (const Recording &recording : all) {
        QFile file(QString::fromLocal8Bit(argv[1]) + u'/' + QString::fromStdString(recording.device) +
                   QStringLiteral(".rec"));
        const std::string text = recordingText(recording);
        if (!file.open(QIODevice::WriteOnly) || file.write(text.data(), qint64(text.size())) != qint64(text.size())) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(file.fileName()), qPrintable(file.errorString()));
            return 1;
        }
    }
    return 0;
}
