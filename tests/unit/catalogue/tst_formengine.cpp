// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"

#include <QTest>

using hall::Catalogue;
using hall::Facts;
using hall::FactSource;
using hall::FormKind;
using hall::MaterialState;
using hall::Problem;

namespace {

const QDate today(2026, 11, 25);

const Catalogue &catalogue()
{
    static const Catalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

const hall::Service &unemployment()
{
    return *catalogue().service(QStringLiteral("unemployment-registration"));
}

QStringList visible(FormKind kind, const Facts &facts)
{
    QStringList ids;
    for (const hall::FormPage &page : hall::visiblePages(unemployment(), kind, facts, today)) {
        for (const hall::FormField &field : page.fields) {
            ids << field.id;
        }
    }
    return ids;
}

// Everything an offline case needs.
Facts offlineAnswers()
{
    return {{u"cert_type"_qs, u"111"_qs},
            {u"cert_no"_qs, u"370202199001010007"_qs},
            {u"name"_qs, u"李𠅤"_qs},
            {u"sex"_qs, u"2"_qs},
            {u"birth_date"_qs, QDate(1990, 1, 1)},
            {u"mobile"_qs, u"13800000000"_qs},
            {u"residence_region"_qs, u"370202"_qs},
            {u"unemp_reason"_qs, u"21"_qs},
            {u"unemp_date"_qs, QDate(2026, 10, 31)},
            {u"job_intent"_qs, u"1"_qs},
            {u"claim_flag"_qs, true},
            {u"consent_share_flag"_qs, false}};
}

}  // namespace

class FormEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hiddenUntilTheAnswerCallsForIt();
    void readonlyShowsWhatIsKnown();
    void requiredFollowsVisibility();
    void offlineFormIsShorter();
    void problemsInOrderOfPages();
    void completeFormHasNoProblems();
    void settledPagesNeedNoQuestion();
    void answersLeaveHiddenFieldsBehind();
    void onlyChecksThatConcern();
    void sharingIsAskedOnAPageOfItsOwn();
    void materials_data();
    void materials();
    void failingClauseBeatsUnknownOne();
    void derives_data();
    void derives();
    void prefillTrustsInOrder();
    void prefillListsConflicts();
    void whatIsWorkedOutContradictsNoRecord();
    void blanksAndWidthsAreNoConflict();
    void prefillDerives();
    void prefillAsksOnlyListedSources();
};

void FormEngineTest::hiddenUntilTheAnswerCallsForIt()
{
    QVERIFY(!visible(FormKind::Online, {}).contains(u"unemp_reason_other"_qs));
    QVERIFY(!visible(FormKind::Online, {}).contains(u"last_unit"_qs));
    QVERIFY(visible(FormKind::Online, {{u"unemp_reason"_qs, u"90"_qs}}).contains(u"unemp_reason_other"_qs));
    QVERIFY(!visible(FormKind::Online, {{u"unemp_reason"_qs, u"24"_qs}}).contains(u"unemp_reason_other"_qs));
    QVERIFY(visible(FormKind::Online, {{u"unemp_reason"_qs, u"24"_qs}}).contains(u"last_unit"_qs));
    QVERIFY(visible(FormKind::Online, {{u"health"_qs, u"60"_qs}}).contains(u"disability_level"_qs));
    QVERIFY(!visible(FormKind::Online, {{u"health"_qs, u"10"_qs}}).contains(u"disability_level"_qs));
}

void FormEngineTest::readonlyShowsWhatIsKnown()
{
    QVERIFY(visible(FormKind::Online, {}).contains(u"cert_no"_qs));
    QVERIFY(!visible(FormKind::Online, {}).contains(u"emp_cert_no"_qs));
    QVERIFY(visible(FormKind::Online, {{u"emp_cert_no"_qs, u"3702020026000001"_qs}}).contains(u"emp_cert_no"_qs));
}

void FormEngineTest::requiredFollowsVisibility()
{
    const QStringList plain = hall::requiredFields(unemployment(), FormKind::Online, {}, today);
    QVERIFY(plain.contains(u"mobile"_qs));
    QVERIFY(!plain.contains(u"archive_place"_qs));
    QVERIFY(!plain.contains(u"disability_level"_qs));
    const QStringList disabled =
        hall::requiredFields(unemployment(), FormKind::Online, {{u"health"_qs, u"60"_qs}}, today);
    QVERIFY(disabled.contains(u"disability_level"_qs));
}

void FormEngineTest::offlineFormIsShorter()
{
    const Facts facts{{u"unemp_reason"_qs, u"21"_qs}};
    QVERIFY(visible(FormKind::Offline, facts).size() < visible(FormKind::Online, facts).size());
    const auto pages = [&facts](FormKind kind) {
        return hall::visiblePages(unemployment(), kind, facts, today).size();
    };
    QVERIFY(pages(FormKind::Offline) < pages(FormKind::Online));
    for (const QString &id : visible(FormKind::Offline, facts)) {
        QVERIFY2(visible(FormKind::Online, facts).contains(id), qPrintable(id));
    }
}

void FormEngineTest::problemsInOrderOfPages()
{
    Facts facts = offlineAnswers();
    facts.remove(u"claim_flag"_qs);
    facts.insert(u"mobile"_qs, u"5"_qs);
    facts.insert(u"unemp_date"_qs, QDate(2026, 12, 1));
    const QVector<Problem> expected{{u"contact"_qs, u"mobile"_qs, u"not-a-phone"_qs},
                                    {u"reason"_qs, u"unemp_date"_qs, u"date-in-future"_qs},
                                    {u"next"_qs, u"claim_flag"_qs, u"required"_qs}};
    QCOMPARE(hall::problems(catalogue(), unemployment(), FormKind::Offline, facts, today), expected);
}

void FormEngineTest::completeFormHasNoProblems()
{
    QCOMPARE(hall::problems(catalogue(), unemployment(), FormKind::Offline, offlineAnswers(), today),
             QVector<Problem>());
    Facts other = offlineAnswers();
    other.insert(u"unemp_reason"_qs, u"90"_qs);
    QCOMPARE(hall::problems(catalogue(), unemployment(), FormKind::Offline, other, today),
             QVector<Problem>({{u"reason"_qs, u"unemp_reason_other"_qs, u"required"_qs}}));
}

void FormEngineTest::settledPagesNeedNoQuestion()
{
    const auto settled = [](FormKind kind, const Facts &facts) {
        return hall::settledPages(catalogue(), unemployment(), kind, facts, today);
    };
    Facts facts = offlineAnswers();
    facts.remove(hall::sharingField());
    // Telephone number, reason, date and the wish for benefit are known, but each must be confirmed on its own.
    QCOMPARE(settled(FormKind::Offline, facts), QStringList{u"identity"_qs});
    facts.insert(u"residence_region"_qs, u"370202"_qs);
    facts.insert(u"residence_address"_qs, u"测试路1号"_qs);
    QVERIFY(settled(FormKind::Online, facts).contains(u"residence"_qs));
    facts.insert(u"residence_region"_qs, u"990000"_qs);  // no such code
    QVERIFY(!settled(FormKind::Online, facts).contains(u"residence"_qs));
    QVERIFY(settled(FormKind::Online, facts).contains(u"identity"_qs));
    facts.remove(u"sex"_qs);
    QVERIFY(settled(FormKind::Offline, facts).isEmpty());
    QVERIFY(settled(FormKind::Online, {}).isEmpty());
}

void FormEngineTest::answersLeaveHiddenFieldsBehind()
{
    Facts facts = offlineAnswers();
    facts.insert(u"unemp_reason_other"_qs, u"搬家"_qs);
    facts.insert(u"pensioner_flag"_qs, false);
    const Facts given = hall::answers(unemployment(), FormKind::Offline, facts, today);
    QCOMPARE(given, offlineAnswers());
}

// What only some are asked about is told to them alone, and to whom it may concern.
void FormEngineTest::onlyChecksThatConcern()
{
    const hall::Service &service = *catalogue().service(u"training-subsidy"_qs);
    const auto shared = [&service](const QString &kind) {
        return hall::sharedSources(service, {{hall::sharingField(), true}, {u"trainee_type"_qs, kind}}, today);
    };
    QCOMPARE(shared(u"02"_qs), QStringList({u"police"_qs, u"education"_qs, u"bank"_qs}));
    QCOMPARE(shared(u"09"_qs), QStringList({u"police"_qs, u"education"_qs, u"prison"_qs, u"bank"_qs}));
    QCOMPARE(hall::checksAbout(service, {{u"trainee_type"_qs, u"06"_qs}}, today).size(), 4);
    QCOMPARE(hall::checksAbout(service, {}, today).size(), service.checks.size());
    // What each of a list of people says differs from row to row.
    const hall::Service &institution = *catalogue().service(u"training-subsidy-institution"_qs);
    QCOMPARE(hall::checksAbout(institution, {{u"trainee_type"_qs, u"02"_qs}}, today).size(), institution.checks.size());
    // A page that would name nobody is not shown.
    hall::Service some = service;
    some.checks.removeIf([](const hall::CrossCheck &check) { return check.id != u"prison"; });
    const auto last = [&some](const QString &kind) {
        const hall::Facts facts{{u"trainee_type"_qs, kind}};
        return hall::visiblePages(some, FormKind::Online, facts, today).constLast().id;
    };
    QCOMPARE(last(u"09"_qs), hall::sharingPage());
    QVERIFY(last(u"02"_qs) != hall::sharingPage());
}

// The last page of every form whose service has checks, however the file is written; a question has none.
void FormEngineTest::sharingIsAskedOnAPageOfItsOwn()
{
    int asking = 0;
    for (const hall::Service &service : catalogue().services()) {
        for (const FormKind kind : {FormKind::Online, FormKind::Offline}) {
            const auto pages = hall::visiblePages(service, kind, {}, today);
            const bool asked = !pages.isEmpty() && pages.constLast().id == hall::sharingPage();
            QCOMPARE(asked, !service.checks.isEmpty() && !hall::formOf(service, kind).pages.isEmpty());
            if (!asked) {
                continue;
            }
            ++asking;
            QCOMPARE(pages.constLast().fields.size(), 1);
            QVERIFY(hall::requiredFields(service, kind, {}, today).contains(hall::sharingField()));
            const Facts yes{{hall::sharingField(), true}};
            QCOMPARE(hall::sharedSources(service, hall::answers(service, kind, yes, today), today).isEmpty(), false);
            const Facts no{{hall::sharingField(), false}};
            QCOMPARE(hall::sharedSources(service, hall::answers(service, kind, no, today), today), QStringList());
        }
    }
    QVERIFY(asking > 40);
}

void FormEngineTest::materials_data()
{
    QTest::addColumn<Facts>("facts");
    QTest::addColumn<Facts>("atCentre");
    QTest::addColumn<int>("state");
    const auto row = [](const char *name, const Facts &facts, const Facts &atCentre, MaterialState state) {
        QTest::newRow(name) << facts << atCentre << static_cast<int>(state);
    };
    const Facts lost{{u"unemp_reason"_qs, u"21"_qs}};
    const Facts filed{{u"job_end_recorded"_qs, true}};
    const Facts lostAndFiled{{u"unemp_reason"_qs, u"21"_qs}, {u"job_end_recorded"_qs, true}};
    const Facts lostNotFiled{{u"unemp_reason"_qs, u"21"_qs}, {u"job_end_recorded"_qs, false}};
    row("nothing known", {}, {}, MaterialState::Needed);
    row("lost a job", lost, {}, MaterialState::Needed);
    row("lost a job, on record", lostAndFiled, filed, MaterialState::Waived);
    row("lost a job, not on record", lostNotFiled, {{u"job_end_recorded"_qs, false}}, MaterialState::Needed);
    row("lost a job, on record as the visitor says", lostAndFiled, {}, MaterialState::Needed);
    row("the visitor says otherwise than the record", lostAndFiled, {{u"job_end_recorded"_qs, false}},
        MaterialState::Needed);
    row("the visitor denies what is on record", lostNotFiled, filed, MaterialState::Needed);
    row("the visitor takes back what is on record", lost, filed, MaterialState::Needed);
    // What the case calls for at all is the visitor's to say.
    row("just left school", {{u"unemp_reason"_qs, u"10"_qs}}, {}, MaterialState::NotNeeded);
}

void FormEngineTest::materials()
{
    QFETCH(Facts, facts);
    QFETCH(Facts, atCentre);
    QFETCH(int, state);
    const auto sourced =
        hall::SourcedFacts::of(catalogue(), unemployment().facts, {{FactSource::Central, atCentre}}, today);
    const QVector<hall::MaterialNeed> needs = hall::materialNeeds(unemployment(), facts, sourced, today);
    QCOMPARE(needs.size(), 1);
    QCOMPARE(needs[0].material, u"end-of-job-proof"_qs);
    QCOMPARE(static_cast<int>(needs[0].state), state);
}

void FormEngineTest::failingClauseBeatsUnknownOne()
{
    const hall::Eligibility result = hall::eligibility(unemployment(), {{u"insured_employee_flag"_qs, true}}, today);
    QVERIFY(result.answer == hall::Tri::No);
    QCOMPARE(result.clause, &unemployment().eligibility[2]);
}

void FormEngineTest::derives_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QVariant>("input");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("sex") << u"cert_no"_qs << QVariant(u"370202199001010007"_qs) << u"sex"_qs << QVariant(u"2"_qs);
    QTest::newRow("birth") << u"cert_no"_qs << QVariant(u"370202199001010007"_qs) << u"birth_date"_qs
                           << QVariant(QDate(1990, 1, 1));
    QTest::newRow("wrong digit: no birth")
        << u"cert_no"_qs << QVariant(u"370202199001010008"_qs) << u"birth_date"_qs << QVariant();
    QTest::newRow("permit: no sex") << u"cert_no"_qs << QVariant(u"H00000001"_qs) << u"sex"_qs << QVariant();
    QTest::newRow("social number") << u"cert_no"_qs << QVariant(u"370202199001010007"_qs) << u"ss_no"_qs
                                   << QVariant(u"370202199001010007"_qs);
    QTest::newRow("residence permit: no social number")
        << u"cert_no"_qs << QVariant(u"810000199001010000"_qs) << u"ss_no"_qs << QVariant();
    QTest::newRow("rural") << u"hukou_type"_qs << QVariant(u"22"_qs) << u"migrant_flag"_qs << QVariant(true);
    QTest::newRow("urban") << u"hukou_type"_qs << QVariant(u"11"_qs) << u"migrant_flag"_qs << QVariant(false);
    QTest::newRow("start of job") << u"hire_date"_qs << QVariant(QDate(2024, 11, 26)) << u"this_job_date"_qs
                                  << QVariant(QDate(2024, 11, 26));
    QTest::newRow("years in the unit") << u"hire_date"_qs << QVariant(QDate(2024, 11, 26)) << u"seniority"_qs
                                       << QVariant(qlonglong(1));
    QTest::newRow("centre's own") << u"uscc"_qs << QVariant(u"91370200000000000Y"_qs) << u"unit_no"_qs << QVariant();
}

void FormEngineTest::derives()
{
    QFETCH(QString, from);
    QFETCH(QVariant, input);
    QFETCH(QString, field);
    QFETCH(QVariant, value);
    QCOMPARE(hall::derive(catalogue(), {{from, input}}, today).value(field), value);
}

void FormEngineTest::prefillTrustsInOrder()
{
    const hall::SourceFacts sources{
        {FactSource::Central, {{u"name"_qs, u"李四"_qs}, {u"mobile"_qs, u"13800000000"_qs}}},
        {FactSource::SiCard, {{u"name"_qs, u"李四"_qs}}}};
    const hall::Prefill result = hall::prefill(catalogue(), unemployment().facts, sources, today);
    QCOMPARE(result.values[u"name"_qs], (hall::Prefilled{u"李四"_qs, FactSource::SiCard}));
    QCOMPARE(result.values[u"mobile"_qs], (hall::Prefilled{u"13800000000"_qs, FactSource::Central}));
    QVERIFY(result.conflicts.isEmpty());
    QVERIFY(!result.values.contains(u"job_intent"_qs));
}

void FormEngineTest::prefillListsConflicts()
{
    const hall::SourceFacts sources{
        {FactSource::Central, {{u"ethnicity"_qs, u"11"_qs}, {u"residence_region"_qs, u"370211"_qs}}},
        {FactSource::IdCard, {{u"ethnicity"_qs, u"01"_qs}}},
        {FactSource::Session, {{u"residence_region"_qs, u"370202"_qs}}}};
    const hall::Prefill result = hall::prefill(catalogue(), unemployment().facts, sources, today);
    QCOMPARE(result.values[u"ethnicity"_qs].value.toString(), u"01"_qs);
    QCOMPARE(result.values[u"residence_region"_qs], (hall::Prefilled{u"370211"_qs, FactSource::Central}));
    QCOMPARE(result.conflicts.size(), 1);  // the kiosk's region is a guess, no contradiction
    QCOMPARE(result.conflicts[0].field, u"ethnicity"_qs);
    QCOMPARE(result.conflicts[0].said,
             QVector<hall::Prefilled>({{u"01"_qs, FactSource::IdCard}, {u"11"_qs, FactSource::Central}}));
}

// The centre keeps the year; the one of the date is a guess behind it, as the dictionary's order says.
void FormEngineTest::whatIsWorkedOutContradictsNoRecord()
{
    const QStringList fields{u"graduate_year"_qs, u"graduation_date"_qs};
    const hall::SourceFacts sources{
        {FactSource::Central,
         {{u"graduate_year"_qs, QVariant::fromValue<qlonglong>(2026)}, {u"graduation_date"_qs, QDate(2025, 6, 20)}}}};
    const hall::Prefill result = hall::prefill(catalogue(), fields, sources, today);
    QCOMPARE(result.values[u"graduate_year"_qs].source, FactSource::Central);
    QVERIFY(result.conflicts.isEmpty());
    const hall::SourceFacts unit{
        {FactSource::Employer, {{u"uscc"_qs, u"91370202MA3DEM001A"_qs}, {u"tax_no"_qs, u"91370203MA3DEM002U"_qs}}}};
    QVERIFY(hall::prefill(catalogue(), {u"tax_no"_qs}, unit, today).conflicts.isEmpty());
}

void FormEngineTest::blanksAndWidthsAreNoConflict()
{
    const auto conflicts = [](const QString &card, const QString &centre) {
        const hall::SourceFacts sources{{FactSource::IdCard, {{u"hukou_address"_qs, card}}},
                                        {FactSource::Central, {{u"hukou_address"_qs, centre}}}};
        return hall::prefill(catalogue(), {u"hukou_address"_qs}, sources, today).conflicts.size();
    };
    QCOMPARE(conflicts(u"青岛市示例路１２号 3 楼"_qs, u"青岛市示例路12号3楼"_qs), 0);
    QCOMPARE(conflicts(u"青岛市示例路12号"_qs, u"青岛市示例路13号"_qs), 1);
}

void FormEngineTest::prefillDerives()
{
    const hall::SourceFacts sources{{FactSource::SiCard, {{u"cert_no"_qs, u"370202199001010007"_qs}}},
                                    {FactSource::Central, {{u"sex"_qs, u"1"_qs}}}};
    const hall::Prefill result = hall::prefill(catalogue(), {u"sex"_qs, u"birth_date"_qs}, sources, today);
    QCOMPARE(result.values[u"birth_date"_qs], (hall::Prefilled{QDate(1990, 1, 1), FactSource::Derived}));
    QCOMPARE(result.values[u"sex"_qs], (hall::Prefilled{u"2"_qs, FactSource::Derived}));
    QCOMPARE(result.conflicts.size(), 1);  // the centre says otherwise
    QCOMPARE(result.values.keys(), QStringList({u"birth_date"_qs, u"sex"_qs}));
}

void FormEngineTest::prefillAsksOnlyListedSources()
{
    const hall::SourceFacts sources{{FactSource::SiCard, {{u"mobile"_qs, u"13800000000"_qs}, {u"nobody"_qs, u"x"_qs}}}};
    QVERIFY(hall::prefill(catalogue(), unemployment().facts, sources, today).values.isEmpty());
}

QTEST_GUILESS_MAIN(FormEngineTest)
#include "tst_formengine.moc"
