// SPDX-License-Identifier: GPL-3.0-or-later
// Cards that keep their holder to themselves: the PIN and its tries, the two-step authentication, and what becomes of a
// card that waits.
#include "drivers/card/socialcardreader.h"
#include "drivers/hub/carddecode.h"
#include "drivers/sim/simcardslot.h"
#include "tests/unit/card/cardevents.h"

#include <QTest>

#include <future>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

CardFile card(const char *name)
{
    const auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(name) +
                                   QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

RegionProfile profile(std::vector<AuthorisationStep> chain)
{
    RegionProfile made;
    made.id = "370200";
    made.region = "370200";
    made.authorisation = std::move(chain);
    made.initialPins = {"888888"};
    return made;
}

std::shared_ptr<const std::vector<RegionProfile>> only(RegionProfile one)
{
    return std::make_shared<const std::vector<RegionProfile>>(std::vector{std::move(one)});
}

struct Rig
{
    explicit Rig(RegionProfile region) : reader(slot, options(std::move(region)))
    {
        events.attach(reader, true);
        reader.start();
    }
    ~Rig() { reader.stop(); }

    static SocialCardReader::Options options(RegionProfile region)
    {
        SocialCardReader::Options chosen;
        chosen.recovery.pauses = {5ms, 10ms};
        chosen.regions = only(std::move(region));
        return chosen;
    }
    void insert(const CardFile &file) const { slot->insert(file); }
    void pin(const char *digits, bool lastTry = false)
    {
        reader.authorisation()->verifyPin(Sensitive<std::string>(digits), lastTry);
    }
    [[nodiscard]] QString told() const { return QString::fromStdString(events.text()); }
    [[nodiscard]] SocialCardContents contents() const { return std::get<SocialCardContents>(*events.contents()); }
    [[nodiscard]] Done changed(const char *old, const char *fresh)
    {
        std::promise<Done> done;
        reader.authorisation()->changePin(Sensitive<std::string>(old), Sensitive<std::string>(fresh),
                                          [&done](Done ended) { done.set_value(std::move(ended)); });
        return done.get_future().get();
    }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    CardEvents events;
    SocialCardReader reader;
};

CardFile withCertificate(CardFile file)
{
    file.files["SSSE/DF02/EF09"] = {
        {0x55, {'3', '7', '0', '2', '0', '0', '0', '0', '1', '9', '0', '0', '0', '1', '2', '3'}}};
    file.access["SSSE/DF02/EF09"] = CardAccess::Pin;
    return file;
}

}  // namespace

class TestCardAuthorisation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProfileIsTheClosest()
    {
        const auto made = [](const char *id, const char *region, std::vector<std::string> versions) {
            RegionProfile one;
            one.id = id;
            one.region = region;
            one.versions = std::move(versions);
            return one;
        };
        const std::vector<RegionProfile> all{made("province", "37", {}), made("city-new", "370200", {"3.00"}),
                                             made("city", "370200", {}), made("other-new", "37", {"3.00"})};
        QCOMPARE(profileFor(all, "370200", "2.00").id, std::string("city"));
        QCOMPARE(profileFor(all, "370200", "3.00").id, std::string("city-new"));
        QCOMPARE(profileFor(all, "370300", "3.00").id, std::string("other-new"));
        QCOMPARE(profileFor(all, "370300", "2.00").id, std::string("province"));
        QCOMPARE(profileFor(all, "110100", "2.00").id, std::string("default"));
        QVERIFY(profileFor(all, "110100", "2.00").authorisation.empty());
    }

    void aRegionWithoutAWayEndsAtOnce()
    {
        Rig rig(profile({}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.told(), QStringLiteral("arrived failed:card.needs-authorisation"));
    }

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

    void theTwoSteps()
    {
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(card("b-external"));
        QVERIFY(rig.events.waitFor(2));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote"));
        const RemoteRequest request = rig.events.need().remote.value();
        QCOMPARE(request.region, std::string("370200"));
        QCOMPARE(request.resetInfo, std::string("0081544C008637020001112233"));
        QCOMPARE(request.cardId, std::string("370200D15600000500112233445566BB"));
        QCOMPARE(request.externalSource, std::string("1122334455667788"));
        QCOMPARE(request.externalFactor, std::string("0081544C00863702"));
        QCOMPARE(request.internalFactor, request.externalFactor);
        QCOMPARE(request.internalSource.size(), std::size_t(16));
        const std::string text = request.text();
        QCOMPARE(std::count(text.begin(), text.end(), '|'), 8);
        RemoteAnswer answer;
        answer.internal = card("b-external").internalAuth;
        answer.external = Sensitive<Bytes>(card("b-external").externalAuth);
        rig.reader.continueRemote(answer);
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote read"));
        QVERIFY(rig.contents().genuine);
        QVERIFY(decodeCard(rig.contents())->verified);
    }

    void whatTheCentreMaySayWrong_data()
    {
        QTest::addColumn<Bytes>("internal");
        QTest::addColumn<Bytes>("external");
        QTest::addColumn<QString>("end");
        const CardFile file = card("b-external");
        QTest::newRow("another card's proof")
            << Bytes(8, 0x11) << file.externalAuth << QStringLiteral("card.not-genuine");
        QTest::newRow("wrong key") << file.internalAuth << Bytes(16, 0x11) << QStringLiteral("centre.refused");
        QTest::newRow("short") << file.internalAuth << Bytes(7, 0x11) << QStringLiteral("centre.protocol");
        QTest::newRow("nothing") << Bytes() << Bytes() << QStringLiteral("centre.protocol");
    }

    void whatTheCentreMaySayWrong()
    {
        QFETCH(Bytes, internal);
        QFETCH(Bytes, external);
        QFETCH(QString, end);
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(card("b-external"));
        QVERIFY(rig.events.waitFor(2));
        rig.reader.continueRemote({internal, Sensitive<Bytes>(external)});
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote failed:") + end);
    }

    void aCentreThatCannotBeAsked()
    {
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(card("b-external"));
        QVERIFY(rig.events.waitFor(2));
        rig.reader.refused(Fault(FaultCode::CentreUnreachable));
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:remote failed:centre.unreachable"));
    }

    void aCardThatIsNotProvedIsNotCalledGenuine()
    {
        CardFile file = card("b-external");
        file.internalAuth.clear();
        Rig rig(profile({AuthorisationStep::Remote}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        QVERIFY(rig.events.need().remote->internalSource.empty());
        rig.reader.continueRemote({Bytes(8, 0x11), Sensitive<Bytes>(file.externalAuth)});
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.order().back(), std::string("read"));
        QVERIFY(!rig.contents().genuine);
        QVERIFY(!decodeCard(rig.contents())->verified);
    }

    // The module in its own slot computes what the card wants; nobody is asked.
    void theSecurityModule_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("told");
        QTest::newRow("in order") << QString() << QStringLiteral("arrived read");
        for (const char *what : {"none", "gone", "mute", "another key", "another region", "no module", "unplugged"}) {
            QTest::newRow(what) << QString::fromLatin1(what)
                                << QStringLiteral("arrived needs:remote:card.needs-authorisation");
        }
        QTest::newRow("wrong answer") << QStringLiteral("wrong answer")
                                      << QStringLiteral("arrived needs:remote:centre.refused");
    }

    void theSecurityModule()
    {
        QFETCH(QString, what);
        QFETCH(QString, told);
        // Diversified by "370200sx" and the first eight historical bytes.
        CardFile module;
        module.atr = {0x3B, 0x02, 0x50, 0x53};
        module.files["DF01/EF17"] = {};
        module.moduleInit = {'3', '7', '0', '2', '0', '0', 's', 'x', 0x00, 0x81, 0x54, 0x4C, 0x00, 0x86, 0x37, 0x02};
        module.moduleResult = {1, 2, 3, 4, 5, 6, 7, 8};
        CardFile file = card("b-external");
        file.externalAuth = module.moduleResult;
        file.externalAuth.insert(file.externalAuth.end(), module.moduleInit.begin() + 8, module.moduleInit.end());
        if (what == u"another key") {
            module.moduleInit[8] = 0xFF;
        } else if (what == u"another region") {
            module.moduleInit[0] = '1';
        } else if (what == u"no module") {
            module.moduleResult.clear();
        } else if (what == u"wrong answer") {
            module.moduleResult[0] = 9;
        } else if (what == u"mute") {
            module.fault.mute = true;
        }
        const auto second = std::make_shared<SimCardSlot>("Module 00 01");
        if (what != u"gone") {
            second->insert(module);
        }
        if (what == u"unplugged") {
            QVERIFY(second->setFault("unplug"));
        }
        RegionProfile region = profile({AuthorisationStep::Psam, AuthorisationStep::Remote});
        region.psamReader = "Module";
        SocialCardReader::Options options = Rig::options(region);
        options.module = what == u"none" ? nullptr : second;
        const auto slot = std::make_shared<SimCardSlot>();
        CardEvents events;
        SocialCardReader reader(slot, options);
        events.attach(reader, true);
        reader.start();
        slot->insert(file);
        QVERIFY(events.waitFor(2));
        QCOMPARE(QString::fromStdString(events.text()), told);
        if (what.isEmpty()) {
            const auto contents = std::get<SocialCardContents>(*events.contents());
            QVERIFY(!contents.genuine);  // the module proved the reader to the card, not the card to us
            QCOMPARE(decodeCard(contents)->name.reveal(), QString::fromUtf8("张测试"));
        } else {
            reader.authorisation()->giveUp();
            QVERIFY(events.waitFor(3));
            QCOMPARE(events.order().back(), std::string("failed:card.needs-authorisation"));
        }
    }

    void givenUp()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.reader.giveUp();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin failed:card.needs-authorisation"));
        rig.pin("123456");  // comes too late, and is shown to nobody
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(4));
        QCOMPARE(rig.events.order().back(), std::string("removed"));
    }

    void takenOutWhileItWaits()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(3));
        rig.pin("123456");
        rig.insert(card("a-free"));
        QVERIFY(rig.events.waitFor(5));
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin removed arrived read"));
    }

    void pulledInTheMiddleOfAStep_data()
    {
        QTest::addColumn<int>("after");
        for (int i = 0; i <= 8; ++i) {
            QTest::addRow("%d", i) << i;
        }
    }

    void pulledInTheMiddleOfAStep()
    {
        QFETCH(int, after);
        CardFile file = card("c-pin");
        SimSmartCard probe(file);
        const apdu::Exchange send = [&probe](const Bytes &command) -> Result<Bytes> { return *probe.answer(command); };
        QVERIFY(readSocialCard(send)->needsAuthorisation);
        file.fault.pullAfter = probe.answered() + 1 + after;  // the question for the tries
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(file);
        QVERIFY(rig.events.waitFor(2));
        rig.pin("123456");
        const bool whole = after == 8;
        QVERIFY(rig.events.waitFor(whole ? 3 : 4));
        QCOMPARE(rig.told(), whole ? QStringLiteral("arrived needs:pin read")
                                   : QStringLiteral("arrived needs:pin failed:card.pulled removed"));
        rig.insert(card("a-free"));
        QVERIFY(rig.events.waitFor(6));
        QCOMPARE(rig.events.order().back(), std::string("read"));
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

    // The daemon goes and comes back while somebody looks for the PIN.
    void aGapWhileItWaits()
    {
        for (const AuthorisationStep step : {AuthorisationStep::Pin, AuthorisationStep::Remote}) {
            Rig rig(profile({step}));
            rig.insert(card(step == AuthorisationStep::Pin ? "c-pin" : "b-external"));
            QVERIFY(rig.events.waitFor(2));
            QVERIFY(rig.slot->setFault("daemon"));
            QVERIFY(rig.events.waitForState([](const Snapshot &s) { return s.link == Link::Suspended; }));
            rig.slot->heal();
            QVERIFY(rig.events.waitFor(3));
            QCOMPARE(rig.events.order()[2], rig.events.order()[1]);
            if (step == AuthorisationStep::Pin) {
                rig.pin("123456");
            } else {
                rig.reader.continueRemote({{}, Sensitive<Bytes>(card("b-external").externalAuth)});
            }
            QVERIFY(rig.events.waitFor(4));
            QCOMPARE(rig.events.order().back(), std::string("read"));
        }
    }

    void stoppedWhileItWaits()
    {
        Rig rig(profile({AuthorisationStep::Pin}));
        rig.insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        const auto begun = std::chrono::steady_clock::now();
        rig.reader.stop();
        QVERIFY(std::chrono::steady_clock::now() - begun < 2s);
        QCOMPARE(rig.told(), QStringLiteral("arrived needs:pin"));
    }

    void theEmploymentCertificate_data()
    {
        QTest::addColumn<int>("reading");
        QTest::addColumn<bool>("onCard");
        QTest::addColumn<QString>("number");
        const QString number = QStringLiteral("3702000019000123");
        QTest::newRow("off") << int(CertificateReading::Off) << true << QString();
        QTest::newRow("on") << int(CertificateReading::On) << true << number;
        QTest::newRow("not there") << int(CertificateReading::On) << false << QString();
    }

    void theEmploymentCertificate()
    {
        QFETCH(int, reading);
        QFETCH(bool, onCard);
        QFETCH(QString, number);
        RegionProfile region = profile({AuthorisationStep::Pin});
        region.certificate = static_cast<CertificateReading>(reading);
        Rig rig(region);
        rig.insert(onCard ? withCertificate(card("c-pin")) : card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.pin("123456");
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(rig.events.order().back(), std::string("read"));
        QCOMPARE(decodeCard(rig.contents())->employmentCertificate.reveal(), number);
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

    void whereFilesAreSelectedByIdentifierAlone()
    {
        CardFile file = card("a-free");
        file.fault.sw["00A402"] = 0x6A86;
        Rig rig(profile({}));
        for (const int apdus : {10, 8}) {
            rig.insert(file);
            QVERIFY(rig.events.waitFor(apdus == 10 ? 2 : 5));
            QVERIFY(rig.contents().identityApdus <= apdus);
        }
        QCOMPARE(rig.contents().identityApdus, 8);
    }
};

QTEST_APPLESS_MAIN(TestCardAuthorisation)
#include "tst_cardauthorisation.moc"
