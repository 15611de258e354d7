// SPDX-License-Identifier: GPL-3.0-or-later
// The services of a person at the edges of their limits: who may, who may not, and who cannot be told yet.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/chainform.h"
#include "app/catalogue/formengine.h"

#include <QTest>

using hall::Catalogue;
using hall::Eligibility;
using hall::Facts;
using hall::Tri;

namespace {

const QDate today(2026, 11, 25);

const Catalogue &catalogue()
{
    static const Catalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

// A resident of Qingdao, 36, out of work.
Facts jobless()
{
    return {
        {u"birth_date"_qs, QDate(1990, 1, 1)}, {u"sex"_qs, u"1"_qs},         {u"full_time_student_flag"_qs, false},
        {u"prison_term_flag"_qs, false},       {u"death_flag"_qs, false},    {u"pensioner_flag"_qs, false},
        {u"insured_employee_flag"_qs, false},  {u"business_flag"_qs, false}, {u"residence_region"_qs, u"370202"_qs}};
}

}  // namespace

class PersonServicesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void personsAtTheEdges_data();
    void personsAtTheEdges();
    void nothingKnownRefusesNobody();
    void offlineAsksLittle();
    void confirmationAsksTwoQuestions();
    void chainsBranch_data();
    void chainsBranch();
    void chainsFollowTheHall();
};

void PersonServicesTest::personsAtTheEdges_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<Facts>("known");  // beside jobless()
    QTest::addColumn<int>("answer");
    const auto row = [](const char *name, const QString &service, Tri answer, const Facts &known) {
        QTest::newRow(name) << service << known << static_cast<int>(answer);
    };
    const auto with = [](Facts facts, const QString &field, const QVariant &value) {
        facts.insert(field, value);
        return facts;
    };
    const QString renewal = u"unemployment-renewal"_qs;
    const Facts registered{{u"registration_state"_qs, u"1"_qs}};
    const QString until = u"registration_until"_qs;
    row("renewal: 15 days before", renewal, Tri::No, with(registered, until, today.addDays(15)));
    row("renewal: 14 days before", renewal, Tri::Yes, with(registered, until, today.addDays(14)));
    row("renewal: 14 days after", renewal, Tri::Yes, with(registered, until, today.addDays(-14)));
    row("renewal: 15 days after", renewal, Tri::No, with(registered, until, today.addDays(-15)));
    row("renewal: end unknown", renewal, Tri::Unknown, registered);

    const QString benefit = u"unemployment-benefit"_qs;
    const Facts claimant{{u"paid_months"_qs, 12},
                         {u"unemp_reason"_qs, u"21"_qs},
                         {u"registered_unemployed_flag"_qs, true},
                         {u"job_demand"_qs, u"1"_qs},
                         {u"benefit_state"_qs, u"0"_qs}};
    row("benefit: a year paid", benefit, Tri::Yes, claimant);
    row("benefit: 11 months paid", benefit, Tri::No, with(claimant, u"paid_months"_qs, 11));
    const Facts resigned = with(claimant, u"unemp_reason"_qs, u"24"_qs);
    row("benefit: resigned", benefit, Tri::No, with(resigned, u"term_reason"_qs, u"371"_qs));
    row("benefit: resigned, wages were not paid", benefit, Tri::Yes, with(resigned, u"term_reason"_qs, u"382"_qs));
    row("benefit: resigned, why is not known", benefit, Tri::Unknown, resigned);
    row("benefit: serves a sentence", benefit, Tri::No, with(claimant, u"prison_term_flag"_qs, true));
    row("benefit: deceased", benefit, Tri::No, with(claimant, u"death_flag"_qs, true));
    const Facts unregistered = with(claimant, u"registered_unemployed_flag"_qs, false);
    row("benefit: not registered", benefit, Tri::No, unregistered);
    row("benefit: not registered, but claims", benefit, Tri::No, with(unregistered, u"claim_flag"_qs, true));

    const QString training = u"training-subsidy"_qs;
    const auto trainee = [](const QString &type) {
        return Facts{{u"trainee_type"_qs, type}, {u"last_training_subsidy_count_this_year"_qs, 2}};
    };
    row("training: third this year", training, Tri::Yes, trainee(u"02"_qs));
    row("training: fourth this year", training, Tri::No,
        with(trainee(u"02"_qs), u"last_training_subsidy_count_this_year"_qs, 3));
    row("training: out in 23 months", training, Tri::Yes,
        with(trainee(u"09"_qs), u"release_date"_qs, today.addMonths(24).addDays(-1)));
    row("training: out in 24 months", training, Tri::No,
        with(trainee(u"09"_qs), u"release_date"_qs, today.addMonths(24)));
    row("training: release unknown", training, Tri::Unknown, trainee(u"09"_qs));
    row("training: full-time student", training, Tri::Yes, with(trainee(u"06"_qs), u"full_time_student_flag"_qs, true));
    row("training: part-time student", training, Tri::No, with(trainee(u"06"_qs), u"full_time_student_flag"_qs, false));
    row("training: pre-technician class", training, Tri::Yes, with(trainee(u"07"_qs), u"class_kind"_qs, u"2"_qs));
    row("training: other class of the college", training, Tri::No, with(trainee(u"07"_qs), u"class_kind"_qs, u"4"_qs));
    row("training: special education", training, Tri::Yes, with(trainee(u"08"_qs), u"class_kind"_qs, u"3"_qs));

    const QString flexible = u"flex-insurance-subsidy"_qs;
    const Facts worker{{u"sex"_qs, u"1"_qs},
                       {u"personal_status"_qs, u"2"_qs},
                       {u"hardship_flag"_qs, true},
                       {u"employment_status"_qs, u"4"_qs},
                       {u"enjoyed_months"_qs, 35}};
    row("insurance: 35 months had", flexible, Tri::Yes, worker);
    const Facts longer = with(worker, u"enjoyed_months"_qs, 36);
    row("insurance: 36 months had", flexible, Tri::No, longer);
    row("insurance: 36 months had, near retirement", flexible, Tri::Yes,
        with(longer, u"birth_date"_qs, QDate(1970, 1, 1)));
    // A man born in June 1966 retires in November 2026, one born in July a month later.
    row("insurance: retired this month", flexible, Tri::No, with(worker, u"birth_date"_qs, QDate(1966, 6, 1)));
    row("insurance: retires next month", flexible, Tri::Yes, with(worker, u"birth_date"_qs, QDate(1966, 7, 1)));
    const Facts graduate = with(with(worker, u"hardship_flag"_qs, false), u"education"_qs, u"31"_qs);
    row("insurance: graduated in 24 months", flexible, Tri::Yes,
        with(graduate, u"graduation_date"_qs, today.addMonths(-24).addDays(1)));
    row("insurance: graduated 24 months ago", flexible, Tri::No,
        with(graduate, u"graduation_date"_qs, today.addMonths(-24)));

    row("insurance: left middle school last year", flexible, Tri::No,
        with(with(graduate, u"education"_qs, u"71"_qs), u"graduation_date"_qs, today.addMonths(-12)));
    row("insurance: graduates next month", flexible, Tri::No,
        with(graduate, u"graduation_date"_qs, today.addMonths(1)));

    const QString hardship = u"hardship-recognition"_qs;
    const Facts seeker{{u"sex"_qs, u"1"_qs},
                       {u"personal_status"_qs, u"2"_qs},
                       {u"registered_unemployed_flag"_qs, true},
                       {u"hardship_flag"_qs, false},
                       {u"disabled_flag"_qs, false},
                       {u"lowincome_flag"_qs, false},
                       {u"landless_flag"_qs, false},
                       {u"family_all_unemployed_flag"_qs, false},
                       {u"difficulty_type"_qs, u"01"_qs},
                       {u"unemployed_since"_qs, today.addMonths(-6)}};
    row("hardship: nothing on record", hardship, Tri::No, seeker);
    row("hardship: a man of 50", hardship, Tri::Yes, with(seeker, u"birth_date"_qs, today.addYears(-50)));
    row("hardship: a day younger", hardship, Tri::No, with(seeker, u"birth_date"_qs, today.addYears(-50).addDays(1)));
    row("hardship: a woman of 40", hardship, Tri::Yes,
        with(with(seeker, u"sex"_qs, u"2"_qs), u"birth_date"_qs, today.addYears(-40)));
    row("hardship: a year without work", hardship, Tri::Yes,
        with(seeker, u"unemployed_since"_qs, today.addMonths(-12)));
    row("hardship: a day less", hardship, Tri::No,
        with(seeker, u"unemployed_since"_qs, today.addMonths(-12).addDays(1)));
    row("hardship: disability unknown", hardship, Tri::Unknown, with(seeker, u"disabled_flag"_qs, QVariant()));

    const QString loan = u"loan-guarantee"_qs;
    const Facts founder{{u"sex"_qs, u"1"_qs},
                        {u"personal_status"_qs, u"2"_qs},
                        {u"person_category"_qs, u"03"_qs},
                        {u"other_loan_flag"_qs, false},
                        {u"loan_amount"_qs, 30000000}};
    row("loan: the most", loan, Tri::Yes, founder);
    row("loan: a fen more", loan, Tri::No, with(founder, u"loan_amount"_qs, 30000001));
    row("loan: 18 years", loan, Tri::Yes, with(founder, u"birth_date"_qs, today.addYears(-18)));
    row("loan: a day younger", loan, Tri::No, with(founder, u"birth_date"_qs, today.addYears(-18).addDays(1)));

    row("graduate: of this year", u"graduate-subsidy"_qs, Tri::Yes,
        {{u"graduate_year"_qs, 2026}, {u"same_subsidy_paid_flag"_qs, false}, {u"graduate_hardship"_qs, u"3"_qs}});
    row("graduate: hardship unknown", u"graduate-subsidy"_qs, Tri::Unknown,
        {{u"graduate_year"_qs, 2026}, {u"same_subsidy_paid_flag"_qs, false}});
    const Facts left{{u"education"_qs, u"31"_qs}, {u"report_state"_qs, u"1"_qs}};
    row("destination: graduated today", u"graduate-report"_qs, Tri::Yes, with(left, u"graduation_date"_qs, today));
    row("destination: graduates tomorrow", u"graduate-report"_qs, Tri::No,
        with(left, u"graduation_date"_qs, today.addDays(1)));
    row("proof: never paid", u"insured-proof"_qs, Tri::No, {{u"paid_months"_qs, 0}});
    row("proof: a month paid", u"insured-proof"_qs, Tri::Yes, {{u"paid_months"_qs, 1}});
    row("file: not here", u"file-query"_qs, Tri::No, {{u"file_state"_qs, u"9"_qs}});
    row("file: lent out", u"file-query"_qs, Tri::Yes, {{u"file_state"_qs, u"4"_qs}});
    row("seeking: wants none for now", u"job-seeking"_qs, Tri::No,
        {{u"willing"_qs, u"3"_qs}, {u"job_demand"_qs, u"2"_qs}});
    row("seeking: looks again", u"job-seeking"_qs, Tri::Yes, {{u"willing"_qs, u"3"_qs}, {u"job_demand"_qs, u"1"_qs}});
    row("self-employed and insured by the own firm", u"self-employment-registration"_qs, Tri::Yes,
        {{u"business_flag"_qs, true}, {u"insured_employee_flag"_qs, true}});
    row("graduate: of last year", u"graduate-subsidy"_qs, Tri::No,
        {{u"graduate_year"_qs, 2025}, {u"same_subsidy_paid_flag"_qs, false}});
    row("graduate: had it", u"graduate-subsidy"_qs, Tri::No,
        {{u"graduate_year"_qs, 2026}, {u"same_subsidy_paid_flag"_qs, true}});
    row("card: lost, not blocked", u"si-card-reissue"_qs, Tri::No,
        {{u"card_state"_qs, u"1"_qs}, {u"card_reissue_reason"_qs, u"1"_qs}});
    row("card: lost and blocked", u"si-card-reissue"_qs, Tri::Yes,
        {{u"card_state"_qs, u"3"_qs}, {u"card_reissue_reason"_qs, u"1"_qs}});
    row("card: damaged", u"si-card-reissue"_qs, Tri::Yes,
        {{u"card_state"_qs, u"1"_qs}, {u"card_reissue_reason"_qs, u"2"_qs}});
}

void PersonServicesTest::personsAtTheEdges()
{
    QFETCH(QString, service);
    QFETCH(Facts, known);
    QFETCH(int, answer);
    Facts facts = jobless();
    facts.insert(known);
    const hall::Service *found = catalogue().service(service);
    QVERIFY(found);
    const Eligibility result = hall::eligibility(*found, facts, today);
    QVERIFY2(static_cast<int>(result.answer) == answer, result.clause ? qPrintable(result.clause->message.en) : "");
}

void PersonServicesTest::nothingKnownRefusesNobody()
{
    for (const hall::Service &service : catalogue().services()) {
        const Eligibility result = hall::eligibility(service, {}, today);
        QVERIFY2(result.answer != Tri::No,
                 qPrintable(service.id + u' ' + (result.clause ? result.clause->message.en : QString())));
    }
}

void PersonServicesTest::offlineAsksLittle()
{
    for (const hall::Service &service : catalogue().services()) {
        int asked = 0;
        for (const hall::FormPage &page : service.offline.pages) {
            asked += static_cast<int>(std::count_if(page.fields.begin(), page.fields.end(),
                                                    [](const hall::FormField &field) { return !field.readonly; }));
        }
        QVERIFY2(asked <= 8, qPrintable(QStringLiteral("%1 asks %2").arg(service.id).arg(asked)));
    }
}

void PersonServicesTest::confirmationAsksTwoQuestions()
{
    const hall::Service *service = catalogue().service(u"periodic-confirmation"_qs);
    QStringList asked;
    for (const hall::FormPage &page : service->online.pages) {
        for (const hall::FormField &field : page.fields) {
            if (!field.readonly) {
                asked << field.id;
            }
        }
    }
    QCOMPARE(asked, QStringList({u"current_state"_qs, u"willing"_qs}));
}

void PersonServicesTest::chainsBranch_data()
{
    QTest::addColumn<QString>("chain");
    QTest::addColumn<Facts>("facts");
    QTest::addColumn<QStringList>("services");
    const auto row = [](const char *name, const QString &chain, const Facts &facts, const QStringList &services) {
        QTest::newRow(name) << chain << facts << services;
    };
    const QString lost = u"unemployment-registration"_qs;
    row("unemployed: nothing known", u"unemployed"_qs, {}, {lost});
    row("unemployed: claims and seeks", u"unemployed"_qs,
        {{u"claim_flag"_qs, true},
         {u"paid_months"_qs, 12},
         {u"unemp_reason"_qs, u"21"_qs},
         {u"job_intent"_qs, u"1"_qs}},
        {lost, u"unemployment-benefit"_qs, u"job-seeking"_qs});
    row("unemployed: claims, paid too little", u"unemployed"_qs,
        {{u"claim_flag"_qs, true}, {u"paid_months"_qs, 11}, {u"unemp_reason"_qs, u"21"_qs}}, {lost});
    row("unemployed: no claim, trains", u"unemployed"_qs, {{u"claim_flag"_qs, false}, {u"job_intent"_qs, u"4"_qs}},
        {lost});
    const Facts flexible{{u"hardship_flag"_qs, true}, {u"enjoyed_months"_qs, 0}};
    row("start: not yet registered", u"startup"_qs, flexible, {u"flexible-registration"_qs});
    Facts registering = flexible;
    registering.insert(u"flex_type"_qs, u"3"_qs);
    row("start: flexible, in hardship", u"startup"_qs, registering,
        {u"flexible-registration"_qs, u"flex-insurance-subsidy"_qs});
    row("start: a licence and no loan", u"startup"_qs,
        {{u"business_flag"_qs, true}, {u"other_loan_flag"_qs, false}, {u"person_category"_qs, u"03"_qs}},
        {u"flexible-registration"_qs, u"loan-guarantee"_qs});
    const Facts hardship{{u"registered_unemployed_flag"_qs, false}, {u"hardship_flag"_qs, false}};
    row("hardship: not registered", u"hardship"_qs, hardship, {lost});
    Facts asked = hardship;
    asked.insert(u"claim_flag"_qs, false);
    asked.insert(u"job_intent"_qs, u"1"_qs);
    row("hardship: registering", u"hardship"_qs, asked, {lost, u"hardship-recognition"_qs, u"job-seeking"_qs});
    row("hardship: registered", u"hardship"_qs,
        {{u"registered_unemployed_flag"_qs, true}, {u"hardship_flag"_qs, false}}, {u"hardship-recognition"_qs});
    const QString state = u"si-card-status"_qs;
    row("card: not active", u"card"_qs, {{u"card_state"_qs, u"6"_qs}},
        {state, u"si-card-activate"_qs, u"si-card-pin"_qs});
    row("card: in use", u"card"_qs, {{u"card_state"_qs, u"1"_qs}}, {state, u"si-card-pin"_qs});
    row("card: blocked by phone", u"card"_qs, {{u"card_state"_qs, u"2"_qs}},
        {state, u"si-card-loss"_qs, u"si-card-reissue"_qs});
    const QString report = u"graduate-report"_qs;
    row("graduate: has work", u"graduate"_qs, {{u"dest_kind"_qs, u"01"_qs}}, {report});
    row("graduate: looks for work", u"graduate"_qs, {{u"dest_kind"_qs, u"09"_qs}},
        {report, u"career-guidance"_qs, u"job-seeking"_qs, u"vacancy-search"_qs});
    row("graduate: file to come", u"graduate"_qs, {{u"file_state"_qs, u"3"_qs}, {u"residence_region"_qs, u"370202"_qs}},
        {report, u"file-transfer-in"_qs});
    row("graduate: file stays", u"graduate"_qs, {{u"file_state"_qs, u"3"_qs}, {u"residence_region"_qs, u"530102"_qs}},
        {report});
    const Facts left{{u"registered_unemployed_flag"_qs, false}};
    row("leave: not registered", u"leave"_qs, left, {lost});
    Facts claims = left;
    claims.insert({{u"claim_flag"_qs, true}, {u"paid_months"_qs, 12}, {u"unemp_reason"_qs, u"21"_qs}});
    row("leave: claims", u"leave"_qs, claims, {lost, u"unemployment-benefit"_qs});
    row("hire: always all", u"hire"_qs, {},
        {u"employment-registration-unit"_qs, u"labour-filing-hire"_qs, u"social-insurance-enrolment"_qs, state});
    row("card: blocked for good", u"card"_qs, {{u"card_state"_qs, u"3"_qs}}, {state, u"si-card-reissue"_qs});
}

void PersonServicesTest::chainsBranch()
{
    QFETCH(QString, chain);
    QFETCH(Facts, facts);
    QFETCH(QStringList, services);
    const hall::Chain *found = catalogue().chain(chain);
    QVERIFY(found);
    QCOMPARE(hall::branch(*found, facts, today), services);
    // What one of them brings about must not be what another refuses for want of.
    Facts person = jobless();
    person.insert(facts);
    const hall::Service whole = hall::mergedService(catalogue(), *found, services);  // outlives the clause
    const Eligibility together = hall::eligibility(whole, person, today);
    QVERIFY2(together.answer != Tri::No, together.clause ? qPrintable(together.clause->message.en) : "");
    for (const QString &id : services) {
        const hall::Service &service = *catalogue().service(id);
        const Eligibility result = hall::eligibility(service, person, today);
        QVERIFY2(result.answer != Tri::No, result.clause ? qPrintable(id + result.clause->message.en) : "");
        person = hall::afterwards(service, person);
    }
}

// "In this city" is the city of the hall, wherever it stands.
void PersonServicesTest::chainsFollowTheHall()
{
    const Facts facts{{u"file_state"_qs, u"3"_qs}, {u"residence_region"_qs, u"370102"_qs}};
    for (const QString &place : {u"370102"_qs, u"370202"_qs}) {
        const Catalogue there =
            hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"), {today, place}).catalogue;
        for (const QString &chain : {u"graduate"_qs, u"leave"_qs}) {
            QCOMPARE(hall::branch(*there.chain(chain), facts, today).contains(u"file-transfer-in"_qs),
                     place == u"370102"_qs);
        }
    }
}

QTEST_GUILESS_MAIN(PersonServicesTest)
#include "tst_personservices.moc"
