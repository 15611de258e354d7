// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/sourcedfacts.h"

#include <QTest>

using namespace hall;

namespace {

const QDate today(2026, 11, 25);
const QString flag = QStringLiteral("lowincome_flag");
const QString birth = QStringLiteral("birth_date");
const QString address = QStringLiteral("hukou_address");

const Catalogue &catalogue()
{
    static const Catalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

// What stands on record, where the case says all that any source said.
Facts standing(const QStringList &fields, const SourceFacts &sources)
{
    return SourcedFacts::of(catalogue(), fields, sources, today)
        .standingIn(prefill(catalogue(), fields, sources, today).facts());
}

}  // namespace

class TestSourcedFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordsCount();
    void readingsAndGuessesDoNot();
    void whatRecordsDifferAboutDoesNot();
    void whatFollowsFromARecordCounts();
    void theVisitorsWordTakesItsPlace();
    void whatWasSaidOfSomebodyElseIsLeftOut();
    void whatRecordsCanKnow_data();
    void whatRecordsCanKnow();
    void waiversRestOnRecords();
};

void TestSourcedFacts::recordsCount()
{
    QCOMPARE(standing({flag}, {{FactSource::Central, {{flag, true}}}}), (Facts{{flag, true}}));
    QCOMPARE(standing({flag}, {}), Facts());
    QCOMPARE(standing({}, {{FactSource::Central, {{flag, true}}}}), Facts());
    // Only the sources that the field names are believed.
    QCOMPARE(standing({flag}, {{FactSource::IdCard, {{flag, true}}}}), Facts());
}

void TestSourcedFacts::readingsAndGuessesDoNot()
{
    const QString school = QStringLiteral("school");
    QVERIFY(catalogue().field(school)->prefill.contains(FactSource::Ocr));
    QCOMPARE(standing({school}, {{FactSource::Ocr, {{school, u"示例大学"_qs}}}}), Facts());
    const QString region = QStringLiteral("reg_region");
    QVERIFY(catalogue().field(region)->prefill.contains(FactSource::Session));
    QCOMPARE(standing({region}, {{FactSource::Session, {{region, u"370202"_qs}}}}), Facts());
}

void TestSourcedFacts::whatRecordsDifferAboutDoesNot()
{
    const SourceFacts both{{FactSource::IdCard, {{address, u"示例路1号"_qs}}},
                           {FactSource::Central, {{address, u"示例路2号"_qs}}}};
    QCOMPARE(prefill(catalogue(), {address}, both, today).conflicts.size(), 1);
    QCOMPARE(standing({address}, both), Facts());
    // Nor does anything follow from it.
    const SourceFacts numbers{{FactSource::IdCard, {{birth, QDate(1990, 1, 1)}}},
                              {FactSource::Central, {{birth, QDate(1991, 1, 1)}}}};
    QVERIFY(!standing({birth, flag}, numbers).contains(birth));
}

void TestSourcedFacts::whatFollowsFromARecordCounts()
{
    const Facts number{{QStringLiteral("cert_no"), u"370202199001010007"_qs}};
    QCOMPARE(standing({birth}, {{FactSource::IdCard, number}}), (Facts{{birth, QDate(1990, 1, 1)}}));
    QCOMPARE(standing({birth}, {{FactSource::Ocr, number}}), Facts());
}

void TestSourcedFacts::theVisitorsWordTakesItsPlace()
{
    const SourcedFacts sourced = SourcedFacts::of(
        catalogue(), {flag, address}, {{FactSource::Central, {{flag, true}, {address, u"示例路 2号"_qs}}}}, today);
    QCOMPARE(sourced.standingIn({{flag, false}}), Facts());
    QCOMPARE(sourced.standingIn({}), Facts());
    // Said again as it stands on record, it is still on record.
    QCOMPARE(sourced.standingIn({{flag, true}}), (Facts{{flag, true}}));
    QVERIFY(sourced.standingIn({{address, u"示例路2号"_qs}}).contains(address));
}

void TestSourcedFacts::whatWasSaidOfSomebodyElseIsLeftOut()
{
    SourcedFacts sourced = SourcedFacts::of(catalogue(), {flag}, {{FactSource::Central, {{flag, true}}}}, today);
    sourced.leaveOut({address});
    QCOMPARE(sourced.standingIn({{flag, true}}).size(), 1);
    sourced.leaveOut({flag});
    QCOMPARE(sourced.standingIn({{flag, true}}), Facts());
}

void TestSourcedFacts::whatRecordsCanKnow_data()
{
    QTest::addColumn<bool>("can");
    QTest::newRow("lowincome_flag") << true;
    QTest::newRow("unit_state") << true;
    QTest::newRow("birth_date") << true;
    QTest::newRow("claim_flag") << false;
    QTest::newRow("consent_share_flag") << false;
    QTest::newRow("no_such_field") << false;
}

void TestSourcedFacts::whatRecordsCanKnow()
{
    QFETCH(bool, can);
    QCOMPARE(recordCanKnow(catalogue().fields(), QString::fromLatin1(QTest::currentDataTag())), can);
}

// With every answer of a visitor and no source, no paper is on record but those that the machine makes itself.
void TestSourcedFacts::waiversRestOnRecords()
{
    int waivers = 0;
    for (const Service &service : catalogue().services()) {
        for (const ServiceMaterial &material : service.materials) {
            if (!material.waivedIf) {
                continue;
            }
            ++waivers;
            const QStringList facts = material.waivedIf->facts();
            QCOMPARE(material.waivedIf->evaluate({}, today) == Tri::Yes, facts.isEmpty());
            for (const QString &fact : facts) {
                QVERIFY2(recordCanKnow(catalogue().fields(), fact), qPrintable(service.id + u'/' + fact));
            }
        }
    }
    QVERIFY(waivers > 30);
}

QTEST_APPLESS_MAIN(TestSourcedFacts)
#include "tst_sourcedfacts.moc"
