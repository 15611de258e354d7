// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the recordings that the contract plays back, from the simulated devices with the demo's test cards:
// make_recordings DIR. A recording of a real device is made with the same transports and takes the place of the file.
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/virtualprintertransport.h"
#include "drivers/transport/recordingtransport.h"
#include "tests/contract/fitted.h"

#include <QFile>

#include <cstdio>
#include <future>
#include <thread>

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

}  // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_recordings DIR\n");
        return 2;
    }
    for (const Recording &recording : {identityCard(), socialCard(), paper()}) {
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
