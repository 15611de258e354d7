// SPDX-License-Identifier: GPL-3.0-or-later
// Another PIN for the card in the slot: the present one first, then the new one twice; the card has it afterwards.
#include "app/session/pinrenewal.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/sim/simcardslot.h"

#include <QTest>

using namespace hall;
using namespace hall::device;

namespace {

constexpr int longMs = 20'000;
const QString slotId = QStringLiteral("social-card-reader");
const char *const initialPin = "888888";
const char *const newPin = "304050";

struct Bench
{
    explicit Bench(const char *card, const char *pin = nullptr)
    {
        SocialCardReader::Options options;
        RegionProfile region;
        region.id = region.region = "370200";
        region.initialPins = {initialPin};
        options.regions = std::make_shared<const std::vector<RegionProfile>>(std::vector{region});
        hub.addReader(std::make_unique<SocialCardReader>(slot, options));
        hub.setReading(true);
        hub.start();
        if (!QTest::qWaitFor([this] { return hub.serviceability(Capability::Identify).available; }, longMs)) {
            qFatal("the reader does not start");
        }
        auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(card) +
                                 QStringLiteral(".json"));
        if (!file) {
            qFatal("%s", file.error().detail.c_str());
        }
        if (pin) {
            file->pin = pin;
        }
        slot->insert(*file);
        if (!QTest::qWaitFor([this] { return hub.lastIdentity(slotId) != nullptr; }, longMs)) {
            qFatal("the card is not read");
        }
        number = hub.lastIdentity(slotId)->cardNumber.reveal();
    }

    PinRenewal::Parts parts()
    {
        return {[this] { ++changes; }, [this](bool on) { busy = on; },
                [this](const Done &done, bool initial) {
                    ++ends;
                    ended = done;
                    wasInitial = initial;
                }};
    }

    // What the card says of these digits.
    Done shown(const char *digits)
    {
        QFuture<PinAnswer> answer = hub.provePin(slotId, Sensitive<std::string>(std::string(digits)), false);
        if (!QTest::qWaitFor([&answer] { return answer.isFinished(); }, longMs)) {
            qFatal("the card does not answer");
        }
        return answer.result().done;
    }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    DeviceHub hub;
    QString number;
    int changes = 0;
    int ends = 0;
    bool busy = false;
    Done ended = {};
    bool wasInitial = false;
};

QString stepOf(const PinRenewal &renewal)
{
    return renewal.page().value(QStringLiteral("step")).toString();
}

QString faultOf(const PinRenewal &renewal)
{
    return renewal.page().value(QStringLiteral("fault")).toMap().value(QStringLiteral("code")).toString();
}

// At this step, as hands do. False when the pad does not come to it.
bool type(PinRenewal &renewal, const char *step, const char *digits)
{
    const bool there = QTest::qWaitFor(
        [&renewal, step] {
            return stepOf(renewal) == QLatin1String(step) && renewal.entry() && renewal.entry()->digits() > 0 &&
                   renewal.entry()->count() == 0;
        },
        longMs);
    if (!there) {
        return false;
    }
    for (const char *digit = digits; *digit != '\0'; ++digit) {
        if (!renewal.entry()->add(*digit - '0')) {
            return false;
        }
    }
    renewal.enter();
    return true;
}

}  // namespace

class TestPinRenewal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCardHasTheNewPin()
    {
        Bench bench("zhang-ceshi");
        PinRenewal renewal(bench.hub, bench.parts());
        renewal.begin(slotId, bench.number);
        QVERIFY(bench.busy);
        QVERIFY(!renewal.entry());  // the card is asked first
        QVERIFY(type(renewal, "old", "406182"));
        QVERIFY(type(renewal, "new", newPin));
        QVERIFY(type(renewal, "repeat", newPin));
        QTRY_COMPARE_WITH_TIMEOUT(bench.ends, 1, longMs);
        QVERIFY(bench.ended.has_value());
        QVERIFY(!bench.wasInitial);
        QVERIFY(!bench.busy);
        QVERIFY(bench.shown(newPin).has_value());
        QCOMPARE(bench.shown("406182").error().code, FaultCode::PinWrong);
    }

    void theOldOneIsWrong()
    {
        Bench bench("zhang-ceshi");
        PinRenewal renewal(bench.hub, bench.parts());
        renewal.begin(slotId, bench.number);
        QVERIFY(type(renewal, "old", "111111"));
        QTRY_COMPARE_WITH_TIMEOUT(faultOf(renewal), QStringLiteral("card.pin-wrong"), longMs);
        QCOMPARE(stepOf(renewal), QStringLiteral("old"));
        QCOMPARE(renewal.page().value(QStringLiteral("triesLeft")).toInt(), 5);
        QVERIFY(type(renewal, "old", "222222"));
        QTRY_COMPARE_WITH_TIMEOUT(bench.ends, 1, longMs);
        QCOMPARE(bench.ended.error().code, FaultCode::PinTriesUsed);
    }

    void theEntriesDiffer()
    {
        Bench bench("zhang-ceshi");
        PinRenewal renewal(bench.hub, bench.parts());
        renewal.begin(slotId, bench.number);
        QVERIFY(type(renewal, "old", "406182"));
        QVERIFY(type(renewal, "new", newPin));
        QVERIFY(type(renewal, "repeat", "304051"));
        QCOMPARE(stepOf(renewal), QStringLiteral("new"));
        QCOMPARE(faultOf(renewal), QStringLiteral("card.pin-differs"));
        QCOMPARE(bench.ends, 0);
    }

    void aPinThatCardsAreHandedOutWith()
    {
        Bench bench("zhang-ceshi", initialPin);
        PinRenewal renewal(bench.hub, bench.parts());
        renewal.begin(slotId, bench.number);
        QVERIFY(type(renewal, "old", initialPin));
        QVERIFY(type(renewal, "new", initialPin));
        QVERIFY(type(renewal, "repeat", initialPin));
        QTRY_COMPARE_WITH_TIMEOUT(faultOf(renewal), QStringLiteral("card.pin-initial"), longMs);
        QVERIFY(type(renewal, "new", newPin));
        QVERIFY(type(renewal, "repeat", newPin));
        QTRY_COMPARE_WITH_TIMEOUT(bench.ends, 1, longMs);
        QVERIFY(bench.ended.has_value());
        QVERIFY(bench.wasInitial);
    }

    void aCardWithoutAPin()
    {
        Bench bench("a-free");
        PinRenewal renewal(bench.hub, bench.parts());
        renewal.begin(slotId, bench.number);
        QTRY_COMPARE_WITH_TIMEOUT(bench.ends, 1, longMs);
        QCOMPARE(bench.ended.error().code, FaultCode::CardNeedsAuth);
        QCOMPARE(bench.changes, 0);  // no pad was ever shown
    }

    void thePageIsLeft()
    {
        Bench bench("zhang-ceshi");
        PinRenewal renewal(bench.hub, bench.parts());
        renewal.begin(slotId, bench.number);
        QVERIFY(type(renewal, "old", "406182"));
        renewal.end();
        QVERIFY(!bench.busy);
        QVERIFY(!renewal.entry());
        QFuture<PinAnswer> after = bench.hub.askPin(slotId);  // answered after the one before
        QTRY_VERIFY_WITH_TIMEOUT(after.isFinished(), longMs);
        QCoreApplication::processEvents();
        QCOMPARE(bench.ends, 0);
        QCOMPARE(stepOf(renewal), QStringLiteral("old"));
    }
};

QTEST_GUILESS_MAIN(TestPinRenewal)
#include "tst_pinrenewal.moc"
