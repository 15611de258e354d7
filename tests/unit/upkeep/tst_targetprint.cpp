// SPDX-License-Identifier: GPL-3.0-or-later
// The calibration's target by the kiosk's own page printer: what the page says, and what the journal keeps.
#include "app/recognition/targetpdf.h"
#include "app/store/kioskstore.h"
#include "app/upkeep/targetprint.h"
#include "drivers/hub/devicehub.h"
#include "drivers/printer/pageprinter.h"
#include "drivers/sim/simpageprinter.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

constexpr int longMs = 20'000;
const QString printerId = QLatin1String(TargetPrint::printerId);

struct Run
{
    explicit Run(std::chrono::milliseconds aSheetTakes = 50ms, bool fitted = true) : sim(modelOf(aSheetTakes))
    {
        StoreOptions options;
        options.dataFolder = folder.path();
        options.clock = &clock;
        auto opened = KioskStore::open(options);
        if (!opened) {
            qFatal("no store");
        }
        store = std::move(*opened);
        if (fitted) {
            PagePrinterOptions quick;
            quick.pollEvery = 30ms;
            quick.lookEvery = 20ms;
            quick.recovery.pauses = {20ms};
            hub.setPagePrinter(std::make_unique<IppPagePrinter>(parseIppAddress(sim.uri()).value(), quick));
        }
        print = std::make_unique<TargetPrint>(TargetPrint::Parts{&hub, store.get()});
        hub.start();
    }
    ~Run()
    {
        hub.stop();
        print.reset();
    }
    static SimPageModel modelOf(std::chrono::milliseconds aSheetTakes)
    {
        SimPageModel model;
        model.aSheetTakes = aSheetTakes;
        return model;
    }
    bool ready()
    {
        return QTest::qWaitFor([this] { return hub.serviceability(Capability::PrintA4).available; }, longMs);
    }
    bool phase(const char *wanted)
    {
        return QTest::qWaitFor([&] { return print->phase() == QLatin1String(wanted); }, longMs);
    }
    QVector<PrintRecord> unknown() { return store->unknownPrints().result().value(); }

    QTemporaryDir folder;
    SystemClock clock;
    std::unique_ptr<KioskStore> store;
    SimPagePrinter sim;
    DeviceHub hub;
    std::unique_ptr<TargetPrint> print;
};

}  // namespace

class TestTargetPrint : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsWhatHallctlWrites()
    {
        Run run;
        QVERIFY(run.ready());
        QCOMPARE(run.print->phase(), QStringLiteral("idle"));
        int told = 0;
        run.print->print([&told](const Result<PrintReport> &report) {
            told += report && report->outcome == device::PrintOutcome::Printed ? 1 : 100;
        });
        QCOMPARE(run.print->phase(), QStringLiteral("printing"));
        QVERIFY(run.phase("printed"));
        QCOMPARE(told, 1);
        const Bytes pdf = run.sim.printed().at(0).pdf;
        QCOMPARE(QByteArray(reinterpret_cast<const char *>(pdf.data()), qsizetype(pdf.size())), targetPdf());
        QVERIFY(run.unknown().isEmpty());
        run.print->end();
        QCOMPARE(run.print->phase(), QStringLiteral("idle"));
    }

    void withoutAPrinterItSaysSo()
    {
        Run run(50ms, false);
        QCOMPARE(run.print->phase(), QStringLiteral("none"));
        QString reason;
        run.print->print(
            [&reason](const Result<PrintReport> &report) { reason = QString::fromStdString(report->reason); });
        QTRY_COMPARE(reason, QStringLiteral("device.not-fitted"));
    }

    void whatItWaitsForIsSaid()
    {
        Run run(300ms);
        QVERIFY(run.ready());
        run.print->print();
        QTRY_COMPARE(run.sim.received(), 1);
        run.sim.edit([](SimPageState &state) { state.paper = "out"; });
        QTRY_COMPARE(run.print->hint(), QStringLiteral("page-printer.paper-out"));
        QCOMPARE(run.print->phase(), QStringLiteral("printing"));
        run.sim.edit([](SimPageState &state) { state.paper = "ok"; });
        QVERIFY(run.phase("printed"));
        QCOMPARE(run.print->hint(), QString());
    }

    void whatCannotBePrintedFails()
    {
        Run run;
        QVERIFY(run.ready());
        run.sim.edit([](SimPageState &state) { state.takesPdf = false; });
        QTRY_VERIFY(!run.hub.serviceability(Capability::PrintA4).available);
        run.print->print();
        QVERIFY(run.phase("failed"));
        QCOMPARE(run.print->hint(), QStringLiteral("page-printer.no-pdf"));
        QCOMPARE(run.sim.received(), 0);
        QVERIFY(run.unknown().isEmpty());
    }

    // What nobody knows stays so in the journal, as this printer's, and nothing is sent again.
    void whatNobodyKnows()
    {
        Run run;
        QVERIFY(run.ready());
        QVERIFY(run.sim.setFault("cut"));
        run.print->print();
        QVERIFY(run.phase("unknown"));
        run.sim.heal();
        QVERIFY(run.ready());
        const auto unknown = run.unknown();
        QCOMPARE(unknown.size(), 1);
        QCOMPARE(unknown[0].printer, printerId);
        QCOMPARE(unknown[0].kind, QStringLiteral("target"));
        QCOMPARE(run.sim.received(), 1);
    }

    void whoLeavesTakesItBack()
    {
        Run run(10s);
        QVERIFY(run.ready());
        run.print->print();
        QTRY_COMPARE(run.sim.received(), 1);
        run.print->end();
        QVERIFY(run.phase("idle"));
        QCOMPARE(run.sim.count(), 0);
        QVERIFY(run.unknown().isEmpty());
    }

    void whoLeavesBeforeItIsDrawn()
    {
        Run run;
        QVERIFY(run.ready());
        run.print->print();
        run.print->end();
        QVERIFY(run.phase("idle"));
        QTest::qWait(100);
        QCOMPARE(run.sim.received(), 0);
        QVERIFY(run.unknown().isEmpty());
    }

    // Asked for on the command line: whoever leaves the page does not stop it.
    void anothersIsLeftAlone()
    {
        Run run(300ms);
        QVERIFY(run.ready());
        std::optional<Result<PrintReport>> report;
        run.print->print([&report](const Result<PrintReport> &made) { report = made; });
        std::optional<Result<PrintReport>> second;
        run.print->print([&second](const Result<PrintReport> &made) { second = made; });
        QVERIFY(second && !*second && second->error().code == FaultCode::DeviceBusy);
        QTRY_COMPARE(run.sim.received(), 1);
        run.print->end();
        QTRY_VERIFY(report && *report);
        QCOMPARE((*report)->outcome, device::PrintOutcome::Printed);
    }

    void heldItPrintsNothing()
    {
        Run run;
        QVERIFY(run.ready());
        QVERIFY(run.hub.hold(printerId, true));
        QTRY_VERIFY(!run.hub.serviceability(Capability::PrintA4).available);
        run.print->print();
        QVERIFY(run.phase("failed"));
        QCOMPARE(run.print->hint(), QStringLiteral("device.held"));
        QCOMPARE(run.sim.received(), 0);
    }
};

QTEST_GUILESS_MAIN(TestTargetPrint)
#include "tst_targetprint.moc"
