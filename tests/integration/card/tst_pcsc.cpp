// SPDX-License-Identifier: GPL-3.0-or-later
// The real pcscd under the real driver: cards that come and go, other programs, several slots, restarts, and hallctl.
#include "tests/integration/card/pcscrig.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

CardFile withoutContacts(CardFile file)
{
    // What a reader makes up for ISO 14443 A: 3B 8N 80 01, N historical bytes, exclusive or.
    file.interface = CardInterface::Contactless;
    const Bytes historical(file.atr.end() - 13, file.atr.end());
    file.atr = {0x3B, 0x8D, 0x80, 0x01};
    file.atr.insert(file.atr.end(), historical.begin(), historical.end());
    file.atr.push_back(
        std::accumulate(file.atr.begin() + 1, file.atr.end(), static_cast<unsigned char>(0),
                        [](unsigned char a, unsigned char b) { return static_cast<unsigned char>(a ^ b); }));
    return file;
}

// Another program that wants the card for itself, until a line comes.
int holdCard()
{
    PcscTransport transport;
    while (!transport.connect("Virtual PCD 00 00")) {
        QThread::msleep(10);
    }
    std::printf("held\n");
    std::fflush(stdout);
    (void)std::getchar();
    return 0;
}

}  // namespace

class TestPcsc : public QObject
{
    Q_OBJECT

private:
    Pcscd m_daemon;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_daemon.start()); }

    void init() { QVERIFY(Pcscd::waitForCards(0)); }

    // A dual reader shows as two slots. The same card seen by both is one card and one visit, and contacts win.
    void oneCardOnBothInterfaces()
    {
        VirtualCard antenna(firstPort);
        VirtualCard contacts(firstPort + 1);
        QVERIFY(antenna.insert(withoutContacts(card("zhang-ceshi"))));
        QVERIFY(contacts.insert(card("zhang-ceshi")));
        QVERIFY(Pcscd::waitForCards(2));
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options("Virtual PCD"));
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitFor(2));
        QCOMPARE(std::get<SocialCardContents>(*events.contents()).interface, CardInterface::Contact);
        contacts.remove();
        QVERIFY(events.waitForState(
            [](const Snapshot &s) { return s.facts.contains("reader") && s.facts.at("reader") == Fact(slotName(0)); }));
        antenna.remove();
        QVERIFY(events.waitFor(3));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read removed"));
        QVERIFY(antenna.insert(withoutContacts(card("zhang-ceshi"))));
        QVERIFY(events.waitFor(5));
        QCOMPARE(std::get<SocialCardContents>(*events.contents()).interface, CardInterface::Contactless);
    }

    // Several readers and no filter: a card in any is read; one that comes into another meanwhile waits its turn.
    void anyOfSeveralReaders()
    {
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options(""));
        events.attach(reader);
        reader.start();
        VirtualCard one(firstPort + 1);
        VirtualCard two(firstPort);
        QVERIFY(one.insert(card("zhang-ceshi")));
        QVERIFY(events.waitFor(2));
        QCOMPARE(std::get<SocialCardContents>(*events.contents()).reader, slotName(1));
        QVERIFY(two.insert(card("li-yanshi")));
        QVERIFY(Pcscd::waitForCards(2));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read"));
        one.remove();
        QVERIFY(events.waitFor(5));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read removed arrived read"));
        QCOMPARE(nameOn(std::get<SocialCardContents>(*events.contents())), QString::fromUtf8("李演示"));
    }

    // A card is torn out in the middle of an exchange; the same reader and the same daemon read the next one.
    void theCardAfterAPulledOne_data()
    {
        QTest::addColumn<bool>("noticed");
        QTest::newRow("put in at once") << false;
        QTest::newRow("put in after the daemon saw the empty slot") << true;
    }

    void theCardAfterAPulledOne()
    {
        QFETCH(bool, noticed);
        VirtualCard virtualCard;
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        events.attach(reader);
        reader.start();
        for (int turn = 1; turn <= 2; ++turn) {
            QVERIFY(virtualCard.insert(card("k-pulled")));
            QVERIFY2(events.waitFor(3), events.text().c_str());
            QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived failed:card.pulled removed"));
            if (noticed) {
                QVERIFY(Pcscd::waitForCards(0));
            }
            QVERIFY(virtualCard.insert(card("a-free")));
            QVERIFY2(events.waitFor(5), events.text().c_str());
            QCOMPARE(QString::fromStdString(events.text()),
                     QStringLiteral("arrived failed:card.pulled removed arrived read"));
            virtualCard.remove();
            QVERIFY2(events.waitFor(6), events.text().c_str());
            events.clear();
        }
    }

    // Another process holds the card alone, for a while or for good.
    void aCardHeldByAnotherProcess()
    {
        VirtualCard virtualCard;
        QVERIFY(virtualCard.insert(card("a-free")));
        QProcess other;
        other.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--hold")});
        QVERIFY(QTest::qWaitFor([&other] { return other.readAllStandardOutput().contains("held"); }, 20'000));
        {
            CardEvents events;
            SocialCardReader::Options hasty = options();
            hasty.sharingPause = 1ms;
            SocialCardReader reader(std::make_shared<PcscTransport>(), hasty);
            events.attach(reader);
            reader.start();
            QVERIFY(events.waitFor(2));
            QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived failed:device.sharing"));
        }
        CardEvents events;
        SocialCardReader::Options patient = options();
        patient.sharingTries = 1000;
        patient.sharingPause = 10ms;
        patient.readDeadline = 20s;
        SocialCardReader reader(std::make_shared<PcscTransport>(), patient);
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitFor(1));
        other.write("go\n");
        QVERIFY(other.waitForFinished());
        QVERIFY(events.waitFor(2));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read"));
    }

    // The visit of a card that lies there outlives a restart of pcscd.
    void theDaemonRestartsDuringAVisit()
    {
        VirtualCard virtualCard;
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        events.attach(reader);
        reader.start();
        QVERIFY(virtualCard.insert(card("a-free")));
        QVERIFY(events.waitFor(2));
        m_daemon.kill();
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
        QVERIFY(m_daemon.start());
        QVERIFY(virtualCard.insert(card("a-free")));
        QVERIFY(events.waitForState([](const Snapshot &s) {
            return s.link == Link::Ready && s.facts.at("media") == Fact(std::string("present"));
        }));
        QTRY_VERIFY_WITH_TIMEOUT(virtualCard.exchanges() > 0, 20'000);
        virtualCard.remove();
        QVERIFY(events.waitFor(3));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read removed"));
    }

    void theDaemonDiesAndComesBack()
    {
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        m_daemon.kill();
        QVERIFY(events.waitForState([](const Snapshot &s) {
            return s.link == Link::Suspended && s.fault && s.fault->code == FaultCode::DeviceNoDaemon;
        }));
        QVERIFY(m_daemon.start());
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Ready && !s.fault; }));
        VirtualCard virtualCard;
        QVERIFY(virtualCard.insert(card("a-free")));
        QVERIFY(events.waitFor(2));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read"));
    }

    void hallctlReadsTheCard_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("pin");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("errorCode");
        QTest::addColumn<QString>("name");
        QTest::newRow("zhang-ceshi") << QStringList() << QString() << 0 << QString() << QString::fromUtf8("张**");
        QTest::newRow("e-long-name") << QStringList{QStringLiteral("--full")} << QString() << 0 << QString()
                                     << QString::fromUtf8("古丽巴哈尔·阿不都热依木江·买买提吐尔洪");
        QTest::newRow("c-pin") << QStringList{QStringLiteral("--full"), QStringLiteral("--pin-stdin")}
                               << QStringLiteral("123456\n") << 0 << QString() << QString::fromUtf8("张测试");
        const QStringList region{QStringLiteral("--region"),
                                 QStringLiteral(HALL_SOURCE_DIR "/resources/regions/370200.json")};
        const QStringList pin{QStringLiteral("--pin-stdin")};
        QTest::newRow("sun-yangben") << region + pin << QStringLiteral("305917\n") << 0 << QString()
                                     << QString::fromUtf8("孙**");
        QTest::addRow("sun-yangben wrong")
            << QStringList{QStringLiteral("--region"), QStringLiteral("370200")} + pin << QStringLiteral("111111\n")
            << 1 << QStringLiteral("card.pin-wrong") << QString();
        QTest::addRow("sun-yangben asked")
            << region << QString() << 1 << QStringLiteral("needs-authorisation") << QString();
        QTest::newRow("b-external") << QStringList() << QString() << 1 << QStringLiteral("needs-authorisation")
                                    << QString();
        QTest::newRow("g-bank-card") << QStringList() << QString() << 1 << QStringLiteral("card.not-social")
                                     << QString();
    }

    void hallctlReadsTheCard()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, pin);
        QFETCH(int, exitCode);
        QFETCH(QString, errorCode);
        QFETCH(QString, name);
        VirtualCard virtualCard;
        QVERIFY(virtualCard.insert(card(QByteArray(QTest::currentDataTag()).split(' ').constFirst().constData())));
        QProcess program;
        program.start(QCoreApplication::applicationDirPath() + QStringLiteral("/../hallctl"),
                      QStringList{QStringLiteral("card"), QStringLiteral("read"), QStringLiteral("--json"),
                                  QStringLiteral("--reader"), QStringLiteral("Virtual PCD 00 00")} +
                          words);
        program.write(pin.toLatin1());
        program.closeWriteChannel();
        QVERIFY(program.waitForFinished(20'000));
        const QByteArray out = program.readAllStandardOutput();
        const QJsonObject told = QJsonDocument::fromJson(out).object();
        QVERIFY2(program.exitCode() == exitCode, out.constData());
        QCOMPARE(program.readAllStandardError().count('\n'), exitCode);
        QCOMPARE(told.value(u"error")[u"code"].toString(), errorCode);
        QCOMPARE(told.value(u"name").toString(), name);
        if (exitCode == 0) {
            QCOMPARE(told.value(u"apdus").toInt(), virtualCard.exchanges());
            QVERIFY(told.contains(u"ms"));
        }
        if (errorCode == u"needs-authorisation") {
            QCOMPARE(told.value(u"partial")[u"region"].toString(), QStringLiteral("370200"));
        }
    }

    void hallctlWritesTheLine()
    {
        VirtualCard virtualCard;
        QVERIFY(virtualCard.insert(card("a-free")));
        QProcess program;
        program.start(QCoreApplication::applicationDirPath() + QStringLiteral("/../hallctl"),
                      {QStringLiteral("card"), QStringLiteral("read"), QStringLiteral("--reader"),
                       QStringLiteral("Virtual PCD 00 00"), QStringLiteral("--full"), QStringLiteral("--format"),
                       QStringLiteral("ireadcardbas")});
        QVERIFY(program.waitForFinished(20'000));
        QCOMPARE(QString::fromUtf8(program.readAllStandardOutput()),
                 QString::fromUtf8("370200|37020019900307006X|A12345678|370200D15600000500112233445566AA|张测试|"
                                   "0081544C008637020001112233|2.00|20190930|20390930|||\n"));
    }

    void stopsAtOnceWhileWaiting()
    {
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        CardEvents events;
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        const auto begun = std::chrono::steady_clock::now();
        reader.stop();
        QVERIFY(std::chrono::steady_clock::now() - begun < 500ms);
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (!qEnvironmentVariableIsSet(insideMark)) {
        return enterNamespaces(app.applicationFilePath(), app.arguments().mid(1));
    }
    if (app.arguments().contains(QStringLiteral("--hold"))) {
        return holdCard();
    }
    TestPcsc test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pcsc.moc"
