// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/onetimenotice.h"

#include <QTest>

using namespace hall;

namespace {

const QDate today(2026, 11, 26);  // a Thursday

const Catalogue &catalogue()
{
    static const Catalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

QVector<NoticePaper> noticeOf(const char *service, const Facts &facts, const QDate &day = today)
{
    const Service &one = *catalogue().service(QLatin1String(service));
    // The centre knows whatever it can know.
    const auto sourced = SourcedFacts::of(catalogue(), one.facts, {{FactSource::Central, facts}}, day);
    return oneTimeNotice(one, facts, sourced, catalogue().policies(), day);
}

}  // namespace

class TestOneTimeNotice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatMayBeAskedForIsToldToEverybody();
    void whatIsOnRecordNeedsNothing();
    void whatTheCaseDoesNotCallForIsNotTold();
    void daysAreWorkdays();
    void anUnknownCalendarGivesNoDay();
    void originalsHaveTheirDay();
    void nobodyPromisesForSomebodyElse();
    void onlyCertificatesArePromised();
    void licencesStandForWhatOfficesIssue();
    void everyServiceOfTheListCanBeTold();
};

void TestOneTimeNotice::whatMayBeAskedForIsToldToEverybody()
{
    const auto papers = noticeOf("unemployment-registration", {});
    QCOMPARE(papers.size(), 1);
    QCOMPARE(papers[0].material->id, QStringLiteral("end-of-job-proof"));
    QCOMPARE(papers[0].state, MaterialState::Needed);
    QVERIFY(papers[0].follows && papers[0].promise && !papers[0].original);
}

void TestOneTimeNotice::whatIsOnRecordNeedsNothing()
{
    const auto papers =
        noticeOf("unemployment-registration", {{u"job_end_recorded"_qs, true}, {u"unemp_reason"_qs, u"21"_qs}});
    QCOMPARE(papers.size(), 1);
    QCOMPARE(papers[0].state, MaterialState::Waived);
    QVERIFY(!papers[0].follows && !papers[0].promise && !papers[0].until);
}

void TestOneTimeNotice::whatTheCaseDoesNotCallForIsNotTold()
{
    const Facts graduate{{u"unemp_reason"_qs, u"11"_qs}, {u"job_end_recorded"_qs, false}};
    QVERIFY(noticeOf("unemployment-registration", graduate).isEmpty());
}

void TestOneTimeNotice::daysAreWorkdays()
{
    QCOMPARE(noticeOf("unemployment-registration", {})[0].until, QDate(2026, 12, 3));  // over one weekend
    // The days off of the national day 2026 fall away.
    const auto autumn = noticeOf("unemployment-registration", {}, QDate(2026, 9, 30))[0].until;
    QVERIFY(autumn && *autumn > QDate(2026, 10, 7));
}

void TestOneTimeNotice::anUnknownCalendarGivesNoDay()
{
    const auto papers = noticeOf("unemployment-registration", {}, QDate(2090, 1, 2));
    QVERIFY(papers[0].follows);
    QVERIFY(!papers[0].until);
    QVERIFY(!lastDay(catalogue().policies(), QDate(), 5));
    QVERIFY(!lastDay(catalogue().policies(), today, 0));
}

void TestOneTimeNotice::originalsHaveTheirDay()
{
    const Service &service = *catalogue().service(QStringLiteral("loan-guarantee"));
    bool seen = false;
    for (const NoticePaper &paper : noticeOf("loan-guarantee", {})) {
        QCOMPARE(paper.original.has_value(), paper.material->original == OriginalCheck::Window);
        QCOMPARE(paper.promise, mayBePromised(service, *paper.material) && paper.state == MaterialState::Needed);
        seen = seen || paper.original;
    }
    QVERIFY(seen);
}

void TestOneTimeNotice::nobodyPromisesForSomebodyElse()
{
    int seen = 0;
    for (const Service &service : catalogue().services()) {
        for (const ServiceMaterial &material : service.materials) {
            if (material.id == QLatin1String("guardian-consent") || material.id == service.delegateLetter) {
                QVERIFY2(!mayBePromised(service, material), qPrintable(service.id));
                ++seen;
            }
        }
    }
    QVERIFY(seen > 0);
}

// What an office or another body certified about the applicant and a source confirms afterwards; see `promise` in the
// catalogue's README.
void TestOneTimeNotice::onlyCertificatesArePromised()
{
    const QSet<QString> certificates{u"business-licence"_qs, u"contribution-list"_qs,    u"diploma"_qs,
                                     u"disability-card"_qs,  u"end-of-job-proof"_qs,     u"hardship-proof"_qs,
                                     u"low-income-proof"_qs, u"marriage-certificate"_qs, u"student-status-proof"_qs};
    QSet<QString> promised;
    int never = 0;
    for (const Service &service : catalogue().services()) {
        for (const ServiceMaterial &material : service.materials) {
            if (!mayBePromised(service, material)) {
                ++never;
                continue;
            }
            promised.insert(material.id);
            QVERIFY2(material.trust == Trust::Checked, qPrintable(service.id + u'/' + material.id));
            QVERIFY2(material.original != OriginalCheck::Window, qPrintable(service.id + u'/' + material.id));
            // A diploma is the graduate's own, not the employer's.
            QVERIFY2(material.id != u"diploma"_qs || service.applicant == u"person"_qs, qPrintable(service.id));
        }
    }
    QCOMPARE(promised, certificates);
    QCOMPARE_GT(never, 40);
}

// Papers that an office issues to the applicant: which kind of electronic licence stands for each; see `licence` in the
// catalogue's README.
void TestOneTimeNotice::licencesStandForWhatOfficesIssue()
{
    const QHash<QString, QString> kinds{
        {u"business-licence"_qs, u"business-licence"_qs},  {u"diploma"_qs, u"diploma"_qs},
        {u"disability-card"_qs, u"disability-card"_qs},    {u"household-booklet"_qs, u"household-register"_qs},
        {u"low-income-proof"_qs, u"low-income"_qs},        {u"marriage-certificate"_qs, u"marriage-certificate"_qs},
        {u"skill-certificate"_qs, u"skill-certificate"_qs}};
    QSet<QString> seen;
    int named = 0;
    for (const Service &service : catalogue().services()) {
        const bool ofUnit = service.applicant == u"employer"_qs || service.applicant == u"institution"_qs;
        for (const ServiceMaterial &material : service.materials) {
            const QString kind = kinds.value(material.id);
            // The papers of somebody whom a unit employs or teaches are not the unit's.
            const bool told = !kind.isEmpty() && (!ofUnit || isUnitLicence(kind));
            QVERIFY2(material.licence == (told ? kind : QString()), qPrintable(service.id + u'/' + material.id));
            if (told) {
                seen.insert(kind);
                ++named;
                QVERIFY2(material.trust == Trust::Checked, qPrintable(service.id + u'/' + material.id));
                QVERIFY(checkSources().contains(licenceSource(kind)));
            }
        }
    }
    QCOMPARE(seen, QSet<QString>(licenceKinds().begin(), licenceKinds().end()));
    QCOMPARE(named, 21);
}

void TestOneTimeNotice::everyServiceOfTheListCanBeTold()
{
    QCOMPARE(catalogue().visitOnce().items.size(), 27);
    for (const OnceItem &item : catalogue().visitOnce().items) {
        for (const OnceCase &one : item.cases) {
            const Service *service = catalogue().service(one.service);
            QVERIFY2(service, qPrintable(one.id));
            for (const NoticePaper &paper : oneTimeNotice(*service, {}, {}, catalogue().policies(), today)) {
                QVERIFY(paper.state != MaterialState::NotNeeded);
                QVERIFY(!paper.follows || paper.until);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestOneTimeNotice)
#include "tst_onetimenotice.moc"
