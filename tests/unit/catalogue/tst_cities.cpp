// SPDX-License-Identifier: GPL-3.0-or-later
// The hall may stand in any of the 16 cities: each is complete, and nothing but what its pack says is different there.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"

#include "tests/unit/catalogue/cataloguecopy.h"

#include <QTest>

#include <map>

using hall::Agency;
using hall::Catalogue;
using hall::CatalogueCopy;
using hall::Facts;
using hall::LoadedCatalogue;
using hall::Service;
using hall::Tri;

namespace {

const QDate day(2026, 3, 2);  // a Monday, and the days off of the whole year are announced

const LoadedCatalogue &in(const QString &region)
{
    static std::map<QString, LoadedCatalogue> read;
    const auto known = read.find(region);
    return known != read.end()
               ? known->second
               : read.emplace(region, hall::loadCatalogue(hall::realCatalogue(), {day, region})).first->second;
}

QStringList cities()
{
    QStringList codes;
    for (int i = 1; i <= 17; ++i) {
        if (i != 12) {  // went to Jinan in 2019
            codes.append(QStringLiteral("37%1").arg(i, 2, 10, QLatin1Char('0')));
        }
    }
    return codes;
}

// The districts of which a form offers the rows, of every service, chain pages left aside.
QStringList offered(const Catalogue &catalogue)
{
    QStringList areas;
    for (const Service &service : catalogue.services()) {
        for (const hall::Form *form : {&service.online, &service.offline}) {
            for (const hall::FormPage &page : form->pages) {
                for (const hall::FormField &field : page.fields) {
                    const hall::Field *known = catalogue.field(field.id);
                    if (known && known->type == hall::FieldType::Region && !field.under.isEmpty()) {
                        areas.append(field.under);
                    }
                }
            }
        }
    }
    areas.removeDuplicates();
    return areas;
}

// The delivered catalogue with a test pack in the place of Jinan's, as a hall there has it.
LoadedCatalogue testPackIn(const QString &region)
{
    static const QTemporaryDir copy;
    const QString pack = copy.filePath(u"regions/3701.json"_qs);
    if (!QFileInfo::exists(pack)) {
        QDirIterator files(hall::realCatalogue(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString from = files.next();
            const QString to = copy.filePath(QDir(hall::realCatalogue()).relativeFilePath(from));
            QDir().mkpath(QFileInfo(to).path());
            QFile::link(to == pack ? QStringLiteral(HALL_SOURCE_DIR "/tests/data/regions/3701.json") : from, to);
        }
    }
    return hall::loadCatalogue(copy.path(), {day, region});
}

}  // namespace

class CitiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCityIsComplete_data();
    void everyCityIsComplete();
    void noHallStandsThere_data();
    void noHallStandsThere();
    void aBrokenPackStillHasItsHall();
    void onlyThePackIsDifferent_data();
    void onlyThePackIsDifferent();
    void aPackActs();
    void aChainKnowsWhereItIs();
};

void CitiesTest::everyCityIsComplete_data()
{
    QTest::addColumn<QString>("city");
    for (const QString &city : cities()) {
        QTest::newRow(qPrintable(city)) << city;
    }
}

void CitiesTest::everyCityIsComplete()
{
    QFETCH(QString, city);
    const QString whole = city + u"00"_qs;
    const LoadedCatalogue &loaded = in(whole);
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(hall::listed(loaded.defects)));
    const Catalogue &catalogue = loaded.catalogue;
    QCOMPARE(catalogue.policies().area, city);
    QCOMPARE(offered(catalogue), QStringList{whole});
    QVERIFY(catalogue.hallMayStandIn(whole).has_value());
    const auto districts = catalogue.table(u"region"_qs)->choices(whole, day);
    QVERIFY(!districts.isEmpty());
    for (const hall::CodeRow &district : districts) {
        QVERIFY2(catalogue.hallMayStandIn(district.code).has_value(), qPrintable(district.code));
        QVERIFY2(catalogue.region().agencies.contains(district.code), qPrintable(district.code));
        for (const Service &service : catalogue.services()) {
            for (const Facts &facts :
                 {Facts(), Facts{{u"residence_region"_qs, district.code}, {u"unit_region"_qs, district.code}}}) {
                const Agency *agency = catalogue.region().competent(service, facts, district.code);
                QVERIFY2(agency && agency->district == district.code, qPrintable(service.id + u' ' + district.code));
                QVERIFY(!agency->name.zh.isEmpty() && !agency->name.en.isEmpty());
            }
        }
    }
    for (const Service &service : catalogue.services()) {
        const auto promised = hall::promisedDay(service, day, catalogue.policies());
        QVERIFY2(promised && *promised >= day, qPrintable(service.id));
    }
}

void CitiesTest::noHallStandsThere_data()
{
    QTest::addColumn<QString>("region");
    QTest::addColumn<QString>("why");
    QTest::newRow("nothing") << QString() << u"six digits"_qs;
    QTest::newRow("a city's four digits") << u"3701"_qs << u"six digits"_qs;
    QTest::newRow("letters") << u"37o100"_qs << u"six digits"_qs;
    QTest::newRow("a line more") << u"370100\n"_qs << u"six digits"_qs;
    QTest::newRow("nowhere") << u"379900"_qs << u"table of regions"_qs;
    QTest::newRow("the province") << u"370000"_qs << u"no pack of that city"_qs;
    QTest::newRow("another province") << u"110000"_qs << u"no pack of that city"_qs;
}

void CitiesTest::noHallStandsThere()
{
    QFETCH(QString, region);
    QFETCH(QString, why);
    const hall::Done there = in(region).catalogue.hallMayStandIn(region);
    QVERIFY(!there);
    QCOMPARE(there.error().code, hall::FaultCode::BadArgument);
    QVERIFY2(QString::fromStdString(there.error().detail).contains(why), there.error().detail.c_str());
}

// What is wrong with a pack is told as its defect; the kiosk goes on without it.
void CitiesTest::aBrokenPackStillHasItsHall()
{
    const CatalogueCopy copy;
    copy.write(u"regions/3701.json"_qs, "{}");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder(), {day, u"370100"_qs});
    QVERIFY(!loaded.defects.isEmpty());
    QVERIFY(loaded.catalogue.hallMayStandIn(u"370100"_qs).has_value());
    QCOMPARE(loaded.catalogue.services().keys(), hall::copiedServices());
}

void CitiesTest::onlyThePackIsDifferent_data()
{
    everyCityIsComplete_data();
}

void CitiesTest::onlyThePackIsDifferent()
{
    QFETCH(QString, city);
    const Catalogue &here = in(u"370200"_qs).catalogue;
    const Catalogue &there = in(city + u"00"_qs).catalogue;
    QCOMPARE(there.services().keys(), here.services().keys());
    for (const Service &service : here.services()) {
        // Qingdao's pack has words of its own for this one alone.
        if (service.id != u"unemployment-registration"_qs) {
            QCOMPARE(there.service(service.id)->digest, service.digest);
        }
        const Facts somebody{{u"birth_date"_qs, QDate(1980, 5, 1)}, {u"sex"_qs, u"2"_qs}};
        QCOMPARE(int(hall::eligibility(*there.service(service.id), somebody, day).answer),
                 int(hall::eligibility(service, somebody, day).answer));
    }
    QCOMPARE(there.policies().named.keys(), here.policies().named.keys());
    QCOMPARE(there.policies().calendar.after(day, 250), here.policies().calendar.after(day, 250));
    QCOMPARE(there.version(), here.version());
}

void CitiesTest::aPackActs()
{
    const LoadedCatalogue jinan = testPackIn(u"370102"_qs);
    const LoadedCatalogue qingdao = testPackIn(u"370200"_qs);
    QVERIFY2(jinan.defects.isEmpty(), qPrintable(hall::listed(jinan.defects)));
    QVERIFY2(qingdao.defects.isEmpty(), qPrintable(hall::listed(qingdao.defects)));
    // Limits: who is sixteen may have a certificate here and not there.
    const auto mayHave = [](const LoadedCatalogue &loaded, const QDate &born, const QString &lives) {
        const Facts facts{{u"birth_date"_qs, born}, {u"residence_region"_qs, lives}};
        return int(hall::eligibility(*loaded.catalogue.service(u"emp-cert-issue"_qs), facts, day).answer);
    };
    QCOMPARE(mayHave(qingdao, QDate(2009, 12, 1), u"370203"_qs), int(Tri::Yes));
    QCOMPARE(mayHave(jinan, QDate(2009, 12, 1), u"370103"_qs), int(Tri::No));
    QCOMPARE(mayHave(jinan, QDate(2009, 2, 1), u"370103"_qs), int(Tri::Yes));
    // Calendar: the Tuesday is off.
    Service promised;
    promised.time.promised = 1;
    QCOMPARE(hall::promisedDay(promised, day, qingdao.catalogue.policies()).value_or(QDate()), QDate(2026, 3, 3));
    QCOMPARE(hall::promisedDay(promised, day, jinan.catalogue.policies()).value_or(QDate()), QDate(2026, 3, 4));
    // Codes.
    QCOMPARE(qingdao.catalogue.region().mapped(u"sex"_qs, u"2"_qs), u"2"_qs);
    QCOMPARE(jinan.catalogue.region().mapped(u"sex"_qs, u"2"_qs), u"F"_qs);
    // Texts.
    const QString said = u"flexible-registration"_qs;
    QCOMPARE(jinan.catalogue.service(said)->summary.en, u"Words of Jinan."_qs);
    QVERIFY(qingdao.catalogue.service(said)->summary.en != u"Words of Jinan."_qs);
    // And who decides.
    const Facts lives{{u"residence_region"_qs, u"370103"_qs}};
    const Service &registration = *jinan.catalogue.service(said);
    QCOMPARE(jinan.catalogue.region().competent(registration, {}, u"370102"_qs)->name.en, u"Test agency of Lixia"_qs);
    QCOMPARE(jinan.catalogue.region().competent(registration, lives, u"370102"_qs)->name.en,
             u"Test agency of Jinan"_qs);
}

// A branch of a chain that asks for this city asks for the hall's.
void CitiesTest::aChainKnowsWhereItIs()
{
    for (const QString &city : cities()) {
        const Catalogue &catalogue = in(city + u"00"_qs).catalogue;
        for (const hall::Chain &chain : catalogue.chains()) {
            for (const hall::ChainLink &link : chain.links) {
                QVERIFY2(!link.onlyIf || !link.onlyIf->text().contains(u"'37"_qs), qPrintable(chain.id));
            }
        }
    }
}

QTEST_GUILESS_MAIN(CitiesTest)
#include "tst_cities.moc"
