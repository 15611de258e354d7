// SPDX-License-Identifier: GPL-3.0-or-later
// Whose card it is: gaps in which a reader or its daemon is away, two slots, and cards that lay there before.
#include "drivers/hub/carddecode.h"
#include "tests/unit/card/socialcardrig.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace hall::test;
using namespace std::chrono_literals;

class TestSocialCardSlots : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
};

QTEST_APPLESS_MAIN(TestSocialCardSlots)
#include "tst_socialcardslots.moc"
