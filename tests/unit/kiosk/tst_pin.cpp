// SPDX-License-Identifier: GPL-3.0-or-later
// Cards that are read with their PIN: the pad, its tries, and who else comes meanwhile.
#include "tests/unit/kiosk/pinrig.h"

using namespace hall;
using namespace hall::test;

class TestPin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRightPinSignsIn()
    {
        Rig rig;
        QVERIFY(rig.insert(card("sun-yangben")));
        QCOMPARE(rig.pad("step").toString(), QStringLiteral("enter"));
        QCOMPARE(rig.pad("digits").toInt(), 6);
        QVERIFY(!rig.pad("lastTry").toBool() && !rig.pad("another").toBool() && rig.padFault().isEmpty());
        QVERIFY(rig.session->visitorName().isEmpty());
        rig.type("3059");
        rig.session->pinErase();
        rig.session->pinEnter();  // not all of it: nothing goes to the card
        QVERIFY(!rig.session->busy());
        QCOMPARE(rig.pad("typed").toInt(), 3);
        rig.type("91799");  // more than there is room for
        QCOMPARE(rig.pad("typed").toInt(), 6);
        rig.session->pinEnter();
        QVERIFY(rig.session->busy());
        QCOMPARE(rig.pad("typed").toInt(), 0);
        QVERIFY(rig.comes("consent"));
        QCOMPARE(rig.session->visitorName(), QStringLiteral("孙**"));
    }

    void oneWrongPinAndThenTheRightOne()
    {
        Rig rig;
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.enter("111111");
        QTRY_COMPARE_WITH_TIMEOUT(rig.padFault(), QStringLiteral("card.pin-wrong"), longMs);
        QCOMPARE(rig.pad("triesLeft").toInt(), 5);
        QCOMPARE(rig.pad("typed").toInt(), 0);
        QVERIFY(rig.at("pin"));
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
    }

    void twoWrongPinsAreAllOfAVisit()
    {
        Rig rig;
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.enter("111111");
        rig.enter("222222");
        QVERIFY(rig.comes("sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.pin-tries-used"));
        rig.enter(right);  // there is no pad any more
        QVERIFY(rig.at("sign-in"));
        QVERIFY(rig.remove());
        QSignalSpy failed(&rig.hub, &DeviceHub::cardFailed);
        rig.devices.cardSlot->insert(card("sun-yangben"));
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longMs);
        QVERIFY(rig.at("sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.pin-tries-used"));
        QVERIFY(rig.remove());
        rig.begin();  // another visitor
        QVERIFY(rig.insert(card("sun-yangben")));
    }

    void theLastTrySaysSoAndLocks()
    {
        Rig rig;
        device::CardFile file = card("sun-yangben");
        file.pinTries = 2;
        QVERIFY(rig.insert(file));
        rig.enter("111111");
        QTRY_VERIFY_WITH_TIMEOUT(rig.pad("lastTry").toBool(), longMs);
        QCOMPARE(rig.pad("triesLeft").toInt(), 1);
        rig.enter("222222");
        QVERIFY(rig.comes("sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.pin-locked"));
    }

    void aLockedCard()
    {
        Rig rig;
        device::CardFile file = card("sun-yangben");
        file.fault.sw["0020"] = 0x6983;
        QSignalSpy failed(&rig.hub, &DeviceHub::cardFailed);
        rig.devices.cardSlot->insert(file);
        // It says so when it is asked, or when a PIN is shown to it.
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("pin") || !failed.isEmpty(), longMs);
        rig.enter(right);
        QVERIFY(rig.comes("sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.pin-locked"));
        QVERIFY(rig.session->visitorName().isEmpty());
    }

    void anInitialPinMustBeChanged()
    {
        Rig rig;
        QVERIFY(rig.insert(card("c-pin")));
        rig.enter(initial);
        QVERIFY(rig.comes("pin-change"));
        QVERIFY(rig.session->visitorName().isEmpty());
        QCOMPARE(rig.pad("step").toString(), QStringLiteral("new"));
        rig.enter("304050");
        QCOMPARE(rig.pad("step").toString(), QStringLiteral("repeat"));
        rig.enter("304051");
        QCOMPARE(rig.pad("step").toString(), QStringLiteral("new"));
        QCOMPARE(rig.padFault(), QStringLiteral("card.pin-differs"));
        rig.enter("888888");  // one that cards are handed out with as well
        rig.enter("888888");
        QTRY_COMPARE_WITH_TIMEOUT(rig.padFault(), QStringLiteral("card.pin-initial"), longMs);
        QCOMPARE(rig.pad("step").toString(), QStringLiteral("new"));
        QVERIFY(rig.at("pin-change"));
        rig.enter("304050");
        rig.enter("304050");
        QVERIFY(rig.comes("consent"));
        QCOMPARE(rig.session->visitorName(), QStringLiteral("张**"));
        // The card has it.
        const auto again =
            rig.hub.changePin(social, Sensitive<std::string>("304050"), Sensitive<std::string>("304051"));
        QTRY_VERIFY_WITH_TIMEOUT(again.isFinished(), longMs);
        QVERIFY(again.result().has_value());
    }

    void whoKeepsTheInitialPinIsNotSignedIn()
    {
        Rig rig;
        QSignalSpy wiping(rig.session.get(), &Session::wiping);
        QVERIFY(rig.insert(card("c-pin")));
        rig.enter(initial);
        QVERIFY(rig.comes("pin-change"));
        rig.session->back();
        QVERIFY(rig.comes("sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.pin-unchanged"));
        QCOMPARE(wiping.size(), 1);
        QVERIFY(wiping.front().front().toStringList().contains(QStringLiteral("张测试")));
        QVERIFY(!rig.hub.lastIdentity(social));
        rig.begin();
        QCoreApplication::processEvents();
        QVERIFY(rig.at("attract"));
    }

    void signingInAnotherWay()
    {
        Rig rig;
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.type("30");
        rig.session->back();
        QVERIFY(rig.comes("sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.pin-not-entered"));
        QCOMPARE(rig.pad("typed").toInt(), 0);
        QVERIFY(!rig.hub.waitingCard(social));
        QVERIFY(rig.devices.idReader->place(resources + QStringLiteral("/demo/id-cards/li-yanshi.json")));
        QVERIFY(rig.comes("consent"));
        QCOMPARE(rig.session->visitorName(), QStringLiteral("李**"));
        rig.devices.idReader->lift();
        rig.session->finish();
        QVERIFY(rig.comes("take-card"));  // the other card is still in its slot
    }

    void anIdentityCardWhileThePadIsUp()
    {
        Rig rig;
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.type("30");
        QVERIFY(rig.devices.idReader->place(resources + QStringLiteral("/demo/id-cards/expired.json")));
        QSignalSpy removed(&rig.hub, &DeviceHub::cardRemoved);
        QTRY_COMPARE_WITH_TIMEOUT(rig.fault(), QStringLiteral("card.expired"), longMs);
        rig.devices.idReader->lift();
        QTRY_COMPARE_WITH_TIMEOUT(removed.size(), 1, longMs);
        QVERIFY(rig.devices.idReader->place(resources + QStringLiteral("/demo/id-cards/li-yanshi.json")));
        QVERIFY(rig.comes("consent"));
        QVERIFY(!rig.hub.waitingCard(social));
        QCOMPARE(rig.session->visitorName(), QStringLiteral("李**"));
    }

    void pulledWhileThePadIsUp()
    {
        Rig rig;
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.type("3059");
        QVERIFY(rig.remove());
        QVERIFY(rig.comes("sign-in"));
        QVERIFY(rig.fault().isEmpty());
        QCOMPARE(rig.pad("typed").toInt(), 0);
        QVERIFY(rig.insert(card("sun-yangben")));
        QCOMPARE(rig.pad("typed").toInt(), 0);
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
    }

    void nobodyTypesAnyMore()
    {
        Rig rig;
        QSignalSpy over(rig.session.get(), &Session::visitOver);
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.type("3059");
        rig.clock.advance(std::chrono::seconds(61));
        QTRY_VERIFY_WITH_TIMEOUT(rig.session->secondsLeft() >= 0, longMs);
        rig.clock.advance(std::chrono::seconds(21));
        QTRY_COMPARE_WITH_TIMEOUT(over.size(), 1, longMs);
        QCOMPARE(rig.pad("typed").toInt(), 0);
        QVERIFY(!rig.hub.waitingCard(social));
        QCOMPARE(rig.hub.readerWithLeftCard(), social);
        rig.begin();
        QCoreApplication::processEvents();
        QVERIFY(rig.at("attract"));
    }

    void aCardThatCameBetweenTwoVisits()
    {
        Rig rig;
        QVERIFY(rig.insert(card("li-yanshi"), "consent"));
        rig.session->finish();
        QVERIFY(rig.remove());
        QVERIFY(rig.at("ended"));
        QSignalSpy waits(&rig.hub, &DeviceHub::cardWaits);
        rig.devices.cardSlot->insert(card("sun-yangben"));
        QTRY_COMPARE_WITH_TIMEOUT(waits.size(), 1, longMs);
        QVERIFY(rig.at("ended"));
        rig.begin();
        QVERIFY(rig.comes("pin"));
    }

    void theVisitorsOwnCardComesBack()
    {
        Rig rig;
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
        rig.session->acceptConsent();
        QVERIFY(rig.remove());
        QTRY_VERIFY_WITH_TIMEOUT(rig.session->cardAway(), longMs);
        rig.devices.cardSlot->insert(card("c-pin"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.session->cardAwayNote(), QStringLiteral("other"), longMs);
        QVERIFY(rig.remove());
        rig.devices.cardSlot->insert(card("sun-yangben"));
        QTRY_VERIFY_WITH_TIMEOUT(!rig.session->cardAway(), longMs);
        QVERIFY(rig.at("home"));
    }

    void aStaffCardNeedsNoVisitorsPin()
    {
        Rig rig;
        QSignalSpy staff(rig.session.get(), &Session::staffCardSeen);
        device::CardFile file = card("staff");
        file.access["SSSE/EF06"] = device::CardAccess::Pin;
        file.pin = right;
        rig.devices.cardSlot->insert(file);
        QTRY_COMPARE_WITH_TIMEOUT(staff.size(), 1, longMs);
        QVERIFY(!rig.at("pin"));
    }

    void anExpiredCardIsNotAskedForItsPin()
    {
        Rig rig;
        device::CardFile file = card("j-expired");
        file.access["SSSE/EF06"] = device::CardAccess::Pin;
        file.pin = right;
        QVERIFY(rig.insert(file, "sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.expired"));
    }
};

QTEST_MAIN(TestPin)
#include "tst_pin.moc"
