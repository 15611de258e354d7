// SPDX-License-Identifier: GPL-3.0-or-later
// The real driver over a simulated slot: every card of the gallery, every fault of the reader.
#include "drivers/card/socialcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/sim/simcardslot.h"
#include "tests/unit/card/cardevents.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

constexpr int plainApdus = 17;  // SSSE, EF05 twice, EF06; seven and six records less the name extension

CardFile card(const char *name)
{
    const auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(name) +
                                   QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

SocialCardReader::Options quick()
{
    SocialCardReader::Options options;
    options.sharingPause = 5ms;
    options.recovery.pauses = {5ms, 10ms};
    return options;
}

std::string fact(const Snapshot &snapshot, const char *name)
{
    const auto it = snapshot.facts.find(name);
    const auto *text = it == snapshot.facts.end() ? nullptr : std::get_if<std::string>(&it->second);
    return text ? *text : std::string();
}

// One reader over one slot, started.
// A daemon that can be made to answer what nobody asked.
class NonsenseSlot final : public SimCardSlot
{
public:
    std::atomic<bool> nonsense = false;
    std::atomic<int> reopened = 0;

    Result<std::vector<CardSlot>> cardSlots() override
    {
        return nonsense ? fail(FaultCode::DeviceProtocol, "nonsense") : SimCardSlot::cardSlots();
    }
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override
    {
        return SimCardSlot::waitForChange(known, std::min(atMost, std::chrono::milliseconds(10)));
    }
    void reopen() override { ++reopened; }
};

// A reader with two slots, as a dual reader has: pcscd may list the one without contacts first.
class TwoSlots final : public SmartCardTransport
{
public:
    SimCardSlot first{"Dual Reader PICC 00 00"};
    SimCardSlot second{"Dual Reader ICC 00 01"};

    Result<std::vector<CardSlot>> cardSlots() override
    {
        std::vector<CardSlot> both = *first.cardSlots();
        both.push_back(second.cardSlots()->front());
        return both;
    }
    Done waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost) override
    {
        return first.waitForChange({known.front()}, std::min(atMost, 10ms));
    }
    void cancelWait() override { first.cancelWait(); }
    Result<Bytes> connect(const std::string &reader) override
    {
        m_connected = reader.find("PICC") == std::string::npos ? &second : &first;
        return m_connected->connect(reader);
    }
    Result<Bytes> transmit(const Bytes &command, std::chrono::milliseconds atMost) override
    {
        return m_connected->transmit(command, atMost);
    }
    void disconnect() override
    {
        first.disconnect();
        second.disconnect();
    }

private:
    SimCardSlot *m_connected = &first;
};

CardFile withoutContacts(CardFile file)
{
    file.interface = CardInterface::Contactless;
    const Bytes atr{0x3B, 0x8D, 0x80, 0x01, 0x00, 0x81, 0x54, 0x4C, 0x00,
                    0x86, 0x37, 0x02, 0x00, 0x01, 0x11, 0x22, 0x33, 0x5E};
    file.atr = atr;
    return file;
}

struct DualRig
{
    DualRig() : reader(slots, quick())
    {
        events.attach(reader);
        reader.setPolling(false);
        reader.start();
        if (!events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; })) {
            qFatal("not ready");
        }
    }
    ~DualRig() { reader.stop(); }
    [[nodiscard]] bool contact() const
    {
        return std::get<SocialCardContents>(*events.contents()).interface == CardInterface::Contact;
    }

    std::shared_ptr<TwoSlots> slots = std::make_shared<TwoSlots>();
    CardEvents events;
    SocialCardReader reader;
};

struct Rig
{
    explicit Rig(const SocialCardReader::Options &options = quick(), const char *cardAtStart = nullptr)
        : reader(slot, options)
    {
        if (cardAtStart) {
            slot->insert(card(cardAtStart));
        }
        events.attach(reader);
        reader.start();
    }
    ~Rig() { reader.stop(); }

    [[nodiscard]] SocialCardContents contents() const { return std::get<SocialCardContents>(*events.contents()); }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    CardEvents events;
    SocialCardReader reader;
};

}  // namespace

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

    void daemonGoneAndBack()
    {
        for (const char *fault : {"daemon", "unplug"}) {
            Rig rig;
            QVERIFY(rig.slot->setFault(fault));
            const Link expected = std::string(fault) == "daemon" ? Link::Suspended : Link::Absent;
            QVERIFY(rig.events.waitForState([expected](const Snapshot &s) { return s.link == expected && s.fault; }));
            rig.slot->heal();
            QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Ready && !s.fault; }));
            rig.slot->insert(card("a-free"));
            QVERIFY(rig.events.waitFor(2));
        }
    }

    // pcscd is there and says nonsense: each new connection is a rung, and after five climbs in vain it is a
    // technician's.
    void aDaemonThatSaysNonsenseIsGivenUp()
    {
        const auto slot = std::make_shared<NonsenseSlot>();
        SocialCardReader::Options options = quick();
        options.recovery.budget = 2;
        options.recovery.lookEvery = 5ms;
        CardEvents events;
        SocialCardReader reader(slot, options);
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        slot->nonsense = true;
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
        QVERIFY(events.waitForState([](const Snapshot &s) {
            return s.link == Link::Failed && s.fault && s.fault->code == FaultCode::DeviceFailed;
        }));
        QVERIFY(slot->reopened >= 2);
        slot->nonsense = false;
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Ready && !s.fault; }));
        slot->insert(card("a-free"));
        QVERIFY(events.waitFor(2));
        QCOMPARE(events.text(), std::string("arrived read"));
    }

    void aShortGapKeepsTheVisit()
    {
        Rig rig;
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.slot->setFault("daemon"));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
        rig.slot->heal();
        QVERIFY(rig.events.waitForState(
            [](const Snapshot &s) { return s.link == Link::Ready && fact(s, "media") == "present"; }));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    // A daemon that has just started sees the cards in its readers only at its first look into them.
    void aCardThatIsSeenALittleLaterIsStillThere()
    {
        SocialCardReader::Options options = quick();
        options.settle = 20s;
        Rig rig(options);
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.slot->setFault("daemon"));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
        rig.slot->remove();
        rig.slot->heal();
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        const int before = rig.slot->exchanges();
        rig.slot->insert(card("a-free"));
        QTRY_VERIFY(rig.slot->exchanges() > before);
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return fact(s, "media") == "present"; }));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
    }

    void aCardThatIsTakenDuringAGapIsGone()
    {
        SocialCardReader::Options options = quick();
        options.settle = 20ms;
        Rig rig(options);
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.slot->setFault("daemon"));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
        rig.slot->remove();
        rig.slot->heal();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
    }

    void anotherCardAfterAGapIsAnotherCard()
    {
        Rig rig;
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.slot->setFault("daemon"));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
        rig.slot->insert(card("li-yanshi"));
        rig.slot->heal();
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.text(), std::string("arrived read removed arrived read"));
    }

    void contactsWinWhateverTheOrder()
    {
        DualRig rig;
        // The one in contacts is there first: the reader may look at any moment.
        rig.slots->second.insert(card("zhang-ceshi"));
        rig.slots->first.insert(withoutContacts(card("zhang-ceshi")));
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.contact());
    }

    void aMuteCardIsReadLast()
    {
        DualRig rig;
        rig.slots->first.insert(withoutContacts(card("zhang-ceshi")));
        rig.slots->second.insert(card("h-mute"));
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
    }

    // Both interfaces of one card: one visit, until the card is gone from both.
    void oneCardInBothSlotsIsOneVisit_data()
    {
        QTest::addColumn<bool>("polling");
        QTest::newRow("polling") << true;
        QTest::newRow("not polling") << false;
    }

    void oneCardInBothSlotsIsOneVisit()
    {
        QFETCH(bool, polling);
        DualRig rig;
        rig.slots->first.insert(withoutContacts(card("zhang-ceshi")));
        rig.slots->second.insert(card("zhang-ceshi"));
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(2));
        rig.reader.setPolling(polling);
        rig.slots->second.remove();
        QVERIFY(
            rig.events.waitForState([](const Snapshot &s) { return fact(s, "reader") == "Dual Reader PICC 00 00"; }));
        QCOMPARE(rig.events.text(), std::string("arrived read"));
        rig.slots->first.remove();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
    }

    void anotherCardInTheOtherSlotIsAnotherVisit()
    {
        DualRig rig;
        rig.slots->first.insert(withoutContacts(card("li-yanshi")));
        rig.slots->second.insert(card("zhang-ceshi"));
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(2));
        rig.slots->second.remove();
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.text(), std::string("arrived read removed arrived read"));
        const auto contents = std::get<SocialCardContents>(*rig.events.contents());
        QCOMPARE(decodeCard(contents)->name.reveal(), QString::fromUtf8("李演示"));
    }

    // While nobody could present a card, one in the other slot is looked at to know whether it is the same, no more.
    void anotherCardInTheOtherSlotWaitsUnread()
    {
        DualRig rig;
        rig.slots->first.insert(withoutContacts(card("li-yanshi")));
        rig.slots->second.insert(card("zhang-ceshi"));
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(2));
        rig.reader.setPolling(false);
        rig.slots->second.remove();
        QVERIFY(rig.events.waitFor(3));
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return fact(s, "media") == "present"; }));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
        rig.reader.setPolling(true);
        QVERIFY(rig.events.waitFor(5));
    }

    void aSecurityModuleIsNobodysCard()
    {
        RegionProfile region;
        region.psamReader = "Reader ICC";
        SocialCardReader::Options options = quick();
        options.regions = std::make_shared<const std::vector<RegionProfile>>(std::vector{region});
        const auto slots = std::make_shared<TwoSlots>();
        slots->second.insert(card("li-yanshi"));
        CardEvents events;
        SocialCardReader reader(slots, options);
        events.attach(reader);
        reader.start();
        QVERIFY(events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        QCOMPARE(fact(*reader.board().current(), "media"), std::string("none"));
        slots->first.insert(withoutContacts(card("zhang-ceshi")));
        QVERIFY(events.waitFor(2));
        QCOMPARE(events.text(), std::string("arrived read"));
        QCOMPARE(slots->second.exchanges(), 0);
    }

    void aCardThatIsThereAtTheStartIsToldSo()
    {
        Rig rig(quick(), "a-free");
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.foundAtStart(), 1);
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(3));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.text(), std::string("arrived read removed arrived read"));
        QCOMPARE(rig.events.foundAtStart(), 1);
    }

    void aCardThatComesLaterIsNot()
    {
        Rig rig;
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.foundAtStart(), 0);
    }

    // Whose card lies there after a reader has been away for long is not known.
    void aCardThatIsThereAfterALongGapIsToldSo()
    {
        SocialCardReader::Options options = quick();
        options.blip = 20ms;
        Rig rig(options);
        QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Ready; }));
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.slot->setFault("unplug"));
        QVERIFY(rig.events.waitFor(3));
        rig.slot->heal();
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.foundAtStart(), 1);
    }

    void aLongGapEndsTheVisit()
    {
        SocialCardReader::Options options = quick();
        options.blip = 20ms;
        Rig rig(options);
        rig.slot->insert(card("a-free"));
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.slot->setFault("unplug"));
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.text(), std::string("arrived read removed"));
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
