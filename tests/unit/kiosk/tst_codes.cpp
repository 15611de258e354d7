// SPDX-License-Identifier: GPL-3.0-or-later
// Signing in with the code of an electronic card: real session, hub and scanner driver over a simulated scanner; a
// centre that answers when the test says so.
#include "app/catalogue/catalogueloader.h"
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
constexpr int longMs = 30'000;
const std::string good = "HALL-E1.E3702000001.1764129600.0123456789abcdef0123456789abcdef";

class SlowCentre final : public CentreClient
{
public:
    QFuture<Result<CentreAnswer>> prefill(const VisitProof &, const QString &) override { return refused(); }
    QFuture<Result<CentreAnswer>> query(const VisitProof &, const QString &) override { return refused(); }
    QFuture<Result<CentreAnswer>> unit(const VisitProof &, const QString &) override { return refused(); }
    QFuture<Result<CentreAnswer>> progress(const VisitProof &) override { return refused(); }
    QFuture<Result<CentreAnswer>> needs(const VisitProof &) override { return refused(); }
    QFuture<Result<CentreAnswer>> licences(const VisitProof &, const LicenceQuestion &) override { return refused(); }
    QFuture<Result<CentreAnswer>> holderOf(const ECardQuestion &question) override
    {
        asked.append(question.code.reveal());
        m_promises.push_back(std::make_shared<QPromise<Result<CentreAnswer>>>());
        m_promises.back()->start();
        return m_promises.back()->future();
    }
    QFuture<Result<CentreAnswer>> authenticateCard(const CardAuthQuestion &) override { return refused(); }
    QFuture<Result<CentreAnswer>> draft(const wire::DraftCall &) override { return refused(); }
    QFuture<Result<CentreAnswer>> phone(const wire::PhoneCall &) override { return refused(); }
    QFuture<Result<CentreAnswer>> rate(const wire::Rating &) override { return refused(); }
    [[nodiscard]] bool reachable() const override { return true; }

    void answer(Result<CentreAnswer> answer, std::size_t question)
    {
        m_promises.at(question)->addResult(std::move(answer));
        m_promises.at(question)->finish();
    }
    void answerLast(Result<CentreAnswer> last) { answer(std::move(last), m_promises.size() - 1); }

    QList<QByteArray> asked;

private:
    static QFuture<Result<CentreAnswer>> refused()
    {
        QPromise<Result<CentreAnswer>> promise;
        promise.start();
        promise.addResult(Result<CentreAnswer>(fail(FaultCode::CentreUnreachable)));
        promise.finish();
        return promise.future();
    }
    std::vector<std::shared_ptr<QPromise<Result<CentreAnswer>>>> m_promises;
};

CentreAnswer holder(const QString &name, const QString &number)
{
    Identity who;
    who.source = IdentitySource::ECard;
    who.name = Sensitive<QString>(name);
    who.number = Sensitive<QString>(number);
    return {encodeECardAnswer(who)};
}

CentreAnswer zhang()
{
    return holder(QStringLiteral("张测试"), QStringLiteral("37020019900307006X"));
}

struct Rig
{
    QTemporaryDir dir;
    SystemClock clock;
    Catalogue catalogue = loadCatalogue(resources + QStringLiteral("/catalogue")).catalogue;
    std::unique_ptr<KioskStore> store;
    DeviceHub hub;
    SimulatedDevices devices;
    SlowCentre centre;
    bool enrolled = true;
    std::unique_ptr<Session> session;

    Rig()
    {
        StoreOptions options;
        options.dataFolder = dir.filePath(QStringLiteral("data"));
        options.ballastBytes = 0;
        options.clock = &clock;
        auto opened = KioskStore::open(options);
        KioskConfig config;
        config.resourcesDir = resources;
        config.demo = true;
        auto fitted = fitDevices(hub, config, false);
        if (!opened || !fitted) {
            qFatal("no store or no devices");
        }
        store = std::move(*opened);
        devices = *fitted;
        SessionServices services;
        services.clock = &clock;
        services.hub = &hub;
        services.catalogue = &catalogue;
        services.store = store.get();
        services.centre = [this]() -> CentreClient * { return enrolled ? &centre : nullptr; };
        services.centreReachable = [] { return true; };
        services.staffCard = [](const QString &card) { return card == QLatin1String("Z90000001"); };
        services.outOfService = [] { return false; };
        services.notice = *loadNotice(resources + QStringLiteral("/catalogue/notice.json"));
        session = std::make_unique<Session>(services);
        hub.start();
        if (!QTest::qWaitFor([this] { return hub.serviceability(Capability::ScanCode).available; }, longMs)) {
            qFatal("no scanner");
        }
    }
    ~Rig()
    {
        session.reset();
        hub.stop();
    }

    void show(const std::string &code) const { devices.scanner->scan(code); }
    [[nodiscard]] bool at(const char *stage) const { return session->stage() == QLatin1String(stage); }
    [[nodiscard]] QString fault() const
    {
        return session->signInFault().toMap().value(QStringLiteral("code")).toString();
    }
    // Shown, and the centre has been asked.
    [[nodiscard]] bool asks(const std::string &code)
    {
        const auto before = centre.asked.size();
        show(code);
        return QTest::qWaitFor([&] { return centre.asked.size() == before + 1; }, longMs) && at("reading") &&
               centre.asked.last() == QByteArray::fromStdString(code);
    }
    // All that was shown before has been told.
    [[nodiscard]] bool quiet()
    {
        QSignalSpy unreadable(&hub, &DeviceHub::codeUnreadable);
        show("\x01");
        return QTest::qWaitFor([&] { return !unreadable.isEmpty(); }, longMs);
    }
};

}  // namespace

class TestCodes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aGoodCodeSignsIn()
    {
        Rig rig;
        QSignalSpy wiping(rig.session.get(), &Session::wiping);
        QVERIFY(rig.session->scanner().toMap().value(QStringLiteral("ready")).toBool());
        QVERIFY(rig.asks(good));
        QVERIFY(rig.session->busy() && rig.session->checkingCode());
        QCOMPARE(wiping.size(), 1);
        QCOMPARE(wiping.front().front().toStringList(), QStringList{QString::fromStdString(good)});
        rig.centre.answerLast(zhang());
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("consent"), longMs);
        QVERIFY(!rig.session->busy() && !rig.session->checkingCode());
        QCOMPARE(rig.session->visitorName(), QStringLiteral("张**"));
        rig.session->finish();
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("ended"), longMs);  // no card is asked for
        QVERIFY(rig.session->visitorName().isEmpty());
    }

    void refusals_data()
    {
        QTest::addColumn<int>("answer");
        QTest::addColumn<QString>("shown");
        QTest::newRow("unknown") << int(FaultCode::CentreNotFound) << QStringLiteral("e-card.stale");
        QTest::newRow("away") << int(FaultCode::CentreUnreachable) << QStringLiteral("e-card.offline");
        QTest::newRow("late") << int(FaultCode::CentreTimeout) << QStringLiteral("e-card.offline");
        QTest::newRow("not enrolled") << int(FaultCode::CentreNotEnrolled) << QStringLiteral("e-card.offline");
        QTest::newRow("too many") << int(FaultCode::CentreRefused) << QStringLiteral("centre.refused");
        QTest::newRow("senseless") << int(FaultCode::CentreProtocol) << QStringLiteral("centre.protocol");
    }

    void refusals()
    {
        QFETCH(int, answer);
        QFETCH(QString, shown);
        Rig rig;
        QVERIFY(rig.asks(good));
        rig.centre.answerLast(fail(static_cast<FaultCode>(answer)));
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("sign-in"), longMs);
        QCOMPARE(rig.fault(), shown);
        QVERIFY(!rig.session->busy());
        rig.clock.advance(std::chrono::seconds(2));
        QVERIFY(rig.asks(good + "2"));
        QVERIFY(rig.fault().isEmpty());
        rig.centre.answerLast(zhang());
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("consent"), longMs);
    }

    void anAnswerThatNamesNobody()
    {
        Rig rig;
        for (const CentreAnswer &answer :
             {CentreAnswer{Sensitive<QByteArray>("{}")}, holder({}, QStringLiteral("37020019900307006X")),
              holder(QStringLiteral("张测试"), QStringLiteral("370200199003070060"))}) {
            rig.clock.advance(std::chrono::seconds(10));
            QVERIFY(rig.asks(good));
            rig.centre.answerLast(answer);
            QTRY_VERIFY_WITH_TIMEOUT(rig.at("sign-in"), longMs);
            QCOMPARE(rig.fault(), QStringLiteral("centre.protocol"));
        }
    }

    void notEnrolledNeverAsks()
    {
        Rig rig;
        rig.enrolled = false;
        rig.show(good);
        QTRY_COMPARE_WITH_TIMEOUT(rig.fault(), QStringLiteral("e-card.offline"), longMs);
        QVERIFY(rig.at("sign-in"));
        QVERIFY(rig.centre.asked.isEmpty());
    }

    // A scanner that stands on a telephone reads its code over and over; a code with line ends in it is several.
    void oneCodeIsAskedForOnce()
    {
        Rig rig;
        QVERIFY(rig.asks(good));
        rig.centre.answerLast(fail(FaultCode::CentreNotFound));
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("sign-in"), longMs);
        rig.show(good);
        rig.show("OTHER");
        QVERIFY(rig.quiet());
        QCOMPARE(rig.centre.asked.size(), 1);
        rig.clock.advance(std::chrono::seconds(2));
        QVERIFY(rig.asks(good));  // it was not the last one that was seen
        rig.centre.answerLast(fail(FaultCode::CentreNotFound));
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("sign-in"), longMs);
        for (int second = 0; second < 10; ++second) {
            rig.clock.advance(std::chrono::seconds(2));
            rig.show(good);
            QVERIFY(rig.quiet());
        }
        QCOMPARE(rig.centre.asked.size(), 2);
        rig.clock.advance(std::chrono::seconds(6));
        QVERIFY(rig.asks(good));
    }

    void aCardThatComesMeanwhileWins()
    {
        Rig rig;
        QTRY_VERIFY_WITH_TIMEOUT(rig.hub.snapshot(QStringLiteral("social-card-reader"))->link == device::Link::Ready,
                                 longMs);
        QVERIFY(rig.asks(good));
        // One that cannot be read does not: the code may still sign somebody in.
        QVERIFY(rig.devices.cardSlot->insert(resources + QStringLiteral("/demo/cards/g-bank-card.json")));
        QSignalSpy failed(&rig.hub, &DeviceHub::cardFailed);
        QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, longMs);
        QSignalSpy removed(&rig.hub, &DeviceHub::cardRemoved);
        rig.devices.cardSlot->remove();
        QTRY_COMPARE_WITH_TIMEOUT(removed.size(), 1, longMs);
        QVERIFY(rig.at("reading") && rig.session->busy());
        QVERIFY(rig.devices.cardSlot->insert(resources + QStringLiteral("/demo/cards/li-yanshi.json")));
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("consent"), longMs);
        rig.centre.answerLast(zhang());
        QCoreApplication::processEvents();
        QCOMPARE(rig.session->visitorName(), QStringLiteral("李**"));
        QVERIFY(rig.at("consent"));
    }

    void anElectronicCardIsNoStaffCard()
    {
        Rig rig;
        QSignalSpy staff(rig.session.get(), &Session::staffCardSeen);
        QVERIFY(rig.asks(good));
        Identity who;
        who.source = IdentitySource::ECard;
        who.name = Sensitive<QString>(QStringLiteral("张测试"));
        who.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
        who.cardNumber = Sensitive<QString>(QStringLiteral("Z90000001"));
        rig.centre.answerLast(CentreAnswer{encodeECardAnswer(who)});
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("consent"), longMs);
        QVERIFY(staff.isEmpty());
    }

    void nobodyIsAskedForCodesAtOtherPages()
    {
        Rig rig;
        QVERIFY(rig.asks(good));
        rig.show("DURING THE QUESTION");
        rig.centre.answerLast(zhang());
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("consent"), longMs);
        QSignalSpy scanned(&rig.hub, &DeviceHub::codeScanned);
        rig.show("AT CONSENT");
        rig.session->acceptConsent();
        QVERIFY(rig.at("home"));
        rig.show("AT HOME");
        rig.session->openService(QStringLiteral("flexible-registration"));
        rig.show("AT THE INTRODUCTION");
        // The simulated line is read in order: with this one read, so are those before.
        rig.hub.setScanning(true);
        rig.show("AFTER THEM");
        QTRY_VERIFY_WITH_TIMEOUT(
            !scanned.isEmpty() &&
                scanned.back().front().value<std::shared_ptr<const device::ScannedCode>>()->text.reveal() ==
                    "AFTER THEM",
            longMs);
        QCoreApplication::processEvents();
        QCOMPARE(rig.centre.asked.size(), 1);
        QVERIFY(!rig.at("reading"));
    }
};

QTEST_MAIN(TestCodes)
#include "tst_codes.moc"
