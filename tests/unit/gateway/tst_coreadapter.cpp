// SPDX-License-Identifier: GPL-3.0-or-later
// Handing over to the municipal core: each case once, whatever the core does; what nobody can know waits for a person.
#include "app/catalogue/schemacheck.h"
#include "app/gateway/coredesk.h"
#include "app/protocol/licence.h"
#include "tests/unit/gateway/corebed.h"

#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

class TestCoreAdapter : public QObject, private CoreBed
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { load(); }
    void init() { begin(); }
    void cleanup() { end(); }
    void eachCaseOnce();
    void onceWhateverTheCoreDoes_data();
    void onceWhateverTheCoreDoes();
    void notSentAgainBeforeTheCoreHadItsTime();
    void noClearAnswerWaitsForAPerson();
    void aCoreThatNeverKeepsItIsLeft();
    void whatWasBeingSentIsAskedAbout_data();
    void whatWasBeingSentIsAskedAbout();
    void aCoreThatIsAwayHoldsNothingAgainstACase();
    void takenBackBeforeAndAfter();
    void allOrNoneIsOneMessage();
    void eachForItselfInOrder();
    void scansGoFirst();
    void licencesGoAlong();
    void whoDecidesGoesAlong_data();
    void whoDecidesGoesAlong();
    void aCoreThatDoesNotServeTheAgency();
    void nothingWithoutACore();
};

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
    cases.as = QStringLiteral("pdf-grey");
    const QString item = sent(cases, {page, page});
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
    QFile kept(m_folder->filePath(QStringLiteral("materials/") + sha256Hex(page)));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), page);
    const QJsonValue said = m_core->record()[0][QStringLiteral("message")][QStringLiteral("cases")][0];
    const QJsonArray told = said[QStringLiteral("materials")].toArray();
    QCOMPARE(told.size(), 2);
    for (const auto &one : told) {
        QCOMPARE(one[QStringLiteral("as")].toString(), QStringLiteral("pdf-grey"));
    }
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

void TestCoreAdapter::whoDecidesGoesAlong_data()
{
    QTest::addColumn<QByteArray>("health");
    QTest::addColumn<QByteArray>("answers");
    QTest::addColumn<QString>("code");
    const QByteArray silent;
    const QByteArray district(R"({"v":1,"region":"370212"})");
    QTest::newRow("another district of the city")
        << silent << QByteArray(R"({"residence_region":"370203"})") << QStringLiteral("370203");
    QTest::newRow("another city: the hall's own")
        << silent << QByteArray(R"({"residence_region":"370102"})") << QStringLiteral("370200");
    QTest::newRow("not said") << silent << QByteArray() << QStringLiteral("370200");
    QTest::newRow("the kiosk's district") << district << QByteArray() << QStringLiteral("370212");
    QTest::newRow("the answer goes before the kiosk's district")
        << district << QByteArray(R"({"residence_region":"370203"})") << QStringLiteral("370203");
    QTest::newRow("another city: the kiosk's district")
        << district << QByteArray(R"({"residence_region":"370102"})") << QStringLiteral("370212");
    QTest::newRow("a kiosk that says another city")
        << QByteArray(R"({"v":1,"region":"370102"})") << QByteArray() << QStringLiteral("370200");
    QTest::newRow("a kiosk that says nonsense")
        << QByteArray(R"({"v":1,"region":"3702'; --"})") << QByteArray() << QStringLiteral("370200");
}

// The core has the agency's code and name, as the region's pack has them, and serves no other agencies.
void TestCoreAdapter::whoDecidesGoesAlong()
{
    QFETCH(const QByteArray, health);
    QFETCH(const QByteArray, answers);
    QFETCH(const QString, code);
    if (!health.isEmpty()) {
        auto db = m_rig->database();
        auto connection = must(db->connection());
        must(gateway::run(connection, QStringLiteral("UPDATE kiosk SET health = ?"), {QString::fromUtf8(health)}));
    }
    QJsonObject known;
    for (const Agency &agency : m_catalogue->region().agencies) {
        known.insert(agency.district, agency.name.zh);
    }
    m_core->knowAgencies(known);
    CaseMaker cases = maker(m_kiosk);
    cases.answers = answers;
    const QString item = sent(cases);
    step();
    QCOMPARE(message(item).state, CoreState::Accepted);
    const QJsonObject whole = m_core->record().constFirst()[QStringLiteral("message")].toObject();
    const QJsonValue agency = whole[QStringLiteral("cases")][0][QStringLiteral("agency")];
    QCOMPARE(agency[QStringLiteral("code")].toString(), code);
    QCOMPARE(agency[QStringLiteral("name")].toString(), m_catalogue->region().agencies.value(code).name.zh);
    // What is added later is of whoever has the case.
    QVERIFY(m_core->say(
        {{QStringLiteral("case"), item},
         {QStringLiteral("event"), QStringLiteral("correction")},
         {QStringLiteral("until"), QStringLiteral("2026-03-31")},
         {QStringLiteral("asked"), QJsonArray{QJsonObject{{QStringLiteral("kind"), QStringLiteral("words")},
                                                          {QStringLiteral("text"), QStringLiteral("请补")}}}}}));
    step(std::chrono::seconds(10));
    cases.supplements = item;
    const QString added = sent(cases);
    until(coreReference(added), CoreState::Accepted);
    QCOMPARE(recorded(QStringLiteral("supplement")).size(), 1);
    const QJsonObject more = recorded(QStringLiteral("supplement")).constFirst()[QStringLiteral("message")].toObject();
    QVERIFY(more[QStringLiteral("cases")][0][QStringLiteral("agency")].isUndefined());
}

void TestCoreAdapter::aCoreThatDoesNotServeTheAgency()
{
    m_core->knowAgencies({{QStringLiteral("370203"), QStringLiteral("别处的名称")}});
    CaseMaker cases = maker(m_kiosk);
    cases.answers = R"({"residence_region":"370203"})";
    const QString item = sent(cases);
    step();
    QCOMPARE(message(item).state, CoreState::Refused);
    QCOMPARE(listed(false)[QStringLiteral("messages")][0][QStringLiteral("code")].toString(),
             QStringLiteral("wrong-agency"));
    QCOMPARE(m_core->record().size(), 0);
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

QTEST_GUILESS_MAIN(TestCoreAdapter)
#include "tst_coreadapter.moc"
