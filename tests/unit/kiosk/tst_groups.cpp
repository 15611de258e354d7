// SPDX-License-Identifier: GPL-3.0-or-later
// What the home page offers to whom: the real session over simulated devices, a person's card, no centre.
#include "app/catalogue/catalogueloader.h"
#include "app/kiosk/devices.h"
#include "app/protocol/seal.h"
#include "app/session/session.h"
#include "app/store/kioskstore.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>

using namespace hall;

namespace {

const QString resources = QStringLiteral(HALL_SOURCE_DIR "/resources");
const QString registration = QStringLiteral("unemployment-registration");
constexpr int longMs = 30'000;

struct Rig
{
    QTemporaryDir dir;
    SystemClock clock;
    Catalogue catalogue;
    std::unique_ptr<KioskStore> store;
    std::unique_ptr<CaseWriter> writer;
    DeviceHub hub;
    SimulatedDevices devices;
    std::unique_ptr<Session> session;

    // `change` has the shipped catalogue before the session sees it.
    explicit Rig(const std::function<void(CatalogueData &)> &change = {})
    {
        CatalogueData data = loadCatalogue(resources + QStringLiteral("/catalogue")).catalogue.data();
        if (change) {
            change(data);
        }
        catalogue = Catalogue(std::move(data));
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

    // From the card to the home page.
    void signIn()
    {
        QTRY_VERIFY_WITH_TIMEOUT(hub.snapshot(QStringLiteral("social-card-reader"))->link == device::Link::Ready,
                                 longMs);
        QVERIFY(devices.cardSlot->insert(resources + QStringLiteral("/demo/cards/li-yanshi.json")));
        QTRY_VERIFY_WITH_TIMEOUT(at("consent"), longMs);
        session->acceptConsent();
        QVERIFY(at("home"));
    }

    [[nodiscard]] QStringList offered() const { return idsOf(session->services()); }

    [[nodiscard]] QVariantMap card(const QString &id) const
    {
        for (const QVariant &one : session->services()) {
            if (one.toMap().value(QStringLiteral("id")) == id) {
                return one.toMap();
            }
        }
        return {};
    }

    [[nodiscard]] static QStringList idsOf(const QVariantList &list)
    {
        QStringList ids;
        for (const QVariant &one : list) {
            ids.append(one.toMap().value(QStringLiteral("id")).toString());
        }
        return ids;
    }
};

}  // namespace

class TestGroups : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPersonIsOfferedNothingOfAUnit()
    {
        Rig rig;
        const QStringList offered = rig.offered();
        QVERIFY(offered.contains(registration));
        int units = 0;
        for (const Service &service : rig.catalogue.services()) {
            const bool unit =
                service.applicant == QLatin1String("employer") || service.applicant == QLatin1String("institution");
            units += unit ? 1 : 0;
            QVERIFY2(offered.contains(service.id) != unit, qPrintable(service.id));
        }
        QVERIFY(units > 10);
        for (const QVariant &chain : rig.session->chains()) {
            const QString id = chain.toMap().value(QStringLiteral("id")).toString();
            QVERIFY2(rig.catalogue.chain(id)->applicant != QLatin1String("employer"), qPrintable(id));
        }
    }

    // But the group of the units stays: it leads to the page where one says for which unit one acts.
    void aGroupWithoutServicesIsGone()
    {
        const QStringList all = Rig::idsOf(Rig().session->events());
        QVERIFY(all.contains(QStringLiteral("social-card")));
        QVERIFY(all.contains(QStringLiteral("employer")));
        const QStringList groups = Rig::idsOf(Rig([](CatalogueData &data) {
                                                  for (Service &service : data.services) {
                                                      if (service.event == QLatin1String("social-card")) {
                                                          service.validUntil = QDate::currentDate().addDays(-2);
                                                      }
                                                  }
                                              }).session->events());
        QVERIFY(!groups.contains(QStringLiteral("social-card")));
        QCOMPARE(groups.size(), all.size() - 1);
    }

    void whatIsNotInForceIsNotShown()
    {
        const QDate today = QDate::currentDate();
        const auto shown = [](const std::function<void(Service &)> &change) {
            return Rig([&change](CatalogueData &data) { change(data.services[registration]); })
                .offered()
                .contains(registration);
        };
        QVERIFY(shown([today](Service &service) { service.validUntil = today.addDays(1); }));
        QVERIFY(!shown([today](Service &service) { service.validUntil = today.addDays(-2); }));
        QVERIFY(!shown([today](Service &service) { service.validFrom = today.addDays(2); }));
        QVERIFY(!shown([](Service &service) { service.channels = QStringList{QStringLiteral("window")}; }));
    }

    void theUsualOnesAreNumbered()
    {
        const Rig rig;
        QVERIFY(rig.catalogue.often().size() >= 4);
        QCOMPARE(rig.card(registration).value(QStringLiteral("often")), 1);
        for (const QString &id : rig.catalogue.often()) {
            QVERIFY2(rig.offered().contains(id), qPrintable(id));
        }
    }

    // What the card says can rule a service out: it is shown, last of its group, with the reason.
    void whatIsCertainlyRefusedComesLast()
    {
        Rig rig([](CatalogueData &data) {
            // All others of the group follow in the alphabet; everybody with a card has a name.
            Service &first = data.services[QStringLiteral("benefit-stop")];
            const auto never = rules::Rule::compile(QStringLiteral("NOT has(:name)"), DictionaryVocabulary(data));
            QVERIFY(never.has_value());
            EligibilityClause clause;
            clause.rule = *never;
            clause.message = {QStringLiteral("说明"), QStringLiteral("the reason")};
            first.eligibility.append(clause);
        });
        QVERIFY(rig.card(QStringLiteral("benefit-stop")).value(QStringLiteral("refused")).toString().isEmpty());
        rig.signIn();
        if (QTest::currentTestFailed()) {
            return;
        }
        rig.session->setLanguage(QStringLiteral("en"));
        QCOMPARE(rig.card(QStringLiteral("benefit-stop")).value(QStringLiteral("refused")),
                 QStringLiteral("the reason"));
        QString last;
        for (const QVariant &one : rig.session->services()) {
            const QVariantMap card = one.toMap();
            if (card.value(QStringLiteral("event")) == QLatin1String("lost-job")) {
                last = card.value(QStringLiteral("id")).toString();
            }
        }
        QCOMPARE(last, QStringLiteral("benefit-stop"));
    }

    void onlyWithTheDocumentsItNames()
    {
        Rig rig(
            [](CatalogueData &data) { data.services[registration].identityTypes = {QStringLiteral("resident-id")}; });
        rig.signIn();
        if (QTest::currentTestFailed()) {
            return;
        }
        QCOMPARE(rig.card(registration).value(QStringLiteral("reason")), QStringLiteral("identity.other-document"));
        rig.session->openService(registration);
        rig.session->begin();
        QVERIFY(rig.at("intro"));
    }

    // Said for one service, not for the next.
    void sharingIsForgottenWithTheService()
    {
        Rig rig;
        rig.signIn();
        if (QTest::currentTestFailed()) {
            return;
        }
        rig.session->openService(registration);
        const QVariantList sources = rig.session->sharing().value(QStringLiteral("sources")).toList();
        QVERIFY(sources.size() >= 4);
        for (const QVariant &source : sources) {
            QVERIFY(!source.toMap().value(QStringLiteral("about")).toStringList().isEmpty());
        }
        rig.session->begin();
        QVERIFY(rig.at("form"));
        QCOMPARE(sharingAnswer(rig), QString());
        rig.session->setAnswer(sharingField(), true);
        QVERIFY(!sharingAnswer(rig).isEmpty());
        rig.session->goHome();
        rig.session->openService(QStringLiteral("flexible-registration"));
        rig.session->begin();
        QVERIFY(rig.at("form"));
        QCOMPARE(sharingAnswer(rig), QString());
    }

    // Who said yes to some offices being asked has not said it of one that another answer brings.
    void anotherAnswerBringsAnotherCheck()
    {
        Rig rig([](CatalogueData &data) {
            data.services[QStringLiteral("training-subsidy")].assurance = Assurance::Possession;  // no PIN in the way
        });
        rig.signIn();
        if (QTest::currentTestFailed()) {
            return;
        }
        rig.session->openService(QStringLiteral("training-subsidy"));
        rig.session->begin();
        QVERIFY(rig.at("form"));
        const auto told = [&rig] {
            return rig.idsOf(rig.session->sharing().value(QStringLiteral("sources")).toList());
        };
        const QString prison = QStringLiteral("prison");
        const QString trainee = QStringLiteral("trainee_type");
        QVERIFY(told().contains(prison));  // who it is has not been said
        rig.session->setAnswer(trainee, QStringLiteral("02"));
        QVERIFY(!told().contains(prison));
        rig.session->setAnswer(sharingField(), true);
        QVERIFY(!sharingAnswer(rig).isEmpty());
        rig.session->setAnswer(trainee, QStringLiteral("10"));
        QVERIFY(!sharingAnswer(rig).isEmpty());
        rig.session->setAnswer(trainee, QStringLiteral("09"));
        QVERIFY(told().contains(prison));
        QCOMPARE(sharingAnswer(rig), QString());
        rig.session->setAnswer(sharingField(), true);
        rig.session->setAnswer(trainee, QStringLiteral("02"));  // fewer are asked than were told of
        QVERIFY(!sharingAnswer(rig).isEmpty());
    }

    // The same number is not typed twice, unless it is another.
    void aNumberIsOfferedAgain()
    {
        Rig rig([](CatalogueData &data) {
            Service &service = data.services[QStringLiteral("file-certificate")];
            service.assurance = Assurance::Possession;  // no PIN in the way
            service.offline = service.online;           // what is asked where it is sent to
        });
        rig.signIn();
        if (QTest::currentTestFailed()) {
            return;
        }
        rig.session->openService(QStringLiteral("file-certificate"));
        rig.session->begin();
        QVERIFY(rig.at("form"));
        const QString mobile = QStringLiteral("mobile");
        const QString courier = QStringLiteral("delivery_phone");
        rig.session->setAnswer(QStringLiteral("delivery"), QStringLiteral("3"));
        const auto shown = [&rig, &courier] { return answerOf(rig, courier); };
        QCOMPARE(shown(), QString());
        rig.session->setAnswer(mobile, QStringLiteral("13800000001"));
        QVERIFY(shown().endsWith(QStringLiteral("0001")));
        rig.session->setAnswer(mobile, QStringLiteral("13800000002"));
        QVERIFY(shown().endsWith(QStringLiteral("0002")));
        rig.session->setAnswer(courier, QStringLiteral("13800000003"));
        rig.session->setAnswer(mobile, QStringLiteral("13800000004"));
        QVERIFY(shown().endsWith(QStringLiteral("0003")));
        rig.session->setAnswer(courier, QString());
        QCOMPARE(shown(), QString());  // emptied by hand stays empty
    }

private:
    static QString answerOf(const Rig &rig, const QString &field)
    {
        const QString label = rig.catalogue.field(field)->label.in(rig.session->language());
        for (const QVariant &section : rig.session->reviewSections()) {
            for (const QVariant &row : section.toMap().value(QStringLiteral("rows")).toList()) {
                if (row.toMap().value(QStringLiteral("label")).toString() == label) {
                    return row.toMap().value(QStringLiteral("value")).toString();
                }
            }
        }
        return QStringLiteral("not asked");
    }
    // As the review would show it.
    static QString sharingAnswer(const Rig &rig)
    {
        const QVariantMap section = rig.session->reviewSections().constLast().toMap();
        return section.value(QStringLiteral("pageId")) == sharingPage() ? section.value(QStringLiteral("rows"))
                                                                              .toList()
                                                                              .constFirst()
                                                                              .toMap()
                                                                              .value(QStringLiteral("value"))
                                                                              .toString()
                                                                        : QStringLiteral("not asked");
    }
};

QTEST_MAIN(TestGroups)
#include "tst_groups.moc"
