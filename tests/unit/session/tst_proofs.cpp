// SPDX-License-Identifier: GPL-3.0-or-later
// Each way to prove who stands there: when it is offered, what ends it, and what it never does.
#include "app/session/cardpinproof.h"
#include "app/session/holdercheckproof.h"
#include "app/session/staffproof.h"
#include "drivers/card/socialcardreader.h"
#include "drivers/sim/simcardslot.h"

#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

constexpr int longMs = 20'000;
const QString slotId = QStringLiteral("social-card-reader");

// Answers as it is told to, when it is told to.
class FakeCheck final : public HolderCheck
{
public:
    FakeCheck() : m_board("holder-check") {}
    void start() override
    {
        m_board.change([](Snapshot &next) {
            next.link = Link::Ready;
            next.facts["compare"] = true;
        });
    }
    void stop() override {}
    StateBoard &board() override { return m_board; }
    void check(ResidentPhoto, std::chrono::milliseconds, CheckDone done) override { waiting = std::move(done); }
    void decodePhoto(ResidentPhoto, std::chrono::milliseconds, PhotoDone done) override
    {
        done(hall::fail(FaultCode::DeviceNotFitted));
    }
    void say(Result<HolderVerdict> verdict) { std::exchange(waiting, {})(std::move(verdict)); }

    CheckDone waiting;

private:
    StateBoard m_board;
};

CardFile cardFile(const char *name)
{
    const auto file = readCardFile(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards/") + QLatin1String(name) +
                                   QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

std::shared_ptr<const Identity> somebody(bool photo)
{
    auto identity = std::make_shared<Identity>();
    identity->photo = Sensitive<QByteArray>(photo ? QByteArray(1024, 'p') : QByteArray());
    return identity;
}

struct Bench
{
    explicit Bench(bool withCheck = true)
    {
        SocialCardReader::Options options;
        RegionProfile region;
        region.id = region.region = "370200";
        region.initialPins = {"888888"};
        options.regions = std::make_shared<const std::vector<RegionProfile>>(std::vector{region});
        hub.addReader(std::make_unique<SocialCardReader>(slot, options));
        if (withCheck) {
            auto made = std::make_unique<FakeCheck>();
            check = made.get();
            hub.setHolderCheck(std::move(made));
        }
        hub.setReading(true);
        hub.start();
        const bool up = QTest::qWaitFor(
            [this, withCheck] {
                return hub.serviceability(Capability::Identify).available &&
                       hub.serviceability(Capability::CheckHolder).available == withCheck;
            },
            longMs);
        if (!up) {
            qFatal("the devices do not start");
        }
    }
    Authenticator::Parts parts()
    {
        return {[this] { return subject; }, [this](const ProofEnd &end) { ends.append(end); }, [this] { ++changes; },
                [this](bool on) { busy = on; }};
    }
    bool insert(const CardFile &file)
    {
        slot->insert(file);
        if (!QTest::qWaitFor([this] { return hub.lastIdentity(slotId) != nullptr; }, longMs)) {
            return false;
        }
        subject.identity = hub.lastIdentity(slotId);
        subject.pinReader = slotId;
        subject.pinCard = subject.identity->cardNumber.reveal();
        return true;
    }
    bool ended(int count = 1)
    {
        return QTest::qWaitFor([this, count] { return ends.size() == count; }, longMs);
    }

    std::shared_ptr<SimCardSlot> slot = std::make_shared<SimCardSlot>();
    DeviceHub hub;
    FakeCheck *check = nullptr;
    ProofSubject subject;
    QVector<ProofEnd> ends;
    int changes = 0;
    bool busy = false;
};

// Types as hands do. False when the pad takes nothing.
bool type(Authenticator &way, const char *digits)
{
    if (!QTest::qWaitFor([&way] { return way.entry() != nullptr && way.entry()->digits() > 0; }, longMs)) {
        return false;
    }
    for (const char *digit = digits; *digit != '\0'; ++digit) {
        if (!way.entry()->add(*digit - '0')) {
            return false;
        }
    }
    way.enter();
    return true;
}

StaffDesk desk(bool listed = true)
{
    StaffDesk made;
    made.listed = [listed] { return listed; };
    made.may = [](const QString &card) {
        return card == QLatin1String("EXPIRED") ? Done(hall::fail(FaultCode::StaffExpired)) : Done();
    };
    made.enter = [](const QString &, const QString &pin) -> Result<StaffWitness> {
        if (pin != QLatin1String("246810")) {
            return hall::fail(FaultCode::StaffWrongPin);
        }
        return StaffWitness{QStringLiteral("staff"), QByteArray(32, 't')};
    };
    made.lockedSeconds = [](const QString &) { return 7; };
    return made;
}

QString stepOf(const Authenticator &way)
{
    return way.page().value(QStringLiteral("step")).toString();
}

}  // namespace

class TestProofs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRightPin()
    {
        Bench bench;
        CardPinProof way(bench.hub, bench.parts());
        QCOMPARE(way.offer().reason, QStringLiteral("no-card"));
        QVERIFY(bench.insert(cardFile("zhang-ceshi")));
        QVERIFY(way.offer().works);
        way.begin();
        QVERIFY(bench.busy);
        QVERIFY(!way.entry());  // the card is asked first
        QVERIFY(type(way, "406182"));
        QVERIFY(bench.ended());
        QVERIFY(bench.ends[0].proved);
        QVERIFY(!bench.busy);
        QCOMPARE(way.entry()->count(), 0);
    }

    void wrongPins()
    {
        Bench bench;
        CardPinProof way(bench.hub, bench.parts());
        QVERIFY(bench.insert(cardFile("zhang-ceshi")));
        way.begin();
        QVERIFY(type(way, "111111"));
        QTRY_VERIFY(way.page().value(QStringLiteral("fault")).toMap().value(QStringLiteral("code")) ==
                    QLatin1String("card.pin-wrong"));
        QVERIFY(bench.ends.isEmpty());
        QCOMPARE(way.page().value(QStringLiteral("triesLeft")).toInt(), 5);
        QVERIFY(type(way, "222222"));
        QVERIFY(bench.ended());
        QVERIFY(!bench.ends[0].proved);
        QCOMPARE(bench.ends[0].why, QStringLiteral("card.pin-tries-used"));
        QVERIFY(!way.offer().works);
        QCOMPARE(way.offer().reason, QStringLiteral("card.pin-tries-used"));
    }

    void aPinThatCardsAreHandedOutWith()
    {
        Bench bench;
        CardPinProof way(bench.hub, bench.parts());
        CardFile file = cardFile("zhang-ceshi");
        file.pin = "888888";
        QVERIFY(bench.insert(file));
        way.begin();
        QVERIFY(type(way, "888888"));
        QVERIFY(bench.ended());
        QVERIFY(!bench.ends[0].proved);
        QCOMPARE(bench.ends[0].why, QStringLiteral("pin-initial"));
        QVERIFY(!way.offer().works);
    }

    void aPinThatWasChangedJustNow()
    {
        Bench bench;
        CardPinProof way(bench.hub, bench.parts());
        QVERIFY(bench.insert(cardFile("zhang-ceshi")));
        way.distrust();
        QVERIFY(!way.offer().works);
        QCOMPARE(way.offer().reason, QStringLiteral("pin-initial"));
    }

    void aCardWithoutAPin()
    {
        Bench bench;
        CardPinProof way(bench.hub, bench.parts());
        QVERIFY(bench.insert(cardFile("a-free")));
        way.begin();
        QVERIFY(bench.ended());
        QCOMPARE(bench.ends[0].why, QStringLiteral("no-pin"));
        QCOMPARE(way.offer().reason, QStringLiteral("no-pin"));
    }

    // The PIN is right, and of a card that lies there in another's place.
    void anotherCardThanTheVisitors()
    {
        Bench bench;
        CardPinProof way(bench.hub, bench.parts());
        QVERIFY(bench.insert(cardFile("zhang-ceshi")));
        bench.subject.pinCard = QStringLiteral("A20000001");
        way.begin();
        QVERIFY(type(way, "406182"));
        QVERIFY(bench.ended());
        QVERIFY(!bench.ends[0].proved);
        QCOMPARE(bench.ends[0].why, QStringLiteral("card.pulled"));
        QVERIFY(way.offer().works);
    }

    void anAnswerThatComesTooLate()
    {
        Bench bench;
        CardPinProof way(bench.hub, bench.parts());
        QVERIFY(bench.insert(cardFile("zhang-ceshi")));
        way.begin();
        QVERIFY(type(way, "406182"));
        way.end();
        QVERIFY(!bench.busy);
        QFuture<PinAnswer> after = bench.hub.askPin(slotId);  // answered after the one before
        QTRY_VERIFY_WITH_TIMEOUT(after.isFinished(), longMs);
        QCoreApplication::processEvents();
        QVERIFY(bench.ends.isEmpty());
    }

    void aFace_data()
    {
        QTest::addColumn<int>("verdict");  // -1: the host died
        QTest::addColumn<bool>("proved");
        QTest::addColumn<QString>("why");
        QTest::newRow("match") << int(HolderVerdict::Match) << true << QString();
        QTest::newRow("no match") << int(HolderVerdict::NoMatch) << false << QStringLiteral("no-match");
        QTest::newRow("refused") << int(HolderVerdict::Refused) << false << QStringLiteral("not-looked");
        QTest::newRow("crashed") << -1 << false << QStringLiteral("vendor.crashed");
    }

    void aFace()
    {
        QFETCH(int, verdict);
        QFETCH(bool, proved);
        QFETCH(QString, why);
        Bench bench;
        HolderCheckProof way(bench.hub, bench.parts());
        bench.subject.photo = somebody(true);
        QVERIFY(way.offer().works);
        for (int round = 1; round <= HolderCheckProof::checksPerVisit; ++round) {
            way.begin();
            QVERIFY(!bench.check->waiting);  // nobody is looked at before agreeing
            QCOMPARE(stepOf(way), QStringLiteral("consent"));
            way.agree();
            QCOMPARE(stepOf(way), QStringLiteral("looking"));
            QVERIFY(bool(bench.check->waiting) && bench.busy);
            way.agree();  // a second press asks no second time
            bench.check->say(verdict < 0 ? Result<HolderVerdict>(hall::fail(FaultCode::VendorCrashed))
                                         : Result<HolderVerdict>(static_cast<HolderVerdict>(verdict)));
            QVERIFY(bench.ended(round));
            QCOMPARE(bench.ends.last().proved, proved);
            QCOMPARE(bench.ends.last().why, why);
            QCOMPARE(!bench.ends.last().consent.isEmpty(), proved);
            QVERIFY(!bench.busy);
        }
        QVERIFY(!way.offer().works);  // two are all of a visit
        QCOMPARE(way.offer().reason, QStringLiteral("tries-used"));
        way.begin();
        way.agree();
        QVERIFY(!bench.check->waiting);
    }

    void aFaceThatWasStopped()
    {
        Bench bench;
        HolderCheckProof way(bench.hub, bench.parts());
        bench.subject.photo = somebody(true);
        way.begin();
        way.agree();
        way.end();
        QVERIFY(!bench.busy);
        bench.check->say(HolderVerdict::Match);
        QTest::qWait(0);
        QCoreApplication::processEvents();
        QVERIFY(bench.ends.isEmpty());
    }

    void whenAFaceIsOffered()
    {
        Bench without(false);
        HolderCheckProof none(without.hub, without.parts());
        QVERIFY(!none.offer().fitted);
        Bench bench;
        HolderCheckProof way(bench.hub, bench.parts());
        QVERIFY(way.offer().fitted && !way.offer().works);
        QCOMPARE(way.offer().reason, QStringLiteral("no-photo"));
        bench.subject.photo = somebody(true);
        QVERIFY(way.offer().works);
        bench.check->board().change([](Snapshot &next) {
            next.link = Link::Failed;
            next.fault = Fault(FaultCode::VendorCrashed);
        });
        QTRY_COMPARE(way.offer().reason, QStringLiteral("vendor.crashed"));
    }

    void staffWithTheVisitorsCardInTheOnlySlot()
    {
        Bench bench;
        StaffProof way(bench.hub, desk(), bench.parts());
        QVERIFY(way.offer().works);
        bench.subject.cardExpected = bench.subject.cardThere = true;
        way.begin();
        QCOMPARE(stepOf(way), QStringLiteral("card"));
        QCOMPARE(way.page().value(QStringLiteral("clear")).toBool(), false);
        bench.subject.cardThere = false;
        way.cardRemoved(slotId);
        QCOMPARE(way.page().value(QStringLiteral("clear")).toBool(), true);
        way.staffCardRead(slotId, QStringLiteral("Z90000001"));
        QCOMPARE(stepOf(way), QStringLiteral("pin"));
        QVERIFY(type(way, "111111"));
        QCOMPARE(stepOf(way), QStringLiteral("pin"));
        QCOMPARE(way.page().value(QStringLiteral("fault")).toMap().value(QStringLiteral("code")).toString(),
                 QStringLiteral("staff.wrong-pin"));
        QVERIFY(type(way, "246810"));
        QCOMPARE(stepOf(way), QStringLiteral("confirm"));
        QVERIFY(bench.ends.isEmpty());  // a PIN alone vouches for nobody
        way.agree();
        QCOMPARE(stepOf(way), QStringLiteral("take"));
        QCOMPARE(way.staffReader(), slotId);
        way.cardRemoved(slotId);
        QCOMPARE(stepOf(way), QStringLiteral("return"));
        way.otherCardRead();
        QVERIFY(way.page().value(QStringLiteral("other")).toBool());
        QVERIFY(bench.ends.isEmpty());
        way.cardRemoved(slotId);
        bench.subject.cardThere = true;
        way.visitorsCardRead();
        QCOMPARE(bench.ends.size(), 1);
        QVERIFY(bench.ends[0].proved);
        QVERIFY(bench.ends[0].witness == (StaffWitness{QStringLiteral("staff"), QByteArray(32, 't')}));
    }

    void staffWhoDoNotConfirm_data()
    {
        QTest::addColumn<QString>("how");
        QTest::newRow("back") << QStringLiteral("back");
        QTest::newRow("card taken") << QStringLiteral("taken");
    }

    void staffWhoDoNotConfirm()
    {
        QFETCH(QString, how);
        Bench bench;
        StaffProof way(bench.hub, desk(), bench.parts());
        way.begin();
        way.staffCardRead(slotId, QStringLiteral("Z90000001"));
        QVERIFY(type(way, "246810"));
        QCOMPARE(stepOf(way), QStringLiteral("confirm"));
        if (how == QLatin1String("back")) {
            QVERIFY(way.back());
            QCOMPARE(stepOf(way), QStringLiteral("take"));
            way.agree();  // too late
            way.cardRemoved(slotId);
            QCOMPARE(bench.ends.size(), 1);
            QVERIFY(!bench.ends[0].proved && !bench.ends[0].witness);
        } else {
            way.cardRemoved(slotId);
            QCOMPARE(stepOf(way), QStringLiteral("card"));
            way.agree();
            QVERIFY(bench.ends.isEmpty());
            QVERIFY(!way.back());  // nothing in the way: the page may go
        }
    }

    void staffWithoutACardOfTheirOwnSeeNoPad()
    {
        Bench bench;
        StaffProof way(bench.hub, desk(), bench.parts());
        way.begin();
        QVERIFY(!way.entry());
        way.enter();
        way.agree();
        way.otherCardRead();
        QCOMPARE(stepOf(way), QStringLiteral("card"));
        QVERIFY(bench.ends.isEmpty());
        way.staffCardRead(slotId, QStringLiteral("EXPIRED"));
        QCOMPARE(way.page().value(QStringLiteral("fault")).toMap().value(QStringLiteral("code")).toString(),
                 QStringLiteral("staff.expired"));
        StaffProof nobody(bench.hub, desk(false), bench.parts());
        QVERIFY(!nobody.offer().works);
        QCOMPARE(nobody.offer().reason, QStringLiteral("no-staff"));
        StaffProof unwired(bench.hub, {}, bench.parts());
        QVERIFY(!unwired.offer().works);
    }

    void theVisitorsCardIsAskedForBeforeGoingBack()
    {
        Bench bench;
        StaffProof way(bench.hub, desk(), bench.parts());
        bench.subject.cardExpected = true;
        way.begin();
        QVERIFY(way.back());
        QCOMPARE(stepOf(way), QStringLiteral("return"));
        bench.subject.cardThere = true;
        way.visitorsCardRead();
        QCOMPARE(bench.ends.size(), 1);
        QVERIFY(!bench.ends[0].proved && bench.ends[0].why.isEmpty());
    }

    void whatEachWayIsWorth()
    {
        Bench bench;
        const CardPinProof pin(bench.hub, bench.parts());
        const HolderCheckProof face(bench.hub, bench.parts());
        const StaffProof staff(bench.hub, desk(), bench.parts());
        QCOMPARE(int(assuranceOf(pin.way())), int(Assurance::Holder));
        QCOMPARE(int(assuranceOf(face.way())), int(Assurance::Holder));
        QCOMPARE(int(assuranceOf(staff.way())), int(Assurance::Staff));
    }
};

QTEST_GUILESS_MAIN(TestProofs)
#include "tst_proofs.moc"
