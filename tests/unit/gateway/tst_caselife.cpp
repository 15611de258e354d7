// SPDX-License-Identifier: GPL-3.0-or-later
// A case after it was handed in: which step may follow which, what each leaves behind, and what kiosks are told.
#include "tests/unit/gateway/gatewaybed.h"

#include "app/gateway/casecommand.h"
#include "app/gateway/listing.h"
#include "app/protocol/canonicaljson.h"

#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::gateway;
using namespace hall::test;

namespace {

const QString kRegistration = QStringLiteral("unemployment-registration");

AssuranceProof holder()
{
    return {Assurance::Holder, ProofWay::CardPin, QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC), {}, {}};
}

}  // namespace

class TestCaseLife : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { end(); }
    void everyPair_data();
    void everyPair();
    void namesAreReadBack();
    void commandsAreParsed_data();
    void commandsAreParsed();
    void aStepLeavesItsTraces();
    void nothingOfARefusedStepStays();
    void whatIsAskedIsToldToTheHolder();
    void aSupplementIsAppliedOnce();
    void aPaperThatWasToFollowComesOnce();
    void nobodyElseAddsToACase_data();
    void nobodyElseAddsToACase();
    void aCaseIsTakenBack();
    void aCaseThatWaitsForItsScansIsTakenBack();
    void aDecidedCaseIsNotTakenBack();
    void aFoundCardTakesNothingBack();
    void aResultIsCollected();

private:
    void step(const QString &item, const QString &act, const CaseOptions &options = {});
    FaultCode refusedStep(const QString &item, const QString &act, const CaseOptions &options = {});
    QString sent(CaseMaker &cases);
    wire::InboxItem lastAnswer() const;
    QString stateOf(const QString &item);
    QJsonObject told(const QString &level, const QString &item);
    qint64 answered() { return inbox(m_kiosk, 0).size(); }

    Kiosk m_kiosk;
};

void TestCaseLife::init()
{
    m_rig = std::make_unique<GatewayRig>();  // no table of rules: every case is accepted and waits for a person
    m_rig->start();
    m_kiosk = enrolled(QStringLiteral("K1"));
}

void TestCaseLife::step(const QString &item, const QString &act, const CaseOptions &options)
{
    auto database = m_rig->database();
    must(runCaseCommand(*database, must(parseCaseCommand({item, act}, options)), m_rig->clock));
}

FaultCode TestCaseLife::refusedStep(const QString &item, const QString &act, const CaseOptions &options)
{
    auto database = m_rig->database();
    const auto state = runCaseCommand(*database, must(parseCaseCommand({item, act}, options)), m_rig->clock);
    if (state) {
        throw std::runtime_error("the step was taken");
    }
    return state.error().code;
}

// A case at the centre, judged: its id.
QString TestCaseLife::sent(CaseMaker &cases)
{
    const qint64 before = answered();
    const auto made = cases.make();
    if (sendOne(m_kiosk, made.item) != wire::VerdictKind::Stored) {
        throw std::runtime_error("the case was not stored");
    }
    if (!QTest::qWaitFor([&] { return answered() > before; }, 10'000)) {
        throw std::runtime_error("no answer to the case");
    }
    return made.id;
}

wire::InboxItem TestCaseLife::lastAnswer() const
{
    return inbox(m_kiosk, 0).constLast();
}

QString TestCaseLife::stateOf(const QString &item)
{
    auto database = m_rig->database();
    auto connection = must(database->connection());
    return must(single(connection, QStringLiteral("SELECT state FROM item WHERE id = ?"), {item})).toString();
}

// What the progress question says of a case to a kiosk that proved this level; none: a kiosk that says nothing of it.
QJsonObject TestCaseLife::told(const QString &level, const QString &item)
{
    QJsonObject proof{{QStringLiteral("visit"), QStringLiteral("5f1c3d2e-9d1a-4c53-9b8b-1a2b3c4d5e6f")},
                      {QStringLiteral("number"), QStringLiteral("37020019900307006X")},
                      {QStringLiteral("name"), QStringLiteral("张测试")},
                      {QStringLiteral("source"), QStringLiteral("social-card")},
                      {QStringLiteral("region"), QStringLiteral("370200")}};
    if (!level.isEmpty()) {
        proof.insert(QStringLiteral("assurance"), level);
    }
    const QJsonObject question{{QStringLiteral("v"), 1},
                               {QStringLiteral("kind"), QStringLiteral("progress")},
                               {QStringLiteral("service"), QString()},
                               {QStringLiteral("proof"), proof}};
    auto result = client(&m_kiosk)->Post("/v1/ask", QJsonDocument(question).toJson().toStdString(), "application/json");
    if (!result || result->status != 200) {
        throw std::runtime_error("the question was not answered");
    }
    const QJsonArray cases =
        QJsonDocument::fromJson(bytes(result->body)).object().value(QStringLiteral("cases")).toArray();
    for (const auto &one : cases) {
        if (one.toObject().value(QStringLiteral("id")).toString() == item) {
            return one.toObject();
        }
    }
    return {};
}

void TestCaseLife::everyPair_data()
{
    QTest::addColumn<QString>("state");
    QTest::addColumn<QStringList>("allowed");  // "act>state"
    QTest::newRow("waiting") << "waiting" << QStringList{"withdraw>withdrawn"};
    QTest::newRow("received") << "received" << QStringList{"withdraw>withdrawn"};
    QTest::newRow("checks-pending") << "checks-pending" << QStringList{"withdraw>withdrawn"};
    QTest::newRow("accepted") << "accepted"
                              << QStringList{"correction>correction", "supplement>accepted", "withdraw>withdrawn",
                                             "approve>decided", "refuse>refused"};
    QTest::newRow("correction") << "correction"
                                << QStringList{"correction>correction", "supplement>accepted", "withdraw>withdrawn",
                                               "refuse>refused"};
    QTest::newRow("withdrawn") << "withdrawn" << QStringList{};
    QTest::newRow("decided") << "decided" << QStringList{"ready>ready", "delivered>delivered"};
    QTest::newRow("refused") << "refused" << QStringList{};
    QTest::newRow("ready") << "ready" << QStringList{"ready>ready", "delivered>delivered"};
    QTest::newRow("delivered") << "delivered" << QStringList{};
    QTest::newRow("applied") << "applied" << QStringList{};
}

void TestCaseLife::everyPair()
{
    QFETCH(QString, state);
    QFETCH(QStringList, allowed);
    QStringList found;
    for (const CaseAct act : allCaseActs()) {
        if (const auto next = stateAfter(caseStateFrom(state).value(), act)) {
            found.append(caseActName(act) + u'>' + caseStateName(*next));
        }
    }
    QCOMPARE(found, allowed);
}

void TestCaseLife::namesAreReadBack()
{
    QCOMPARE(allCaseStates().size(), 11);  // the rows of everyPair
    QCOMPARE(allCaseActs().size(), 7);
    for (const CaseState state : allCaseStates()) {
        QCOMPARE(int(caseStateFrom(caseStateName(state)).value()), int(state));
    }
    for (const CaseAct act : allCaseActs()) {
        QCOMPARE(int(caseActFrom(caseActName(act)).value()), int(act));
    }
    QVERIFY(!caseStateFrom(QStringLiteral("lost")));
    QVERIFY(!caseActFrom(QStringLiteral("lose")));
}

void TestCaseLife::commandsAreParsed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("until");
    QTest::addColumn<bool>("good");
    QTest::newRow("approve") << QStringList{"x", "approve"} << "" << true;
    QTest::newRow("no act") << QStringList{"x"} << "" << false;
    QTest::newRow("other act") << QStringList{"x", "forget"} << "" << false;
    QTest::newRow("too many") << QStringList{"x", "approve", "now"} << "" << false;
    QTest::newRow("a day") << QStringList{"x", "ready"} << "2026-03-31" << true;
    QTest::newRow("no day") << QStringList{"x", "ready"} << "2026-02-30" << false;
}

void TestCaseLife::commandsAreParsed()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, until);
    QFETCH(bool, good);
    CaseOptions options;
    options.until = until;
    options.fields = {QStringLiteral("mobile=号码少一位"), QStringLiteral("residence_address")};
    const auto command = parseCaseCommand(arguments, options);
    QCOMPARE(bool(command), good);
    if (good) {
        const QVector<AskedItem> expected{
            {AskedItem::Kind::Field, QStringLiteral("mobile"), QStringLiteral("号码少一位")},
            {AskedItem::Kind::Field, QStringLiteral("residence_address"), QString()}};
        QCOMPARE(command->words.asked, expected);
        QCOMPARE(command->words.until.toString(Qt::ISODate), until);
    }
}

void TestCaseLife::aStepLeavesItsTraces()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    CaseOptions options;
    options.materials = {QStringLiteral("end-of-job-proof=缺少单位盖章")};
    options.until = QStringLiteral("2026-03-31");
    step(item, QStringLiteral("correction"), options);
    const wire::InboxItem answer = lastAnswer();
    QCOMPARE(answer.id, item);
    QCOMPARE(answer.state, QStringLiteral("correction"));
    QCOMPARE(answer.n, 2);
    QVERIFY(!answer.reference.isEmpty());
    const QJsonArray list = must(listItems(*m_rig->database()));
    const QJsonArray notices = list[0].toObject().value(QStringLiteral("notices")).toArray();
    QCOMPARE(notices.size(), 2);
    QCOMPARE(notices[1].toObject().value(QStringLiteral("event")).toString(), QStringLiteral("correction"));
    QCOMPARE(notices[1].toObject().value(QStringLiteral("delivered")).toBool(), false);
    QVERIFY(!QJsonDocument(list).toJson().contains("37020019900307006X"));
    // By the number that people see, too.
    step(shortNumber(item), QStringLiteral("supplement"));
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    step(item, QStringLiteral("approve"));
    QCOMPARE(stateOf(item), QStringLiteral("decided"));
    QCOMPARE(lastAnswer().code, QStringLiteral("approved"));
}

void TestCaseLife::nothingOfARefusedStepStays()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    QCOMPARE(int(refusedStep(item, QStringLiteral("ready"),
                             {{}, {}, {}, {}, QStringLiteral("证书"), QStringLiteral("3号窗口")})),
             int(FaultCode::NotAllowed));
    QCOMPARE(int(refusedStep(item, QStringLiteral("refuse"))), int(FaultCode::BadArgument));  // without a reason
    CaseOptions noDay;
    noDay.fields = {QStringLiteral("mobile")};
    QCOMPARE(int(refusedStep(item, QStringLiteral("correction"), noDay)), int(FaultCode::BadArgument));
    CaseOptions nothing;
    nothing.until = QStringLiteral("2026-03-31");
    QCOMPARE(int(refusedStep(item, QStringLiteral("correction"), nothing)), int(FaultCode::BadArgument));
    QCOMPARE(int(refusedStep(QStringLiteral("0199b3a0-0000-7000-8000-000000000000"), QStringLiteral("approve"))),
             int(FaultCode::StoreNotFound));
    QCOMPARE(answered(), 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM notice")), 1);
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM case_life")), 0);
}

void TestCaseLife::whatIsAskedIsToldToTheHolder()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    CaseOptions options;
    options.fields = {QStringLiteral("mobile=号码少一位")};
    options.materials = {QStringLiteral("end-of-job-proof")};
    options.until = QStringLiteral("2026-03-31");
    step(item, QStringLiteral("correction"), options);
    const QJsonObject toHolder = told(QStringLiteral("holder"), item);
    QCOMPARE(toHolder.value(QStringLiteral("state")).toString(), QStringLiteral("correction"));
    QCOMPARE(toHolder.value(QStringLiteral("until")).toString(), QStringLiteral("2026-03-31"));
    QCOMPARE(toHolder.value(QStringLiteral("waiting")).toBool(), true);
    const QJsonArray asked = toHolder.value(QStringLiteral("asked")).toArray();
    QCOMPARE(asked.size(), 2);
    QCOMPARE(asked[0].toObject().value(QStringLiteral("text")).toString(), QStringLiteral("号码少一位"));
    QCOMPARE(asked[1].toObject().value(QStringLiteral("kind")).toString(), QStringLiteral("material"));
    // A card alone: there is something, not what.
    const QJsonObject toCard = told(QStringLiteral("possession"), item);
    QCOMPARE(toCard.keys(), (QStringList{QStringLiteral("at"), QStringLiteral("id"), QStringLiteral("number"),
                                         QStringLiteral("waiting")}));
    // A kiosk of before.
    const QJsonObject toOld = told(QString(), item);
    QCOMPARE(toOld.value(QStringLiteral("service")).toString(), kRegistration);
    QVERIFY(!toOld.contains(QStringLiteral("asked")));
}

void TestCaseLife::aSupplementIsAppliedOnce()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    const QString reference = lastAnswer().reference;
    CaseOptions options;
    options.fields = {QStringLiteral("mobile")};
    options.until = QStringLiteral("2026-03-31");
    step(item, QStringLiteral("correction"), options);
    cases.supplements = item;
    const qint64 before = answered();
    const auto made = cases.make();
    for (int i = 0; i < 3; ++i) {
        sendOne(m_kiosk, made.item);
    }
    QTRY_COMPARE(answered(), before + 2);  // the supplement itself, and the case
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    QCOMPARE(stateOf(made.id), QStringLiteral("applied"));
    const auto answers = inbox(m_kiosk, before);
    QCOMPARE(answers[0].id, item);
    QCOMPARE(answers[0].code, QStringLiteral("supplemented"));
    QCOMPARE(answers[0].reference, reference);
    QCOMPARE(answers[1].id, made.id);
    QVERIFY(!told(QStringLiteral("holder"), item).contains(QStringLiteral("asked")));
    QVERIFY(told(QStringLiteral("holder"), made.id).isEmpty());  // it is no case of its own
    // Nobody asked for another.
    const QString second = sent(cases);
    QCOMPARE(stateOf(second), QStringLiteral("refused"));
    QCOMPARE(lastAnswer().code, QStringLiteral("not-asked"));
    auto database = m_rig->database();
    auto connection = must(database->connection());
    const QJsonArray added = must(followUpsJson(connection, item));
    QCOMPARE(added.size(), 1);
    QCOMPARE(added[0].toObject().value(QStringLiteral("id")).toString(), made.id);
}

void TestCaseLife::aPaperThatWasToFollowComesOnce()
{
    CaseMaker cases = maker(m_kiosk);
    cases.outstanding = {QStringLiteral("end-of-job-proof")};
    const QString item = sent(cases);
    QCOMPARE(lastAnswer().code, QStringLiteral("material-outstanding"));
    cases.outstanding.clear();
    cases.supplements = item;
    const qint64 before = answered();
    const QString added = sent(cases);
    QTRY_COMPARE(answered(), before + 2);
    QCOMPARE(stateOf(added), QStringLiteral("applied"));
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
    QCOMPARE(stateOf(sent(cases)), QStringLiteral("refused"));
}

void TestCaseLife::nobodyElseAddsToACase_data()
{
    QTest::addColumn<QString>("number");
    QTest::addColumn<QString>("service");
    QTest::addColumn<bool>("known");
    QTest::newRow("another person") << "370200198506150024" << kRegistration << true;
    QTest::newRow("another service") << "37020019900307006X"
                                     << "flexible-registration" << true;
    QTest::newRow("no case") << "37020019900307006X" << kRegistration << false;
}

void TestCaseLife::nobodyElseAddsToACase()
{
    QFETCH(QString, number);
    QFETCH(QString, service);
    QFETCH(bool, known);
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    CaseOptions options;
    options.fields = {QStringLiteral("mobile")};
    options.until = QStringLiteral("2026-03-31");
    step(item, QStringLiteral("correction"), options);
    cases.supplements = known ? item : QStringLiteral("0199b3a0-0000-7000-8000-000000000000");
    cases.number = number;
    cases.service = service;
    const QString added = sent(cases);
    QCOMPARE(stateOf(added), QStringLiteral("refused"));
    QCOMPARE(lastAnswer().code, QStringLiteral("no-such-case"));
    QCOMPARE(stateOf(item), QStringLiteral("correction"));
}

void TestCaseLife::aCaseIsTakenBack()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    cases.withdraws = item;
    cases.assurance = holder();
    const qint64 before = answered();
    const QString back = sent(cases);
    QTRY_COMPARE(answered(), before + 2);
    QCOMPARE(stateOf(item), QStringLiteral("withdrawn"));
    QCOMPARE(stateOf(back), QStringLiteral("applied"));
    QCOMPARE(stateOf(sent(cases)), QStringLiteral("refused"));
    QCOMPARE(lastAnswer().code, QStringLiteral("too-late"));
}

void TestCaseLife::aCaseThatWaitsForItsScansIsTakenBack()
{
    CaseMaker cases = maker(m_kiosk);
    const auto made = cases.make({QByteArray("a page")});
    QCOMPARE(int(sendOne(m_kiosk, made.item)), int(wire::VerdictKind::Stored));
    cases.withdraws = made.id;
    cases.assurance = holder();
    sent(cases);
    QTRY_COMPARE(stateOf(made.id), QStringLiteral("withdrawn"));
    patch(m_kiosk, made.blobs[0], 0, made.blobs[0]);
    QTRY_COMPARE(answered(), 2);
    QCOMPARE(stateOf(made.id), QStringLiteral("withdrawn"));
    QCOMPARE(told(QStringLiteral("holder"), made.id).value(QStringLiteral("state")).toString(),
             QStringLiteral("withdrawn"));
}

void TestCaseLife::aDecidedCaseIsNotTakenBack()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    step(item, QStringLiteral("approve"));
    cases.withdraws = item;
    cases.assurance = holder();
    QCOMPARE(stateOf(sent(cases)), QStringLiteral("refused"));
    QCOMPARE(lastAnswer().code, QStringLiteral("too-late"));
    QCOMPARE(stateOf(item), QStringLiteral("decided"));
}

void TestCaseLife::aFoundCardTakesNothingBack()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    cases.withdraws = item;
    QCOMPARE(stateOf(sent(cases)), QStringLiteral("refused"));
    QCOMPARE(lastAnswer().code, QStringLiteral("assurance"));
    QCOMPARE(stateOf(item), QStringLiteral("accepted"));
}

void TestCaseLife::aResultIsCollected()
{
    CaseMaker cases = maker(m_kiosk);
    const QString item = sent(cases);
    step(item, QStringLiteral("approve"));
    CaseOptions options;
    options.what = QStringLiteral("就业创业证");
    options.place = QStringLiteral("市北区就业大厅3号窗口");
    options.until = QStringLiteral("2026-04-30");
    step(item, QStringLiteral("ready"), options);
    const QJsonObject ready = told(QStringLiteral("holder"), item);
    QCOMPARE(ready.value(QStringLiteral("waiting")).toBool(), true);
    const QJsonObject result = ready.value(QStringLiteral("result")).toObject();
    QCOMPARE(result.value(QStringLiteral("what")).toString(), options.what);
    QCOMPARE(result.value(QStringLiteral("place")).toString(), options.place);
    QCOMPARE(result.value(QStringLiteral("until")).toString(), options.until);
    step(item, QStringLiteral("delivered"));
    const QJsonObject delivered = told(QStringLiteral("holder"), item);
    QCOMPARE(delivered.value(QStringLiteral("waiting")).toBool(), false);
    QCOMPARE(delivered.value(QStringLiteral("result")).toObject().value(QStringLiteral("what")).toString(),
             options.what);
}

QTEST_GUILESS_MAIN(TestCaseLife)
#include "tst_caselife.moc"
