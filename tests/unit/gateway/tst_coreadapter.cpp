// SPDX-License-Identifier: GPL-3.0-or-later
// Handing over to the municipal core: each case once, whatever the core does; what it says comes back; what nobody can
// know waits for a person. The core here takes the same message twice for two, so that a second sending is seen.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/schemacheck.h"
#include "app/gateway/casecore.h"
#include "app/gateway/coreadapter.h"
#include "app/gateway/corecommand.h"
#include "app/gateway/corestandin.h"
#include "app/gateway/gatewaykeys.h"
#include "app/protocol/licence.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTest>

#include <thread>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;
using standin::CoreManners;
using standin::CoreStandin;

namespace {

constexpr auto kDeadline = std::chrono::milliseconds(1500);
constexpr auto kSettle = std::chrono::milliseconds(6000);
constexpr int kTries = 4;

AssuranceProof holder()
{
    return {Assurance::Holder, ProofWay::CardPin, QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC), {}, {}};
}

}  // namespace

class TestCoreAdapter : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void eachCaseOnce();
    void onceWhateverTheCoreDoes_data();
    void onceWhateverTheCoreDoes();
    void notSentAgainBeforeTheCoreHadItsTime();
    void noClearAnswerWaitsForAPerson();
    void aCoreThatNeverKeepsItIsLeft();
    void whatWasBeingSentIsAskedAbout_data();
    void whatWasBeingSentIsAskedAbout();
    void aCoreThatIsAwayHoldsNothingAgainstACase();
    void refusedForAPerson();
    void refusedForTheApplicant();
    void takenBackBeforeAndAfter();
    void allOrNoneIsOneMessage();
    void eachForItselfInOrder();
    void scansGoFirst();
    void licencesGoAlong();
    void whatTheCoreSays();
    void whatCannotBeAppliedIsListed();
    void settledByHand();
    void nothingWithoutACore();
    void overTls();
    void showsItself();
    void whatALyingCoreGets();
    void addresses_data();
    void addresses();

private:
    QString sent(CaseMaker &cases, const QVector<QByteArray> &pages = {});  // stored and judged: its id
    void judge(bool handsOver = true);
    void rule(const QString &service, const QString &outcome);
    void behave(const QString &mode, int times = 1);
    int step(std::chrono::milliseconds later = {});  // an adapter that forgets everything between two
    void until(const QString &reference, CoreState state);
    CoreMessage message(const QString &item);
    QString stateOf(const QString &item);
    QVector<QJsonObject> recorded(const QString &act = QStringLiteral("case")) const;
    QString numberOf(const QString &item);
    QJsonObject listed(bool all = true);

    std::shared_ptr<const Catalogue> m_catalogue;
    std::shared_ptr<Database> m_database;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CoreStandin> m_core;
    Kiosk m_kiosk;
    bool m_silent = false;  // nothing listens
};

void TestCoreAdapter::initTestCase()
{
    m_catalogue = std::make_shared<const Catalogue>(
        loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue);
    QVERIFY(m_catalogue->service(QStringLiteral("unemployment-registration")));
}

void TestCoreAdapter::init()
{
    m_silent = false;
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.core = false;
    m_rig->start();
    m_database = m_rig->database();
    m_kiosk = enrolled(QStringLiteral("K1"));
    m_folder = std::make_unique<QTemporaryDir>();
    m_core = std::make_unique<CoreStandin>(m_folder->path(), 0);
    QCOMPARE(m_core->start(QStringLiteral("127.0.0.1"), 0), QString());
    behave(QStringLiteral("up"), -1);
}

void TestCoreAdapter::cleanup()
{
    m_core.reset();
    m_database.reset();
    end();
}

void TestCoreAdapter::rule(const QString &service, const QString &outcome)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("INSERT INTO service_rule (service, outcome, code) VALUES (?, ?, ?)"),
                      {service, outcome, QStringLiteral("own")}));
}

void TestCoreAdapter::behave(const QString &mode, int times)
{
    CoreManners manners;
    manners.mode = mode;
    manners.times = times;
    manners.dedupe = false;
    manners.delayMs = 2500;
    m_core->behave(manners);
}

void TestCoreAdapter::judge(bool handsOver)
{
    const auto &db = m_database;
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CaseCore core(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_rig->keys.tagKey, m_rig->clock);
    if (handsOver) {
        core.handOver();
    }
    must(core.step(50));
}

QString TestCoreAdapter::sent(CaseMaker &cases, const QVector<QByteArray> &pages)
{
    const auto made = cases.make(pages);
    if (sendOne(m_kiosk, made.item) != wire::VerdictKind::Stored) {
        throw std::runtime_error("the case was not stored");
    }
    for (const QByteArray &blob : made.blobs) {
        auto answer = patch(m_kiosk, blob, 0, blob);
        if (!answer || answer->status >= 300) {
            throw std::runtime_error("a scan was not stored");
        }
    }
    judge();
    return made.id;
}

int TestCoreAdapter::step(std::chrono::milliseconds later)
{
    m_rig->clock.advance(later);
    const auto &db = m_database;
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CoreOptions options;
    options.base = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_silent ? 1 : m_core->port()));
    options.deadline = kDeadline;
    options.settle = kSettle;
    options.tries = kTries;
    CoreAdapter adapter(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_catalogue, options,
                        m_rig->clock);
    return must(adapter.step(50));
}

void TestCoreAdapter::until(const QString &reference, CoreState state)
{
    for (int i = 0; i < 60; ++i) {
        const auto &db = m_database;
        auto connection = must(db->connection());
        const auto now = must(coreMessage(connection, reference));
        if (now && now->state == state) {
            return;
        }
        step(std::chrono::seconds(2));
    }
    QFAIL("the message never became what it should");
}

CoreMessage TestCoreAdapter::message(const QString &item)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(coreMessage(connection, coreReference(item))).value_or(CoreMessage());
}

QString TestCoreAdapter::stateOf(const QString &item)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(single(connection, QStringLiteral("SELECT state FROM item WHERE id = ?"), {item})).toString();
}

QString TestCoreAdapter::numberOf(const QString &item)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(single(connection, QStringLiteral("SELECT core_no FROM core_part WHERE item = ?"), {item})).toString();
}

QVector<QJsonObject> TestCoreAdapter::recorded(const QString &act) const
{
    QVector<QJsonObject> some;
    for (const QJsonObject &one : m_core->record()) {
        if (one[QStringLiteral("act")].toString() == act) {
            some.append(one);
        }
    }
    return some;
}

QJsonObject TestCoreAdapter::listed(bool all)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(listCore(connection, all));
}

void TestCoreAdapter::eachCaseOnce()
{
    rule(QStringLiteral("unemployment-registration"), QStringLiteral("decided"));
    CaseMaker cases = maker(m_kiosk);
    QStringList items;
    for (int i = 0; i < 3; ++i) {
        items.append(sent(cases));
    }
    QCOMPARE(step(), 3);
    QCOMPARE(step(std::chrono::hours(1)), 0);
    QCOMPARE(m_core->record().size(), 3);
    const auto metrics = client()->Get("/metrics");
    QVERIFY(metrics && metrics->body.find("hall_gateway_core_messages{state=\"accepted\"} 3\n") != std::string::npos);
    QVERIFY(metrics->body.find("hall_gateway_core_oldest_seconds 0\n") != std::string::npos);
    for (const QString &item : std::as_const(items)) {
        QCOMPARE(message(item).state, CoreState::Accepted);
        QVERIFY(!numberOf(item).isEmpty());
    }
    const QJsonObject first = m_core->record().constFirst()[QStringLiteral("message")].toObject();
    QVector<Defect> defects;
    FileReport report(QStringLiteral("message"), defects);
    QJsonObject plain = first;
    plain.remove(QStringLiteral("digest"));  // the stand-in's own
    checkSchema(QStringLiteral("core-handover"), plain, report);
    QVERIFY2(report.clean(),
             defects.isEmpty() ? "" : qPrintable(defects.constFirst().path + defects.constFirst().reason));
    const QJsonValue one = first[QStringLiteral("cases")][0];
    QCOMPARE(one[QStringLiteral("case")].toString(), items.constFirst());
    QCOMPARE(one[QStringLiteral("fields")][QStringLiteral("aac067")].toString(), QStringLiteral("13800000001"));
    QCOMPARE(one[QStringLiteral("card")][QStringLiteral("aac147")].toString(), QStringLiteral("37020019900307006X"));
    QCOMPARE(one[QStringLiteral("decision")][QStringLiteral("state")].toString(), QStringLiteral("decided"));
    QVERIFY(!one[QStringLiteral("decision")][QStringLiteral("reference")].toString().isEmpty());
}

void TestCoreAdapter::onceWhateverTheCoreDoes_data()
{
    QTest::addColumn<bool>("kept");  // the first time
    for (const char *mode : {"error-after", "lost", "cut", "oversized", "wrong-reference", "working", "slow"}) {
        QTest::newRow(mode) << true;
    }
    for (const char *mode : {"error", "garbage", "down"}) {
        QTest::newRow(mode) << false;
    }
}

void TestCoreAdapter::onceWhateverTheCoreDoes()
{
    QFETCH(const bool, kept);
    const QString mode = QString::fromLatin1(QTest::currentDataTag());
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    behave(mode);
    step();
    if (mode == QLatin1String("down")) {  // it had said so before anything was sent
        QCOMPARE(message(item).state, CoreState::Waiting);
        behave(QStringLiteral("up"), -1);
    } else {
        QCOMPARE(message(item).state, CoreState::Sent);
    }
    if (mode == QLatin1String("slow")) {
        QTRY_COMPARE_WITH_TIMEOUT(m_core->record().size(), 1, 10'000);
    }
    until(coreReference(item), CoreState::Accepted);
    QCOMPARE(m_core->record().size(), 1);
    QCOMPARE(m_core->handed(), kept || mode == QLatin1String("down") ? 1 : 2);
    QVERIFY(m_core->questions() > 0 || mode == QLatin1String("down"));
    QCOMPARE(numberOf(item), QStringLiteral("YW00000001-1"));
}

void TestCoreAdapter::notSentAgainBeforeTheCoreHadItsTime()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    behave(QStringLiteral("error"));
    step();
    step(std::chrono::seconds(2));  // it says that it has not got it, and may still get it
    QCOMPARE(m_core->questions(), 1);
    QCOMPARE(message(item).state, CoreState::Sent);
    step(std::chrono::seconds(3));
    QCOMPARE(m_core->handed(), 1);
    step(kDeadline + kSettle);
    QCOMPARE(m_core->questions(), 2);
    step();
    QCOMPARE(m_core->handed(), 2);
    QCOMPARE(message(item).state, CoreState::Accepted);
}

void TestCoreAdapter::noClearAnswerWaitsForAPerson()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    behave(QStringLiteral("wrong-reference"), -1);
    step();
    until(coreReference(item), CoreState::Unknown);
    QCOMPARE(m_core->handed(), 1);
    QCOMPARE(m_core->questions(), kTries);
    const QJsonValue shown = listed(false)[QStringLiteral("messages")][0];
    QCOMPARE(shown[QStringLiteral("code")].toString(), QStringLiteral("no-clear-answer"));
    step(std::chrono::hours(24));  // nobody but a person moves it
    QCOMPARE(message(item).state, CoreState::Unknown);
    behave(QStringLiteral("up"), -1);
    must(retryCore(*m_database, coreReference(item), m_rig->clock.wall().count()));
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
    QCOMPARE(m_core->handed(), 1);  // asked about, not sent
    QCOMPARE(m_core->record().size(), 1);
}

void TestCoreAdapter::aCoreThatNeverKeepsItIsLeft()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    for (int i = 0; i < 200 && message(item).state != CoreState::Unknown; ++i) {
        behave(QStringLiteral("error"));  // the message alone
        step(std::chrono::seconds(1));
        behave(QStringLiteral("up"), -1);
        if (message(item).state == CoreState::Sent) {
            step(kDeadline + kSettle + std::chrono::minutes(10));
        }
    }
    QCOMPARE(message(item).state, CoreState::Unknown);
    QCOMPARE(m_core->handed(), kTries);
    QCOMPARE(m_core->record().size(), 0);
}

void TestCoreAdapter::whatWasBeingSentIsAskedAbout_data()
{
    QTest::addColumn<bool>("arrived");
    QTest::newRow("it had arrived") << true;
    QTest::newRow("it had not") << false;
}

// The program ended between the commit before the first byte and the answer.
void TestCoreAdapter::whatWasBeingSentIsAskedAbout()
{
    QFETCH(const bool, arrived);
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    if (arrived) {
        behave(QStringLiteral("lost"));
        step();
    } else {
        const auto &db = m_database;
        const qint64 now = m_rig->clock.wall().count();
        QVERIFY(must(CoreOutbox(*db).sending(message(item), now, now + (kDeadline + kSettle).count())));
    }
    QCOMPARE(message(item).state, CoreState::Sent);
    const int before = m_core->handed();
    step();
    QCOMPARE(m_core->handed(), before);  // it is another's for so long
    until(coreReference(item), CoreState::Accepted);
    QCOMPARE(m_core->record().size(), 1);
    QCOMPARE(m_core->handed(), 1);
    QVERIFY(m_core->questions() > 0);
}

void TestCoreAdapter::aCoreThatIsAwayHoldsNothingAgainstACase()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    m_silent = true;
    for (int i = 0; i < 3 * kTries; ++i) {
        QCOMPARE(step(std::chrono::minutes(30)), 0);
    }
    QCOMPARE(message(item).state, CoreState::Waiting);
    QCOMPARE(message(item).sends, 0);
    m_silent = false;
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
}

void TestCoreAdapter::refusedForAPerson()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    behave(QStringLiteral("refuse"));
    step();
    QCOMPARE(message(item).state, CoreState::Refused);
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    QCOMPARE(listed(false)[QStringLiteral("messages")][0][QStringLiteral("code")].toString(),
             QStringLiteral("not-for-us"));
    step(std::chrono::hours(24));
    QCOMPARE(m_core->handed(), 1);
    must(retryCore(*m_database, coreReference(item), m_rig->clock.wall().count()));
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
}

void TestCoreAdapter::refusedForTheApplicant()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    behave(QStringLiteral("correct"));
    step();
    QCOMPARE(message(item).state, CoreState::Refused);
    QCOMPARE(stateOf(item), QStringLiteral("correction"));
    const auto &db = m_database;
    QVERIFY(must(runCoreCommand(*db, {{QStringLiteral("list")}, {}, false, false, {}}, m_rig->clock))
                .contains(QStringLiteral("the applicant is asked")));
    auto connection = must(db->connection());
    const QJsonObject life = must(lifeJson(connection, item));
    QCOMPARE(life[QStringLiteral("asked")][0][QStringLiteral("id")].toString(), QStringLiteral("mobile"));  // of aac067
    // What the applicant adds goes with the case, in one message under the same reference.
    cases.supplements = item;
    const QString added = sent(cases);
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    until(coreReference(item), CoreState::Accepted);
    QCOMPARE(m_core->record().size(), 1);
    const QJsonValue whole = m_core->record().constFirst()[QStringLiteral("message")][QStringLiteral("cases")][0];
    QCOMPARE(whole[QStringLiteral("added")][0][QStringLiteral("case")].toString(), added);
    QCOMPARE(message(added).state, CoreState::Closed);
}

void TestCoreAdapter::takenBackBeforeAndAfter()
{
    CaseMaker cases = maker(m_kiosk);
    const QString before = sent(cases);
    cases.withdraws = before;
    cases.assurance = holder();
    const QString back = sent(cases);
    QCOMPARE(stateOf(before), QStringLiteral("withdrawn"));
    until(coreReference(back), CoreState::Closed);
    QCOMPARE(message(before).state, CoreState::Closed);
    QCOMPARE(m_core->handed(), 0);
    cases.withdraws.clear();
    const QString after = sent(cases);
    step();
    cases.withdraws = after;
    const QString late = sent(cases);
    until(coreReference(late), CoreState::Accepted);
    QCOMPARE(recorded().size(), 1);
    QCOMPARE(recorded(QStringLiteral("withdraw")).size(), 1);
    QCOMPARE(recorded(QStringLiteral("withdraw"))[0][QStringLiteral("of")][QStringLiteral("case")].toString(), after);
}

void TestCoreAdapter::allOrNoneIsOneMessage()
{
    CaseMaker cases = maker(m_kiosk);
    QStringList items;
    const QString id = newTransactionId(1'767'225'600'000);
    for (int part = 1; part <= 3; ++part) {
        cases.group = {id, part, 3, true};
        items.append(sent(cases));
    }
    step();
    QCOMPARE(m_core->record().size(), 1);
    QCOMPARE(m_core->record()[0][QStringLiteral("cases")].toArray().size(), 3);
    QVERIFY(m_core->record()[0][QStringLiteral("message")][QStringLiteral("all_or_none")].toBool());
    for (const QString &item : std::as_const(items)) {
        QVERIFY(!numberOf(item).isEmpty());
    }
}

// One that is parked holds back those behind it, and nobody else's.
void TestCoreAdapter::eachForItselfInOrder()
{
    CaseMaker cases = maker(m_kiosk);
    QStringList items;
    const QString id = newTransactionId(1'767'225'600'000);
    for (int part = 1; part <= 2; ++part) {
        cases.group = {id, part, 2, false};
        items.append(sent(cases));
    }
    cases.group = {};
    const QString other = sent(cases);
    behave(QStringLiteral("wrong-reference"), 1);
    step();
    step();
    QCOMPARE(message(items[0]).state, CoreState::Sent);
    QCOMPARE(message(items[1]).state, CoreState::Waiting);
    QCOMPARE(message(other).state, CoreState::Accepted);
    until(coreReference(items[1]), CoreState::Accepted);
    QCOMPARE(m_core->record().size(), 3);
    QStringList order;
    for (const QJsonObject &one : m_core->record()) {
        order.append(one[QStringLiteral("cases")][0][QStringLiteral("case")].toString());
    }
    QVERIFY(order.indexOf(items[0]) < order.indexOf(items[1]));
}

void TestCoreAdapter::scansGoFirst()
{
    CaseMaker cases = maker(m_kiosk);
    const QByteArray page("a page that nobody scanned");
    const QString item = sent(cases, {page, page});
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
    QFile kept(m_folder->filePath(QStringLiteral("materials/") + sha256Hex(page)));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), page);
}

void TestCoreAdapter::licencesGoAlong()
{
    CaseMaker cases = maker(m_kiosk);
    Licence licence;
    licence.kind = QStringLiteral("diploma");
    licence.number = Sensitive<QString>(QStringLiteral("DEMO-0001"));
    licence.issuer = QStringLiteral("青岛示例学院");
    licence.at = QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC);
    licence.digest = licenceDigest(m_rig->keys.tagKey, personTag(m_rig->keys.tagKey, cases.number), licence);
    cases.licences = {{QStringLiteral("diploma"), licence}};
    const QString item = sent(cases);
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
    const QJsonValue said = m_core->record()[0][QStringLiteral("message")][QStringLiteral("cases")][0];
    QJsonObject expected = licenceJson(licence);
    expected.insert(QStringLiteral("material"), QStringLiteral("diploma"));
    QCOMPARE(said[QStringLiteral("licences")].toArray(), QJsonArray{expected});
    QCOMPARE(said[QStringLiteral("materials")].toArray(), QJsonArray());
}

void TestCoreAdapter::whatTheCoreSays()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    step();
    const auto say = [&](QJsonObject event) {
        event.insert(QStringLiteral("case"), item);
        QVERIFY(m_core->say(event));
        step(std::chrono::seconds(10));
    };
    say({{QStringLiteral("event"), QStringLiteral("correction")},
         {QStringLiteral("until"), QStringLiteral("2026-03-31")},
         {QStringLiteral("asked"), QJsonArray{QJsonObject{{QStringLiteral("kind"), QStringLiteral("material")},
                                                          {QStringLiteral("id"), QStringLiteral("no-such-paper")},
                                                          {QStringLiteral("text"), QStringLiteral("缺少材料")}}}}});
    QCOMPARE(stateOf(item), QStringLiteral("correction"));
    {
        const auto &db = m_database;
        auto connection = must(db->connection());
        const QJsonValue asked = must(lifeJson(connection, item))[QStringLiteral("asked")][0];
        QCOMPARE(asked[QStringLiteral("kind")].toString(), QStringLiteral("words"));  // no kiosk could take it
        QCOMPARE(asked[QStringLiteral("text")].toString(), QStringLiteral("缺少材料"));
    }
    cases.supplements = item;
    const QString added = sent(cases);
    until(coreReference(added), CoreState::Accepted);
    QCOMPARE(recorded(QStringLiteral("supplement")).size(), 1);
    say({{QStringLiteral("event"), QStringLiteral("decided")}});
    QCOMPARE(stateOf(item), QStringLiteral("decided"));
    say({{QStringLiteral("event"), QStringLiteral("decided")}});  // told twice is nothing new
    say({{QStringLiteral("event"), QStringLiteral("ready")},
         {QStringLiteral("what"), QStringLiteral("就业创业证")},
         {QStringLiteral("place"), QStringLiteral("3号窗口")}});
    QCOMPARE(stateOf(item), QStringLiteral("ready"));
    const auto told = inbox(m_kiosk, 0);
    QCOMPARE(told.constLast().state, QStringLiteral("ready"));
    QCOMPARE(listed()[QStringLiteral("events")].toArray().size(), 0);
    const qsizetype before = told.size();
    step(std::chrono::hours(1));  // none of them again
    QCOMPARE(inbox(m_kiosk, 0).size(), before);
}

void TestCoreAdapter::whatCannotBeAppliedIsListed()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    step();
    for (const char *event : {"delivered", "certainly", "refused", "decided"}) {  // a refusal says why
        QVERIFY(m_core->say({{QStringLiteral("case"), item}, {QStringLiteral("event"), QLatin1String(event)}}));
    }
    QVERIFY(m_core->say({{QStringLiteral("case"), item},
                         {QStringLiteral("reference"), QStringLiteral("HK0")},
                         {QStringLiteral("event"), QStringLiteral("decided")}}));
    step(std::chrono::seconds(10));
    QStringList outcomes;
    for (const auto &event : listed()[QStringLiteral("events")].toArray()) {
        outcomes.append(event[QStringLiteral("outcome")].toString());
    }
    QCOMPARE(outcomes, QStringList({QStringLiteral("not-possible"), QStringLiteral("not-understood"),
                                    QStringLiteral("incomplete"), QStringLiteral("no-such-case")}));
    QCOMPARE(stateOf(item), QStringLiteral("decided"));  // the one between them had its effect
    const auto &db = m_database;
    must(runCoreCommand(*db, {{QStringLiteral("seen"), QStringLiteral("2")}, {}, false, false, {}}, m_rig->clock));
    QCOMPARE(listed()[QStringLiteral("events")].toArray().size(), 3);
    for (const qint64 n : {2, 4, 99}) {  // seen, applied, none
        QCOMPARE(seenCoreEvent(*db, n).error().code, FaultCode::StoreNotFound);
    }
}

void TestCoreAdapter::settledByHand()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    const QString reference = coreReference(item);
    const auto &db = m_database;
    const auto act = [&](const QStringList &words, const QStringList &numbers = {}) {
        CoreCommand command{words, numbers, false, false, {}};
        return usageOf(command).isEmpty() ? runCoreCommand(*db, command, m_rig->clock)
                                          : Result<QString>(fail(FaultCode::BadArgument, "usage"));
    };
    const auto settle = QStringLiteral("settle");
    QCOMPARE(act({QStringLiteral("retry"), reference}).error().code, FaultCode::NotAllowed);  // it waits
    QCOMPARE(act({QStringLiteral("retry"), QStringLiteral("HK0")}).error().code, FaultCode::StoreNotFound);
    behave(QStringLiteral("wrong-reference"), -1);
    step();
    until(reference, CoreState::Unknown);
    QVERIFY(must(act({QStringLiteral("list")})).contains(QStringLiteral("no clear answer")));
    QCOMPARE(act({settle, reference, QStringLiteral("accepted")}).error().code, FaultCode::BadArgument);
    QCOMPARE(act({settle, reference, QStringLiteral("waiting")}).error().code, FaultCode::BadArgument);
    must(act({settle, reference, QStringLiteral("accepted")}, {QStringLiteral("YW7")}));
    QCOMPARE(numberOf(item), QStringLiteral("YW7"));
    QCOMPARE(message(item).state, CoreState::Accepted);
    QCOMPARE(act({settle, reference, QStringLiteral("closed")}).error().code, FaultCode::NotAllowed);
}

void TestCoreAdapter::nothingWithoutACore()
{
    CaseMaker cases = maker(m_kiosk);
    const auto made = cases.make();
    QCOMPARE(sendOne(m_kiosk, made.item), wire::VerdictKind::Stored);
    judge(false);
    QCOMPARE(stateOf(made.id), QStringLiteral("accepted"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM core_message")), 0);
}

// The front's own TLS stands for a core's: it is reached, and knows no such call.
void TestCoreAdapter::overTls()
{
    auto options = must(coreOptions(m_rig->url(), m_rig->dir.filePath(QStringLiteral("front/ca.pem")), {}));
    QCOMPARE(CoreClient(options).ping().error().code, FaultCode::MessageInvalid);
    options.caFile.clear();  // nobody the system knows has signed it: nothing is sent
    QCOMPARE(CoreClient(options).ping().error().code, FaultCode::CentreUnreachable);
}

void TestCoreAdapter::showsItself()
{
    httplib::Server server;
    std::string shown;
    server.Get("/v1/ping", [&shown](const httplib::Request &request, httplib::Response &response) {
        shown = request.get_header_value("Authorization");
        response.set_content("{\"v\":1,\"ready\":true}", "application/json");
    });
    const int port = server.bind_to_any_port("127.0.0.1");
    std::thread serving([&server] { server.listen_after_bind(); });
    const QString file = m_rig->dir.filePath(QStringLiteral("token"));
    QFile token(file);
    QVERIFY(token.open(QIODevice::WriteOnly));
    token.write("a-secret\n");
    token.close();
    const QString url = QStringLiteral("http://127.0.0.1:%1").arg(port);
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner | QFile::ReadGroup));
    QCOMPARE(coreOptions(url, {}, file).error().code, FaultCode::KeyMissing);
    QVERIFY(QFile::setPermissions(file, QFile::ReadOwner));
    const Done pinged = CoreClient(must(coreOptions(url, {}, file))).ping();
    while (!server.is_running()) {
        std::this_thread::yield();
    }
    server.stop();
    serving.join();
    QVERIFY(pinged);
    QCOMPARE(shown, std::string("Bearer a-secret"));
}

// Numbers that another case has, a case of somebody else, a megabyte, and nothing that ends: each ends in time, and the
// case waits for a clear answer.
void TestCoreAdapter::whatALyingCoreGets()
{
    httplib::Server server;
    int asked = 0;
    server.Get("/v1/handovers/.*", [&asked](const httplib::Request &, httplib::Response &response) {
        if (++asked == 1) {
            response.set_content("{\"v\":1,\"reference\":\"HK1\",\"outcome\":\"accepted\",\"cases\":[{\"case\":\"x\","
                                 "\"number\":\"1\"}]}",
                                 "application/json");
        } else if (asked == 2) {
            response.set_content(std::string(1024 * 1024, ' '), "application/json");
        } else {
            response.set_chunked_content_provider("application/json", [](std::size_t, httplib::DataSink &sink) {
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
                return sink.write(" ", 1);
            });
        }
    });
    const int port = server.bind_to_any_port("127.0.0.1");
    std::thread serving([&server] { server.listen_after_bind(); });
    CoreOptions options = must(coreOptions(QStringLiteral("http://127.0.0.1:%1").arg(port), {}, {}));
    options.deadline = kDeadline;
    const CoreClient core(options);
    const QStringList items{QStringLiteral("a")};
    const auto first = core.ask(QStringLiteral("HK1"), items);
    const auto second = core.ask(QStringLiteral("HK1"), items);
    QElapsedTimer timer;
    timer.start();
    const auto third = core.ask(QStringLiteral("HK1"), items);
    const qint64 took = timer.elapsed();
    while (!server.is_running()) {
        std::this_thread::yield();
    }
    server.stop();
    serving.join();
    QCOMPARE(first.error().code, FaultCode::MessageInvalid);
    QCOMPARE(second.error().code, FaultCode::DeviceTimeout);
    QCOMPARE(third.error().code, FaultCode::DeviceTimeout);
    QVERIFY(took < 5 * kDeadline.count());
}

void TestCoreAdapter::addresses_data()
{
    QTest::addColumn<bool>("good");
    QTest::newRow("https://core.example/hall") << true;
    QTest::newRow("http://127.0.0.1:9200") << true;
    QTest::newRow("http://core.example") << false;
    QTest::newRow("https://a:b@core.example") << false;
    QTest::newRow("ftp://core.example") << false;
    QTest::newRow("core") << false;
}

void TestCoreAdapter::addresses()
{
    QFETCH(const bool, good);
    const auto options = coreOptions(QString::fromLatin1(QTest::currentDataTag()), {}, {});
    QCOMPARE(options.has_value(), good);
    if (!good) {
        QCOMPARE(options.error().code, FaultCode::BadArgument);
    }
}

QTEST_GUILESS_MAIN(TestCoreAdapter)
#include "tst_coreadapter.moc"
