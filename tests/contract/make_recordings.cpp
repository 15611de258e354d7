// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the recordings that the contract plays back. `make-recordings DIR`: all of them, from the simulated devices
// with the demo's test cards. `make-recordings DIR ID DEVICE`: that of one real device, whose file takes the place of
// the other; it says what hands must do, and goes on when the driver has seen it.
#include "drivers/cabinet/cabinetboard.h"
#include "drivers/cabinet/upsdaemon.h"
#include "drivers/camera/qcameradevice.h"
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
#include "drivers/transport/pcsctransport.h"
#include "drivers/transport/recordingtransport.h"
#include "drivers/transport/serialtransport.h"
#include "drivers/transport/tcptransport.h"
#include "drivers/transport/transportto.h"
#include "tests/contract/fitted.h"
#include "tests/support/simvendor.h"

#include <linux/input.h>

#include <QCoreApplication>
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

bool byHand = false;  // a real device is recorded

void until(const std::function<bool()> &truth)
{
    const auto late = Monotonic::now() + (byHand ? 180s : 20s);
    while (!truth() && Monotonic::now() < late) {
        std::this_thread::sleep_for(5ms);
    }
    if (!truth()) {
        qFatal("a device does not do what it should");
    }
}

// What a hand does: asked for, or done to the simulator.
void hand(const char *words, const std::function<void()> &simulated)
{
    if (byHand) {
        std::printf("%s\n", words);
        std::fflush(stdout);
    } else {
        simulated();
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
    hand("Put a test card there, never a person's.", place);
    until([&] { return read.load(); });
    std::this_thread::sleep_for(settle);
    recorder.scene("lifted");
    hand("Take the card away.", lift);
    until([&] { return media(reader, "none"); });
    std::this_thread::sleep_for(settle);
    reader.stop();
}

Recording identityCard(const std::shared_ptr<ByteTransport> &real = {})
{
    const auto recorder = std::make_shared<Recorder>("id-card-reader");
    const auto module = std::make_shared<SimSdtReader>();
    ResidentCardReader reader(std::make_shared<RecordingTransport>(real ? real : module, recorder));
    passOneCard(
        reader, *recorder, [&] { (void)module->place(gallery + QStringLiteral("id-cards/zhang-ceshi.json")); },
        [&] { module->lift(); }, 700ms);
    return recorder->recording();
}

Recording socialCard(const std::shared_ptr<SmartCardTransport> &real = {})
{
    const auto recorder = std::make_shared<Recorder>("social-card-reader");
    const auto slot = std::make_shared<SimCardSlot>();
    SocialCardReader reader(std::make_shared<RecordingCardTransport>(real ? real : slot, recorder));
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

Recording code(const std::shared_ptr<ByteTransport> &real = {})
{
    const auto recorder = std::make_shared<Recorder>("code-scanner");
    recorder->setVeiled(true);
    const auto line = std::make_shared<SimCodeScanner>();
    SerialScanner scanner(std::make_shared<RecordingTransport>(real ? real : line, recorder));
    std::atomic<bool> read{false};
    CodeScanner::Events events;
    events.scanned = [&read](const ScannedCode &) { read = true; };
    scanner.setEvents(std::move(events));
    scanner.setListening(true);
    scanner.start();
    until([&] { return ready(scanner); });
    recorder->scene("code");
    hand("Hold any code before the scanner; of what it says only letters and digits as such are kept.",
         [&line] { line->scan("HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef"); });
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
std::vector<Recording> cabinet(const std::shared_ptr<ByteTransport> &real = {})
{
    const auto recorder = std::make_shared<Recorder>("cabinet");
    const auto keys = std::make_shared<Recorder>("keypad");
    const auto sim = std::make_shared<SimCabinet>();
    const auto pad = std::make_shared<Pad>();
    CabinetBoard board(std::make_shared<RecordingTransport>(real ? real : sim, recorder),
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
    hand("Press a key of the cabinet.", [&sim] { sim->press(Cabinet::Key::Help); });
    until([&] { return pressed.load() == 3; });
    recorder->scene("door");
    hand("Open the door.", [&sim] { sim->edit([](SimCabinetState &state) { state.doorOpen = true; }); });
    until([&] { return board.board().current()->facts.at("door") == Fact(std::string("open")); });
    board.stop();
    return {recorder->recording(), keys->recording()};
}

Recording powerSupply(const std::shared_ptr<ByteTransport> &real = {}, const std::string &ups = "hall")
{
    const auto recorder = std::make_shared<Recorder>("power-supply");
    const auto upsd = std::make_shared<SimUps>();
    UpsDaemon supply(std::make_shared<RecordingTransport>(real ? real : upsd, recorder), ups);
    supply.start();
    const auto power = [&supply](const char *word) {
        const auto now = supply.board().current();
        const auto fact = now->facts.find("power");
        return fact != now->facts.end() && fact->second == Fact(std::string(word));
    };
    until([&] { return ready(supply) && power("mains"); });
    for (const bool battery : {true, false}) {
        recorder->scene(battery ? "battery" : "mains");
        hand(battery ? "Pull the mains plug of the power supply." : "Put the plug back.", [&upsd, battery] {
            upsd->edit([battery](SimUpsState &state) {
                state.status = battery ? "OB DISCHRG" : "OL CHRG";
                state.runtime = battery ? 1140 : 1500;
            });
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

// A picture is kept as so little that no document can be read on it.
Recording realPictures(const QString &description)
{
    const auto recorder = std::make_shared<Recorder>("document-camera");
    QCameraDevice camera({"document-camera", description});
    std::atomic<int> seen{0};
    camera.setPreviewSink([&](const Frame &frame) {
        recorder->picture(frame);
        ++seen;
    });
    camera.start();
    until([&] { return ready(camera); });
    for (const bool page : {false, true}) {
        hand(page ? "Lay a printed page under the camera, and press Enter." : "Clear the tray, and press Enter.",
             [] {});
        (void)std::getchar();
        if (page) {
            recorder->scene("page");
        }
        seen = 0;
        camera.startPreview();
        until([&] { return seen.load() >= 12; });
        camera.stopPreview();
    }
    camera.stop();
    return recorder->recording();
}

std::vector<Recording> simulated()
{
    std::vector<Recording> all{identityCard(), socialCard(), paper(), code(), powerSupply(), holderCheck(), pictures()};
    for (Recording &recording : cabinet()) {
        all.push_back(std::move(recording));
    }
    return all;
}

template <typename Address> Address known(Result<Address> address)
{
    if (!address) {
        qFatal("%s", address.error().detail.c_str());
    }
    return std::move(*address);
}

// DEVICE as in the kiosk's configuration; of a camera its description, of readers for social security cards "pcsc".
std::vector<Recording> realDevice(const std::string &id, const std::string &device)
{
    byHand = true;
    if (id == "social-card-reader" && device == "pcsc") {
        return {socialCard(std::make_shared<PcscTransport>())};
    }
    if (id == "id-card-reader") {
        return {identityCard(transportTo(known(parseDeviceAddress(device)), UsbUse::IdReader))};
    }
    if (id == "code-scanner" && device.starts_with("serial:")) {
        return {code(transportTo(known(parseDeviceAddress(device)), UsbUse::IdReader))};
    }
    if (id == "cabinet") {
        return {cabinet(std::make_shared<SerialTransport>(known(parseCabinetAddress(device)))).front()};
    }
    if (id == "power-supply") {
        const auto address = known(parseNutAddress(device));
        return {powerSupply(std::make_shared<TcpTransport>(address.host, address.port), address.ups)};
    }
    if (id == "document-camera") {
        return {realPictures(QString::fromStdString(device))};
    }
    qFatal("no device that is recorded so: %s %s", id.c_str(), device.c_str());
}

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 4) {
        std::fprintf(stderr, "usage: make-recordings DIR [ID DEVICE]\n");
        return 2;
    }
    const QCoreApplication application(argc, argv);
    const std::vector<Recording> all = argc == 2 ? simulated() : realDevice(argv[2], argv[3]);
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
