// SPDX-License-Identifier: GPL-3.0-or-later
// A PIN that is shown to prove who holds the card, when it was read already: the tries are those of a card that is
// opened by its PIN, and nothing is shown that must not be.
#include "drivers/card/socialcardreader.h"
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

// Read freely, and it has a PIN all the same.
CardFile freeCard(int tries = 6)
{
    CardFile file = card("a-free");
    file.pin = "718293";
    file.pinTries = tries;
    return file;
}

struct Rig
{
    Rig() : reader(slot, options())
    {
        events.attach(reader, true);
        reader.start();
    }
    ~Rig() { reader.stop(); }

    static SocialCardReader::Options options()
    {
        SocialCardReader::Options chosen;
        chosen.recovery.pauses = {5ms, 10ms};
        RegionProfile region;
        region.id = region.region = "370200";
        region.authorisation = {AuthorisationStep::Pin};
        region.initialPins = {"123456", "888888"};
        chosen.regions = std::make_shared<const std::vector<RegionProfile>>(std::vector{region});
        return chosen;
    }
    bool read(const CardFile &file)
    {
        slot->insert(file);
        return events.waitFor(2) && events.order().back() == "read";
    }
    PinAnswer ask()
    {
        std::promise<PinAnswer> answer;
        reader.authorisation()->askPin([&answer](PinAnswer given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    }
    PinAnswer prove(const char *digits, bool lastTry = false)
    {
        std::promise<PinAnswer> answer;
        reader.authorisation()->provePin(Sensitive<std::string>(digits), lastTry,
                                         [&answer](PinAnswer given) { answer.set_value(std::move(given)); });
        return answer.get_future().get();
    }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    CardEvents events;
    SocialCardReader reader;
};

QString codeOf(const PinAnswer &answer)
{
    const std::string_view name = answer.done ? std::string_view("right") : answer.done.error().name();
    return QString::fromLatin1(name.data(), qsizetype(name.size()));
}

}  // namespace

class TestPinProof : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCardThatWasReadFreely()
    {
        Rig rig;
        QVERIFY(rig.read(freeCard()));
        const PinAnswer asked = rig.ask();
        QVERIFY(asked.done);
        QCOMPARE(asked.digits, 6);
        QVERIFY(asked.triesLeft == 6);
        QVERIFY(!asked.lastTry && !asked.initial);
        const PinAnswer right = rig.prove("718293");
        QCOMPARE(codeOf(right), QStringLiteral("right"));
        QVERIFY(!right.initial);
        QCOMPARE(right.cardNumber.reveal(), std::string("A12345678"));
        QCOMPARE(rig.events.order().size(), std::size_t(2));  // nothing is told anew
    }

    void twoWrongOnesAreAllOfAVisit()
    {
        Rig rig;
        QVERIFY(rig.read(freeCard()));
        const PinAnswer first = rig.prove("111111");
        QCOMPARE(codeOf(first), QStringLiteral("card.pin-wrong"));
        QVERIFY(first.triesLeft == 5);
        QCOMPARE(codeOf(rig.prove("222222")), QStringLiteral("card.pin-tries-used"));
        QCOMPARE(codeOf(rig.prove("718293")), QStringLiteral("card.pin-tries-used"));
        QCOMPARE(codeOf(rig.ask()), QStringLiteral("card.pin-tries-used"));
        rig.reader.beginVisit();
        QCOMPARE(codeOf(rig.prove("718293")), QStringLiteral("right"));
    }

    void theTriesOfOpeningTheCardCountToo()
    {
        Rig rig;
        rig.slot->insert(card("c-pin"));
        QVERIFY(rig.events.waitFor(2));
        rig.reader.verifyPin(Sensitive<std::string>("111111"), false);
        QVERIFY(rig.events.waitFor(3));
        rig.reader.verifyPin(Sensitive<std::string>("123456"), false);
        QVERIFY(rig.events.waitFor(4));
        QCOMPARE(rig.events.order().back(), std::string("read"));
        QCOMPARE(codeOf(rig.prove("222222")), QStringLiteral("card.pin-tries-used"));
        QCOMPARE(codeOf(rig.prove("123456")), QStringLiteral("card.pin-tries-used"));
    }

    void anInitialPinIsKnownForWhatItIs()
    {
        Rig rig;
        CardFile file = freeCard();
        file.pin = "888888";
        QVERIFY(rig.read(file));
        const PinAnswer answer = rig.prove("888888");
        QVERIFY(answer.done);
        QVERIFY(answer.initial);
    }

    void theLastTryWantsToBeConfirmed()
    {
        Rig rig;
        QVERIFY(rig.read(freeCard(1)));
        const PinAnswer asked = rig.ask();
        QVERIFY(asked.done && asked.lastTry);
        QVERIFY(asked.triesLeft == 1);
        QCOMPARE(codeOf(rig.prove("718293")), QStringLiteral("use.not-allowed"));
        QCOMPARE(codeOf(rig.prove("111111", true)), QStringLiteral("card.pin-locked"));
        QCOMPARE(codeOf(rig.ask()), QStringLiteral("card.pin-locked"));
    }

    void whatIsNoPinCostsNoTry()
    {
        Rig rig;
        QVERIFY(rig.read(freeCard()));
        for (const char *digits : {"", "1234", "1234567", "abcdef"}) {
            QCOMPARE(codeOf(rig.prove(digits)), QStringLiteral("use.bad-argument"));
        }
        QVERIFY(rig.ask().triesLeft == 6);
        QCOMPARE(codeOf(rig.prove("718293")), QStringLiteral("right"));
    }

    void aCardWithoutAPin()
    {
        Rig rig;
        QVERIFY(rig.read(card("a-free")));
        QCOMPARE(codeOf(rig.ask()), QStringLiteral("card.needs-authorisation"));
        QCOMPARE(codeOf(rig.prove("718293")), QStringLiteral("card.needs-authorisation"));
    }

    void whereNoCardLies()
    {
        Rig rig;
        QCOMPARE(codeOf(rig.ask()), QStringLiteral("device.not-ready"));
        QVERIFY(rig.read(freeCard()));
        rig.slot->remove();
        QVERIFY(rig.events.waitFor(3));
        QCOMPARE(codeOf(rig.prove("718293")), QStringLiteral("device.not-ready"));
        rig.reader.stop();
        QCOMPARE(codeOf(rig.ask()), QStringLiteral("device.not-ready"));
    }

    void aReaderThatIsGone()
    {
        Rig rig;
        QVERIFY(rig.read(freeCard()));
        QVERIFY(rig.slot->setFault("stall"));
        const auto begun = std::chrono::steady_clock::now();
        QVERIFY(!rig.prove("718293").done);
        QVERIFY(std::chrono::steady_clock::now() - begun < 10s);
    }
};

QTEST_APPLESS_MAIN(TestPinProof)
#include "tst_pinproof.moc"
