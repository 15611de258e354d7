// SPDX-License-Identifier: GPL-3.0-or-later
// The real driver over the real pcscd, with vsmartcard's virtual reader and a card that answers from a card file.
// Without rights or packages it is skipped (exit status 77) with the reason.
#include "drivers/card/socialcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/transport/pcsctransport.h"
#include "tests/support/virtualcard.h"
#include "tests/unit/card/cardevents.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <unistd.h>

#include <cstdio>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

constexpr int skipped = 77;
constexpr const char *insideMark = "HALL_PCSC_NAMESPACE";

CardFile card(const char *name)
{
    const auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(name) +
                                   QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

SocialCardReader::Options options()
{
    SocialCardReader::Options chosen;
    chosen.readerFilter = "Virtual PCD 00 00";
    chosen.recovery.pauses = {100ms};
    return chosen;
}

}  // namespace

class TestPcsc : public QObject
{
    Q_OBJECT

private:
    QProcess m_daemon;

    void startDaemon()
    {
        m_daemon.setProcessChannelMode(QProcess::ForwardedChannels);
        m_daemon.start(QStringLiteral("pcscd"), {QStringLiteral("--foreground")});
        QVERIFY(m_daemon.waitForStarted());
        PcscTransport transport;
        QTRY_VERIFY_WITH_TIMEOUT(transport.cardSlots().has_value(), 20'000);
    }

    void killDaemon()
    {
        m_daemon.kill();
        QVERIFY(m_daemon.waitForFinished());
    }

    // pcscd notices only every 400 ms that a card has gone.
    void waitUntilEmpty()
    {
        PcscTransport transport;
        const auto empty = [&transport] {
            const auto slotsNow = transport.cardSlots();
            return slotsNow && std::none_of(slotsNow->begin(), slotsNow->end(),
                                            [](const CardSlot &slot) { return slot.present || slot.mute; });
        };
        QTRY_VERIFY_WITH_TIMEOUT(empty(), 20'000);
    }

private Q_SLOTS:
    void initTestCase() { startDaemon(); }

    void init() { waitUntilEmpty(); }

    void cleanupTestCase() { killDaemon(); }

    void readsTheCard_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("identityApdus");
        QTest::newRow("zhang-ceshi") << QString::fromUtf8("张测试") << 8;
        QTest::newRow("d-shifted-numbers") << QString::fromUtf8("张测试") << 8;
        QTest::newRow("d-tag-addressing") << QString::fromUtf8("张测试") << 9;
        QTest::newRow("e-long-name") << QString::fromUtf8("古丽巴哈尔·阿不都热依木江·买买提吐尔洪") << 9;
        QTest::newRow("f-rare-characters") << QString::fromUtf8("欧阳䶮㛃测试演示样例文字名𠅤末") << 9;
        QTest::newRow("i-wrong-length-once") << QString::fromUtf8("张测试") << 12;
    }

    void readsTheCard()
    {
        QFETCH(QString, name);
        QFETCH(int, identityApdus);
        VirtualCard virtualCard;
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        events.attach(reader);
        reader.start();
        QVERIFY(virtualCard.insert(card(QTest::currentDataTag())));
        QVERIFY(events.waitFor(2));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read"));
        const auto contents = std::get<SocialCardContents>(*events.contents());
        QCOMPARE(contents.identityApdus, identityApdus);
        QCOMPARE(contents.apdus, virtualCard.exchanges());
        QCOMPARE(contents.reader, std::string("Virtual PCD 00 00"));
        const auto person = decodeCard(contents);
        QVERIFY(person);
        QCOMPARE(person->name.reveal(), name);
        qInfo("%d commands in %lld ms", contents.apdus, static_cast<long long>(contents.took.count()));
        virtualCard.remove();
        QVERIFY(events.waitFor(3));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read removed"));
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("events");
        QTest::newRow("g-bank-card") << QStringLiteral("arrived failed:card.not-social");
        QTest::newRow("i-endless-6c00") << QStringLiteral("arrived failed:card.garbled");
        QTest::newRow("i-truncated-record") << QStringLiteral("arrived failed:card.garbled");
        QTest::newRow("k-pulled") << QStringLiteral("arrived failed:card.pulled removed");
    }

    void refusals()
    {
        QFETCH(QString, events);
        VirtualCard virtualCard;
        CardEvents told;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        told.attach(reader);
        reader.start();
        QVERIFY(virtualCard.insert(card(QTest::currentDataTag())));
        QVERIFY(told.waitFor(static_cast<std::size_t>(events.count(u' ') + 1)));
        QVERIFY2(told.text() == events.toStdString(), (told.text() + ": " + told.fault().detail).c_str());
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
        for (int turn = 1; turn <= 3; ++turn) {
            QVERIFY(virtualCard.insert(card("k-pulled")));
            QVERIFY2(events.waitFor(3), events.text().c_str());
            QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived failed:card.pulled removed"));
            if (noticed) {
                waitUntilEmpty();
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

    void needsAuthorisation()
    {
        VirtualCard virtualCard;
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        events.attach(reader);
        reader.start();
        QVERIFY(virtualCard.insert(card("b-external")));
        QVERIFY2(events.waitFor(2), (events.text() + " " + events.fault().detail).c_str());
        QVERIFY(std::get<SocialCardContents>(*events.contents()).needsAuthorisation);
    }

    void aCardHeldByAnotherProgram()
    {
        VirtualCard virtualCard;
        QVERIFY(virtualCard.insert(card("a-free")));
        PcscTransport other;
        QTRY_VERIFY_WITH_TIMEOUT(other.connect("Virtual PCD 00 00").has_value(), 20'000);
        CardEvents events;
        SocialCardReader::Options patient = options();
        patient.sharingTries = 1000;
        patient.sharingPause = 10ms;
        patient.readDeadline = 20s;
        SocialCardReader reader(std::make_shared<PcscTransport>(), patient);
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitFor(1));
        QCOMPARE(other.connect("Virtual PCD 00 00").has_value() || events.order().size() == 1, true);
        other.disconnect();
        QVERIFY(events.waitFor(2));
        QCOMPARE(QString::fromStdString(events.text()), QStringLiteral("arrived read"));
    }

    void theDaemonDiesAndComesBack()
    {
        CardEvents events;
        SocialCardReader reader(std::make_shared<PcscTransport>(), options());
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        killDaemon();
        QVERIFY(events.waitForState([](const Snapshot &s) {
            return s.link == Link::Suspended && s.fault && s.fault->code == FaultCode::DeviceNoDaemon;
        }));
        startDaemon();
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

namespace {

int skip(const char *reason)
{
    std::printf("SKIP: %s\n", reason);
    return skipped;
}

// Its own /run (the socket of pcscd) and its own network (the port of vpcd). Never returns when it worked.
int enterNamespaces(const QString &self, const QStringList &arguments)
{
    if (QStandardPaths::findExecutable(QStringLiteral("pcscd")).isEmpty() &&
        !QFile::exists(QStringLiteral("/usr/sbin/pcscd"))) {
        return skip("pcscd is not installed (package pcscd)");
    }
    if (!QFile::exists(QStringLiteral("/etc/reader.conf.d/vpcd"))) {
        return skip("no virtual reader in pcscd (package vsmartcard-vpcd)");
    }
    const QString rights = geteuid() == 0 ? QStringLiteral("-mn") : QStringLiteral("-Urmn");
    const QStringList unshare{rights, QStringLiteral("--propagation"), QStringLiteral("private"), QStringLiteral("sh"),
                              QStringLiteral("-c")};
    const QString prepare = QStringLiteral("mount -t tmpfs run /run && mkdir -p /run/pcscd && ip link set lo up");
    if (QProcess::execute(QStringLiteral("unshare"), unshare + QStringList{prepare}) != 0) {
        return skip("no right to make namespaces (unshare), or no ip (package iproute2)");
    }
    qputenv(insideMark, "1");
    qputenv("PATH", qgetenv("PATH") + ":/usr/sbin:/sbin");
    return QProcess::execute(QStringLiteral("unshare"),
                             unshare + QStringList{prepare + QStringLiteral(" && exec \"$0\" \"$@\""), self} +
                                 arguments);
}

}  // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    if (!qEnvironmentVariableIsSet(insideMark)) {
        return enterNamespaces(app.applicationFilePath(), app.arguments().mid(1));
    }
    TestPcsc test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pcsc.moc"
