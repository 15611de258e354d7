// SPDX-License-Identifier: GPL-3.0-or-later
// The services for employers and institutions: their fields, their clocks, their limits, and what three in one saves.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/mergereport.h"

#include <QRegularExpression>
#include <QTest>

using hall::Catalogue;
using hall::Facts;
using hall::FormKind;
using hall::Service;
using hall::Tri;

namespace {

const QDate today(2026, 11, 25);

const Catalogue &catalogue()
{
    static const Catalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

QVector<Service> services()
{
    QVector<Service> found;
    for (const Service &service : catalogue().services()) {
        if (service.applicant == u"employer"_qs || service.applicant == u"institution"_qs) {
            found.append(service);
        }
    }
    return found;
}

Tri answerOf(const char *service, const Facts &facts)
{
    const Service *found = catalogue().service(QLatin1String(service));
    return found ? hall::eligibility(*found, facts, today).answer : Tri::Unknown;
}

// A home worker of 36 on the list of a household-service firm.
Facts homeWorker()
{
    return {{u"special_unit_kind"_qs, u"4"_qs},
            {u"birth_date"_qs, QDate(1990, 1, 1)},
            {u"policy_start"_qs, QDate(2026, 7, 1)},
            {u"insured_premium"_qs, 120'00LL},
            {u"insured_subsidy"_qs, 100'00LL}};
}

}  // namespace

class EmployerServicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formsHaveTheirFields_data();
    void formsHaveTheirFields();
    void offlineAsksAtMostEight();
    void asksAboutTheWorkerNotTheClerk();
    void nothingKnownRefusesNobody();
    void threeInOne();
    void lateIsTakenWithItsReason_data();
    void lateIsTakenWithItsReason();
    void homeWorkersAges_data();
    void homeWorkersAges();
    void homeWorkersLimit();
    void prisonersTerm_data();
    void prisonersTerm();
    void closedFirmHiresNobody();
    void enrolment_data();
    void enrolment();
    void hardshipSubsidyEndsAfterThreeYears_data();
    void hardshipSubsidyEndsAfterThreeYears();
};

void EmployerServicesTest::formsHaveTheirFields_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("employment-registration-unit") << 41;
    QTest::newRow("social-insurance-enrolment") << 40;
    QTest::newRow("labour-filing-hire") << 40;
    QTest::newRow("labour-filing-termination") << 14;
    QTest::newRow("housekeeping-insurance-subsidy") << 17;
}

void EmployerServicesTest::formsHaveTheirFields()
{
    QFETCH(int, count);
    const Service *service = catalogue().service(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(service);
    QCOMPARE(service->online.fieldIds().size(), count);
    for (const QString &id : service->offline.fieldIds()) {
        QVERIFY2(service->online.fieldIds().contains(id), qPrintable(id));
    }
}

// With nothing known but the card of the person who acts for the employer. Sex and birth date follow from the number.
void EmployerServicesTest::offlineAsksAtMostEight()
{
    const QStringList known{u"handler_name"_qs, u"sex"_qs, u"birth_date"_qs};
    QVERIFY(services().size() >= 15);
    for (const Service &service : services()) {
        int asked = 0;
        for (const hall::FormPage &page : service.offline.pages) {
            asked += int(std::count_if(page.fields.begin(), page.fields.end(), [&known](const hall::FormField &field) {
                return (!field.readonly || field.required) && !known.contains(field.id);
            }));
        }
        QVERIFY2(service.offlineAllowed && asked <= 8, qPrintable(service.id + u' ' + QString::number(asked)));
    }
}

// Who stands there fills in for somebody else: "your address" would be the wrong one.
void EmployerServicesTest::asksAboutTheWorkerNotTheClerk()
{
    static const QRegularExpression you(u"\\byours?\\b|\\byou\\b"_qs, QRegularExpression::CaseInsensitiveOption);
    const QStringList theEmployers{u"mobile"_qs,
                                   u"remark"_qs};  // "where staff can reach you" is neither's in particular
    int seen = 0;
    for (const Service &service : services()) {
        for (const QString &id : service.batch.columns) {
            const hall::Field *field = catalogue().field(id);
            QVERIFY2(field, qPrintable(id));
            if (theEmployers.contains(id)) {
                continue;
            }
            ++seen;
            QVERIFY2(!field->plain.zh.contains(u"您"_qs), qPrintable(id + u' ' + field->plain.zh));
            const QString english = QString(field->plain.en).remove(u"you can search by first letters"_qs);
            QVERIFY2(!english.contains(you), qPrintable(id + u' ' + english));
        }
    }
    QVERIFY(seen > 50);
}

void EmployerServicesTest::nothingKnownRefusesNobody()
{
    for (const Service &service : services()) {
        QVERIFY2(hall::eligibility(service, {}, today).answer != Tri::No, qPrintable(service.id));
        QVERIFY2(hall::eligibility(service, {}, {}).answer != Tri::No, qPrintable(service.id));
    }
}

void EmployerServicesTest::threeInOne()
{
    const hall::Chain *chain = catalogue().chain(u"three-in-one"_qs);
    QVERIFY(chain);
    QCOMPARE(chain->atomic, hall::Chain::Atomic::All);
    const hall::MergeReport report = hall::mergeReport(catalogue(), *chain);
    QCOMPARE(report.sum, 121);
    QCOMPARE(report.united, 77);
    QCOMPARE(report.independent, 61);
    QCOMPARE(report.typedSum, 32);
    QCOMPARE(report.typed, 20);
    QCOMPARE(report.typedOcr, 8);
    QCOMPARE(report.scansSum, 5);
    QCOMPARE(report.scans, 2);
}

void EmployerServicesTest::lateIsTakenWithItsReason_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("fact");
    QTest::addColumn<int>("days");
    QTest::addColumn<bool>("late");
    const auto row = [](const char *service, const char *fact, int limit) {
        QTest::addRow("%s on the last day", service) << service << fact << limit << false;
        QTest::addRow("%s a day late", service) << service << fact << limit + 1 << true;
    };
    row("employment-registration-unit", "hire_date", 30);
    row("social-insurance-enrolment", "this_job_date", 30);
    row("labour-filing-hire", "hire_date", 30);
    row("labour-filing-change", "change_date", 30);
    row("labour-filing-termination", "term_date", 15);
}

// The reason is asked for, and nothing is refused.
void EmployerServicesTest::lateIsTakenWithItsReason()
{
    QFETCH(QString, service);
    QFETCH(QString, fact);
    QFETCH(int, days);
    QFETCH(bool, late);
    const Service *found = catalogue().service(service);
    QVERIFY(found);
    const Facts facts{{fact, today.addDays(-days)}};
    QCOMPARE(hall::requiredFields(*found, FormKind::Online, facts, today).contains(u"remark"_qs), late);
    QVERIFY(hall::eligibility(*found, facts, today).answer != Tri::No);
}

void EmployerServicesTest::homeWorkersAges_data()
{
    QTest::addColumn<QDate>("birth");
    QTest::addColumn<bool>("insured");
    QTest::newRow("15 years 364 days") << QDate(2010, 7, 2) << false;
    QTest::newRow("16 years") << QDate(2010, 7, 1) << true;
    QTest::newRow("60 years") << QDate(1966, 7, 1) << true;
    QTest::newRow("60 years and a day") << QDate(1966, 6, 30) << false;
}

// On the first day of the cover, whatever the day of the application.
void EmployerServicesTest::homeWorkersAges()
{
    QFETCH(QDate, birth);
    QFETCH(bool, insured);
    Facts facts = homeWorker();
    facts.insert(u"birth_date"_qs, birth);
    QCOMPARE(answerOf("housekeeping-insurance-subsidy", facts), insured ? Tri::Yes : Tri::No);
    facts.remove(u"policy_start"_qs);
    QCOMPARE(answerOf("housekeeping-insurance-subsidy", facts), Tri::Unknown);
}

void EmployerServicesTest::homeWorkersLimit()
{
    Facts facts = homeWorker();
    facts.insert(u"insured_subsidy"_qs, 100'01LL);
    QCOMPARE(answerOf("housekeeping-insurance-subsidy", facts), Tri::No);
    facts.insert(u"insured_subsidy"_qs, 90'00LL);
    facts.insert(u"insured_premium"_qs, 80'00LL);
    QCOMPARE(answerOf("housekeeping-insurance-subsidy", facts), Tri::No);
    facts.insert(u"insured_subsidy"_qs, 80'00LL);
    QCOMPARE(answerOf("housekeeping-insurance-subsidy", facts), Tri::Yes);
    facts.insert(u"special_unit_kind"_qs, u"0"_qs);
    facts.insert(u"industry"_qs, u"62"_qs);
    QCOMPARE(answerOf("housekeeping-insurance-subsidy", facts), Tri::No);
    facts.remove(u"industry"_qs);
    QCOMPARE(answerOf("housekeeping-insurance-subsidy", facts), Tri::Unknown);
    const Service *service = catalogue().service(u"housekeeping-insurance-subsidy"_qs);
    QCOMPARE(service->materials.size(), 3);
    QCOMPARE(service->time.promised, 1);
    QCOMPARE(service->batch.most, 200);
}

void EmployerServicesTest::prisonersTerm_data()
{
    QTest::addColumn<QDate>("release");
    QTest::addColumn<bool>("open");
    QTest::newRow("23 months") << QDate(2028, 10, 25) << true;
    QTest::newRow("a day less than 24") << QDate(2028, 11, 24) << true;
    QTest::newRow("24 months") << QDate(2028, 11, 25) << false;
}

void EmployerServicesTest::prisonersTerm()
{
    QFETCH(QDate, release);
    QFETCH(bool, open);
    Facts facts{{u"birth_date"_qs, QDate(1990, 1, 1)},
                {u"trainee_type"_qs, u"09"_qs},
                {u"release_date"_qs, release},
                {u"last_training_subsidy_count_this_year"_qs, 2LL}};
    QCOMPARE(answerOf("training-subsidy-institution", facts), open ? Tri::Yes : Tri::No);
    facts.insert(u"last_training_subsidy_count_this_year"_qs, 3LL);
    QCOMPARE(answerOf("training-subsidy-institution", facts), Tri::No);
}

void EmployerServicesTest::closedFirmHiresNobody()
{
    const Facts worker{{u"birth_date"_qs, QDate(2010, 11, 25)}, {u"hire_date"_qs, today}};
    Facts facts = worker;
    facts.insert(u"unit_state"_qs, u"1"_qs);
    QCOMPARE(answerOf("employment-registration-unit", facts), Tri::Yes);  // sixteen today
    facts.insert(u"unit_state"_qs, u"6"_qs);
    QCOMPARE(answerOf("employment-registration-unit", facts), Tri::No);
    QCOMPARE(answerOf("employment-registration-unit", worker), Tri::Unknown);
    facts = worker;
    facts.insert(u"birth_date"_qs, QDate(2010, 11, 26));
    QCOMPARE(answerOf("employment-registration-unit", facts), Tri::No);
}

void EmployerServicesTest::enrolment_data()
{
    QTest::addColumn<QString>("fact");
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<int>("answer");
    const auto row = [](const char *name, const char *fact, const QVariant &value, Tri answer) {
        QTest::newRow(name) << QString::fromLatin1(fact) << value << static_cast<int>(answer);
    };
    row("in order", "pensioner_flag", false, Tri::Yes);
    row("no account", "unit_account_flag", false, Tri::No);
    row("account unknown", "unit_account_flag", QVariant(), Tri::Unknown);
    row("pensioner", "pensioner_flag", true, Tri::No);
    row("15 years 364 days", "birth_date", QDate(2010, 11, 26), Tri::No);
    row("16 years", "birth_date", QDate(2010, 11, 25), Tri::Yes);
    // A man born in November 1965 retires at 60 years and 3 months, in February 2026; one of January 1967 at 60
    // years and 7 months, in August 2027.
    row("past the legal age", "birth_date", QDate(1965, 11, 10), Tri::No);
    row("before the legal age", "birth_date", QDate(1967, 1, 10), Tri::Yes);
}

void EmployerServicesTest::enrolment()
{
    QFETCH(QString, fact);
    QFETCH(QVariant, value);
    QFETCH(int, answer);
    Facts facts{{u"unit_account_flag"_qs, true},
                {u"pensioner_flag"_qs, false},
                {u"birth_date"_qs, QDate(1990, 1, 1)},
                {u"sex"_qs, u"1"_qs}};
    facts.insert(fact, value);
    QCOMPARE(static_cast<int>(answerOf("social-insurance-enrolment", facts)), answer);
}

void EmployerServicesTest::hardshipSubsidyEndsAfterThreeYears_data()
{
    QTest::addColumn<QDate>("birth");
    QTest::addColumn<qlonglong>("months");
    QTest::addColumn<bool>("open");
    QTest::newRow("35 months") << QDate(1980, 1, 1) << 35LL << true;
    QTest::newRow("36 months") << QDate(1980, 1, 1) << 36LL << false;
    // The legal age comes on 10 May 2031 and on 10 February 2033: in less than five years, and in more.
    QTest::newRow("36 months, near the legal age") << QDate(1970, 1, 10) << 36LL << true;
    QTest::newRow("36 months, not near yet") << QDate(1971, 6, 10) << 36LL << false;
}

void EmployerServicesTest::hardshipSubsidyEndsAfterThreeYears()
{
    QFETCH(QDate, birth);
    QFETCH(qlonglong, months);
    QFETCH(bool, open);
    const Facts facts{{u"unit_state"_qs, u"1"_qs},
                      {u"unit_arrears_flag"_qs, false},
                      {u"hardship_flag"_qs, true},
                      {u"insured_employee_flag"_qs, true},
                      {u"enjoyed_months"_qs, months},
                      {u"birth_date"_qs, birth},
                      {u"sex"_qs, u"1"_qs}};
    QCOMPARE(answerOf("hardship-hire-subsidy", facts), open ? Tri::Yes : Tri::No);
}

QTEST_GUILESS_MAIN(EmployerServicesTest)
#include "tst_employerservices.moc"
