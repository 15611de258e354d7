// SPDX-License-Identifier: GPL-3.0-or-later
// receipt-first-byte: from the moment that a case is durable to the first byte of its receipt at the printer, on the
// way that a kiosk goes: the journal's intent on the disk, layout, the hub's queue, the driver's look at the printer.
// Beside it stands what of that the journal's commit takes alone.
#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/hub/devicehub.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/sim/virtualprintertransport.h"
#include "tests/bench/bench.h"
#include "tests/bench/kioskrig.h"
#include "tests/bench/samples.h"

#include <QCoreApplication>

#include <atomic>

namespace hall::bench {

namespace {

using namespace std::chrono_literals;

constexpr int warmUp = 3;
constexpr std::size_t mostOfAQuestion = 64;  // bytes of a status question or a start sequence; a band of dots has more
constexpr double aimMs = 100;
constexpr auto atMost = 20s;

// The cable, which remembers when the first dots of a paper went into it.
class WatchedTransport : public device::ByteTransport
{
public:
    WatchedTransport(std::unique_ptr<device::ByteTransport> cable, std::atomic<std::int64_t> &first)
        : m_cable(std::move(cable)), m_first(first)
    {
    }
    Done open(std::chrono::milliseconds time) override { return m_cable->open(time); }
    void close() noexcept override { m_cable->close(); }
    [[nodiscard]] bool isOpen() const override { return m_cable->isOpen(); }
    device::Written write(std::span<const unsigned char> data, std::chrono::milliseconds time) override
    {
        if (data.size() > mostOfAQuestion && m_first == 0) {
            m_first = std::chrono::steady_clock::now().time_since_epoch().count();
        }
        return m_cable->write(data, time);
    }
    Result<device::Bytes> read(std::size_t most, std::chrono::milliseconds time) override
    {
        return m_cable->read(most, time);
    }

private:
    std::unique_ptr<device::ByteTransport> m_cable;
    std::atomic<std::int64_t> &m_first;
};

struct Times
{
    Samples whole;
    Samples journal;
};

// As a kiosk's main thread waits: its events go on.
template <typename Condition> Done await(const Condition &there)
{
    const auto until = std::chrono::steady_clock::now() + atMost;
    while (!there()) {
        if (std::chrono::steady_clock::now() > until) {
            return fail(FaultCode::DeviceTimeout, "the virtual printer or the store does not answer");
        }
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    }
    return {};
}

template <typename T> Done await(const QFuture<T> &future)
{
    return await([&future] { return future.isFinished(); });
}

class Desk
{
public:
    Desk(KioskRig &rig, const device::PrinterProfile &profile) : m_rig(rig), m_profile(profile)
    {
        const auto printer = std::make_shared<device::VirtualPrinter>(device::VirtualPrinterModel::of(profile));
        auto cable =
            std::make_unique<WatchedTransport>(std::make_unique<device::VirtualPrinterTransport>(printer), m_first);
        m_hub.setPrinter(std::make_unique<device::EscposPrinter>(std::move(cable), profile));
        m_hub.setPrintJournal([](const device::PrintJob &) { return true; });  // the store has it before
        m_hub.start();
    }
    ~Desk() { m_hub.stop(); }
    Desk(const Desk &) = delete;
    Desk &operator=(const Desk &) = delete;

    [[nodiscard]] Done ready()
    {
        return await([this] { return m_hub.serviceability(Capability::PrintReceipt).available; });
    }

    [[nodiscard]] Done once(const ReceiptDocument &document, qint64 bytes, Times *times)
    {
        const Transaction made = m_rig.newCase(bytes);
        if (const Done durable = m_rig.commit(made); !durable) {
            return durable;
        }
        m_first = 0;
        const auto begin = std::chrono::steady_clock::now();
        const WallTimer journal;
        const auto intent = m_rig.store().beginPrint(made.id, QStringLiteral("receipt"),
                                                     QString::fromStdString(m_profile.id), QByteArray(32, 'x'));
        if (const Done there = await(intent); !there) {
            return there;
        }
        if (!intent.result()) {
            return fail(intent.result().error());
        }
        const qint64 job = intent.result()->job;
        const double journalMs = journal.ms();
        const auto printed = m_hub.print(m_composer.compose(document, m_profile, std::to_string(job)), atMost);
        if (const Done there = await(printed); !there) {
            return there;
        }
        if (printed.result().outcome != device::PrintOutcome::Printed || m_first == 0) {
            return fail(FaultCode::DeviceOther, "the virtual printer did not print: " + printed.result().reason);
        }
        const std::chrono::steady_clock::time_point first{std::chrono::steady_clock::duration(m_first.load())};
        if (times) {
            times->whole.add(std::chrono::duration<double, std::milli>(first - begin).count());
            times->journal.add(journalMs);
        }
        return m_rig.store()
            .endPrint(job, PrintOutcome::Printed, QStringLiteral("C"), {},
                      static_cast<qint64>(printed.result().bytesAccepted))
            .result();
    }

private:
    KioskRig &m_rig;
    const device::PrinterProfile &m_profile;
    std::atomic<std::int64_t> m_first = 0;
    ReceiptComposer m_composer;
    DeviceHub m_hub;
};

}  // namespace

Result<Figure> receiptFirstByte(const Settings &settings, int count)
{
    const auto profile = loadPrinterProfile(settings.resources, QStringLiteral("generic-80mm-203"));
    if (!profile) {
        return fail(profile.error());
    }
    auto rig = KioskRig::make(settings.folder + QStringLiteral("/kiosk"), settings);
    if (!rig) {
        return fail(rig.error());
    }
    Desk desk(**rig, *profile);
    Done done = desk.ready();
    Times times;
    for (int i = 0; done && i < warmUp + count; ++i) {
        done = desk.once(twentyLines(false), settings.bytes, i < warmUp ? nullptr : &times);
    }
    if (!done) {
        return fail(done.error());
    }
    return Figure{times.whole.mean(),
                  QStringLiteral("ms"),
                  times.journal.mean(),
                  static_cast<qint64>(times.whole.size()),
                  {{QStringLiteral("aim_ms"), aimMs},
                   {QStringLiteral("p95"), times.whole.percentile(95)},
                   {QStringLiteral("most"), times.whole.percentile(100)}}};
}

}  // namespace hall::bench
