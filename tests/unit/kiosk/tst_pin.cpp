// SPDX-License-Identifier: GPL-3.0-or-later
// Cards that are read with their PIN or with the centre's leave: real session, hub and card driver over a simulated
// slot, signed region profiles; a centre that answers when the test says so.
#include "app/catalogue/catalogueloader.h"
#include "app/kiosk/demo/demoregions.h"
#include "app/kiosk/devices.h"
#include "app/session/session.h"
#include "app/store/kioskstore.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
const QString social = QStringLiteral("social-card-reader");
constexpr int longMs = 30'000;
constexpr char right[] = "305917";  // resources/demo/README.md
constexpr char initial[] = "123456";

class SlowCentre final : public CentreClient
{
public:
    QFuture<Result<CentreAnswer>> prefill(const VisitProof &, const QString &) override
    {
        return ended(CentreAnswer{Sensitive<QByteArray>(R"({"fields":{}})")});
    }
    QFuture<Result<CentreAnswer>> query(const VisitProof &, const QString &) override { return refused(); }
    QFuture<Result<CentreAnswer>> progress(const VisitProof &) override { return refused(); }
    QFuture<Result<CentreAnswer>> holderOf(const ECardQuestion &) override { return refused(); }
    QFuture<Result<CentreAnswer>> authenticateCard(const CardAuthQuestion &question) override
    {
        asked.append(question);
        m_promise = std::make_shared<QPromise<Result<CentreAnswer>>>();
        m_promise->start();
        return m_promise->future();
    }
    [[nodiscard]] bool reachable() const override { return true; }

    void answer(Result<CentreAnswer> answer)
    {
        m_promise->addResult(std::move(answer));
        m_promise->finish();
    }
    void open(const char *internal, const char *external)
    {
        answer(CentreAnswer{encodeCardAuthAnswer(
            {QByteArray::fromHex(internal), Sensitive<QByteArray>(QByteArray::fromHex(external))})});
    }

    QList<CardAuthQuestion> asked;

private:
    static QFuture<Result<CentreAnswer>> refused() { return ended(fail(FaultCode::CentreUnreachable)); }
    static QFuture<Result<CentreAnswer>> ended(Result<CentreAnswer> answer)
    {
        QPromise<Result<CentreAnswer>> promise;
        promise.start();
        promise.addResult(std::move(answer));
        promise.finish();
        return promise.future();
    }
    std::shared_ptr<QPromise<Result<CentreAnswer>>> m_promise;
};

device::CardFile card(const char *name)
{
    const auto file = device::readCardFile(resources + QStringLiteral("/demo/cards/") + QLatin1String(name) +
                                           QStringLiteral(".json"));
    if (!file) {
        qFatal("%s", file.error().detail.c_str());
    }
    return *file;
}

struct Rig
{
    QTemporaryDir dir;
    SystemClock clock;
    Catalogue catalogue = loadCatalogue(resources + QStringLiteral("/catalogue")).catalogue;
    std::unique_ptr<KioskStore> store;
    std::unique_ptr<CaseWriter> writer;
    DeviceHub hub;
    SimulatedDevices devices;
    SlowCentre centre;
    bool enrolled = true;
    std::unique_ptr<Session> session;

    // `profile`: instead of the demonstration's.
    explicit Rig(const QByteArray &profile = {})
    {
        StoreOptions options;
        options.dataFolder = dir.filePath(QStringLiteral("data"));
        options.ballastBytes = 0;
        options.clock = &clock;
        auto opened = KioskStore::open(options);
        KioskConfig config;
        config.resourcesDir = resources;
        config.demo = true;
        config.regions = dir.filePath(QStringLiteral("regions"));
        auto fitted = makeDemoRegions(profilesFrom(profile), config.regions) ? fitDevices(hub, config, false)
                                                                             : fail(FaultCode::StoreIo);
        if (!opened || !fitted) {
            qFatal("no store or no devices");
        }
        store = std::move(*opened);
        devices = *fitted;
        writer = std::make_unique<CaseWriter>(*store, clock);
        writer->setIdentity(SealIdentity{QStringLiteral("k1"), Signer::generate(), QByteArray(32, 'k')});
        begin();
        hub.start();
        // A card that lies there at the first look is nobody's.
        const auto looked = [this](const QString &reader) {
            const auto media = hub.snapshot(reader)->facts.find("media");
            return media != hub.snapshot(reader)->facts.end() && media->second == device::Fact(std::string("none"));
        };
        if (!QTest::qWaitFor([&] { return looked(social) && looked(QStringLiteral("id-card-reader")); }, longMs)) {
            qFatal("no readers");
        }
    }
    ~Rig()
    {
        session.reset();
        hub.stop();
    }

    QString profilesFrom(const QByteArray &profile) const
    {
        if (profile.isEmpty()) {
            return resources + QStringLiteral("/regions");
        }
        const QString folder = dir.filePath(QStringLiteral("profiles"));
        QDir().mkpath(folder);
        QFile file(folder + QStringLiteral("/one.json"));
        if (!file.open(QIODevice::WriteOnly) || file.write(profile) != profile.size()) {
            qFatal("no profile");
        }
        return folder;
    }

    // A visit, as the host of visits begins it.
    void begin()
    {
        SessionServices services;
        services.clock = &clock;
        services.hub = &hub;
        services.catalogue = &catalogue;
        services.store = store.get();
        services.writer = writer.get();
        services.centre = [this]() -> CentreClient * { return enrolled ? &centre : nullptr; };
        services.centreReachable = [] { return true; };
        services.staffCard = [](const QString &number) { return number == QLatin1String("Z90000001"); };
        services.outOfService = [] { return false; };
        services.notice = *loadNotice(resources + QStringLiteral("/catalogue/notice.json"));
        session.reset();
        session = std::make_unique<Session>(services);
    }

    [[nodiscard]] bool at(const char *stage) const { return session->stage() == QLatin1String(stage); }
    [[nodiscard]] bool comes(const char *stage) const
    {
        return QTest::qWaitFor([&] { return at(stage) && !session->busy(); }, longMs);
    }
    [[nodiscard]] static QString codeOf(const QVariant &fault)
    {
        return fault.toMap().value(QStringLiteral("code")).toString();
    }
    [[nodiscard]] QString fault() const { return codeOf(session->signInFault()); }
    [[nodiscard]] QString padFault() const { return codeOf(session->pin().value(QStringLiteral("fault"))); }
    [[nodiscard]] QVariant pad(const char *key) const { return session->pin().value(QLatin1String(key)); }
    [[nodiscard]] bool insert(const device::CardFile &file, const char *stage = "pin") const
    {
        devices.cardSlot->insert(file);
        return comes(stage);
    }
    [[nodiscard]] bool remove()
    {
        QSignalSpy removed(&hub, &DeviceHub::cardRemoved);
        devices.cardSlot->remove();
        return QTest::qWaitFor([&] { return !removed.isEmpty(); }, longMs);
    }
    void type(const char *digits) const
    {
        for (const char *digit = digits; *digit; ++digit) {
            session->pinDigit(*digit - '0');
        }
    }
    // Typed and shown to the card, which has answered.
    void enter(const char *digits) const
    {
        type(digits);
        session->pinEnter();
        (void)QTest::qWaitFor([this] { return !session->busy(); }, longMs);
    }
};

}  // namespace

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

    // Where the region's profile has it read, the number of the employment certificate stands in the form.
    void theCertificateOnTheCard_data()
    {
        QTest::addColumn<QByteArray>("onTheCard");
        QTest::addColumn<bool>("taken");
        QTest::newRow("a number") << QByteArray("3702020018000008") << true;
        QTest::newRow("none yet") << QByteArray(16, '\0') << false;
        QTest::newRow("something else") << QByteArray("N/A") << false;
    }

    void theCertificateOnTheCard()
    {
        QFETCH(QByteArray, onTheCard);
        QFETCH(bool, taken);
        Rig rig;
        device::CardFile file = card("sun-yangben");
        file.files["SSSE/DF02/EF09"] = {{0x55, device::Bytes(onTheCard.begin(), onTheCard.end())}};
        QVERIFY(rig.insert(file));
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
        rig.session->acceptConsent();
        rig.session->openService(QStringLiteral("flexible-registration"));
        rig.session->begin();
        QVERIFY(rig.comes("form"));
        bool shown = false;
        for (const QVariant &section : rig.session->reviewSections()) {
            for (const QVariant &row : section.toMap().value(QStringLiteral("rows")).toList()) {
                shown = shown || row.toMap().value(QStringLiteral("value")) == QString::fromLatin1(onTheCard);
            }
        }
        QCOMPARE(shown, taken);
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

    void theCentreOpensACard()
    {
        Rig rig;
        rig.devices.cardSlot->insert(card("chen-moban"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        QVERIFY(rig.at("reading") && rig.session->busy() && rig.session->askingLeave());
        const CardAuthQuestion &question = rig.centre.asked.front();
        QCOMPARE(question.cardId.toHex(), QByteArray("370200d15600000500112233445500a2"));
        QCOMPARE(question.region, QStringLiteral("370200"));
        QVERIFY(parseCardAuthQuestion(encodeCardAuthQuestion(question)).has_value());
        rig.centre.open("D1D2D3D4D5D6D7D8", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8");
        QVERIFY(rig.comes("consent"));
        QVERIFY(!rig.session->askingLeave());
        QCOMPARE(rig.session->visitorName(), QStringLiteral("陈**"));
    }

    void theCentreDoesNot_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<QString>("shown");
        QTest::newRow("unknown") << int(FaultCode::CentreNotFound) << QStringLiteral("card.needs-authorisation");
        QTest::newRow("away") << int(FaultCode::CentreUnreachable) << QStringLiteral("card.offline");
        QTest::newRow("late") << int(FaultCode::CentreTimeout) << QStringLiteral("card.offline");
        QTest::newRow("too many") << int(FaultCode::CentreRefused) << QStringLiteral("centre.refused");
    }

    void theCentreDoesNot()
    {
        QFETCH(int, answer);
        QFETCH(QString, shown);
        Rig rig;
        rig.devices.cardSlot->insert(card("chen-moban"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        rig.centre.answer(fail(static_cast<FaultCode>(answer)));
        QVERIFY(rig.comes("sign-in"));
        QCOMPARE(rig.fault(), shown);
    }

    void anAnswerThatOpensNothing()
    {
        const struct
        {
            const char *internal;
            const char *external;
            const char *shown;
        } rows[] = {{"D1D2D3D4D5D6D7D8", "00", "centre.protocol"},
                    {"D1D2D3D4D5D6D7D8", "0000000000000000", "centre.refused"},
                    {"0000000000000000", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8", "card.not-genuine"}};
        for (const auto &row : rows) {
            Rig rig;
            rig.devices.cardSlot->insert(card("chen-moban"));
            QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
            rig.centre.open(row.internal, row.external);
            QVERIFY(rig.comes("sign-in"));
            QCOMPARE(rig.fault(), QLatin1String(row.shown));
        }
    }

    void withoutACentre()
    {
        Rig rig;
        rig.enrolled = false;
        QVERIFY(rig.insert(card("chen-moban"), "sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.offline"));
        QVERIFY(rig.centre.asked.isEmpty());
    }

    void anAnswerForACardThatHasGone()
    {
        Rig rig;
        rig.devices.cardSlot->insert(card("chen-moban"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        QVERIFY(rig.remove());
        QVERIFY(rig.comes("sign-in"));
        QVERIFY(rig.insert(card("sun-yangben")));
        rig.centre.open("D1D2D3D4D5D6D7D8", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8");
        QCoreApplication::processEvents();
        QVERIFY(rig.at("pin"));
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
    }

    void goingOnWithoutThePin()
    {
        Rig rig(R"({"id":"both","name":"x","region":"370200","authorisation":["pin","remote"]})");
        device::CardFile file = card("chen-moban");
        file.pin = right;
        QVERIFY(rig.insert(file));
        QVERIFY(rig.pad("another").toBool());
        rig.type("12");
        rig.session->pinSkip();
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        rig.centre.open("D1D2D3D4D5D6D7D8", "E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8");
        QVERIFY(rig.comes("consent"));
        QCOMPARE(rig.session->visitorName(), QStringLiteral("陈**"));
    }

    void offlineThePinIsNext()
    {
        Rig rig(R"({"id":"both","name":"x","region":"370200","authorisation":["remote","pin"]})");
        rig.devices.cardSlot->insert(card("sun-yangben"));
        QTRY_COMPARE_WITH_TIMEOUT(rig.centre.asked.size(), 1, longMs);
        rig.centre.answer(fail(FaultCode::CentreUnreachable));
        QVERIFY(rig.comes("pin"));
        QVERIFY(rig.padFault().isEmpty());
        QVERIFY(!rig.pad("another").toBool());
        rig.enter(right);
        QVERIFY(rig.comes("consent"));
    }

    // Where the region's profile names no way, or the centre has not signed it, there is no pad.
    void aRegionWithoutAWay()
    {
        Rig rig(R"({"id":"other","name":"x","region":"990000","authorisation":["pin"]})");
        QVERIFY(rig.insert(card("sun-yangben"), "sign-in"));
        QCOMPARE(rig.fault(), QStringLiteral("card.needs-authorisation"));
    }
};

QTEST_MAIN(TestPin)
#include "tst_pin.moc"
