// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/replayed.h"

#include "drivers/cabinet/cabinetboard.h"
#include "drivers/cabinet/upsdaemon.h"
#include "drivers/camera/qcameradevice.h"
#include "drivers/camera/replayframes.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/holder/vendorholdercheck.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/scanner/scanners.h"
#include "drivers/transport/replaytransport.h"
#include "tests/contract/fittedcounts.h"

#include <QFile>
#include <QString>

#include <stdexcept>

namespace hall::test {

using namespace device;
using namespace std::chrono_literals;

namespace {

Recording recordingOf(const QString &device)
{
    QFile file(QStringLiteral(HALL_SOURCE_DIR "/tests/data/recordings/") + device + QStringLiteral(".rec"));
    if (!file.open(QIODevice::ReadOnly)) {
        throw std::runtime_error(file.errorString().toStdString());
    }
    Result<Recording> recording = parseRecording(file.readAll().toStdString());
    if (!recording) {
        throw std::runtime_error(recording.error().detail);
    }
    return std::move(*recording);
}

// What every recording can do: be pulled, and fall silent.
template <typename Cable> void fitCable(Fitted &made, const std::shared_ptr<Cable> &cable)
{
    made.world = cable;
    made.breakIt = [cable](const std::string &fault) { return cable->setFault(fault); };
    made.mend = [cable] { cable->heal(); };
    made.faults = {"unplug", "stall"};
    made.endUse = [] {};
}

template <typename Cable, typename Reader> Fitted replayedReader(const char *id)
{
    Fitted made;
    const auto cable = std::make_shared<Cable>(recordingOf(QString::fromLatin1(id)));
    auto reader = std::make_unique<Reader>(cable);
    reader->setEvents(countedCards(made));
    fitCable(made, cable);
    made.device = std::move(reader);
    made.use = [cable, asked = made.asked] {
        ++*asked;
        (void)cable->enter("card");
    };
    made.endUse = [cable] { (void)cable->enter("lifted"); };
    return made;
}

Fitted replayedIdCardReader()
{
    return replayedReader<ReplayTransport, ResidentCardReader>("id-card-reader");
}

Fitted replayedSocialCardReader()
{
    return replayedReader<ReplayCardTransport, SocialCardReader>("social-card-reader");
}

// The driver owns its transport; the test keeps a hand on it.
class SharedCable final : public ByteTransport
{
public:
    explicit SharedCable(std::shared_ptr<ReplayTransport> cable) : m_cable(std::move(cable)) {}
    Done open(std::chrono::milliseconds atMost) override { return m_cable->open(atMost); }
    void close() noexcept override { m_cable->close(); }
    [[nodiscard]] bool isOpen() const override { return m_cable->isOpen(); }
    Written write(std::span<const unsigned char> data, std::chrono::milliseconds atMost) override
    {
        return m_cable->write(data, atMost);
    }
    Result<Bytes> read(std::size_t atMostBytes, std::chrono::milliseconds atMost) override
    {
        return m_cable->read(atMostBytes, atMost);
    }

private:
    const std::shared_ptr<ReplayTransport> m_cable;
};

Fitted replayedReceiptPrinter()
{
    Fitted made;
    const auto cable = std::make_shared<ReplayTransport>(recordingOf(QStringLiteral("receipt-printer")));
    auto driver = std::make_unique<EscposPrinter>(std::make_unique<SharedCable>(cable), replayedPrinter());
    driver->setJournal([](const PrintJob &) { return true; });
    fitCable(made, cable);
    made.use = [cable, printer = driver.get(), asked = made.asked, answered = made.answered, called = made.called,
                outcome = made.outcome] {
        ++*asked;
        (void)cable->enter("paper");
        printer->print(replayedPaper(), 20s, [answered, called, outcome](const PrintReport &report) {
            outcome->say(report.outcome == PrintOutcome::Printed ? "printed" : report.reason);
            ++*called;
            ++*answered;
        });
    };
    made.device = std::move(driver);
    return made;
}

// A line that speaks by itself: a scene begins, and the device says what it said then.
Fitted replayedCodeScanner()
{
    Fitted made;
    const auto cable = std::make_shared<ReplayTransport>(recordingOf(QStringLiteral("code-scanner")));
    auto scanner = std::make_unique<SerialScanner>(cable);
    scanner->setEvents(countedCodes(made));
    scanner->setListening(true);
    fitCable(made, cable);
    made.device = std::move(scanner);
    made.use = [cable, asked = made.asked] {
        ++*asked;
        (void)cable->enter("code");
    };
    return made;
}

// The board, and the keys that are a keyboard of their own.
Fitted replayedCabinet()
{
    Fitted made;
    const auto board = std::make_shared<ReplayTransport>(recordingOf(QStringLiteral("cabinet")));
    const auto keypad = std::make_shared<ReplayTransport>(recordingOf(QStringLiteral("keypad")));
    auto driver = std::make_unique<CabinetBoard>(board, keypad);
    driver->setEvents({.key = [called = made.called](Cabinet::Key) { ++*called; }});
    fitCable(made, board);
    made.use = [board, keypad, cabinet = driver.get(), asked = made.asked, done = counted(made, "lit")] {
        const bool camera = ++*asked % 2 == 1;
        (void)board->enter(camera ? "camera" : "scanner");
        (void)keypad->enter("keys");
        cabinet->light({.camera = camera, .scanner = !camera}, done);
    };
    made.device = std::move(driver);
    return made;
}

Fitted replayedPowerSupply()
{
    Fitted made;
    const auto upsd = std::make_shared<ReplayTransport>(recordingOf(QStringLiteral("power-supply")));
    auto driver = std::make_unique<UpsDaemon>(upsd, "hall");
    fitCable(made, upsd);
    made.use = [upsd, ups = driver.get(), asked = made.asked, done = counted(made, "looked")] {
        ++*asked;
        (void)upsd->enter("battery");
        ups->look(done);
    };
    made.endUse = [upsd] { (void)upsd->enter("mains"); };
    made.device = std::move(driver);
    return made;
}

Fitted replayedHolderCheck()
{
    Fitted made;
    const auto host = std::make_shared<ReplayTransport>(recordingOf(QStringLiteral("holder-check")));
    auto driver = std::make_unique<VendorHolderCheck>(host);
    fitCable(made, host);
    made.use = [host, check = driver.get(), asked = made.asked, done = counted(made, "match")] {
        ++*asked;
        (void)host->enter("match");
        check->check({Sensitive<Bytes>(Bytes(1024, 0x42))}, 3s,
                     [done](const Result<HolderVerdict> &found) { done(found ? Done() : fail(found.error())); });
    };
    made.device = std::move(driver);
    return made;
}

// The driver of real cameras, which has no other rig that knows faults.
Fitted replayedDocumentCamera()
{
    Fitted made;
    const auto pictures = std::make_shared<ReplayCamera>(recordingOf(QStringLiteral("document-camera")));
    auto camera = std::make_unique<QCameraDevice>(QCameraDevice::Options{}, replayFrames(*pictures));
    camera->setPreviewSink([called = made.called](const Frame &) { ++*called; });
    fitCable(made, pictures);
    made.use = [camera = camera.get(), pictures, asked = made.asked, answered = made.answered, called = made.called,
                outcome = made.outcome] {
        ++*asked;
        (void)pictures->enter("page");
        camera->startPreview();
        camera->captureStill(3s, [answered, called, outcome](const Result<Frame> &still) {
            outcome->say(still ? std::string("a still") : std::string(still.error().name()));
            ++*called;
            ++*answered;
        });
    };
    made.endUse = [camera = camera.get()] { camera->stopPreview(); };
    made.device = std::move(camera);
    return made;
}

}  // namespace

const std::vector<std::pair<std::string, Fitted (*)()>> &replayedMakers()
{
    static const std::vector<std::pair<std::string, Fitted (*)()>> all{
        {"replayed social-card-reader", replayedSocialCardReader},
        {"replayed id-card-reader", replayedIdCardReader},
        {"replayed receipt-printer", replayedReceiptPrinter},
        {"replayed document-camera", replayedDocumentCamera},
        {"replayed code-scanner", replayedCodeScanner},
        {"replayed cabinet", replayedCabinet},
        {"replayed power-supply", replayedPowerSupply},
        {"replayed holder-check", replayedHolderCheck}};
    return all;
}

PrinterProfile replayedPrinter()
{
    PrinterProfile profile;
    profile.id = "replayed";
    profile.proof = 'A';
    return profile;
}

PrintJob replayedPaper()
{
    RasterBand band{576, 24, {}};
    band.bits.assign(static_cast<std::size_t>(band.rows) * 72, 0x55);
    return {"replayed-1", {band}, 0, true};
}

}  // namespace hall::test
