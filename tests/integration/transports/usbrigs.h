// SPDX-License-Identifier: GPL-3.0-or-later
// The reader and the printer with their real drivers, each behind a USB device of the test bed.
#pragma once

#include "app/receipt/printerprofile.h"
#include "app/receipt/receiptcomposer.h"
#include "drivers/card/residentcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/printer/escposprinter.h"
#include "drivers/transport/usbtransport.h"
#include "tests/support/deviceends.h"
#include "tests/support/usbtestbed.h"
#include "tests/unit/card/cardevents.h"

#include <QTest>

#include <future>

namespace hall::device {

using namespace std::chrono_literals;

inline UsbAddress readerAddress()
{
    return {0x0400, 0xC35A, {}};
}

// The most common reader (card readers of any maker with the module), with endpoint numbers no driver may assume.
inline UsbDeviceSpec readerSpec()
{
    return {0x0400, 0xC35A, "R0001", {{0, 0, 0xFF, 0, 0, {{0x83, 2, 64}, {0x05, 2, 64}}}}};
}

inline UsbDeviceSpec interruptReader()
{
    return {0x0400, 0xC35A, "", {{0, 0, 0xFF, 0, 0, {{0x81, 3, 64}, {0x02, 3, 64}}}}};
}

inline UsbDeviceSpec hidReader(bool outEndpoint)
{
    UsbDeviceSpec spec{0x2B8B, 0x2721, "", {{0, 0, 3, 0, 0, {{0x82, 3, 64}}}}, true};
    if (outEndpoint) {
        spec.settings[0].endpoints.push_back({0x01, 3, 64});
    }
    return spec;
}

// One way, both ways and IPP over USB in one interface, as many printers offer them.
inline UsbDeviceSpec printerSpec()
{
    return {0x0FE6,
            0x811E,
            "P77",
            {{0, 0, 7, 1, 1, {{0x03, 2, 64}}},
             {0, 1, 7, 1, 2, {{0x03, 2, 64}, {0x82, 2, 64}}},
             {0, 2, 7, 1, 4, {{0x03, 2, 64}, {0x82, 2, 64}}}},
            true};
}

constexpr std::uint8_t printerOut = 0x03;
constexpr std::uint8_t printerIn = 0x82;

inline IdCardFile card(const char *name)
{
    const auto file = readIdCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/id-cards/") + QLatin1String(name) +
                                     QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

inline std::shared_ptr<UsbBus> busOf(UsbBus::News news)
{
    return std::make_shared<UsbBus>(UsbBus::Options{news, 200ms});
}

struct ReaderRig
{
    explicit ReaderRig(UsbAddress address = readerAddress(), UsbBus::News news = UsbBus::News::Events,
                       std::vector<std::chrono::milliseconds> pauses = {20ms, 100ms}, int budget = 5)
        : reader(std::make_shared<UsbTransport>(busOf(news), std::move(address), UsbUse::IdReader),
                 options(std::move(pauses), budget))
    {
        events.attach(reader);
        reader.start();
    }
    ~ReaderRig() { reader.stop(); }

    static ResidentCardReader::Options options(std::vector<std::chrono::milliseconds> pauses, int budget)
    {
        ResidentCardReader::Options chosen;
        chosen.pollPeriod = 20ms;
        chosen.recovery.pauses = std::move(pauses);
        chosen.recovery.budget = budget;
        return chosen;
    }
    bool link(Link wanted)
    {
        return events.waitForState([wanted](const Snapshot &s) { return s.link == wanted; });
    }
    [[nodiscard]] std::string fault() const
    {
        const auto now = const_cast<ResidentCardReader &>(reader).board().current();
        return now->fault ? std::string(now->fault->name()) : std::string();
    }
    [[nodiscard]] QString name() const { return decodeCard(*events.contents())->name.reveal(); }

    std::shared_ptr<SimSdtReader> sim = std::make_shared<SimSdtReader>();
    CardEvents events;
    ResidentCardReader reader;
};

inline ReceiptDocument receiptOf(const QString &name)
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("青岛就业智慧大厅");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.stateLine = QStringLiteral("已保存，联网后自动提交");
    document.rows = {{QStringLiteral("姓名"), name}, {QStringLiteral("办理事项"), QStringLiteral("失业登记")}};
    document.qr = QStringLiteral("hall:case:K7MX-4Q2P-8T");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30");
    return document;
}

inline PrinterProfile printerProfile()
{
    const auto loaded =
        loadPrinterProfile(QStringLiteral(HALL_SOURCE_DIR "/resources"), QStringLiteral("epson-tm-t82iii-203dpi"));
    if (!loaded) {
        qFatal("%s", loaded.error().detail.c_str());
    }
    return *loaded;
}

struct PrinterRig
{
    explicit PrinterRig(UsbBus::News news = UsbBus::News::Events, std::chrono::milliseconds pause = 50ms)
        : printer(std::make_unique<UsbTransport>(busOf(news), UsbAddress{0x0FE6, 0x811E, {}}, UsbUse::Printer),
                  printerProfile(), options(pause))
    {
        printer.setJournal([](const PrintJob &) { return true; });
        printer.start();
    }
    ~PrinterRig() { printer.stop(); }

    static EscposPrinter::Options options(std::chrono::milliseconds pause)
    {
        EscposPrinter::Options chosen;
        chosen.pollEvery = 100ms;
        chosen.recovery.pauses = {pause};
        chosen.limits.stall = 1s;
        return chosen;
    }
    bool link(Link wanted)
    {
        const auto until = std::chrono::steady_clock::now() + 20s;
        while (printer.board().current()->link != wanted && std::chrono::steady_clock::now() < until) {
            QTest::qWait(5);
        }
        return printer.board().current()->link == wanted;
    }
    std::future<PrintReport> begin(const ReceiptDocument &document, std::chrono::milliseconds deadline = 15s)
    {
        const auto promise = std::make_shared<std::promise<PrintReport>>();
        printer.print(composer.compose(document, printer.profile(), "1"), deadline,
                      [promise](const PrintReport &report) { promise->set_value(report); });
        return promise->get_future();
    }
    PrintReport print(const ReceiptDocument &document)
    {
        auto report = begin(document);
        return report.wait_for(25s) == std::future_status::ready ? report.get() : PrintReport{};
    }
    bool printed(const ReceiptDocument &document)
    {
        const PrintReport report = print(document);
        if (report.outcome != PrintOutcome::Printed) {
            qWarning("%s", report.reason.c_str());
            return false;
        }
        const auto paper = machine->lastPaper();
        return paper && showsPreview(paper->image, composer.renderPreview(document, printer.profile()));
    }

    std::shared_ptr<VirtualPrinter> machine =
        std::make_shared<VirtualPrinter>(VirtualPrinterModel::of(printerProfile()));
    ReceiptComposer composer;
    EscposPrinter printer;
};

}  // namespace hall::device
