// SPDX-License-Identifier: GPL-3.0-or-later
// device-gui: how long one call or one event of the devices holds the GUI thread at most, while every simulated device
// lives through every fault of its simulator at work: real drivers, the real hub, its thread being this one. What the
// machine took away in between (an involuntary switch) is not counted as held.
#include "app/receipt/printerprofile.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/hub/devicehub.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/printer/pageprinter.h"
#include "drivers/scanner/scanners.h"
#include "drivers/sim/simcamera.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/sim/simpageprinter.h"
#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/virtualprintertransport.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"

#include <QCoreApplication>

#include <functional>
#include <sys/resource.h>
#include <thread>
#include <utility>

namespace hall::bench {

namespace {

using namespace std::chrono_literals;

constexpr double aimMs = 5;
constexpr auto broken = 700ms;  // long enough for deadlines of half a second, and for polls
constexpr auto healed = 300ms;

// Pieces of work of this thread, each timed.
class Held
{
public:
    void time(const std::string &what, const std::function<void()> &piece)
    {
        const long before = involuntary();
        const WallTimer timer;
        piece();
        const double ms = timer.ms();
        if (involuntary() != before) {
            ++m_interrupted;
            return;
        }
        m_times.add(ms);
        if (ms > m_longest) {
            m_longest = ms;
            m_what = what;
        }
    }
    // What arrives at the thread, as it would be at a screen.
    void events(const std::string &what, std::chrono::milliseconds span)
    {
        const auto until = std::chrono::steady_clock::now() + span;
        while (std::chrono::steady_clock::now() < until) {
            time(what, [] { QCoreApplication::processEvents(); });
            std::this_thread::sleep_for(1ms);
        }
    }
    [[nodiscard]] Figure figure() const
    {
        return {m_longest,
                QStringLiteral("ms"),
                aimMs,
                static_cast<qint64>(m_times.size()),
                {{QStringLiteral("longest"), QString::fromStdString(m_what)},
                 {QStringLiteral("p999"), m_times.percentile(99.9)},
                 {QStringLiteral("above_5_ms"), m_times.above(aimMs) * static_cast<double>(m_times.size())},
                 {QStringLiteral("interrupted"), m_interrupted}}};
    }

private:
    static long involuntary()
    {
        rusage usage{};
        getrusage(RUSAGE_THREAD, &usage);
        return usage.ru_nivcsw;
    }

    Samples m_times;
    double m_longest = 0;
    std::string m_what;
    int m_interrupted = 0;
};

struct Break
{
    std::string fault;
    std::function<void()> make;
    std::function<void()> heal;
};

struct Machine
{
    std::shared_ptr<device::SimCardSlot> slot = std::make_shared<device::SimCardSlot>();
    std::shared_ptr<device::SimSdtReader> sdt = std::make_shared<device::SimSdtReader>();
    std::shared_ptr<device::SimCodeScanner> scanner = std::make_shared<device::SimCodeScanner>();
    std::shared_ptr<device::VirtualPrinter> printer;
    std::shared_ptr<device::SimPagePrinter> pages = std::make_shared<device::SimPagePrinter>();
    device::SimCamera *camera = nullptr;
    QString card;
    QString idCard;
    DeviceHub hub;

    Machine(const Settings &settings, const device::PrinterProfile &profile)
        : printer(std::make_shared<device::VirtualPrinter>(device::VirtualPrinterModel::of(profile))),
          card(settings.resources + QStringLiteral("/demo/cards/zhang-ceshi.json")),
          idCard(settings.resources + QStringLiteral("/demo/id-cards/li-yanshi.json"))
    {
        hub.addReader(std::make_unique<device::SocialCardReader>(slot));
        hub.addReader(std::make_unique<device::ResidentCardReader>(sdt));
        hub.setPrinter(std::make_unique<device::EscposPrinter>(
            std::make_unique<device::VirtualPrinterTransport>(printer), profile));
        hub.setPagePrinter(std::make_unique<device::IppPagePrinter>(device::parseIppAddress(pages->uri()).value()));
        auto made = std::make_unique<device::SimCamera>();
        camera = made.get();
        hub.setCamera(std::move(made));
        hub.setScanner(std::make_unique<device::SerialScanner>(scanner));
        hub.setPrintJournal([](const device::PrintJob &) { return true; });
    }

    [[nodiscard]] std::vector<Break> breaks()
    {
        std::vector<Break> all;
        const auto add = [&all](const std::string &device, std::initializer_list<const char *> faults, auto set,
                                const std::function<void()> &heal) {
            for (const char *fault : faults) {
                all.push_back({device + ' ' + fault, [set, fault] { set(fault); }, heal});
            }
        };
        add(
            "card-reader", {"unplug", "stall", "slow", "garbage", "hang", "daemon", "shared"},
            [this](const char *fault) { (void)slot->setFault(fault); }, [this] { slot->heal(); });
        add(
            "id-reader", {"unplug", "stall", "slow", "garbage", "short-write"},
            [this](const char *fault) { (void)sdt->setFault(fault); }, [this] { sdt->heal(); });
        add(
            "printer", {"unplug", "stall", "slow", "garbage", "short-write", "stale-status", "freeze", "hang"},
            [this](const char *fault) { printer->setFault(*device::printerFaultFrom(fault)); },
            [this] { printer->heal(); });
        add(
            "pages", {"unplug", "stall", "slow", "garbage", "abort", "busy", "cut"},
            [this](const char *fault) { (void)pages->setFault(fault); }, [this] { pages->heal(); });
        add(
            "camera", {"unplug", "stall", "slow", "freeze", "dark", "bright", "blank"},
            [this](const char *fault) { (void)camera->setFault(QString::fromLatin1(fault)); },
            [this] { camera->heal(); });
        add(
            "scanner", {"unplug", "stall", "slow", "garbage"},
            [this](const char *fault) { (void)scanner->setFault(fault); }, [this] { scanner->heal(); });
        return all;
    }

    // Everything that pages ask of devices.
    void use(Held &held, const std::string &during)
    {
        held.time(during + ": reading on", [this] { hub.setReading(true); });
        held.time(during + ": scanning on", [this] { hub.setScanning(true); });
        held.time(during + ": preview on", [this] { hub.startPreview(); });
        (void)slot->insert(card);
        (void)sdt->place(idCard);
        scanner->scan("HALL-BENCH");
        held.time(during + ": print", [this] { (void)hub.print({"bench", {band()}, 0, true}, 500ms); });
        held.time(during + ": pages", [this] { (void)hub.printPages({"bench", page()}, 500ms); });
        held.time(during + ": still", [this] { (void)hub.captureStill(500ms); });
    }
    void rest(Held &held, const std::string &during)
    {
        held.time(during + ": state", [this] {
            for (const QString &id : hub.deviceIds()) {
                (void)hub.snapshot(id);
            }
            for (const Capability what : {Capability::Identify, Capability::Capture, Capability::PrintReceipt,
                                          Capability::PrintA4, Capability::ScanCode}) {
                (void)hub.serviceability(what);
            }
        });
        held.time(during + ": cancel pages", [this] { hub.cancelPages(); });
        held.time(during + ": preview off", [this] { hub.stopPreview(); });
        held.time(during + ": scanning off", [this] { hub.setScanning(false); });
        held.time(during + ": reading off", [this] { hub.setReading(false); });
        for (const QString &id : hub.readersWithCards()) {
            held.time(during + ": leave card", [this, &id] { hub.leaveCard(id); });
        }
        slot->remove();
        sdt->lift();
    }
    static std::shared_ptr<const device::Bytes> page()
    {
        static constexpr std::string_view text = "%PDF-1.4\n%%EOF\n";
        return std::make_shared<const device::Bytes>(text.begin(), text.end());
    }
    static device::RasterBand band()
    {
        device::RasterBand band{576, 400, {}};
        band.bits.assign(static_cast<std::size_t>(band.rows) * 72, 0x55);
        return band;
    }
};

Result<Figure> deviceGui(const Settings &settings, int count)
{
    const auto profile = loadPrinterProfile(settings.resources, QStringLiteral("generic-80mm-203"));
    if (!profile) {
        return fail(profile.error());
    }
    Held held;
    Machine machine(settings, *profile);
    machine.hub.start();
    held.events("start", healed);
    for (int round = 0; round < count; ++round) {
        for (const Break &one : machine.breaks()) {
            one.make();
            machine.use(held, one.fault);
            held.events(one.fault, broken);
            one.heal();
            machine.rest(held, one.fault);
            held.events(one.fault + " healed", healed);
        }
    }
    machine.hub.stop();
    return held.figure();
}

}  // namespace

QVector<Benchmark> deviceBenchmarks()
{
    return {{QStringLiteral("device-gui"),
             QStringLiteral("ms that one call or event of the devices holds the GUI thread at most, each fault of each "
                            "simulated device at work"),
             QStringLiteral("fixed: the aim of 5 ms"), QStringLiteral("value ≤ 5"), 1, deviceGui}};
}

}  // namespace hall::bench
