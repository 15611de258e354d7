// SPDX-License-Identifier: GPL-3.0-or-later
// A whole visit without a screen or a centre: real session, store, writer and printer driver over simulated devices.
// What becomes of the receipt when the visitor is quicker than the disk.
#include "app/catalogue/catalogueloader.h"
#include "app/kiosk/devices.h"
#include "app/protocol/seal.h"
#include "app/session/session.h"
#include "app/store/kioskstore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
constexpr int longMs = 30'000;

struct Rig
{
    QTemporaryDir dir;
    SystemClock clock;
    Catalogue catalogue = loadCatalogue(resources + QStringLiteral("/catalogue")).catalogue;
    std::unique_ptr<KioskStore> store;
    std::unique_ptr<CaseWriter> writer;
    DeviceHub hub;
    SimulatedDevices devices;
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
        auto fitted = fitDevices(hub, config, false);
        if (!opened || !fitted) {
            qFatal("no store or no devices");
        }
        store = std::move(*opened);
        devices = *fitted;
        writer = std::make_unique<CaseWriter>(*store, clock);
        writer->setIdentity(SealIdentity{QStringLiteral("test-kiosk"), Signer::generate(), newSealKeyPair().publicKey});
        session = std::make_unique<Session>(services());
        hub.start();
    }
    ~Rig()
    {
        session.reset();
        hub.stop();
    }

    SessionServices services()
    {
        SessionServices services;
        services.clock = &clock;
        services.hub = &hub;
        services.catalogue = &catalogue;
        services.store = store.get();
        services.writer = writer.get();
        services.centre = [] { return nullptr; };
        services.centreReachable = [] { return false; };
        services.staffCard = [](const QString &) { return false; };
        services.outOfService = [] { return false; };
        services.caseCommitted = [] {};
        services.kioskId = [] { return QStringLiteral("test-kiosk"); };
        services.notice = *loadNotice(resources + QStringLiteral("/catalogue/notice.json"));
        services.receiptWords = *loadReceiptWords(resources + QStringLiteral("/catalogue/receipt.json"));
        return services;
    }

    [[nodiscard]] bool at(const char *stage) const { return session->stage() == QLatin1String(stage); }

    // Of the last paper of the one case there is; empty while there is none.
    [[nodiscard]] QString printOutcome() const
    {
        const auto cases = store->casesOf(store->personTag(QStringLiteral("370200198506150016"))).result();
        return cases && cases->size() == 1 ? cases->constFirst().printOutcome : QString();
    }
};

const QVariantMap given{{QStringLiteral("mobile"), QStringLiteral("13900000005")},
                        {QStringLiteral("residence_region"), QStringLiteral("370202")},
                        {QStringLiteral("flex_type"), QStringLiteral("3")},
                        {QStringLiteral("flex_project"), QStringLiteral("Driver")},
                        {QStringLiteral("flex_place"), QStringLiteral("Qingdao, Shinan")},
                        {QStringLiteral("flex_start"), QDate::currentDate().addDays(-30)},
                        {QStringLiteral("flex_income"), QStringLiteral("4500.00")},
                        {QStringLiteral("consent_share_flag"), false}};

}  // namespace

class TestVisitOver : public QObject
{
    Q_OBJECT

private:
    // From the card to the signature.
    static void fill(Rig &rig)
    {
        Session &session = *rig.session;
        // A card that was there before the reader looked would be nobody's.
        QTRY_VERIFY_WITH_TIMEOUT(rig.hub.snapshot(QStringLiteral("social-card-reader"))->link == device::Link::Ready,
                                 longMs);
        QVERIFY(rig.devices.cardSlot->insert(resources + QStringLiteral("/demo/cards/li-yanshi.json")));
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("consent"), longMs);
        session.acceptConsent();
        session.openService(QStringLiteral("flexible-registration"));
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("intro"), longMs);
        session.begin();
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("form"), longMs);
        for (int page = 0; rig.at("form") && page < 20; ++page) {
            for (auto it = given.begin(); it != given.end(); ++it) {
                session.setAnswer(it.key(), *it);
            }
            session.next();
        }
        QVERIFY2(rig.at("review"), qPrintable(session.pageId()));
        session.confirmReview();
        QVERIFY(rig.at("sign"));
        session.setSignature(QByteArrayLiteral("a signature"));
    }

private Q_SLOTS:
    void theReceiptComesWhileTheVisitorIsThere()
    {
        Rig rig;
        fill(rig);
        if (QTest::currentTestFailed()) {
            return;
        }
        rig.session->submit();
        QTRY_COMPARE_WITH_TIMEOUT(rig.session->printState(), QStringLiteral("printed"), longMs);
        QCOMPARE(rig.devices.printer->paperCount(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(rig.printOutcome(), QStringLiteral("printed"), longMs);
    }

    // Finish comes before the journal has the intent on the disk: no paper of a visit that is over, and the journal
    // says that there is none.
    void noReceiptOfAVisitThatIsOver()
    {
        Rig rig;
        fill(rig);
        if (QTest::currentTestFailed()) {
            return;
        }
        bool finished = false;
        connect(rig.session.get(), &Session::doneChanged, this, [&rig, &finished] {
            if (!finished && rig.session->printState() == QLatin1String("printing")) {
                finished = true;
                // The store has a while to do before it comes to the intent.
                for (int i = 0; i < 50; ++i) {
                    rig.store->appendAudit(QStringLiteral("busy"), QByteArrayLiteral("{}"));
                }
                // As a touch does: from the event loop.
                QMetaObject::invokeMethod(rig.session.get(), &Session::finish, Qt::QueuedConnection);
            }
        });
        rig.session->submit();
        QTRY_VERIFY_WITH_TIMEOUT(rig.at("take-card"), longMs);
        QVERIFY(finished);
        QVERIFY(rig.session->caseNumber().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(rig.printOutcome(), QStringLiteral("not-printed"), longMs);
        QCOMPARE(rig.devices.printer->paperCount(), 0);
        // The next paper of this case would be the first, not a copy.
        const auto cases = rig.store->casesOf(rig.store->personTag(QStringLiteral("370200198506150016"))).result();
        QVERIFY(cases.has_value());
        const auto next = rig.store
                              ->beginPrint(cases->constFirst().id, QStringLiteral("receipt"), QStringLiteral("printer"),
                                           QByteArray(32, 'x'))
                              .result();
        QVERIFY(next.has_value());
        QCOMPARE(next->copy, 0);
    }
};

QTEST_MAIN(TestVisitOver)
#include "tst_visitover.moc"
