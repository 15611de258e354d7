// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dock/dockclient.h"
#include "drivers/sim/simcamera.h"
#include "drivers/sim/simcardslot.h"
#include "drivers/sim/simcodescanner.h"
#include "drivers/sim/simpageprinter.h"
#include "drivers/sim/simsdtreader.h"
#include "drivers/sim/virtualprinter.h"
#include "tests/unit/dock/kioskstub.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using namespace std::chrono_literals;

namespace {

constexpr DockClient::Pace brisk{20ms, 20ms, 5000ms, 10000ms};
using Press = std::function<void(DockClient &)>;

}  // namespace

class TestDockClient : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString socket() const { return m_dir.filePath(QStringLiteral("kiosk.sock")); }

    static QJsonObject json(const char *text) { return QJsonDocument::fromJson(text).object(); }

    static QString picture(const QVariant &paper) { return paper.toMap().value(QStringLiteral("picture")).toString(); }

private Q_SLOTS:
    void aPressIsACommand_data()
    {
        QTest::addColumn<Press>("press");
        QTest::addColumn<QJsonObject>("command");
        const auto row = [](const char *name, const Press &press, const char *command) {
            QTest::newRow(name) << press << json(command);
        };
        row(
            "insert", [](DockClient &dock) { dock.insertCard(QStringLiteral("/c.json")); },
            R"({"do":"device","device":"social-card-reader","action":"insert","card":"/c.json"})");
        row(
            "remove", [](DockClient &dock) { dock.removeCard(); },
            R"({"do":"device","device":"social-card-reader","action":"remove"})");
        row(
            "place", [](DockClient &dock) { dock.placeIdCard(QStringLiteral("/i.json")); },
            R"({"do":"device","device":"id-card-reader","action":"place","card":"/i.json"})");
        row(
            "lift", [](DockClient &dock) { dock.liftIdCard(); },
            R"({"do":"device","device":"id-card-reader","action":"lift"})");
        row(
            "show", [](DockClient &dock) { dock.showPage(QStringLiteral("/p.jpg")); },
            R"({"do":"device","device":"document-camera","action":"show","image":"/p.jpg"})");
        row(
            "clear", [](DockClient &dock) { dock.clearPage(); },
            R"({"do":"device","device":"document-camera","action":"clear"})");
        row(
            "scan",
            [](DockClient &dock) {
                dock.scanCode(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/codes/other-code.json"));
            },
            // In two parts: moc takes two slashes inside a raw string for a comment.
            R"({"do":"device","device":"code-scanner","action":"scan","text":"https:/)"
            R"(/example.org/menu?table=7"})");
        row(
            "paper", [](DockClient &dock) { dock.setPaper(QStringLiteral("near-end")); },
            R"({"do":"device","device":"receipt-printer","action":"set","paper":"near-end"})");
        row(
            "cover", [](DockClient &dock) { dock.setCoverOpen(true); },
            R"({"do":"device","device":"receipt-printer","action":"set","cover":"open"})");
        row(
            "jam", [](DockClient &dock) { dock.setJam(true); },
            R"({"do":"device","device":"receipt-printer","action":"set","jam":true})");
        row(
            "cutter", [](DockClient &dock) { dock.setCutterFault(true); },
            R"({"do":"device","device":"receipt-printer","action":"set","cutter":"fault"})");
        row(
            "fault", [](DockClient &dock) { dock.setFault(QStringLiteral("document-camera"), QStringLiteral("dark")); },
            R"({"do":"fault","device":"document-camera","fault":"dark"})");
        row(
            "heal", [](DockClient &dock) { dock.heal(QStringLiteral("document-camera")); },
            R"({"do":"heal","device":"document-camera"})");
        row(
            "network", [](DockClient &dock) { dock.setNetworkUp(false); }, R"({"do":"network","state":"down"})");
        row(
            "clock", [](DockClient &dock) { dock.advanceClock(600); }, R"({"do":"clock","advance_s":600})");
        row(
            "stick", [](DockClient &dock) { dock.insertStick(QStringLiteral("/tables")); },
            R"({"do":"device","device":"table-stick","action":"insert","folder":"/tables"})");
        row(
            "stick out", [](DockClient &dock) { dock.removeStick(); },
            R"({"do":"device","device":"table-stick","action":"remove"})");
        row(
            "play", [](DockClient &dock) { dock.playScenario(QStringLiteral("/s.json")); },
            R"({"do":"scenario","play":"/s.json"})");
        row(
            "stop", [](DockClient &dock) { dock.stopScenario(); }, R"({"do":"scenario","stop":true})");
    }

    void aPressIsACommand()
    {
        QFETCH(Press, press);
        QFETCH(QJsonObject, command);
        KioskStub kiosk;
        QVERIFY(kiosk.open(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        QTRY_VERIFY(dock.connected());
        press(dock);
        QTRY_COMPARE(kiosk.asked.size(), 1);
        QCOMPARE(kiosk.asked.constFirst(), command);
    }

    void theHandsKnowWhatTheyDid()
    {
        KioskStub kiosk;
        QVERIFY(kiosk.open(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        dock.insertCard(QStringLiteral("/c.json"));
        dock.placeIdCard(QStringLiteral("/i.json"));
        dock.showPage(QStringLiteral("/p.jpg"));
        dock.setPaper(QStringLiteral("out"));
        dock.setCoverOpen(true);
        dock.setJam(true);
        dock.setCutterFault(true);
        dock.setNetworkUp(false);
        dock.setFault(QStringLiteral("receipt-printer"), QStringLiteral("stall"));
        QTRY_COMPARE(dock.faults().value(QStringLiteral("receipt-printer")).toString(), QStringLiteral("stall"));
        QCOMPARE(dock.cardIn(), QStringLiteral("/c.json"));
        QCOMPARE(dock.idCardOn(), QStringLiteral("/i.json"));
        QCOMPARE(dock.pageShown(), QStringLiteral("/p.jpg"));
        QCOMPARE(dock.paper(), QStringLiteral("out"));
        QVERIFY(dock.coverOpen() && dock.jam() && dock.cutterFault() && !dock.networkUp());
        dock.heal(QStringLiteral("receipt-printer"));
        QTRY_VERIFY(dock.faults().isEmpty());
    }

    void whatTheKioskSaysIsShown()
    {
        KioskStub kiosk;
        kiosk.status = json(R"({"stage":"form","page":"form-contact","visits":3,"visit":{"number":"AB-12"},
            "queue":{"queued":4,"waiting_blobs":5,"parked":1},"out_of_service":true,
            "network":{"centre":"reachable","enrolled":true},
            "devices":{"document-camera":{"link":"failed","fault":{"code":"camera.dark"}}}})");
        QVERIFY(kiosk.open(socket()));
        DockClient dock(socket(), brisk);
        QSignalSpy told(&dock, &DockClient::statusChanged);
        dock.start();
        QTRY_COMPARE(dock.page(), QStringLiteral("form-contact"));
        QCOMPARE(dock.stage(), QStringLiteral("form"));
        QCOMPARE(dock.caseNumber(), QStringLiteral("AB-12"));
        QCOMPARE(dock.visits(), 3);
        QCOMPARE(dock.queued(), 4);
        QCOMPARE(dock.waitingPages(), 5);
        QCOMPARE(dock.parked(), 1);
        QVERIFY(dock.enrolled() && dock.centreReachable() && dock.outOfService());
        const QVariantMap camera = dock.devices().value(QStringLiteral("document-camera")).toMap();
        QCOMPARE(camera.value(QStringLiteral("link")).toString(), QStringLiteral("failed"));
        const auto before = told.count();
        kiosk.status.insert(QStringLiteral("stage"), QStringLiteral("review"));
        QTRY_COMPARE(dock.stage(), QStringLiteral("review"));
        QCOMPARE(told.count(), before + 1);  // and not with every poll
    }

    void whatOtherHandsDoIsFollowed()
    {
        KioskStub kiosk;
        QVERIFY(kiosk.open(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        dock.insertCard(QStringLiteral("/c.json"));
        const QString reader = QStringLiteral("social-card-reader");
        const QString printer = QStringLiteral("receipt-printer");
        kiosk.tell(reader, QStringLiteral("media"), QStringLiteral("present"));
        QTRY_VERIFY(dock.cardThere());
        QTRY_COMPARE(dock.cardIn(), QStringLiteral("/c.json"));
        kiosk.tell(reader, QStringLiteral("media"), QStringLiteral("none"));
        QTRY_COMPARE(dock.cardIn(), QString());
        kiosk.tell(printer, QStringLiteral("paper"), QStringLiteral("out"));
        kiosk.tell(printer, QStringLiteral("cover"), QStringLiteral("open"));
        kiosk.tell(printer, QStringLiteral("cutter"), QStringLiteral("fault"));
        kiosk.tell(printer, QStringLiteral("jam"), true);
        QTRY_COMPARE(dock.paper(), QStringLiteral("out"));
        QVERIFY(dock.coverOpen() && dock.cutterFault() && dock.jam());
        kiosk.tell(printer, QStringLiteral("paper"), QStringLiteral("unknown"));  // nothing is known: nothing changes
        kiosk.tell(printer, QStringLiteral("jam"), QStringLiteral("unknown"));
        kiosk.tell(printer, QStringLiteral("cover"), QStringLiteral("closed"));
        QTRY_VERIFY(!dock.coverOpen());
        QVERIFY(dock.jam());
        QCOMPARE(dock.paper(), QStringLiteral("out"));
    }

    void aPressWaitsForTheKiosk()
    {
        DockClient dock(socket(), brisk);
        dock.start();
        dock.insertCard(QStringLiteral("/c.json"));
        KioskStub kiosk;
        QVERIFY(kiosk.open(socket()));
        QTRY_COMPARE(kiosk.asked.size(), 1);
        QTRY_COMPARE(dock.cardIn(), QStringLiteral("/c.json"));
        QVERIFY(dock.problem().isEmpty());
    }

    void aPressThatWaitedTooLongIsDropped()
    {
        DockClient dock(socket(), {20ms, 20ms, 60ms, 10000ms});
        dock.start();
        dock.removeCard();
        QTRY_COMPARE(dock.problem().value(QStringLiteral("code")).toString(), QStringLiteral("no-kiosk"));
        KioskStub kiosk;
        QVERIFY(kiosk.open(socket()));
        QTRY_COMPARE(dock.stage(), QStringLiteral("attract"));
        QVERIFY(kiosk.asked.isEmpty());
    }

    void aRefusalIsSaidUntilSomethingGoesWell()
    {
        KioskStub kiosk;
        kiosk.refuses = true;
        QVERIFY(kiosk.open(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        dock.insertCard(QStringLiteral("/none.json"));
        QTRY_COMPARE(dock.problem().value(QStringLiteral("code")).toString(), QStringLiteral("use.bad-argument"));
        QCOMPARE(dock.problem().value(QStringLiteral("detail")).toString(), QStringLiteral("no such thing"));
        QCOMPARE(dock.cardIn(), QString());
        kiosk.refuses = false;
        dock.removeCard();
        QTRY_VERIFY(dock.problem().isEmpty());
    }

    void aKioskThatBeginsAnewIsFoundAgain()
    {
        KioskStub kiosk;
        kiosk.papers = 1;
        kiosk.png = "first";
        QVERIFY(kiosk.open(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        dock.insertCard(QStringLiteral("/c.json"));
        dock.setPaper(QStringLiteral("out"));
        QTRY_COMPARE(dock.paper(), QStringLiteral("out"));
        QTRY_COMPARE(dock.papers().size(), 1);
        kiosk.close();
        QTRY_VERIFY(!dock.connected());
        QCOMPARE(dock.stage(), QString());
        QCOMPARE(dock.cardIn(), QString());
        QCOMPARE(dock.paper(), QStringLiteral("ok"));
        kiosk.papers = 0;
        QVERIFY(kiosk.open(socket()));
        QTRY_COMPARE(dock.stage(), QStringLiteral("attract"));
        kiosk.png = "second";
        kiosk.papers = 1;
        QTRY_COMPARE(dock.papers().size(), 2);
        QCOMPARE(picture(dock.papers().at(0)),
                 QLatin1String("data:image/png;base64,") + QString::fromLatin1(QByteArray("second").toBase64()));
        QCOMPARE(dock.papers().at(0).toMap().value(QStringLiteral("number")).toInt(), 2);
        QCOMPARE(picture(dock.papers().at(1)),
                 QLatin1String("data:image/png;base64,") + QString::fromLatin1(QByteArray("first").toBase64()));
    }

    void everyPaperIsFetchedOnce()
    {
        KioskStub kiosk;
        kiosk.papers = 2;
        QVERIFY(kiosk.open(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        QTRY_COMPARE(dock.papers().size(), 2);
        kiosk.papers = 100;
        QTRY_COMPARE(kiosk.asked.size(), 2 + DockClient::papersKept);
        QTRY_COMPARE(dock.papers().constFirst().toMap().value(QStringLiteral("number")).toInt(),
                     2 + DockClient::papersKept);
        QCOMPARE(kiosk.asked.constLast().value(u"paper").toInt(), 100);
        QCOMPARE(dock.papers().size(), DockClient::papersKept);
    }

    void aKioskThatEndsUnderAQuestionIsAProblem()
    {
        QLocalServer server;
        QVERIFY(server.listen(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        dock.advanceClock(30);
        QTRY_VERIFY(server.hasPendingConnections());
        QLocalSocket *first = server.nextPendingConnection();
        QTRY_VERIFY(first->canReadLine());
        first->abort();
        QTRY_COMPARE(dock.problem().value(QStringLiteral("code")).toString(), QStringLiteral("no-kiosk"));
        QTRY_VERIFY(server.hasPendingConnections());
    }

    void aSilentKioskIsConnectedToAnew()
    {
        QLocalServer server;
        QVERIFY(server.listen(socket()));
        DockClient dock(socket(), {20ms, 20ms, 5000ms, 100ms});
        dock.start();
        QTRY_VERIFY(server.hasPendingConnections());
        QVERIFY(server.nextPendingConnection());
        QTRY_VERIFY(server.hasPendingConnections());
    }

    void nonsenseOnTheSocketIsIgnored()
    {
        QLocalServer server;
        QVERIFY(server.listen(socket()));
        DockClient dock(socket(), brisk);
        dock.start();
        QTRY_VERIFY(server.hasPendingConnections());
        QLocalSocket *kiosk = server.nextPendingConnection();
        kiosk->write("no json\n[]\n{\"id\":\"x\"}\n{\"id\":77,\"ok\":false}\n"
                     "{\"id\":1,\"ok\":true,\"stage\":\"home\",\"devices\":7,\"queue\":[]}\n");
        QTRY_COMPARE(dock.stage(), QStringLiteral("home"));
        QVERIFY(dock.problem().isEmpty());
        QVERIFY(dock.devices().isEmpty());
    }

    void theSimulatorsKnowEveryFault()
    {
        device::SimCardSlot slot;
        device::SimSdtReader reader;
        device::SimCamera camera;
        const auto all = [](const char *id) { return DockClient::faultsOf(QLatin1String(id)); };
        for (const QString &fault : all("social-card-reader")) {
            QVERIFY2(slot.setFault(fault.toStdString()).has_value(), qPrintable(fault));
        }
        for (const QString &fault : all("id-card-reader")) {
            QVERIFY2(reader.setFault(fault.toStdString()).has_value(), qPrintable(fault));
        }
        for (const QString &fault : all("document-camera")) {
            QVERIFY2(camera.setFault(fault).has_value(), qPrintable(fault));
        }
        for (const QString &fault : all("receipt-printer")) {
            QVERIFY2(device::printerFaultFrom(fault.toStdString()).has_value(), qPrintable(fault));
        }
        device::SimPagePrinter pages;
        for (const QString &fault : all("page-printer")) {
            QVERIFY2(pages.setFault(fault.toStdString()).has_value(), qPrintable(fault));
        }
        device::SimCodeScanner scanner;
        for (const QString &fault : all("code-scanner")) {
            QVERIFY2(scanner.setFault(fault.toStdString()).has_value(), qPrintable(fault));
        }
        QVERIFY(!slot.setFault("dark").has_value());
    }
};

QTEST_GUILESS_MAIN(TestDockClient)
#include "tst_client.moc"
