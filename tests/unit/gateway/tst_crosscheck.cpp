// SPDX-License-Identifier: GPL-3.0-or-later
// What the core makes of what the sources said, without any source: the verdict, what is compared, what an answer is.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"
#include "app/gateway/crosscheck.h"

#include <QTest>

#include <random>

using namespace hall;
using namespace hall::gateway;

namespace {

const QDate today(2026, 3, 2);

const CheckOutcome kOutcomes[] = {CheckOutcome::Match, CheckOutcome::Mismatch, CheckOutcome::Down,
                                  CheckOutcome::NoConsent, CheckOutcome::Unstated};

Service withChecks(const QVector<CrossCheck> &checks)
{
    Service service;
    service.id = QStringLiteral("a-service");
    service.checks = checks;
    return service;
}

CrossCheck check(const QString &id, bool required, CrossCheck::Mismatch onMismatch, CrossCheck::Down onDown)
{
    CrossCheck one;
    one.id = id;
    one.source = QStringLiteral("police");
    one.required = required;
    one.onMismatch = onMismatch;
    one.onDown = onDown;
    return one;
}

CheckRow row(const QString &id, CheckOutcome outcome)
{
    return {id, QStringLiteral("police"), outcome, {}, 1};
}

const Catalogue &catalogue()
{
    static const LoadedCatalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
    return loaded.catalogue;
}

}  // namespace

class TestCrossCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOutcomeHasItsEnd_data();
    void everyOutcomeHasItsEnd();
    void whoHasWaitedDoesNotWaitAgain();
    void outstandingMaterialIsNeverAutomatic();
    void neverAutomaticAgainstASource();
    void whatTheCaseDoesNotSay();
    void whomTheCaseIsAbout();
    void pausesGrowToAnHour();
    void addresses_data();
    void addresses();
    void answers_data();
    void answers();
    void nobodyIsAskedWithoutConsent();
    void sharingIsSaidOutLoud();
    void onlyWhomItConcernsIsAskedAbout();
};

void TestCrossCheck::everyOutcomeHasItsEnd_data()
{
    using Mismatch = CrossCheck::Mismatch;
    using Down = CrossCheck::Down;
    QTest::addColumn<int>("outcome");
    QTest::addColumn<bool>("required");
    QTest::addColumn<int>("onMismatch");
    QTest::addColumn<int>("onDown");
    QTest::addColumn<QString>("code");
    const auto add = [](CheckOutcome outcome, bool required, Mismatch mismatch, Down down, const char *code) {
        QTest::addRow("%s %s %s %s", qPrintable(outcomeName(outcome)), required ? "required" : "extra",
                      mismatch == Mismatch::Refuse ? "refuse" : "review", down == Down::Later ? "later" : "review")
            << int(outcome) << required << int(mismatch) << int(down) << QString::fromLatin1(code);
    };
    for (const Mismatch mismatch : {Mismatch::Review, Mismatch::Refuse}) {
        for (const Down down : {Down::Later, Down::Review}) {
            for (const bool required : {true, false}) {
                const bool refuses = mismatch == Mismatch::Refuse;
                const bool waits = down == Down::Later && (required || refuses);
                add(CheckOutcome::Match, required, mismatch, down, "automatic");
                add(CheckOutcome::Mismatch, required, mismatch, down, refuses ? "check-mismatch" : "check-review");
                add(CheckOutcome::Down, required, mismatch, down,
                    waits      ? "checks-pending"
                    : required ? "check-review"
                               : "automatic");
                add(CheckOutcome::NoConsent, required, mismatch, down, required ? "check-consent" : "automatic");
                add(CheckOutcome::Unstated, required, mismatch, down, required ? "check-review" : "automatic");
            }
        }
    }
}

void TestCrossCheck::everyOutcomeHasItsEnd()
{
    QFETCH(int, outcome);
    QFETCH(bool, required);
    QFETCH(int, onMismatch);
    QFETCH(int, onDown);
    QFETCH(QString, code);
    const Service service =
        withChecks({check(QStringLiteral("one"), required, static_cast<CrossCheck::Mismatch>(onMismatch),
                          static_cast<CrossCheck::Down>(onDown)),
                    check(QStringLiteral("good"), true, CrossCheck::Mismatch::Refuse, CrossCheck::Down::Later)});
    const QVector<CheckRow> rows{row(QStringLiteral("good"), CheckOutcome::Match),
                                 row(QStringLiteral("one"), static_cast<CheckOutcome>(outcome))};
    QCOMPARE(verdictOf(service.checks, rows, Tri::Yes, false, true).code, code);
    // Unless the service says that it may be, nothing is decided by itself.
    for (const Tri no : {Tri::No, Tri::Unknown}) {
        const QString other = code == QLatin1String("automatic") ? QStringLiteral("accepted") : code;
        QCOMPARE(verdictOf(service.checks, rows, no, false, true).code, other);
    }
}

void TestCrossCheck::whoHasWaitedDoesNotWaitAgain()
{
    const Service service =
        withChecks({check(QStringLiteral("one"), true, CrossCheck::Mismatch::Refuse, CrossCheck::Down::Later)});
    const QVector<CheckRow> rows{row(QStringLiteral("one"), CheckOutcome::Down)};
    QCOMPARE(verdictOf(service.checks, rows, Tri::Yes, false, true).handling, Handling::Waits);
    QCOMPARE(verdictOf(service.checks, rows, Tri::Yes, false, false),
             (Verdict{Handling::Review, QStringLiteral("check-review")}));
    QCOMPARE(verdictOf(service.checks, {}, Tri::Yes, false, true).handling, Handling::Waits);  // never asked
}

void TestCrossCheck::outstandingMaterialIsNeverAutomatic()
{
    const Service service =
        withChecks({check(QStringLiteral("one"), true, CrossCheck::Mismatch::Refuse, CrossCheck::Down::Later)});
    QCOMPARE(verdictOf(service.checks, {row(QStringLiteral("one"), CheckOutcome::Match)}, Tri::Yes, true, true),
             (Verdict{Handling::Review, QStringLiteral("material-outstanding")}));
    QCOMPARE(
        verdictOf(service.checks, {row(QStringLiteral("one"), CheckOutcome::Mismatch)}, Tri::Yes, true, true).handling,
        Handling::Refused);
}

// Whatever the sources say: by itself only when every required one agrees and none disagrees.
void TestCrossCheck::neverAutomaticAgainstASource()
{
    std::mt19937 random(20260302);
    const auto pick = [&random](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
    int automatic = 0;
    for (int round = 0; round < 50'000; ++round) {
        QVector<CrossCheck> checks;
        QVector<CheckRow> rows;
        bool agreed = true;
        const int count = pick(5);
        for (int i = 0; i < count; ++i) {
            const QString id = QString::number(i);
            checks.append(check(id, pick(2) == 0, static_cast<CrossCheck::Mismatch>(pick(2)),
                                static_cast<CrossCheck::Down>(pick(2))));
            // Matches are frequent, or nothing would ever be automatic.
            const CheckOutcome outcome = pick(3) > 0 ? CheckOutcome::Match : kOutcomes[pick(5)];
            const bool missing = pick(12) == 0;
            if (!missing) {
                rows.append(row(id, outcome));
            }
            const bool matches = !missing && outcome == CheckOutcome::Match;
            const bool mismatches = !missing && outcome == CheckOutcome::Mismatch;
            agreed = agreed && !mismatches && (matches || !checks.constLast().required);
        }
        std::shuffle(rows.begin(), rows.end(), random);
        const Tri wanted = static_cast<Tri>(pick(3));
        const bool outstanding = pick(4) == 0;
        const Verdict verdict = verdictOf(checks, rows, wanted, outstanding, pick(2) == 0);
        const bool may = agreed && wanted == Tri::Yes && !outstanding;
        QVERIFY(verdict.handling != Handling::Automatic || may);
        automatic += verdict.handling == Handling::Automatic ? 1 : 0;
    }
    QVERIFY(automatic > 1000);
}

void TestCrossCheck::whatTheCaseDoesNotSay()
{
    const Service *service = catalogue().service(QStringLiteral("unemployment-registration"));
    QVERIFY(service);
    const auto checkOn = [&](const QString &source) {
        return *std::find_if(service->checks.begin(), service->checks.end(),
                             [&source](const CrossCheck &one) { return one.source == source; });
    };
    const QString pensioner = QStringLiteral("pensioner_flag");
    // Whoever draws a pension could not have applied, so the case says no.
    QCOMPARE(claimed(*service, checkOn(QStringLiteral("pension")), {}, today), (Facts{{pensioner, false}}));
    QCOMPARE(claimed(*service, checkOn(QStringLiteral("pension")), {{pensioner, true}}, today),
             (Facts{{pensioner, true}}));
    // Nobody is asked about a contract that the case does not name.
    QCOMPARE(claimed(*service, checkOn(QStringLiteral("labour-filing")), {}, today), Facts());
    // A case that fails anyway claims nothing.
    const Facts child{{QStringLiteral("birth_date"), QDate(2015, 1, 1)}};
    QCOMPARE(claimed(*service, checkOn(QStringLiteral("pension")), child, today), Facts());
}

void TestCrossCheck::whomTheCaseIsAbout()
{
    CaseBody body;
    body.transaction.answers = Sensitive<QByteArray>("{\"cert_no\":\"370200199001010004\",\"name\":\"李演示\"}");
    body.identity.number = Sensitive<QString>(QStringLiteral("37020019900307006X"));
    body.identity.name = Sensitive<QString>(QStringLiteral("张测试"));
    Service service;
    service.applicant = QStringLiteral("person");
    const auto number = [&] { return factsOf(catalogue(), service, body, today).value(QStringLiteral("cert_no")); };
    QCOMPARE(number().toString(), QStringLiteral("37020019900307006X"));
    QCOMPARE(factsOf(catalogue(), service, body, today).value(QStringLiteral("birth_date")).toDate(),
             QDate(1990, 3, 7));
    service.applicant = QStringLiteral("employer");
    QCOMPARE(number().toString(), QStringLiteral("370200199001010004"));
    body.transaction.answers = Sensitive<QByteArray>("{}");
    QVERIFY(!number().isValid());
}

void TestCrossCheck::pausesGrowToAnHour()
{
    QCOMPARE(checkPause(1), std::chrono::minutes(1));
    QCOMPARE(checkPause(2), std::chrono::minutes(2));
    QCOMPARE(checkPause(6), std::chrono::minutes(32));
    QCOMPARE(checkPause(7), std::chrono::minutes(60));
    QCOMPARE(checkPause(1'000'000), std::chrono::minutes(60));
}

void TestCrossCheck::addresses_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("good");
    QTest::newRow("this machine") << QStringLiteral("http://127.0.0.1:9000") << true;
    QTest::newRow("path") << QStringLiteral("https://sources.example/v1/") << true;
    QTest::newRow("one source") << QStringLiteral("police=https://police.example") << true;
    QTest::newRow("in the clear") << QStringLiteral("http://sources.example") << false;
    QTest::newRow("one in the clear") << QStringLiteral("police=http://police.example") << false;
    QTest::newRow("no source of ours") << QStringLiteral("tax=https://tax.example") << false;
    QTest::newRow("password") << QStringLiteral("https://u:p@sources.example") << false;
    QTest::newRow("question") << QStringLiteral("https://sources.example/?a=b") << false;
    QTest::newRow("file") << QStringLiteral("file:///etc") << false;
    QTest::newRow("empty") << QString() << false;
}

void TestCrossCheck::addresses()
{
    QFETCH(QString, value);
    QFETCH(bool, good);
    QCOMPARE(checkSourceOptions({value}).has_value(), good);
}

void TestCrossCheck::answers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("outcome");  // empty: no answer
    QTest::newRow("match") << QByteArray(R"({"v":1,"outcome":"match"})") << QStringLiteral("match");
    QTest::newRow("mismatch") << QByteArray(R"({"v":1,"outcome":"mismatch","fields":["name"]})")
                              << QStringLiteral("mismatch");
    QTest::newRow("more") << QByteArray(R"({"v":1,"outcome":"match","fields":[],"at":"now"})")
                          << QStringLiteral("match");
    const char *const wrong[] = {"",
                                 "match",
                                 "[]",
                                 R"({"outcome":"match"})",
                                 R"({"v":2,"outcome":"match"})",
                                 R"({"v":1,"outcome":"certainly"})",
                                 R"({"v":1,"outcome":"down"})",
                                 R"({"v":1,"outcome":"no-consent"})",
                                 R"({"v":1,"outcome":"match","fields":["name"]})",
                                 R"({"v":1,"outcome":"mismatch"})",
                                 R"({"v":1,"outcome":"mismatch","fields":"name"})",
                                 R"({"v":1,"outcome":"mismatch","fields":[]})",
                                 R"({"v":1,"outcome":"mismatch","fields":["name","name"]})",
                                 R"({"v":1,"outcome":"mismatch","fields":["wage"]})",
                                 R"({"v":1,"outcome":"mismatch","fields":[1]})"};
    for (const char *json : wrong) {
        QTest::addRow("wrong %s", json) << QByteArray(json) << QString();
    }
    QTest::newRow("too long") << R"({"v":1,"outcome":"match"})" + QByteArray(kCheckAnswerBytes, ' ') << QString();
}

void TestCrossCheck::answers()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, outcome);
    const auto answer = parseCheckAnswer(json, {QStringLiteral("name"), QStringLiteral("cert_no")});
    QCOMPARE(answer.has_value(), !outcome.isEmpty());
    if (answer) {
        QCOMPARE(outcomeName(answer->outcome), outcome);
        QCOMPARE(answer->differs.isEmpty(), answer->outcome == CheckOutcome::Match);
    }
}

namespace {

class Counting final : public CheckSource
{
public:
    int asked = 0;

private:
    CheckResult compare(const CheckQuestion &) override
    {
        ++asked;
        return {CheckOutcome::Match, {}};
    }
};

}  // namespace

void TestCrossCheck::nobodyIsAskedWithoutConsent()
{
    Counting source;
    CheckQuestion question;
    question.source = QStringLiteral("police");
    question.facts = {{QStringLiteral("name"), QStringLiteral("张测试")}};
    QCOMPARE(source.ask(question).outcome, CheckOutcome::NoConsent);
    question.consent.sharing = {QStringLiteral("bank")};
    QCOMPARE(source.ask(question).outcome, CheckOutcome::NoConsent);
    QCOMPARE(source.asked, 0);
    question.consent.sharing.append(QStringLiteral("police"));
    QCOMPARE(source.ask(question).outcome, CheckOutcome::Match);
    question.facts = {};
    QCOMPARE(source.ask(question).outcome, CheckOutcome::Unstated);
    QCOMPARE(source.asked, 1);
}

void TestCrossCheck::sharingIsSaidOutLoud()
{
    const Service *service = catalogue().service(QStringLiteral("flexible-registration"));
    QVERIFY(service && !service->checks.isEmpty());
    const QString flag = QStringLiteral("consent_share_flag");
    QCOMPARE(sharedSources(*service, {}, today), QStringList());
    QCOMPARE(sharedSources(*service, {{flag, false}}, today), QStringList());
    QCOMPARE(sharedSources(*service, {{flag, QStringLiteral("true")}}, today), QStringList());
    const QStringList shared = sharedSources(*service, {{flag, true}}, today);
    for (const CrossCheck &one : service->checks) {
        QVERIFY(shared.contains(one.source));
    }
    QVERIFY(shared.size() <= service->checks.size());
}

// The prison knows of those who say that they are there; of others nobody asks it, whatever the list of people.
void TestCrossCheck::onlyWhomItConcernsIsAskedAbout()
{
    const Service *service = catalogue().service(QStringLiteral("training-subsidy"));
    QVERIFY(service);
    const auto asked = [service](const QVector<Facts> &people) {
        QStringList ids;
        for (const CrossCheck &one : checksOf(*service, people, today)) {
            ids.append(one.id);
        }
        return ids;
    };
    const auto trainee = [](const char *kind) {
        return Facts{{QStringLiteral("trainee_type"), QString::fromLatin1(kind)}};
    };
    const QStringList always{QStringLiteral("identity"), QStringLiteral("certificate"), QStringLiteral("bank")};
    const QStringList prison{QStringLiteral("identity"), QStringLiteral("certificate"), QStringLiteral("prison"),
                             QStringLiteral("bank")};
    QCOMPARE(asked({trainee("02")}), always);
    QCOMPARE(asked({trainee("09")}), prison);
    QCOMPARE(asked({trainee("02"), trainee("09")}), prison);
    QCOMPARE(asked({Facts()}).size(), service->checks.size());  // unknown: it may
    // What does not concern the case neither holds it up nor lets it through.
    QVector<CheckRow> rows;
    for (const QString &id : always) {
        rows.append(row(id, CheckOutcome::Match));
    }
    Service strict = *service;
    for (CrossCheck &one : strict.checks) {
        one.required = true;
    }
    QCOMPARE(verdictOf(checksOf(strict, {trainee("02")}, today), rows, Tri::Yes, false, true).handling,
             Handling::Automatic);
    QCOMPARE(verdictOf(checksOf(strict, {trainee("09")}, today), rows, Tri::Yes, false, true).handling,
             Handling::Waits);
}

QTEST_APPLESS_MAIN(TestCrossCheck)
#include "tst_crosscheck.moc"
