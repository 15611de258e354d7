// SPDX-License-Identifier: GPL-3.0-or-later
// The real driver over a simulated SDT module.
#include "drivers/card/residentcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/sim/simsdtreader.h"
#include "tests/unit/card/cardevents.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

IdCardFile card(const char *name)
{
    const auto file = readIdCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/id-cards/") + QLatin1String(name) +
                                     QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

struct Rig
{
    explicit Rig(SimSdtReader::AfterRead afterRead = SimSdtReader::AfterRead::StillFound, bool polling = true,
                 const char *cardAtStart = nullptr)
        : sim(std::make_shared<SimSdtReader>(afterRead)), reader(sim, quick())
    {
        if (cardAtStart) {
            sim->place(card(cardAtStart));
        }
        events.attach(reader);
        reader.setPolling(polling);
        reader.start();
    }
    ~Rig() { reader.stop(); }

    static ResidentCardReader::Options quick()
    {
        ResidentCardReader::Options options;
        options.pollPeriod = 5ms;
        options.shortTime = 50ms;
        options.baseTime = 200ms;
        options.addressTime = 100ms;
        options.recovery.pauses = {5ms, 10ms};
        return options;
    }
    [[nodiscard]] ResidentCardContents contents() const { return std::get<ResidentCardContents>(*events.contents()); }
    bool link(Link wanted)
    {
        return events.waitForState([wanted](const Snapshot &s) { return s.link == wanted; });
    }

    std::shared_ptr<SimSdtReader> sim;
    CardEvents events;
    ResidentCardReader reader;
};

}  // namespace

class TestResidentCardReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placedReadLifted()
    {
        Rig rig;
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        const ResidentCardContents contents = rig.contents();
        QCOMPARE(contents.text.reveal(), card("zhang-ceshi").text);
        QCOMPARE(contents.photo.reveal(), card("zhang-ceshi").photo);
        QVERIFY(contents.newAddress.reveal().empty());
        QCOMPARE(contents.samId, std::string("05.03-20225159-0000012345-0000067890"));
        rig.sim->lift();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
    }

    // Whether a card holds fingerprints is told where it is asked for; a module that cannot say is no hindrance.
    void fingerprints_data()
    {
        QTest::addColumn<bool>("asks");
        QTest::addColumn<bool>("knows");
        QTest::addColumn<bool>("holds");
        for (const bool asks : {false, true}) {
            for (const bool knows : {false, true}) {
                for (const bool holds : {false, true}) {
                    QTest::addRow("%s, %s, %s", asks ? "asked" : "not asked", knows ? "known" : "not known",
                                  holds ? "holds some" : "holds none")
                        << asks << knows << holds;
                }
            }
        }
    }

    void fingerprints()
    {
        QFETCH(bool, asks);
        QFETCH(bool, knows);
        QFETCH(bool, holds);
        const auto sim = std::make_shared<SimSdtReader>();
        sim->setKnowsFingerprints(knows);
        ResidentCardReader::Options options = Rig::quick();
        options.asksFingerprint = asks;
        CardEvents events;
        ResidentCardReader reader(sim, options);
        events.attach(reader);
        reader.start();
        IdCardFile file = card("zhang-ceshi");
        file.fingerprint = Bytes(holds ? 1024 : 0, 0xF9);
        sim->place(file);
        QVERIFY(events.waitFor(2));
        QCOMPARE(events.text(), std::string("arrived read"));
        const auto contents = std::get<ResidentCardContents>(*events.contents());
        QCOMPARE(contents.fingerprint, asks && knows && holds);
        QCOMPARE(contents.text.reveal(), file.text);
        QCOMPARE(contents.photo.reveal(), file.photo);
        reader.stop();
    }

    void aCardThatLiesThereAtTheStartIsToldSo()
    {
        Rig rig(SimSdtReader::AfterRead::StillFound, true, "zhang-ceshi");
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.foundAtStart(), 1);
        rig.sim->lift();
        QVERIFY(rig.events.waitFor(3));
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.text(), std::string("arrived read removed arrived read"));
        QCOMPARE(rig.events.foundAtStart(), 1);
    }

    // The module read this card for the program that ran before, and announces it to nobody until it is lifted.
    void aCardThatNoFindAnnouncesIsOneOfTheStart()
    {
        const auto sim = std::make_shared<SimSdtReader>(SimSdtReader::AfterRead::Silent);
        sim->place(card("zhang-ceshi"));
        for (int start = 0; start < 2; ++start) {
            CardEvents events;
            ResidentCardReader reader(sim, Rig::quick());
            events.attach(reader);
            reader.start();
            QVERIFY(events.waitFor(2));
            QCOMPARE(events.foundAtStart(), 1);
            reader.stop();
        }
    }

    void aCardThatComesLaterIsNotOneOfTheStart()
    {
        Rig rig;
        // Two polls have passed by then.
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(!rig.events.waitFor(1, 100ms));
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.foundAtStart(), 0);
    }

    void latestAddress()
    {
        Rig rig;
        rig.sim->place(card("wang-shili"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.contents().newAddress.reveal(), card("wang-shili").address);
        QCOMPARE(decodeCard(rig.contents())->address.reveal(),
                 QString::fromUtf8("山东省青岛市示范区新样例路22号3单元"));
    }

    // A module that goes silent after a read makes the card look gone; the same card is not told as a new one.
    void silentModuleTellsOneCardOnce()
    {
        Rig rig(SimSdtReader::AfterRead::Silent);
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
        QVERIFY(!rig.events.waitFor(4, 300ms));
        rig.sim->place(card("li-yanshi"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.text(), std::string("arrived read removed arrived read"));
    }

    void refusedReads_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("fault");
        QTest::newRow("31") << 0x31 << QStringLiteral("card.not-genuine");
        QTest::newRow("33") << 0x33 << QStringLiteral("card.not-genuine");
        QTest::newRow("41") << 0x41 << QStringLiteral("card.garbled");
        QTest::newRow("47") << 0x47 << QStringLiteral("card.garbled");
        QTest::newRow("80") << 0x80 << QStringLiteral("card.pulled");
        QTest::newRow("81") << 0x81 << QStringLiteral("card.pulled");
    }

    void refusedReads()
    {
        QFETCH(int, status);
        QFETCH(QString, fault);
        Rig rig;
        rig.sim->answerReadWith(static_cast<std::uint8_t>(status));
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(QString::fromStdString(rig.events.text()), QStringLiteral("arrived failed:") + fault);
        rig.sim->lift();
        QVERIFY(rig.events.waitFor(3));
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.order().back(), std::string("read"));
    }

    void oneMisunderstoodRequestIsRepeated()
    {
        Rig rig;
        rig.sim->answerReadWith(0x10);
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    void troubleComesAndGoes_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<int>("link");
        QTest::newRow("unplug") << QStringLiteral("unplug") << int(Link::Absent);
        QTest::newRow("stall") << QStringLiteral("stall") << int(Link::Suspended);
        QTest::newRow("garbage") << QStringLiteral("garbage") << int(Link::Suspended);
    }

    void troubleComesAndGoes()
    {
        QFETCH(QString, fault);
        QFETCH(int, link);
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.sim->setFault(fault.toStdString()));
        QVERIFY(rig.link(Link(link)));
        rig.sim->heal();
        QVERIFY(rig.link(Link::Ready));
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    void unpluggedInTheMiddleOfARead_data()
    {
        QTest::addColumn<int>("after");
        for (int i = 0; i < 8; ++i) {
            QTest::addRow("after %d", i) << i;
        }
    }

    void unpluggedInTheMiddleOfARead()
    {
        QFETCH(int, after);
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.sim->setFault("unplug", after));
        QVERIFY(rig.link(Link::Absent));
        rig.sim->lift();
        rig.sim->heal();
        QVERIFY(rig.link(Link::Ready));
        // Whatever was told about the first card ended with its removal before the second one comes.
        rig.sim->place(card("li-yanshi"));
        QVERIFY(rig.events.waitForState([&rig](const Snapshot &) {
            const auto contents = rig.events.contents();
            return contents && decodeCard(*contents)->name.reveal() == QString::fromUtf8("李演示");
        }));
    }

    void shortWritesAndSlowAnswersAreNoTrouble()
    {
        Rig rig;
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.sim->setFault("short-write"));
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    void exchangedBetweenTwoPolls()
    {
        Rig rig;
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        rig.sim->place(card("li-yanshi"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.text(), std::string("arrived read removed arrived read"));
        QCOMPARE(decodeCard(rig.contents())->name.reveal(), QString::fromUtf8("李演示"));
    }

    void theSameCardOutlivesAGap()
    {
        Rig rig;
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.sim->setFault("unplug"));
        QVERIFY(rig.link(Link::Absent));
        rig.sim->heal();
        QVERIFY(rig.link(Link::Ready));
        rig.sim->lift();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
    }

    void notPolledMeansNotRead()
    {
        Rig rig(SimSdtReader::AfterRead::StillFound, false);
        rig.sim->place(card("zhang-ceshi"));
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(!rig.events.waitFor(1, 100ms));
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    void unknownFaultIsRefused()
    {
        SimSdtReader sim;
        const Done done = sim.setFault("fire");
        QVERIFY(!done);
        QCOMPARE(done.error().code, FaultCode::BadArgument);
    }
};

QTEST_APPLESS_MAIN(TestResidentCardReader)
#include "tst_residentcardreader.moc"
