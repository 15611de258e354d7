// SPDX-License-Identifier: GPL-3.0-or-later
// Cases and the offices they are compared with, over real HTTP: the stand-in answers, disagrees, fails and lingers.
#include "app/catalogue/catalogueloader.h"
#include "app/gateway/casecore.h"
#include "app/gateway/checksource.h"
#include "app/gateway/demosources.h"
#include "app/gateway/listing.h"
#include "app/protocol/secretfile.h"
#include "tests/unit/catalogue/cataloguecopy.h"
#include "tests/unit/gateway/gatewaybed.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hall;
using namespace hall::test;
using namespace hall::gateway;

namespace {

const QStringList kFour{QStringLiteral("police"), QStringLiteral("social-insurance"), QStringLiteral("pension"),
                        QStringLiteral("market-regulator")};

}  // namespace

class TestCheckSources : public QObject, private GatewayBed
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sourceAnswers_data();
    void sourceAnswers();
    void aSourceThatFailedIsLeftAlone();
    void nobodyListens();
    void casesEnd_data();
    void casesEnd();
    void aCaseWaitsThroughARestart();
    void waitingHasAnEnd();
    void endingBreaksOff();
    void sourcesNoLongerConnected();
    void peopleAreToldWhatTheyMayNeed();

private:
    [[nodiscard]] HttpCheckSource client(int deadlineMs = 300) const;
    [[nodiscard]] static CheckQuestion question();
    CaseMaker::Made sendCase(const Kiosk &kiosk, const std::function<void(CaseMaker &)> &change = {});
    [[nodiscard]] QString stateOf(const QString &id);
    [[nodiscard]] QJsonObject opened(const QString &id);
    [[nodiscard]] httplib::Result ask(const Kiosk &kiosk, const char *kind) const;
    [[nodiscard]] QHash<QString, QString> outcomes(const QString &id);

    std::unique_ptr<CatalogueCopy> m_catalogue;
    std::unique_ptr<DemoSources> m_sources;
    std::map<QString, CaseMaker> m_makers;
};

void TestCheckSources::init()
{
    m_catalogue = std::make_unique<CatalogueCopy>();
    m_catalogue->change(QStringLiteral("services/unemployment-registration.json"), "\"format\"",
                        "\"autoHandle\": \"NOT has(:remark)\", \"format\"");
    m_catalogue->write(QStringLiteral("needs.json"),
                       must(readWholeFile(realCatalogue() + QStringLiteral("/needs.json"), 4 * 1024 * 1024)));
    m_sources = std::make_unique<DemoSources>();
    QCOMPARE(must(m_sources->load(must(readWholeFile(
                 QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/sources.json"), 4 * 1024 * 1024)))),
             12);
    must(m_sources->start(QStringLiteral("127.0.0.1"), 0));
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.demoPeople = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json");
    m_rig->options.catalogue = m_catalogue->folder();
    m_rig->options.checks = {QStringLiteral("http://127.0.0.1:%1").arg(m_sources->port())};
    m_rig->options.checkDeadlineMs = 300;
    m_rig->start();
}

void TestCheckSources::cleanup()
{
    m_makers.clear();
    end();
    m_sources.reset();
    m_catalogue.reset();
}

HttpCheckSource TestCheckSources::client(int deadlineMs) const
{
    CheckSourceOptions options = must(checkSourceOptions(m_rig->options.checks));
    options.deadline = std::chrono::milliseconds(deadlineMs);
    return HttpCheckSource(std::move(options), m_rig->clock);
}

CheckQuestion TestCheckSources::question()
{
    const QString number = QStringLiteral("37020019900307006X");
    const QString name = QStringLiteral("张测试");
    return {QStringLiteral("police"),
            QStringLiteral("unemployment-registration"),
            Sensitive<QString>(number),
            Sensitive<QString>(name),
            {{QStringLiteral("cert_no"), number}, {QStringLiteral("name"), name}},
            {{}, {}, kFour}};
}

CaseMaker::Made TestCheckSources::sendCase(const Kiosk &kiosk, const std::function<void(CaseMaker &)> &change)
{
    CaseMaker &cases = m_makers.try_emplace(kiosk.id, maker(kiosk)).first->second;
    cases.sharing = kFour;
    if (change) {
        change(cases);
    }
    auto made = cases.make();
    if (sendOne(kiosk, made.item) != wire::VerdictKind::Stored) {
        throw std::runtime_error("the case was not stored");
    }
    return made;
}

QString TestCheckSources::stateOf(const QString &id)
{
    auto db = m_rig->database();
    auto connection = must(db->connection());
    return must(single(connection, QStringLiteral("SELECT state FROM item WHERE id = ?"), {id})).toString();
}

QJsonObject TestCheckSources::opened(const QString &id)
{
    auto db = m_rig->database();
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    return must(openItem(*db, blobs, id, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path())))));
}

QHash<QString, QString> TestCheckSources::outcomes(const QString &id)
{
    QHash<QString, QString> found;
    for (const auto &row : opened(id)[QStringLiteral("checks")].toArray()) {
        found.insert(row[QLatin1String("check")].toString(), row[QLatin1String("outcome")].toString());
    }
    return found;
}

httplib::Result TestCheckSources::ask(const Kiosk &kiosk, const char *kind) const
{
    const QJsonObject question{
        {QStringLiteral("v"), 1},
        {QStringLiteral("kind"), QLatin1String(kind)},
        {QStringLiteral("proof"),
         QJsonObject{{QStringLiteral("visit"), QStringLiteral("7d444840-9dc0-41d1-b245-5ffdce74fad2")},
                     {QStringLiteral("number"), QStringLiteral("37020019900307006X")},
                     {QStringLiteral("name"), QStringLiteral("张测试")}}}};
    return GatewayBed::client(&kiosk)->Post("/v1/ask", QJsonDocument(question).toJson().toStdString(),
                                            "application/json");
}

void TestCheckSources::sourceAnswers_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<int>("outcome");
    QTest::newRow("up") << QStringLiteral("up") << int(CheckOutcome::Match);
    for (const char *mode : {"down", "slow", "trickle", "garbage", "oversized", "wrong-json"}) {
        QTest::newRow(mode) << QString::fromLatin1(mode) << int(CheckOutcome::Down);
    }
}

void TestCheckSources::sourceAnswers()
{
    QFETCH(QString, mode);
    QFETCH(int, outcome);
    httplib::Client control("127.0.0.1", m_sources->port());
    QCOMPARE(control.Post(("/control?source=police&mode=" + mode.toStdString()).c_str())->status, 200);
    QCOMPARE(control.Post("/control?source=police&mode=dancing")->status, 400);
    HttpCheckSource source = client();
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(int(source.ask(question()).outcome), outcome);
    QVERIFY2(timer.elapsed() < 5000, "the deadline of 0.3 s did not hold");
    // Another office is not touched by it.
    CheckQuestion other = question();
    other.source = QStringLiteral("pension");
    other.facts = {{QStringLiteral("pensioner_flag"), false}};
    HttpCheckSource patient = client(10'000);
    QCOMPARE(patient.ask(other).outcome, CheckOutcome::Match);
    other.facts = {{QStringLiteral("pensioner_flag"), true}};
    QCOMPARE(patient.ask(other), (CheckResult{CheckOutcome::Mismatch, {QStringLiteral("pensioner_flag")}}));
    other.source = QStringLiteral("bank");
    QCOMPARE(patient.ask(other).outcome, CheckOutcome::NoConsent);
}

void TestCheckSources::aSourceThatFailedIsLeftAlone()
{
    HttpCheckSource source = client(10'000);
    QVERIFY(m_sources->behave(QStringLiteral("police"), QStringLiteral("down")));
    QCOMPARE(source.ask(question()).outcome, CheckOutcome::Down);
    QVERIFY(m_sources->behave(QStringLiteral("all"), QStringLiteral("up")));
    QCOMPARE(source.ask(question()).outcome, CheckOutcome::Down);
    QCOMPARE(m_sources->asked(), 1);
    m_rig->clock.advance(std::chrono::seconds(31));
    QCOMPARE(source.ask(question()).outcome, CheckOutcome::Match);
    QCOMPARE(m_sources->asked(), 2);
    // One question that it cannot answer says nothing of the next.
    QVERIFY(m_sources->behave(QStringLiteral("police"), QStringLiteral("garbage")));
    QCOMPARE(source.ask(question()).outcome, CheckOutcome::Down);
    QVERIFY(m_sources->behave(QStringLiteral("police"), QStringLiteral("up")));
    QCOMPARE(source.ask(question()).outcome, CheckOutcome::Match);
}

void TestCheckSources::nobodyListens()
{
    HttpCheckSource source = client(10'000);
    m_sources->stop();
    QCOMPARE(source.ask(question()).outcome, CheckOutcome::Down);
}

void TestCheckSources::casesEnd_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("code");
    const auto add = [](const char *what, const char *state, const char *code) {
        QTest::newRow(what) << QString::fromLatin1(what) << QString::fromLatin1(state) << QString::fromLatin1(code);
    };
    add("agreed", "decided", "automatic");
    add("free text", "accepted", "accepted");
    add("other name", "refused", "check-mismatch");
    add("insured", "accepted", "check-review");
    add("no consent", "accepted", "check-consent");
    add("one not agreed to", "accepted", "check-consent");
    add("lives elsewhere", "accepted", "accepted");
    add("for another", "accepted", "check-consent");
    add("contract differs", "accepted", "check-review");
    add("paper to follow", "accepted", "material-outstanding");
    add("no such service", "accepted", "accepted");
}

void TestCheckSources::casesEnd()
{
    QFETCH(QString, what);
    QFETCH(QString, state);
    QFETCH(QString, code);
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto made = sendCase(kiosk, [&what](CaseMaker &cases) {
        if (what == QLatin1String("free text")) {
            cases.answers = "{\"mobile\":\"13800000001\",\"remark\":\"please\"}";
        } else if (what == QLatin1String("other name")) {
            cases.name = QStringLiteral("别人");
        } else if (what == QLatin1String("insured")) {
            cases.name = QStringLiteral("张䶮");
            cases.number = QStringLiteral("370200200012310040");
        } else if (what == QLatin1String("no consent")) {
            cases.sharing.clear();
        } else if (what == QLatin1String("one not agreed to")) {
            cases.sharing.removeOne(QStringLiteral("pension"));
        } else if (what == QLatin1String("lives elsewhere")) {
            cases.answers = R"({"business_flag":false,"insured_employee_flag":false,"pensioner_flag":false,)"
                            R"("residence_region":"370102"})";
        } else if (what == QLatin1String("for another")) {
            cases.answers = "{\"principal_name\":\"李演示\",\"principal_no\":\"370200198506150016\"}";
        } else if (what == QLatin1String("contract differs")) {
            cases.sharing.append(QStringLiteral("labour-filing"));
            cases.answers = "{\"last_end\":\"2026-10-30\",\"last_unit\":\"青岛示例物流有限公司\"}";
            cases.name = QStringLiteral("李演示");
            cases.number = QStringLiteral("370200198506150016");
        } else if (what == QLatin1String("paper to follow")) {
            cases.outstanding = {QStringLiteral("end-of-job-proof")};
        } else if (what == QLatin1String("no such service")) {
            cases.service = QStringLiteral("of-another-catalogue");
        }
    });
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].state, state);
    QCOMPARE(inbox(kiosk, 0)[0].code, code);
    const QHash<QString, QString> found = outcomes(made.id);
    if (what == QLatin1String("agreed")) {
        QCOMPARE(found, (QHash<QString, QString>{{QStringLiteral("identity"), QStringLiteral("match")},
                                                 {QStringLiteral("insured"), QStringLiteral("match")},
                                                 {QStringLiteral("pension"), QStringLiteral("match")},
                                                 {QStringLiteral("business"), QStringLiteral("match")},
                                                 {QStringLiteral("contract-end"), QStringLiteral("no-consent")}}));
    } else if (what == QLatin1String("no consent") || what == QLatin1String("for another")) {
        QCOMPARE(m_sources->asked(), 0);
        QCOMPARE(found.value(QStringLiteral("identity")), QStringLiteral("no-consent"));
    } else if (what == QLatin1String("contract differs")) {
        QCOMPARE(found.value(QStringLiteral("contract-end")), QStringLiteral("mismatch"));
    } else if (what == QLatin1String("no such service")) {
        QVERIFY(found.isEmpty());
    }
    auto db = m_rig->database();
    const QByteArray listed = QJsonDocument(must(listItems(*db))).toJson();
    QCOMPARE(listed.contains("\"outcome\""), !found.isEmpty());
    // What differs is named; what it is, is not.
    QVERIFY(!listed.contains("2026-10-30") && !listed.contains("3702001985") && !listed.contains("别人"));
    QCOMPARE(listed.contains("\"last_end\""), what == QLatin1String("contract differs"));
    QVERIFY(!listed.contains("\"last_unit\""));
}

void TestCheckSources::aCaseWaitsThroughARestart()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QVERIFY(m_sources->behave(QStringLiteral("social-insurance"), QStringLiteral("down")));
    const auto made = sendCase(kiosk);
    QTRY_COMPARE(stateOf(made.id), QStringLiteral("checks-pending"));
    QCOMPARE(inbox(kiosk, 0).size(), 0);
    QCOMPARE(m_sources->asked(), 4);
    QCOMPARE(outcomes(made.id).value(QStringLiteral("insured")), QStringLiteral("down"));
    const auto progress = QJsonDocument::fromJson(bytes(ask(kiosk, "progress")->body)).object();
    QCOMPARE(progress[QStringLiteral("cases")][0][QLatin1String("state")].toString(), QStringLiteral("in-progress"));

    m_rig->stop();
    m_rig->start();
    QVERIFY(m_sources->behave(QStringLiteral("social-insurance"), QStringLiteral("up")));
    // Not before its time; a case that comes later is not held up by it.
    const auto later = sendCase(kiosk);
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].id, later.id);
    QCOMPARE(stateOf(made.id), QStringLiteral("checks-pending"));
    const int before = m_sources->asked();
    m_rig->clock.advance(std::chrono::minutes(1));
    QTRY_COMPARE(inbox(kiosk, 0).size(), 2);
    QCOMPARE(inbox(kiosk, 0)[1].state, QStringLiteral("decided"));
    QCOMPARE(m_sources->asked(), before + 1);  // what was answered is not asked again
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM check_wait")), 0);
    QVERIFY(!inbox(kiosk, 0)[1].reference.isEmpty());
}

// The core by hand: nothing to wait for.
void TestCheckSources::waitingHasAnEnd()
{
    m_rig->stop();
    m_rig->options.core = false;
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QVERIFY(m_sources->behave(QStringLiteral("pension"), QStringLiteral("down")));
    const auto made = sendCase(kiosk);
    auto db = m_rig->database();
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    auto catalogue = std::make_shared<const Catalogue>(loadCatalogue(m_catalogue->folder()).catalogue);
    int steps = 0;
    while (stateOf(made.id) != QLatin1String("accepted")) {
        // A core that forgets everything between two tries.
        HttpCheckSource source = client(10'000);
        CaseCore core(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_rig->keys.tagKey,
                      m_rig->clock);
        core.setCatalogues(std::make_shared<CatalogueShelf>(catalogue));
        core.setChecks(std::make_shared<CaseChecks>(source, m_rig->clock));
        QCOMPARE(must(core.step(10)), 1);
        ++steps;
        QVERIFY(steps <= kCheckTries);
        QCOMPARE(must(core.step(10)), 0);  // not again at once
        m_rig->clock.advance(checkPause(steps));
    }
    QCOMPARE(steps, kCheckTries);
    QCOMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].code, QStringLiteral("check-review"));
    QCOMPARE(m_sources->asked(), 3 + kCheckTries);
}

void TestCheckSources::endingBreaksOff()
{
    m_rig->stop();
    m_rig->options.checkDeadlineMs = 2000;
    m_rig->start();
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QVERIFY(m_sources->behave(QStringLiteral("all"), QStringLiteral("slow")));
    const auto made = sendCase(kiosk);
    QTRY_COMPARE(m_sources->asked(), 1);
    QElapsedTimer timer;
    timer.start();
    m_rig->stop();
    QVERIFY2(timer.elapsed() < 15'000, "stopping waited for every source");
    QCOMPARE(m_sources->asked(), 1);
    QCOMPARE(stateOf(made.id), QStringLiteral("received"));
    QCOMPARE(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM check_result")), 0);
    QVERIFY(m_sources->behave(QStringLiteral("all"), QStringLiteral("up")));
    m_rig->start();
    QTRY_COMPARE(stateOf(made.id), QStringLiteral("decided"));
}

// A gateway that has lost its sources leaves who waited for them to people.
void TestCheckSources::sourcesNoLongerConnected()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    QVERIFY(m_sources->behave(QStringLiteral("all"), QStringLiteral("down")));
    const auto made = sendCase(kiosk);
    QTRY_COMPARE(stateOf(made.id), QStringLiteral("checks-pending"));
    m_rig->stop();
    m_rig->options.checks.clear();
    m_rig->start();
    m_rig->clock.advance(std::chrono::minutes(1));
    QTRY_COMPARE(inbox(kiosk, 0).size(), 1);
    QCOMPARE(inbox(kiosk, 0)[0].state, QStringLiteral("accepted"));
    QCOMPARE(inbox(kiosk, 0)[0].code, QStringLiteral("check-review"));
    m_rig->stop();
    m_rig->options.checks = {QStringLiteral("http://sources.example")};
    QVERIFY(!Gateway::start(m_rig->options, m_rig->clock));
    m_rig->options.checks = {QStringLiteral("https://sources.example")};
    m_rig->options.catalogue.clear();
    QVERIFY(!Gateway::start(m_rig->options, m_rig->clock));
}

void TestCheckSources::peopleAreToldWhatTheyMayNeed()
{
    const Kiosk kiosk = enrolled(QStringLiteral("K1"));
    const auto suggestions = [&] {
        return QJsonDocument::fromJson(bytes(ask(kiosk, "needs")->body)).object()[QStringLiteral("suggestions")];
    };
    // The record says nothing of insurance: nothing is suggested.
    QCOMPARE(suggestions(), QJsonValue(QJsonArray()));
    m_rig->stop();
    QFile file(m_rig->dir.filePath(QStringLiteral("people.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"people":[{"number":"37020019900307006X","name":"张测试","fields":{"job_end_recorded":true,)"
               R"("insured_employee_flag":false,"registered_unemployed_flag":false}}]})");
    file.close();
    m_rig->options.demoPeople = file.fileName();
    m_rig->start();
    const QByteArray body = bytes(ask(kiosk, "needs")->body);
    QCOMPARE(body, QByteArray(R"({"suggestions":[{"need":"work-ended","service":"unemployment-registration"}]})"));
    // Not while the case is under way.
    QVERIFY(m_sources->behave(QStringLiteral("pension"), QStringLiteral("down")));
    const auto made = sendCase(kiosk);
    QTRY_COMPARE(stateOf(made.id), QStringLiteral("checks-pending"));
    QCOMPARE(suggestions(), QJsonValue(QJsonArray()));
    QVERIFY(m_rig->count(QStringLiteral("SELECT COUNT(*) FROM ask_log WHERE kind = 'needs'")) == 3);
}

QTEST_GUILESS_MAIN(TestCheckSources)
#include "tst_checksources.moc"
