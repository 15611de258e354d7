// SPDX-License-Identifier: GPL-3.0-or-later
// The packs of Shandong: complete, checked, the nearer one holds, and no case is without an agency and a day.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/formengine.h"

#include "tests/unit/catalogue/cataloguecopy.h"

#include <QTest>

#include <map>

using hall::Agency;
using hall::CatalogueCopy;
using hall::Facts;
using hall::listed;
using hall::LoadedCatalogue;
using hall::Service;
using hall::Tri;

namespace {

const QDate today(2026, 11, 26);

// As a hall there has it; read once.
const LoadedCatalogue &realFor(const QString &region)
{
    static std::map<QString, LoadedCatalogue> read;
    const auto known = read.find(region);
    return known != read.end()
               ? known->second
               : read.emplace(region, hall::loadCatalogue(hall::realCatalogue(), {today, region})).first->second;
}

const LoadedCatalogue &qingdao()
{
    return realFor(u"370200"_qs);
}

// The 16 cities: 3712 went to Jinan in 2019.
QStringList cities()
{
    QStringList codes;
    for (int i = 1; i <= 17; ++i) {
        if (i != 12) {
            codes.append(QStringLiteral("37%1").arg(i, 2, 10, QLatin1Char('0')));
        }
    }
    return codes;
}

QByteArray pack(const char *id, const QByteArray &more)
{
    return QByteArray(R"({"format": "hall-region/1", "id": ")") + id +
           R"(", "version": "1", "title": {"zh": "某地", "en": "Somewhere"}, )" + more + "}";
}

QByteArray most(const char *value)
{
    return QByteArray(R"("policies": {"loan_person_most": {"title": {"zh": "上限", "en": "Most"}, "type": "money",
                       "rows": [{"from": "2020-01-01", "value": )") +
           value + R"(, "basis": "assumed"}]}})";
}

}  // namespace

class RegionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCityHasItsPack_data();
    void everyCityHasItsPack();
    void everyDistrictIsRouted();
    void routesInTheirOrder();
    void nearerPackHolds();
    void textsOfARegion();
    void codesOfARegion();
    void whereTheHallIs();
    void promisedDays_data();
    void promisedDays();
    void localDaysOff();
    void brokenPacks_data();
    void brokenPacks();
    void aBrokenPackOfAnotherCity();
    void allFaultsOfAPackAtOnce_data();
    void allFaultsOfAPackAtOnce();
};

void RegionsTest::everyCityHasItsPack_data()
{
    QTest::addColumn<QString>("city");
    for (const QString &city : cities()) {
        QTest::newRow(qPrintable(city)) << city;
    }
}

void RegionsTest::everyCityHasItsPack()
{
    QFETCH(QString, city);
    const LoadedCatalogue &loaded = realFor(city + u"00"_qs);
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    QCOMPARE(loaded.catalogue.services().size(), qingdao().catalogue.services().size());
    const hall::Region &region = loaded.catalogue.region();
    QCOMPARE(region.id, city);
    QCOMPARE(region.name.zh, loaded.catalogue.codeText(u"region"_qs, city + u"00"_qs, u"zh_CN"_qs));
    QVERIFY(region.agencies.contains(city + u"00"_qs));
    for (const Agency &agency : region.agencies) {
        QVERIFY2(agency.district.startsWith(city), qPrintable(agency.district));
        // Nobody has confirmed a number or an address; none may be made up.
        QVERIFY2(agency.basis != hall::Basis::Assumed || (agency.phone.isEmpty() && agency.address.zh.isEmpty()),
                 qPrintable(agency.district));
    }
}

// Every service of every district of Qingdao, whichever hall takes the case.
void RegionsTest::everyDistrictIsRouted()
{
    const auto &catalogue = qingdao().catalogue;
    int routed = 0;
    const auto *const districts = catalogue.table(u"region"_qs);
    QVERIFY(districts);
    for (const hall::CodeRow &district : districts->choices(u"370200"_qs)) {
        for (const QString &hall : {u"370202"_qs, u"370285"_qs}) {
            for (const Service &service : catalogue.services()) {
                const Facts facts{{u"residence_region"_qs, district.code}, {u"unit_region"_qs, district.code}};
                const Agency *agency = catalogue.region().competent(service, facts, hall);
                QVERIFY2(agency && agency->district == district.code, qPrintable(service.id + u' ' + district.code));
                ++routed;
            }
        }
    }
    QCOMPARE(routed, 10 * 2 * catalogue.services().size());
}

void RegionsTest::routesInTheirOrder()
{
    const auto &catalogue = qingdao().catalogue;
    const auto of = [&catalogue](const char *service, const Facts &facts, const QString &hall) {
        const Agency *agency = catalogue.region().competent(*catalogue.service(QLatin1String(service)), facts, hall);
        return agency ? agency->district : QString();
    };
    const Facts both{{u"residence_region"_qs, u"370285"_qs}, {u"unit_region"_qs, u"370214"_qs}};
    QCOMPARE(of("unemployment-registration", both, u"370202"_qs), u"370285"_qs);
    QCOMPARE(of("labour-filing-hire", both, u"370202"_qs), u"370214"_qs);
    // Nothing known, or a place elsewhere: the hall that takes it. A city's own when no district is named.
    QCOMPARE(of("unemployment-registration", {}, u"370202"_qs), u"370202"_qs);
    QCOMPARE(of("unemployment-registration", {{u"residence_region"_qs, u"370102"_qs}}, u"370203"_qs), u"370203"_qs);
    QCOMPARE(of("unemployment-registration", {{u"residence_region"_qs, u"370200"_qs}}, u"370203"_qs), u"370200"_qs);
    QCOMPARE(of("unemployment-registration", {{u"residence_region"_qs, u"370282"_qs}}, u"370203"_qs), u"370200"_qs);
    // The household never says who decides.
    QCOMPARE(of("unemployment-registration", {{u"hukou_region"_qs, u"370283"_qs}}, u"370203"_qs), u"370203"_qs);
    QVERIFY(!hall::Region().competent(*catalogue.service(u"emp-cert"_qs), both, u"370202"_qs));
}

void RegionsTest::nearerPackHolds()
{
    const CatalogueCopy copy;
    const auto amount = [&copy](const char *region) {
        const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder(), {today, QLatin1String(region)});
        return loaded.defects.isEmpty()
                   ? loaded.catalogue.policies().named[u"loan_person_most"_qs].on(today).value_or(0)
                   : -1;
    };
    copy.write(u"regions/37.json"_qs, pack("37", most("100000.00")));
    // The tables of the city are nearer than the pack of the province.
    QCOMPARE(amount("370202"), 30000000);
    QCOMPARE(amount("370102"), 10000000);
    copy.write(u"regions/3702.json"_qs, pack("3702", most("500000.00")));
    QCOMPARE(amount("370202"), 50000000);
    QCOMPARE(amount("370102"), 10000000);
}

void RegionsTest::textsOfARegion()
{
    const CatalogueCopy copy;
    const auto read = [&copy](const char *region) {
        const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder(), {today, QLatin1String(region)});
        const Service *service = loaded.catalogue.service(u"emp-cert"_qs);
        return service && loaded.defects.isEmpty() ? std::pair(*service, true) : std::pair(Service(), false);
    };
    const auto [plain, one] = read("370200");
    copy.write(u"regions/37.json"_qs,
               pack("37", R"("services": {"emp-cert": {"summary": {"zh": "省里的话。", "en": "Of the province."},
                                                       "who": {"zh": "全省。", "en": "The province."}}})"));
    copy.write(u"regions/3702.json"_qs,
               pack("3702", R"("services": {"emp-cert": {"summary": {"zh": "市里的话。", "en": "Of the city."}}})"));
    const auto [city, two] = read("370200");
    const auto [province, three] = read("370100");
    QVERIFY(one && two && three);
    QCOMPARE(city.summary.en, u"Of the city."_qs);
    QCOMPARE(city.who.en, u"The province."_qs);
    QCOMPARE(province.summary.en, u"Of the province."_qs);
    QVERIFY(plain.summary.en != province.summary.en && plain.who.en != province.who.en);
    QCOMPARE(city.results, plain.results);
    // What a visit has shown of one text is not shown of another.
    QVERIFY(city.digest != province.digest && province.digest != plain.digest);
}

void RegionsTest::codesOfARegion()
{
    const hall::Region &region = qingdao().catalogue.region();
    QCOMPARE(region.mapped(u"cert-type"_qs, u"111"_qs), u"01"_qs);
    QCOMPARE(region.mapped(u"cert-type"_qs, u"516"_qs), u"516"_qs);
    QCOMPARE(region.mapped(u"sex"_qs, u"1"_qs), u"1"_qs);
}

// A rule that asks for the hall's own region is the same rule in every city.
void RegionsTest::whereTheHallIs()
{
    const auto lives = [](const char *hall, const QString &district) {
        const LoadedCatalogue &loaded = realFor(QLatin1String(hall));
        const Service *service = loaded.catalogue.service(u"emp-cert-issue"_qs);
        const Facts facts{{u"birth_date"_qs, QDate(1990, 1, 1)}, {u"residence_region"_qs, district}};
        return int(hall::eligibility(*service, facts, today).answer);
    };
    QCOMPARE(lives("370200", u"370285"_qs), int(Tri::Yes));
    QCOMPARE(lives("370200", u"370102"_qs), int(Tri::No));
    QCOMPARE(lives("370100", u"370102"_qs), int(Tri::Yes));
    QCOMPARE(lives("370100", u"370285"_qs), int(Tri::No));
    QCOMPARE(lives("370100", QString()), int(Tri::Unknown));
    QCOMPARE(lives("", u"370285"_qs), int(Tri::Unknown));
    // And so are the districts that a form offers.
    const auto offers = [](const char *hall) {
        const LoadedCatalogue &loaded = realFor(QLatin1String(hall));
        for (const hall::FormPage &page : loaded.catalogue.service(u"unemployment-registration"_qs)->online.pages) {
            for (const hall::FormField &field : page.fields) {
                if (field.id == u"residence_region"_qs) {
                    return field.under;
                }
            }
        }
        return QString();
    };
    QCOMPARE(offers("370200"), u"370200"_qs);
    QCOMPARE(offers("371700"), u"371700"_qs);
}

void RegionsTest::promisedDays_data()
{
    QTest::addColumn<int>("workdays");
    QTest::addColumn<QDate>("from");
    QTest::addColumn<QDate>("promised");
    QTest::newRow("at once") << 0 << QDate(2026, 11, 26) << QDate(2026, 11, 26);
    QTest::newRow("over a weekend") << 1 << QDate(2026, 11, 27) << QDate(2026, 11, 30);
    QTest::newRow("handed in on a Saturday") << 1 << QDate(2026, 11, 28) << QDate(2026, 11, 30);
    QTest::newRow("make-up Sunday of January 2026") << 1 << QDate(2026, 1, 3) << QDate(2026, 1, 4);
    QTest::newRow("make-up Saturday of May 2026") << 1 << QDate(2026, 5, 8) << QDate(2026, 5, 9);
    QTest::newRow("make-up Saturday of October 2026") << 3 << QDate(2026, 10, 7) << QDate(2026, 10, 10);
    QTest::newRow("over the Spring Festival of 2026") << 2 << QDate(2026, 2, 13) << QDate(2026, 2, 24);
    QTest::newRow("make-up Sunday of January 2025") << 1 << QDate(2025, 1, 25) << QDate(2025, 1, 26);
    QTest::newRow("make-up Saturday of February 2025") << 4 << QDate(2025, 2, 4) << QDate(2025, 2, 8);
    QTest::newRow("make-up Sunday of April 2025") << 1 << QDate(2025, 4, 26) << QDate(2025, 4, 27);
    QTest::newRow("make-up Sunday of September 2025") << 1 << QDate(2025, 9, 27) << QDate(2025, 9, 28);
    QTest::newRow("make-up Saturday of October 2025") << 3 << QDate(2025, 10, 8) << QDate(2025, 10, 11);
    QTest::newRow("into a year that is not announced") << 30 << QDate(2026, 12, 20) << QDate();
    QTest::newRow("day not known") << 1 << QDate() << QDate();
}

void RegionsTest::promisedDays()
{
    QFETCH(int, workdays);
    QFETCH(QDate, from);
    QFETCH(QDate, promised);
    Service service;
    service.time.promised = workdays;
    const auto day = hall::promisedDay(service, from, qingdao().catalogue.policies());
    QCOMPARE(day.value_or(QDate()), promised);
}

void RegionsTest::localDaysOff()
{
    const CatalogueCopy copy;
    copy.write(u"regions/3702.json"_qs, pack("3702", R"("calendar": [{"year": 2026, "basis": "assumed",
                                                        "off": ["2026-11-27"], "makeUp": ["2026-11-28"]}])"));
    const auto loaded = hall::loadCatalogue(copy.folder(), {today, u"370200"_qs});
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    QCOMPARE(loaded.catalogue.policies().calendar.after(today, 1).value_or(QDate()), QDate(2026, 11, 28));
    const auto elsewhere = hall::loadCatalogue(copy.folder(), {today, u"370100"_qs});
    QCOMPARE(elsewhere.catalogue.policies().calendar.after(today, 1).value_or(QDate()), QDate(2026, 11, 27));
}

void RegionsTest::brokenPacks_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const char *more, const char *path, const char *reason) {
        QTest::newRow(name) << QByteArray(more) << QString::fromUtf8(path) << QString::fromUtf8(reason);
    };
    row("unknown member", R"("colour": 1)", "/colour", "colour");
    row("name without English", R"("agencies": [{"district": "370202", "name": {"zh": "某处"}, "basis": "assumed"}])",
        "/agencies/0/name", "'en' is missing");
    row("agency without basis", R"("agencies": [{"district": "370202", "name": {"zh": "某处", "en": "One"}}])",
        "/agencies/0", "'basis' is missing");
    row("agency elsewhere",
        R"("agencies": [{"district": "370102", "name": {"zh": "某处", "en": "One"}, "basis": "assumed"}])",
        "/agencies/0/district", "does not lie in 3702");
    row("agency nowhere",
        R"("agencies": [{"district": "370299", "name": {"zh": "某处", "en": "One"}, "basis": "assumed"}])",
        "/agencies/0/district", "no code '370299'");
    row("agency twice",
        R"("agencies": [{"district": "370202", "name": {"zh": "某处", "en": "One"}, "basis": "assumed"},
                        {"district": "370202", "name": {"zh": "别处", "en": "Two"}, "basis": "assumed"}])",
        "/agencies/1/district", "appears twice");
    row("route by a name", R"("routes": {"person": ["name"]})", "/routes/person/0",
        "no sound field of a region 'name'");
    row("route of no service", R"("routes": {"party": ["residence_region"]})", "/routes/party",
        "no sound service 'party'");
    row("text of no service", R"("services": {"party": {"who": {"zh": "人", "en": "People"}}})", "/services/party",
        "no sound service 'party'");
    row("a rule in the place of a text", R"("services": {"emp-cert": {"eligibility": []}})",
        "/services/emp-cert/eligibility", "eligibility");
    row("map of no table", R"("codes": {"party": {"basis": "assumed", "map": {"1": "2"}}})", "/codes/party",
        "no sound code table 'party'");
    row("map of no code", R"("codes": {"sex": {"basis": "assumed", "map": {"7": "2"}}})", "/codes/sex/map/7",
        "no code '7'");
    row("half a fen", R"("policies": {"loan_person_most": {"title": {"zh": "上限", "en": "Most"}, "type": "money",
        "rows": [{"from": "2020-01-01", "value": 1.005, "basis": "assumed"}]}})",
        "/policies/loan_person_most/rows/0/value", "two decimals");
    row("another type", R"("policies": {"loan_person_most": {"title": {"zh": "上限", "en": "Most"}, "type": "number",
        "rows": [{"from": "2020-01-01", "value": 1, "basis": "assumed"}]}})",
        "/policies/loan_person_most/type", "another type");
}

// Named with its file and place; the services stay.
void RegionsTest::brokenPacks()
{
    QFETCH(QByteArray, more);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const CatalogueCopy copy;
    copy.write(u"regions/3702.json"_qs, pack("3702", more));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder(), {today, u"370200"_qs});
    const bool named = std::any_of(loaded.defects.begin(), loaded.defects.end(), [&](const hall::Defect &defect) {
        return defect.file == u"regions/3702.json"_qs && defect.path == path && defect.reason.contains(reason) &&
               !defect.cure.isEmpty();
    });
    QVERIFY2(named, qPrintable(listed(loaded.defects)));
    QCOMPARE(loaded.catalogue.services().keys(), hall::copiedServices());
}

void RegionsTest::aBrokenPackOfAnotherCity()
{
    const CatalogueCopy copy;
    copy.write(u"regions/3701.json"_qs, pack("3701", R"("routes": {"person": ["name"]})"));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder(), {today, u"370200"_qs});
    QCOMPARE(loaded.defects.size(), 1);
    QCOMPARE(loaded.defects[0].file, u"regions/3701.json"_qs);
    QCOMPARE(loaded.catalogue.services().keys(), hall::copiedServices());
    QVERIFY(loaded.catalogue.region().id.isEmpty());
}

void RegionsTest::allFaultsOfAPackAtOnce_data()
{
    QTest::addColumn<QString>("hall");
    QTest::addColumn<qint64>("amount");  // fen: of the city's tables in policies/, or of the province's pack
    QTest::newRow("in its city") << u"370200"_qs << qint64(30000000);
    QTest::newRow("in another city") << u"370100"_qs << qint64(200);
}

// What breaks the schema hides nothing else that is wrong, wherever the hall stands, and nothing is told twice. The
// pack's tables and texts do not count then; what is sound beside it does.
void RegionsTest::allFaultsOfAPackAtOnce()
{
    QFETCH(QString, hall);
    QFETCH(qint64, amount);
    const CatalogueCopy copy;
    copy.write(u"regions/37.json"_qs, pack("37", most("2.00")));
    copy.write(u"regions/3702.json"_qs, pack("37O2", R"("colour": 1, "shade/hue": 2,
        "agencies": [{"district": "370202", "name": {"zh": "某处", "en": ""}, "basis": "assumed"},
                     {"district": "370102", "name": {"zh": "别处", "en": "Two"}, "basis": "assumed"}],
        "routes": {"person": ["name"], "party": ["residence_region"]},
        "codes": {"sex": {"basis": "assumed", "map": {"7/8": "2"}}, "party": {"basis": "assumed", "map": {"1": "2"}}},
        "services": {"emp-cert": {"title": {"zh": "证", "en": "Proof"}, "eligibility": []},
                     "no-such": {"who": {"zh": "人", "en": "People"}}},
        "calendar": [{"year": 2026, "basis": "assumed", "off": ["2026-02-30"], "makeUp": []}],
        "policies": {"loan_person_most": {"title": {"zh": "上限", "en": "Most"}, "type": "number",
                     "rows": [{"from": "2020-01-01", "value": 1.5, "basis": "assumed"}]}})"));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder(), {today, hall});
    QStringList places;
    for (const hall::Defect &defect : loaded.defects) {
        QCOMPARE(defect.file, u"regions/3702.json"_qs);
        QVERIFY(!defect.reason.isEmpty() && !defect.cure.isEmpty());
        places.append(defect.path);
    }
    const QStringList wrong{u"/id"_qs,
                            u"/colour"_qs,
                            u"/shade~1hue"_qs,
                            u"/agencies/0/name/en"_qs,
                            u"/agencies/1/district"_qs,
                            u"/routes/person/0"_qs,
                            u"/routes/party"_qs,
                            u"/codes/sex/map/7~18"_qs,
                            u"/codes/party"_qs,
                            u"/services/emp-cert/eligibility"_qs,
                            u"/services/no-such"_qs,
                            u"/calendar/0/off/0"_qs,
                            u"/policies/loan_person_most/type"_qs,
                            u"/policies/loan_person_most/rows/0/value"_qs};
    for (const QString &place : wrong) {
        QVERIFY2(places.contains(place), qPrintable(place + u'\n' + listed(loaded.defects)));
    }
    QCOMPARE(QSet<QString>(places.begin(), places.end()).size(), wrong.size());
    QCOMPARE(loaded.catalogue.services().keys(), hall::copiedServices());
    QVERIFY(loaded.catalogue.service(u"emp-cert"_qs)->title.en != u"Proof"_qs);
    QCOMPARE(loaded.catalogue.region().id, u"37"_qs);
    QCOMPARE(loaded.catalogue.policies().named[u"loan_person_most"_qs].on(today).value_or(0), amount);
}

QTEST_GUILESS_MAIN(RegionsTest)
#include "tst_regions.moc"
