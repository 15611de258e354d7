// SPDX-License-Identifier: GPL-3.0-or-later
// The PIN of a card and its tries: what is shown to a card, what counts, and when nothing is shown to it any more.
#include "drivers/hub/carddecode.h"
#include "tests/unit/card/authorisationrig.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace hall::test;

class TestCardPin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRightPin()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        const AuthorisationNeed need = rig.events.need();
        QCOMPARE(need.step, AuthorisationStep::Pin);
        QCOMPARE(need.chain.size(), std::size_t(1));
        QCOMPARE(need.triesLeft.value_or(-1), 6);  // asked of the card, which costs it none
        QVERIFY(!need.lastTry);
        QCOMPARE(need.pinDigits, 6);
        QVERIFY(need.card.ef06.empty());
        QCOMPARE(need.card.ef05.size(), std::size_t(7));
        const int before = rig.slot->exchanges();
        rig.pin("123456");
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin read"));
        const SocialCardContents contents = rig.contents();
        QVERIFY(contents.pinVerified);
        QVERIFY(!contents.initialPin);
        QVERIFY(!contents.genuine);
        QCOMPARE(decodeCard(contents)->name.reveal(), QString::fromUtf8("张测试"));
        QCOMPARE(rig.slot->exchanges() - before, 8);  // VERIFY, SELECT, six records: the card was not begun anew
        QCOMPARE(contents.apdus, rig.slot->exchanges());
    }

    void theInitialPinIsRecognisedAsTyped()
    {
        CardFile file = card("c-pin");
        file.pin = "888888";
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        rig.pin("888888");
        QVERIFY(rig.events.waitFor(3));
        QVERIFY(rig.contents().initialPin);
        const Identity person = *decodeCard(rig.contents());
        QVERIFY(person.initialPin);
        QVERIFY(person.warnings.isEmpty());  // warnings go into the case
    }

    void twoWrongPinsAreAllOfAVisit()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.pin("000000");
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.need().triesLeft.value_or(-1), 5);
        rig.pin("000001");
        QVERIFY(rig.events.waitFor(4));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin needs:pin:card.pin-wrong failed:card.pin-tries-used"));
        // Taking the card out and putting it in again wins nothing.
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(5));
        rig.events.clear();
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.told(), QStringLiteral("arrived failed:card.pin-tries-used"));
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(3));
        rig.events.clear();
        rig.reader.beginVisit();
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin"));
    }

    void theLastTryWantsAWord()
    {
        CardFile file = card("c-pin");
        file.pinTries = 2;
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        rig.pin("000000");
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.need().triesLeft.value_or(-1), 1);
        QVERIFY(rig.events.need().lastTry);
        const int before = rig.slot->exchanges();
        rig.pin("123456");
        QVERIFY(rig.events.waitFor(4));
        QCOMPARE(rig.slot->exchanges(), before);  // the card was not asked
        QCOMPARE(rig.events.order().back(), std::string("needs:pin:use.not-allowed"));
        rig.pin("123456", true);
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.order().back(), std::string("read"));
    }

    void aLockedPin_data()
    {
        QTest::addColumn<int>("tries");
        QTest::addColumn<bool>("tells");
        QTest::addColumn<QString>("told");
        QTest::newRow("locked before") << 0 << true << QStringLiteral("arrived failed:card.pin-locked");
        QTest::newRow("locked before, does not tell")
            << 0 << false << QStringLiteral("arrived needs:pin failed:card.pin-locked");
        QTest::newRow("locked by this try") << 1 << true << QStringLiteral("arrived needs:pin failed:card.pin-locked");
        QTest::newRow("locked by this try, does not tell")
            << 1 << false << QStringLiteral("arrived needs:pin failed:card.pin-locked");
    }

    void aLockedPin()
    {
        QFETCH(int, tries);
        QFETCH(bool, tells);
        QFETCH(QString, told);
        CardFile file = card("c-pin");
        file.pinTries = tries;
        file.tellsTries = tells;
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        if (told.count(u' ') == 2) {
            QVERIFY(rig.events.need().lastTry);
            rig.pin("000000", true);
            QVERIFY(rig.events.waitFor(3));
        }
        QCOMPARE(rig.told(), told);
    }

    // However many tries a card has, whether it tells them, and what it answers instead: without the holder's word no
    // wrong PIN takes the last one.
    void theLastTryIsNeverTakenUnawares_data()
    {
        QTest::addColumn<int>("tries");
        QTest::addColumn<bool>("tells");
        QTest::addColumn<bool>("asked");
        QTest::addColumn<int>("left");  // after the visit
        for (int tries = 1; tries <= 6; ++tries) {
            QTest::addRow("%d, tells", tries) << tries << true << true << std::max(tries - 2, 1);
            QTest::addRow("%d, does not tell", tries) << tries << false << true << tries;
            QTest::addRow("%d, is not to be asked", tries) << tries << true << false << tries;
        }
    }

    void theLastTryIsNeverTakenUnawares()
    {
        QFETCH(int, tries);
        QFETCH(bool, tells);
        QFETCH(bool, asked);
        QFETCH(int, left);
        CardFile file = card("c-pin");
        file.pinTries = tries;
        file.tellsTries = tells;
        RegionProfile region = profile({AuthorisationStep::Pin});
        region.pinCounter = asked ? PinCounter::Asked : PinCounter::NotAsked;
        Rig rig(region);
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.need().triesLeft, tells && asked ? std::optional(tries) : std::nullopt);
        QCOMPARE(rig.events.need().lastTry, !(tells && asked) || tries == 1);
        rig.pin("000000");
        rig.pin("000001");
        rig.pin("000002");
        QCOMPARE(rig.changed("000003", "246813").has_value(), false);
        rig.reader.giveUp();
        QCOMPARE(rig.changed("000004", "246813").has_value(), false);
        // What the counter stands at now, said by the card itself.
        QTRY_COMPARE(rig.slot->pinTriesLeft(), left);
    }

    // A right PIN gives a card all its tries back, so that the next wrong one cannot be the last.
    void afterARightPinACardThatDoesNotTellIsTrusted()
    {
        CardFile file = card("c-pin");
        file.tellsTries = false;
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.changed("123456", "246813").error().code, FaultCode::DeviceNotReady);  // it waits for the PIN
        rig.pin("123456", true);
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.order().back(), std::string("read"));
        QCOMPARE(rig.changed("999999", "246813").error().code, FaultCode::PinWrong);
        QVERIFY(rig.changed("123456", "246813"));
    }

    void aFreeCardThatDoesNotTellKeepsItsPin()
    {
        CardFile file = card("a-free");
        file.pin = "123456";
        file.tellsTries = false;
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.changed("123456", "246813").error().code, FaultCode::NotAllowed);
        QCOMPARE(rig.slot->pinTriesLeft(), 6);
    }

    // A card that answers a wrong PIN with 6300 does not say what is left, but one less it is.
    void whatIsNotSaidAfterAWrongPinIsCounted()
    {
        CardFile file = card("c-pin");
        file.pinTries = 2;
        file.fault.sw["0020000003"] = 0x6300;
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.events.need().triesLeft.value_or(-1), 2);
        rig.pin("000000");
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin needs:pin:card.pin-wrong"));
        QCOMPARE(rig.events.need().triesLeft.value_or(-1), 1);
        QVERIFY(rig.events.need().lastTry);
    }

    // Pulled out while it is asked: asked again, and no try is counted.
    void pulledWhileItIsAsked()
    {
        CardFile file = card("c-pin");
        SimSmartCard probe(file);
        const apdu::Exchange send = [&probe](const Bytes &command) -> Result<Bytes> { return *probe.answer(command); };
        QVERIFY(readSocialCard(send)->needsAuthorisation);
        file.fault.pullAfter = probe.answered();
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived failed:card.pulled removed"));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.events.need().triesLeft.value_or(-1), 6);
    }

    void whatIsNoPinIsNotShown_data()
    {
        QTest::addColumn<QByteArray>("digits");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("short") << QByteArray("1234");
        QTest::newRow("long") << QByteArray("12345678");
        QTest::newRow("letters") << QByteArray("12345a");
    }

    void whatIsNoPinIsNotShown()
    {
        QFETCH(QByteArray, digits);
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        const int before = rig.slot->exchanges();
        rig.pin(digits.constData());
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.order().back(), std::string("needs:pin:use.bad-argument"));
        QCOMPARE(rig.slot->exchanges(), before);
    }

    void aCardWithoutAPinGoesOnToTheNextStep()
    {
        CardFile file = card("b-external");
        {
            Rig rig(profile({AuthorisationStep::Pin, AuthorisationStep::Remote}));
            rig.insert(file);
            QVERIFY(rig.events.waitFor(2));
            QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote:card.needs-authorisation"));
        }
        // One that does not say so when it is asked says so when it is shown a PIN.
        file.tellsTries = false;
        Rig rig(profile({AuthorisationStep::Pin, AuthorisationStep::Remote}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        rig.pin("123456", true);
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin needs:remote:card.needs-authorisation"));
    }

    // Whether a card that is pulled out has counted the PIN is not known: two such are all of a visit, too.
    void whatIsCutOffCountsAsWrong()
    {
        CardFile file = card("c-pin");
        SimSmartCard probe(file);
        const apdu::Exchange send = [&probe](const Bytes &command) -> Result<Bytes> { return *probe.answer(command); };
        QVERIFY(readSocialCard(send)->needsAuthorisation);
        Rig rig(profile({AuthorisationStep::Pin}));
        for (int i = 0; i < 2; ++i) {
            file.fault.pullAfter = probe.answered() + (i == 0 ? 1 : 0);  // the tries are asked for once
            rig.events.clear();
            rig.insert(file);
            QVERIFY(rig.events.waitFor(2));
            rig.pin("123456");
            QVERIFY(rig.events.waitFor(4));
            QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin failed:card.pulled removed"));
        }
        rig.events.clear();
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.told(), QStringLiteral("arrived failed:card.pin-tries-used"));
    }

    void aRightPinWinsNoMoreWrongOnes()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.pin("000000");
        QVERIFY(rig.events.waitFor(3));
        rig.pin("123456");
        QVERIFY(rig.events.waitFor(4));
        QCOMPARE(rig.events.order().back(), std::string("read"));
        QCOMPARE(rig.changed("000000", "246813").error().code, FaultCode::PinWrong);
        QCOMPARE(rig.changed("123456", "246813").error().code, FaultCode::NotAllowed);
    }

    void changesThePin()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.pin("123456");
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.changed("123456", "1234").error().code, FaultCode::BadArgument);
        QCOMPARE(rig.changed("123456", "888888").error().code, FaultCode::BadArgument);  // one that all cards had
        QCOMPARE(rig.changed("000000", "246813").error().code, FaultCode::PinWrong);
        QVERIFY(rig.changed("123456", "246813"));
        QCOMPARE(rig.changed("123456", "135724").error().code, FaultCode::PinWrong);
        QCOMPARE(rig.changed("246813", "135724").error().code, FaultCode::NotAllowed);  // two wrong ones in this visit
        rig.reader.beginVisit();
        QVERIFY(rig.changed("246813", "135724"));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin read"));
    }

    void noCardNoChange()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        QCOMPARE(rig.changed("123456", "246813").error().code, FaultCode::DeviceNotReady);
    }

    // What one card was found to want is asked of the next at once.
    void theSecondCardOfAKindNeedsNoSecondTry()
    {
        Rig rig(profile({}));
        rig.insert(card("d-tag-addressing"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.contents().identityApdus, 9);
        rig.insert(card("d-tag-addressing"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.contents().identityApdus, 8);
        // And one that wants it the other way is read all the same.
        rig.insert(card("d-shifted-numbers"));
        QVERIFY(rig.events.waitFor(8));
        QCOMPARE(decodeCard(rig.contents())->name.reveal(), QString::fromUtf8("张测试"));
        QCOMPARE(rig.told(), QStringLiteral("arrived read removed arrived read removed arrived read"));
    }
};

QTEST_APPLESS_MAIN(TestCardPin)
#include "tst_cardpin.moc"
