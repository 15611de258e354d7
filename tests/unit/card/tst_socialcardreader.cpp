// SPDX-License-Identifier: GPL-3.0-or-later
// The real driver over a simulated slot: every card of the gallery, and what goes wrong while one is read.
#include "drivers/hub/carddecode.h"
#include "tests/unit/card/socialcardrig.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace hall::test;
using namespace std::chrono_literals;

class TestSocialCardReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gallery_data()
    {
        QTest::addColumn<QString>("events");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("number");
        QTest::addColumn<QString>("cardNumber");
        QTest::addColumn<QStringList>("warnings");
        QTest::addColumn<int>("identityApdus");
        const auto person = [](const char *file, const char *name, const char *number, const char *cardNumber,
                               int apdus = 8, const QStringList &warnings = {}) {
            QTest::newRow(file) << QStringLiteral("arrived read") << QString::fromUtf8(name)
                                << QString::fromUtf8(number) << QString::fromUtf8(cardNumber) << warnings << apdus;
        };
        const auto bad = [](const char *file, const char *fault) {
            QTest::newRow(file) << QStringLiteral("arrived failed:") + QLatin1String(fault) << QString() << QString()
                                << QString() << QStringList() << 0;
        };
        person("zhang-ceshi", "张测试", "37020019900307006X", "A12345678");
        person("li-yanshi", "李演示", "370200198506150016", "A20000001");
        person("wang-shili", "王示例", "370200197208080035", "A20000002");
        person("zhao-fanli", "赵范例", "370200199509230016", "A20000003");
        person("staff", "工作员", "370200198811200040", "Z90000001");
        person("technician", "技术员", "370200196804120051", "Z90000002");
        person("a-free", "张测试", "37020019900307006X", "A12345678");
        person("d-shifted-numbers", "张测试", "37020019900307006X", "A12345681");
        person("d-tag-addressing", "张测试", "37020019900307006X", "A12345681", 9);
        person("e-long-name", "古丽巴哈尔·阿不都热依木江·买买提吐尔洪", "370200199001010004", "A12345682", 9);
        person("f-rare-characters", "欧阳䶮㛃测试演示样例文字名𠅤末", "370200198506150024", "A12345683", 9);
        person("f-unsplit-characters", "㛃𠅤测试演示样例文字名A𠅤末", "370200200012310040", "A12345684", 9);
        person("f-one-rare-character", "张䶮", "370200200012310040", "A12345685");
        person("i-wrong-length-once", "张测试", "37020019900307006X", "A12345678", 12);
        person("j-expired", "张测试", "37020019900307006X", "A12345686", 8, {QStringLiteral("expired")});
        person("m-wrong-check-digit", "张测试", "370200199001010005", "A12345687", 8,
               {QStringLiteral("number-check-digit")});
        bad("g-bank-card", "card.not-social");
        bad("h-mute", "card.mute");
        bad("h-bad-atr", "card.mute");
        bad("i-endless-6c00", "card.garbled");
        bad("i-endless-61", "card.garbled");
        bad("i-truncated-record", "card.garbled");
        bad("i-length-over-data", "card.garbled");
        bad("i-no-status", "card.garbled");
        bad("l-blocked", "card.blocked");
    }

    void gallery()
    {
        QFETCH(QString, events);
        QFETCH(QString, name);
        QFETCH(QString, number);
        QFETCH(QString, cardNumber);
        QFETCH(QStringList, warnings);
        QFETCH(int, identityApdus);
        Rig rig;
        rig.slot->insert(card(QTest::currentDataTag()));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(QString::fromStdString(rig.events.text()), events);
        if (name.isEmpty()) {
            return;
        }
        const SocialCardContents contents = rig.contents();
        QCOMPARE(contents.identityApdus, identityApdus);
        const auto identity = decodeCard(contents, QDate(2026, 11, 25));
        QVERIFY(identity);
        QCOMPARE(identity->name.reveal(), name);
        QCOMPARE(identity->number.reveal(), number);
        QCOMPARE(identity->cardNumber.reveal(), cardNumber);
        QCOMPARE(identity->warnings, warnings);
        QCOMPARE(identity->region, QStringLiteral("370200"));
        QCOMPARE(contents.ef06.contains(0x0A) && contents.ef06.contains(0x0D), true);
        QCOMPARE(contents.ef05.size(), std::size_t(7));
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.order().back(), std::string("removed"));
    }

    void wholeCardInSeventeenCommands()
    {
        Rig rig;
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.contents().apdus, plainApdus);
        QCOMPARE(rig.slot->exchanges(), plainApdus);
        QVERIFY(rig.contents().took < 1000ms);
        QCOMPARE(rig.contents().reader, std::string("Simulated Card Reader 00 00"));
    }

    void needsAuthorisationIsNoFault()
    {
        for (const char *name : {"b-external", "c-pin"}) {
            Rig rig;
            rig.slot->insert(card(name));
            QVERIFY(rig.events.waitFor(2));
            QCOMPARE(rig.events.text(), std::string("arrived read"));
            const SocialCardContents contents = rig.contents();
            QVERIFY(contents.needsAuthorisation);
            QVERIFY(contents.ef06.empty());
            QCOMPARE(contents.ef05.size(), std::size_t(7));
            const auto identity = decodeCard(contents, QDate(2026, 11, 25));
            QVERIFY(!identity);
            QCOMPARE(identity.error().code, FaultCode::CardNeedsAuth);
            const Identity partial = decodeIssuerPart(contents, QDate(2026, 11, 25));
            QCOMPARE(partial.region, QStringLiteral("370200"));
            QCOMPARE(*partial.validUntil, QDate(2039, 9, 30));
            QVERIFY(partial.name.reveal().isEmpty());
        }
    }

    void pin_data()
    {
        QTest::addColumn<QString>("pin");
        QTest::addColumn<int>("tries");
        QTest::addColumn<bool>("tells");
        QTest::addColumn<bool>("lastTry");
        QTest::addColumn<QString>("events");
        const auto row = [](const char *name, const char *pin, int tries, bool tells, bool lastTry,
                            const char *events) {
            QTest::newRow(name) << QString::fromLatin1(pin) << tries << tells << lastTry << QString::fromLatin1(events);
        };
        row("right", "123456", 6, true, false, "arrived read");
        row("wrong", "654321", 6, true, false, "arrived failed:card.pin-wrong");
        row("last try", "123456", 1, true, false, "arrived failed:use.not-allowed");
        row("last try, meant so", "654321", 1, true, true, "arrived failed:card.pin-locked");
        row("tries unknown", "123456", 6, false, false, "arrived failed:use.not-allowed");
        row("tries unknown, meant so", "123456", 6, false, true, "arrived read");
        row("locked", "123456", 0, true, false, "arrived failed:card.pin-locked");
    }

    void pin()
    {
        QFETCH(QString, pin);
        QFETCH(int, tries);
        QFETCH(bool, tells);
        QFETCH(bool, lastTry);
        QFETCH(QString, events);
        SocialCardReader::Options options = quick();
        options.pinLastTry = lastTry;
        options.pin = Sensitive<std::string>(pin.toStdString());
        CardFile file = card("c-pin");
        file.pinTries = tries;
        file.tellsTries = tells;
        Rig rig(options);
        rig.slot->insert(file);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(QString::fromStdString(rig.events.text()), events);
        if (events.endsWith(u"read")) {
            QCOMPARE(decodeCard(rig.contents())->name.reveal(), QString::fromUtf8("张测试"));
            // The PIN was for that card only.
            rig.slot->insert(card("c-pin"));
            QVERIFY(rig.events.waitFor(5));
            QVERIFY(rig.contents().needsAuthorisation);
        }
    }

    void wrongPinCostsOneTry()
    {
        SimSmartCard sim(card("c-pin"));
        const apdu::Exchange send = [&sim](const Bytes &command) -> Result<Bytes> { return *sim.answer(command); };
        const auto contents = readSocialCard(send, {Sensitive<std::string>("000000")});
        QVERIFY(!contents);
        QCOMPARE(contents.error().code, FaultCode::PinWrong);
        QCOMPARE(contents.error().detail, std::string("5 tries left"));
        QCOMPARE(sim.pinTriesLeft(), 5);
    }

    void pulledAfterEachCommand_data()
    {
        QTest::addColumn<int>("after");
        for (int i = 0; i <= plainApdus + 1; ++i) {
            QTest::addRow("%d", i) << i;
        }
    }

    void pulledAfterEachCommand()
    {
        QFETCH(int, after);
        CardFile file = card("k-pulled");
        file.fault.pullAfter = after;
        Rig rig;
        rig.slot->insert(file);
        const bool whole = after >= plainApdus;
        QVERIFY(rig.events.waitFor(whole ? 2 : 3));
        QCOMPARE(rig.events.text(), std::string(whole ? "arrived read" : "arrived failed:card.pulled removed"));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.order().back(), std::string("read"));
    }

    void swappedInTheBlinkOfAnEye()
    {
        Rig rig;
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        rig.slot->insert(card("li-yanshi"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.text(), std::string("arrived read removed arrived read"));
        QCOMPARE(decodeCard(rig.contents())->name.reveal(), QString::fromUtf8("李演示"));
    }

    void mediaAndInterfaceAreFacts()
    {
        Rig rig;
        QVERIFY(rig.events.waitForState(
            [](const Snapshot &s) { return s.link == Link::Ready && fact(s, "media") == "none"; }));
        rig.slot->insert(card("zhao-fanli"));
        QVERIFY(rig.events.waitForState(
            [](const Snapshot &s) { return fact(s, "media") == "present" && fact(s, "interface") == "contactless"; }));
        rig.slot->insert(card("h-mute"));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return fact(s, "media") == "mute"; }));
        rig.slot->remove();
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return fact(s, "media") == "none"; }));
    }

    void notPolledMeansNotRead()
    {
        Rig rig;
        rig.reader.setPolling(false);
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return fact(s, "media") == "present"; }));
        QCOMPARE(rig.slot->exchanges(), 0);
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    void sharedCardIsTriedAgain()
    {
        SocialCardReader::Options options = quick();
        options.sharingPause = 20ms;
        options.sharingTries = 100;
        Rig rig(options);
        QVERIFY(rig.slot->setFault("shared"));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(1));
        rig.slot->heal();
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    void sharedForTooLong()
    {
        Rig rig;
        QVERIFY(rig.slot->setFault("shared"));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived failed:device.sharing"));
    }

    void garbageAndStall()
    {
        SocialCardReader::Options options = quick();
        options.apduDeadline = 20ms;
        Rig rig(options);
        QVERIFY(rig.slot->setFault("garbage", 5));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.slot->setFault("stall"));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(5));
        rig.slot->heal();
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(8));
        QCOMPARE(rig.events.text(), std::string("arrived failed:card.garbled removed arrived failed:device.timeout "
                                                "removed arrived read"));
    }

    void tooSlowEndsAtTheDeadline()
    {
        SocialCardReader::Options options = quick();
        options.readDeadline = 200ms;
        Rig rig(options);
        CardFile file = card("a-free");
        file.fault.delayMs = 40;
        const auto begun = std::chrono::steady_clock::now();
        rig.slot->insert(file);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived failed:device.timeout"));
        QVERIFY(std::chrono::steady_clock::now() - begun < 1000ms);
    }

    void anExchangeThatNeverReturns()
    {
        SocialCardReader::Options options = quick();
        options.readDeadline = 50ms;
        options.hangGrace = 50ms;
        const auto rig = std::make_unique<Rig>(options);
        QVERIFY(rig->slot->setFault("hang", 3));
        rig->slot->insert(card("a-free"));
        QVERIFY(rig->events.waitForState([](const Snapshot &s) { return s.link == Link::Hung; }));
        QVERIFY(rig->events.waitFor(2));
        const auto begun = std::chrono::steady_clock::now();
        rig->reader.stop();
        QVERIFY(std::chrono::steady_clock::now() - begun < 2s);
        rig->slot->heal();
    }

    void stopsInTheMiddleOfARead()
    {
        auto rig = std::make_unique<Rig>();
        CardFile file = card("a-free");
        file.fault.delayMs = 100;
        rig->slot->insert(file);
        QVERIFY(rig->events.waitFor(1));
        const auto begun = std::chrono::steady_clock::now();
        rig->reader.stop();
        QVERIFY(std::chrono::steady_clock::now() - begun < 1s);
        QCOMPARE(rig->events.text(), std::string("arrived"));
    }
};

QTEST_APPLESS_MAIN(TestSocialCardReader)
#include "tst_socialcardreader.moc"
