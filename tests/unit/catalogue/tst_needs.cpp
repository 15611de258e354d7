// SPDX-License-Identifier: GPL-3.0-or-later
// Who is told that he may need what: each rule of needs.json at its edges, and never by what is not known.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/needs.h"
#include "tests/unit/catalogue/cataloguecopy.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <random>

using namespace hall;

namespace {

const QDate today(2026, 3, 2);

QByteArray delivered()
{
    QFile file(realCatalogue() + QStringLiteral("/needs.json"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The first need alone, whose service every copy has.
void writeOneNeed(const CatalogueCopy &copy)
{
    const QByteArray all = delivered();
    copy.write(QStringLiteral("needs.json"), all.left(all.indexOf("\n  },") + 4) + "\n ]\n}\n");
}

// Three services and the needs, with a plain service in the place of each that the needs name: conditions of services
// are somebody else's.
const LoadedCatalogue &loaded()
{
    static const LoadedCatalogue all = [] {
        const CatalogueCopy copy;
        QJsonObject plain = QJsonDocument::fromJson(copy.read(QStringLiteral("services/emp-cert.json"))).object();
        plain.insert(QStringLiteral("eligibility"), QJsonArray());
        copy.write(QStringLiteral("needs.json"), delivered());
        const QJsonArray rows = QJsonDocument::fromJson(delivered()).object()[QStringLiteral("needs")].toArray();
        for (const auto &row : rows) {
            const QString id = row[QLatin1String("service")].toString();
            const QString name = QStringLiteral("services/%1.json").arg(id);
            if (!QFile::exists(copy.path(name))) {
                plain.insert(QStringLiteral("id"), id);
                copy.write(name, QJsonDocument(plain).toJson());
            }
        }
        return loadCatalogue(copy.folder());
    }();
    return all;
}

Facts factsOf(const char *json)
{
    QStringList refused;
    const Facts facts = factsFromJson(loaded().catalogue, QJsonDocument::fromJson(QByteArray(json)).object(), &refused);
    return refused.isEmpty() && !facts.isEmpty() ? facts : Facts{{QStringLiteral("wrong"), refused}};
}

QStringList idsOf(const QVector<Need> &needs)
{
    QStringList ids;
    for (const Need &need : needs) {
        ids.append(need.id);
    }
    return ids;
}

// A value that a fact of this type may have.
QVariant someValue(const Field &field, std::mt19937 &random)
{
    const auto pick = [&random](qint64 below) { return static_cast<qint64>(random()) % below; };
    switch (field.type) {
    case FieldType::Bool:
        return pick(2) == 0;
    case FieldType::Number:
        return qlonglong(pick(40));
    case FieldType::Money:
        return qlonglong(pick(1'000'000));
    case FieldType::Date:
        return today.addDays(pick(2000) - 1000);
    case FieldType::Month: {
        const QDate day = today.addDays(pick(2000) - 1000);
        return QDate(day.year(), day.month(), 1);
    }
    case FieldType::Choice: {
        const CodeTable *table = loaded().catalogue.table(field.codeTable);
        return table && !table->rows().isEmpty() ? QVariant(table->rows()[pick(table->rows().size())].code)
                                                 : QVariant();
    }
    case FieldType::Text:
    case FieldType::Phone:
    case FieldType::Region:
    case FieldType::Set:
    case FieldType::Table:
    case FieldType::Image:
        return QStringLiteral("370202");
    }
    return {};
}

}  // namespace

class TestNeeds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theFileIsSound();
    void theHallHasEveryService();
    void eachRule_data();
    void eachRule();
    void whatIsNotKnownSuggestsNothing();
    void conditionsThatFailSuggestNothing();
    void badRowsAreLeftOutAlone_data();
    void badRowsAreLeftOutAlone();
    void whatFollowsAService();
    void whoMustRegisterFirstIsToldOfBoth();
    void toldBeforeItsTime();
};

void TestNeeds::theFileIsSound()
{
    QVERIFY2(loaded().defects.isEmpty(), qPrintable(listed(loaded().defects)));
    QVERIFY(!loaded().catalogue.needs().isEmpty());
    for (const NeedRule &need : loaded().catalogue.needs()) {
        QVERIFY(!need.when.facts().isEmpty());
    }
}

void TestNeeds::theHallHasEveryService()
{
    const LoadedCatalogue real = loadCatalogue(realCatalogue());
    QVERIFY2(real.defects.isEmpty(), qPrintable(listed(real.defects)));
    QCOMPARE(real.catalogue.needs().size(), loaded().catalogue.needs().size());
}

void TestNeeds::eachRule_data()
{
    QTest::addColumn<QString>("need");
    QTest::addColumn<QByteArray>("facts");
    QTest::addColumn<QByteArrayList>("others");  // each, in place of what the facts say, ends the need
    QTest::newRow("work-ended")
        << QStringLiteral("work-ended")
        << QByteArray(R"({"insured_employee_flag":false,"job_end_recorded":true,"registered_unemployed_flag":false})")
        << QByteArrayList{R"({"insured_employee_flag":true})", R"({"job_end_recorded":false})",
                          R"({"registered_unemployed_flag":true})"};
    QTest::newRow("benefit-due")
        << QStringLiteral("benefit-due")
        << QByteArray(R"({"registered_unemployed_flag":true,"paid_months":12,"unemp_reason":"21","benefit_state":"0"})")
        << QByteArrayList{R"({"paid_months":11})", R"({"unemp_reason":"24"})", R"({"unemp_reason":"10"})",
                          R"({"benefit_state":"2"})", R"({"registered_unemployed_flag":false})"};
    QTest::newRow("long-unemployed")
        << QStringLiteral("long-unemployed")
        << QByteArray(R"({"registered_unemployed_flag":true,"hardship_flag":false,"unemployed_since":"2025-03-02"})")
        << QByteArrayList{R"({"unemployed_since":"2025-03-03"})", R"({"hardship_flag":true})",
                          R"({"registered_unemployed_flag":false})"};
    QTest::newRow("flexible-contributions")
        << QStringLiteral("flexible-contributions")
        << QByteArray(R"({"hardship_flag":true,"employment_status":"4","insured_status":"4"})")
        << QByteArrayList{R"({"hardship_flag":false})", R"({"employment_status":"2"})", R"({"insured_status":"6"})"};
    QTest::newRow("near-retirement")
        << QStringLiteral("near-retirement")
        << QByteArray(
               R"({"hardship_flag":true,"employment_status":"4","enjoyed_months":36,"birth_date":"1968-01-10","sex":"1"})")
        << QByteArrayList{R"({"birth_date":"1980-01-10"})", R"({"enjoyed_months":0})", R"({"hardship_flag":false})",
                          R"({"employment_status":"1"})"};
    QTest::newRow("graduate-in-hardship")
        << QStringLiteral("graduate-in-hardship")
        << QByteArray(R"({"graduate_hardship":"1","expected_graduation":"2026-06"})")
        << QByteArrayList{R"({"expected_graduation":"2026-02"})", R"({"expected_graduation":"2027-06"})"};
    QTest::newRow("graduate-without-work")
        << QStringLiteral("graduate-without-work") << QByteArray(R"({"dest_kind":"09","graduation_date":"2024-06-30"})")
        << QByteArrayList{R"({"dest_kind":"01"})", R"({"graduation_date":"2023-03-02"})",
                          R"({"graduation_date":"2026-06-30"})"};
    QTest::newRow("new-vocational-certificate")
        << QStringLiteral("new-vocational-certificate")
        << QByteArray(R"({"train_cert_date":"2025-12-01","last_training_subsidy_count_this_year":0})")
        << QByteArrayList{R"({"train_cert_date":"2025-03-02"})", R"({"train_cert_date":"2026-03-03"})",
                          R"({"last_training_subsidy_count_this_year":1})"};
    QTest::newRow("new-business")
        << QStringLiteral("new-business")
        << QByteArray(R"({"business_flag":true,"first_startup_flag":true,"startup_licence_date":"2023-03-03"})")
        << QByteArrayList{R"({"startup_licence_date":"2023-03-02"})", R"({"startup_licence_date":"2026-03-03"})",
                          R"({"business_flag":false})", R"({"first_startup_flag":false})"};
    QTest::newRow("new-business-loan")
        << QStringLiteral("new-business-loan")
        << QByteArray(R"({"business_flag":true,"startup_licence_date":"2025-01-01","other_loan_flag":false})")
        << QByteArrayList{R"({"other_loan_flag":true})", R"({"business_flag":false})",
                          R"({"startup_licence_date":"2020-01-01"})"};
    QTest::newRow("work-while-on-benefit")
        << QStringLiteral("work-while-on-benefit")
        << QByteArray(R"({"benefit_state":"2","insured_employee_flag":true})")
        << QByteArrayList{R"({"benefit_state":"0"})", R"({"insured_employee_flag":false})"};
    QTest::newRow("registration-ends")
        << QStringLiteral("registration-ends")
        << QByteArray(R"({"registered_unemployed_flag":true,"registration_until":"2026-04-01"})")
        << QByteArrayList{R"({"registration_until":"2026-04-02"})", R"({"registration_until":"2026-03-01"})",
                          R"({"registered_unemployed_flag":false})"};
    QTest::newRow("card-not-activated") << QStringLiteral("card-not-activated") << QByteArray(R"({"card_state":"6"})")
                                        << QByteArrayList{R"({"card_state":"1"})", R"({"card_state":"5"})"};
    QTest::newRow("certificate-on-paper")
        << QStringLiteral("certificate-on-paper")
        << QByteArray(R"({"emp_cert_no":"3702030018000001","emp_cert_on_card_flag":false})")
        << QByteArrayList{R"({"emp_cert_on_card_flag":true})"};
    QTest::newRow("graduates-hired")
        << QStringLiteral("graduates-hired")
        << QByteArray(R"({"unit_small_firm_flag":true,"person_category":"03","hire_date":"2025-07-01"})")
        << QByteArrayList{R"({"unit_small_firm_flag":false})", R"({"person_category":"02"})",
                          R"({"hire_date":"2025-03-02"})", R"({"hire_date":"2026-03-03"})"};
}

void TestNeeds::eachRule()
{
    QFETCH(QString, need);
    QFETCH(QByteArray, facts);
    QFETCH(QByteArrayList, others);
    const Facts all = factsOf(facts.constData());
    QVERIFY(!all.contains(QStringLiteral("wrong")));
    QVERIFY2(idsOf(needsOf(loaded().catalogue, all, today)).contains(need), qPrintable(need));
    for (const NeedRule &rule : loaded().catalogue.needs()) {
        // Without a day nobody knows how long ago something was.
        const bool dated = rule.id == need && rule.when.text().contains(QLatin1String("today()"));
        QVERIFY(!dated || !idsOf(needsOf(loaded().catalogue, all, {})).contains(need));
    }
    for (const QByteArray &change : others) {
        Facts changed = all;
        const Facts other = factsOf(change.constData());
        QVERIFY2(!other.contains(QStringLiteral("wrong")), change.constData());
        for (auto it = other.constBegin(); it != other.constEnd(); ++it) {
            changed.insert(it.key(), *it);
        }
        QVERIFY2(!idsOf(needsOf(loaded().catalogue, changed, today)).contains(need), change.constData());
    }
    // Each fact of the rule counts: without it nothing is known.
    for (auto it = all.constBegin(); it != all.constEnd(); ++it) {
        Facts fewer = all;
        fewer.remove(it.key());
        QVERIFY2(!idsOf(needsOf(loaded().catalogue, fewer, today)).contains(need), qPrintable(it.key()));
    }
}

void TestNeeds::whatIsNotKnownSuggestsNothing()
{
    QVERIFY(needsOf(loaded().catalogue, {}, today).isEmpty());
    QVERIFY(needsOf(loaded().catalogue, {}, {}).isEmpty());
    std::mt19937 random(20260302);
    int suggested = 0;
    for (const NeedRule &need : loaded().catalogue.needs()) {
        for (int round = 0; round < 2000; ++round) {
            Facts all;
            Facts some;
            for (const QString &id : need.when.facts()) {
                const Field *field = loaded().catalogue.field(id);
                QVERIFY(field);
                const QVariant value = someValue(*field, random);
                all.insert(id, value);
                if (random() % 3 != 0) {
                    some.insert(id, value);
                }
            }
            const Tri whole = need.when.evaluate(all, today);
            const Tri part = need.when.evaluate(some, today);
            // What is known less cannot turn an answer around, and so cannot make one that was no.
            QVERIFY2(part == Tri::Unknown || part == whole, qPrintable(need.id));
            suggested += whole == Tri::Yes ? 1 : 0;
        }
    }
    QVERIFY(suggested > 0);
}

void TestNeeds::conditionsThatFailSuggestNothing()
{
    const char *const lost =
        R"({"insured_employee_flag":false,"job_end_recorded":true,"registered_unemployed_flag":false})";
    const QString need = QStringLiteral("work-ended");
    QVERIFY(idsOf(needsOf(loaded().catalogue, factsOf(lost), today)).contains(need));
    Facts pensioner = factsOf(lost);
    pensioner.insert(QStringLiteral("pensioner_flag"), true);
    QVERIFY(!idsOf(needsOf(loaded().catalogue, pensioner, today)).contains(need));
}

void TestNeeds::badRowsAreLeftOutAlone_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("path");
    const QByteArray row = "\"id\": \"work-ended\"";
    const QByteArray rule = "NOT :insured_employee_flag AND";
    QTest::newRow("no such service") << QByteArray("\"service\": \"unemployment-registration\"")
                                     << QByteArray("\"service\": \"of-nobody\"") << QStringLiteral("/needs/0/service");
    QTest::newRow("unknown field") << rule << QByteArray("NOT :no_such AND") << QStringLiteral("/needs/0/when");
    QTest::newRow("has") << rule << QByteArray("NOT has(:mobile) AND") << QStringLiteral("/needs/0/when");
    QTest::newRow("everybody") << rule << QByteArray("TRUE OR") << QStringLiteral("/needs/0/when");
    QTest::newRow("day alone") << rule << QByteArray("DATE '2026-01-01' < DATE '2026-01-02' OR")
                               << QStringLiteral("/needs/0/when");
    QTest::newRow("twice") << QByteArray("\"needs\": [")
                           << QByteArray(R"("needs": [{"id":"work-ended","service":"emp-cert","when":":death_flag",)"
                                         R"("why":{"zh":"甲","en":"A"},"basis":"assumed"},)")
                           << QStringLiteral("/needs/1/id");
    QTest::newRow("no text") << QByteArray("\"en\": \"Your contract") << QByteArray("\"fr\": \"Your contract")
                             << QStringLiteral("/needs/0/why");
}

void TestNeeds::badRowsAreLeftOutAlone()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, path);
    const CatalogueCopy copy;
    writeOneNeed(copy);
    copy.change(QStringLiteral("needs.json"), before, after);
    const LoadedCatalogue broken = loadCatalogue(copy.folder());
    bool named = false;
    for (const Defect &defect : broken.defects) {
        named = named ||
                (defect.file == QLatin1String("needs.json") && defect.path.startsWith(path) && !defect.cure.isEmpty());
    }
    QVERIFY2(named, qPrintable(listed(broken.defects)));
    QVERIFY(broken.catalogue.service(QStringLiteral("unemployment-registration")));
    for (const NeedRule &need : broken.catalogue.needs()) {
        QVERIFY(need.service == QLatin1String("emp-cert") || need.id != QLatin1String("work-ended"));
    }
}

void TestNeeds::whatFollowsAService()
{
    const CatalogueCopy copy;
    copy.change(QStringLiteral("services/emp-cert.json"), "\"format\"",
                R"("suggest": [{"service":"unemployment-registration","when":":job_end_recorded",)"
                R"("why":{"zh":"甲","en":"A"}},{"service":"flexible-registration","why":{"zh":"乙","en":"B"}}],)"
                "\n  \"format\"");
    const LoadedCatalogue with = loadCatalogue(copy.folder());
    const Service *service = with.catalogue.service(QStringLiteral("emp-cert"));
    QVERIFY(service);
    const auto after = [&](const Facts &facts) {
        QStringList services;
        for (const Need &need : suggestionsAfter(with.catalogue, *service, facts, today)) {
            services.append(need.service);
        }
        return services;
    };
    const QString flexible = QStringLiteral("flexible-registration");
    const QString registration = QStringLiteral("unemployment-registration");
    const QString ended = QStringLiteral("job_end_recorded");
    QCOMPARE(after({}), QStringList{flexible});
    QCOMPARE(after({{ended, false}}), QStringList{flexible});
    QCOMPARE(after({{ended, true}}), (QStringList{registration, flexible}));
    QCOMPARE(after({{ended, true}, {QStringLiteral("pensioner_flag"), true}}).contains(registration), false);
    QCOMPARE(suggestionsAfter(with.catalogue, *service, {{ended, true}}, today)[0].why.en, QStringLiteral("A"));
}

void TestNeeds::whoMustRegisterFirstIsToldOfBoth()
{
    Facts facts = factsOf(R"({"insured_employee_flag":false,"job_end_recorded":true,"registered_unemployed_flag":false,
                              "paid_months":12,"unemp_reason":"21","benefit_state":"0"})");
    const auto told = [&facts] { return idsOf(needsOf(loaded().catalogue, facts, today)); };
    QVERIFY(told().contains(QStringLiteral("work-ended")) && told().contains(QStringLiteral("benefit-due")));
    facts.insert(QStringLiteral("pensioner_flag"), true);  // cannot register, and so cannot claim
    QVERIFY(!told().contains(QStringLiteral("work-ended")) && !told().contains(QStringLiteral("benefit-due")));
}

void TestNeeds::toldBeforeItsTime()
{
    const Facts founder =
        factsOf(R"({"business_flag":true,"first_startup_flag":true,"startup_licence_date":"2026-02-02",
                    "startup_date":"2026-02-02"})");
    const LoadedCatalogue real = loadCatalogue(realCatalogue());
    const Service *subsidy = real.catalogue.service(QStringLiteral("startup-subsidy"));
    QVERIFY(subsidy && eligibility(*subsidy, founder, today).answer == Tri::No);
    QVERIFY(idsOf(needsOf(real.catalogue, founder, today)).contains(QStringLiteral("new-business")));
}

QTEST_APPLESS_MAIN(TestNeeds)
#include "tst_needs.moc"
