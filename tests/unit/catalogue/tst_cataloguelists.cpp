// SPDX-License-Identifier: GPL-3.0-or-later
// Chains, the list of one visit and the figures computed from them, on copies of the delivered catalogue.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/cataloguereport.h"
#include "app/catalogue/mergereport.h"

#include "tests/unit/catalogue/cataloguecopy.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using hall::CatalogueCopy;
using hall::listed;
using hall::LoadedCatalogue;

namespace {

QByteArray chainFile(const QByteArray &services, const QByteArray &event = "lost-job")
{
    return R"({"format": "hall-chain/1", "id": "both", "version": "2026.1", "title": {"zh": "两件事", "en": "Both"},
        "summary": {"zh": "一起办。", "en": "Done together."}, "who": {"zh": "任何人。", "en": "Anybody."},
        "event": ")" +
           event + R"(", "applicant": "person", "services": )" + services +
           R"(, "atomic": "each", "basis": "assumed"})";
}

// One item with two cases; the second is the certificate's.
QByteArray onceFile(const QByteArray &service = "emp-cert", const QByteArray &more = {})
{
    return R"({"format": "hall-visit-once/1", "version": "2026.1", "basis": "assumed", "items": [{"no": 1,
        "title": {"zh": "登记", "en": "Registration"}, "cases": [
        {"id": "first", "title": {"zh": "失业登记", "en": "Unemployed"}, "service": "unemployment-registration",
         "materials": {"before": 3, "after": 1, "basis": "source"},
         "workdays": {"statutory": 5, "promised": 0, "basis": "law"}},
        {"id": "second", "title": {"zh": "证件", "en": "Certificate"}, "service": ")" +
           service + R"(", )" + more + R"(
         "materials": {"before": 4, "after": 0, "basis": "assumed"},
         "workdays": {"statutory": 15, "promised": 0, "basis": "assumed"}}]}]})";
}

QJsonObject visited(const QByteArray &digest, bool offline)
{
    return {{u"services"_qs,
             QJsonObject{{u"unemployment-registration"_qs, QJsonObject{{u"digest"_qs, QString::fromLatin1(digest)},
                                                                       {u"online"_qs, true},
                                                                       {u"offline"_qs, offline}}}}}};
}

}  // namespace

class CatalogueListsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chainInOrder();
    void chainBranch();
    void brokenChain_data();
    void brokenChain();
    void figures();
    void onlyWhatWasShownCounts();
    void brokenList();
    void suggestionToNowhere();
    void endedVersion();
    void mergedFields();
    void templates();
};

void CatalogueListsTest::chainInOrder()
{
    const CatalogueCopy copy;
    copy.write(u"chains/both.json"_qs,
               chainFile(R"([{"id": "flexible-registration", "after": ["unemployment-registration"]},
                             {"id": "unemployment-registration"}])"));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    const hall::Chain *chain = loaded.catalogue.chain(u"both"_qs);
    QVERIFY(chain);
    QCOMPARE(chain->services(), QStringList({u"unemployment-registration"_qs, u"flexible-registration"_qs}));
}

void CatalogueListsTest::chainBranch()
{
    const CatalogueCopy copy;
    copy.write(u"chains/both.json"_qs, chainFile(R"([{"id": "unemployment-registration"},
                                                     {"id": "flexible-registration", "onlyIf": ":job_intent = '2'"}])"));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    const hall::Chain *chain = loaded.catalogue.chain(u"both"_qs);
    QVERIFY(chain);
    const QDate today(2026, 11, 26);
    QCOMPARE(hall::branch(*chain, {{u"job_intent"_qs, u"2"_qs}}, today).size(), 2);
    QCOMPARE(hall::branch(*chain, {{u"job_intent"_qs, u"1"_qs}}, today).size(), 1);
    QCOMPARE(hall::branch(*chain, {}, today), QStringList({u"unemployment-registration"_qs}));
}

void CatalogueListsTest::brokenChain_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a circle") << chainFile(R"([{"id": "emp-cert", "after": ["flexible-registration"]},
                                               {"id": "flexible-registration", "after": ["emp-cert"]}])")
                              << u"/services"_qs << u"goes in a circle"_qs;
    QTest::newRow("a circle beside another mistake")
        << chainFile(
               R"([{"id": "emp-cert", "after": ["flexible-registration"]}, {"id": "party", "after": ["ball"]},
            {"id": "flexible-registration", "after": ["emp-cert"]}])")
        << u"/services"_qs << u"goes in a circle"_qs;
    QTest::newRow("unknown service") << chainFile(R"([{"id": "emp-cert"}, {"id": "party"}])") << u"/services/1/id"_qs
                                     << u"no sound service 'party'"_qs;
    QTest::newRow("twice") << chainFile(R"([{"id": "emp-cert"}, {"id": "emp-cert"}])") << u"/services/1/id"_qs
                           << u"appears twice"_qs;
    QTest::newRow("after a stranger") << chainFile(R"([{"id": "emp-cert"},
                                                     {"id": "flexible-registration", "after": ["party"]}])")
                                      << u"/services/1/after"_qs << u"not of this chain"_qs;
    QTest::newRow("unknown event") << chainFile(R"([{"id": "emp-cert"}, {"id": "flexible-registration"}])", "party")
                                   << u"/event"_qs << u"no life event 'party'"_qs;
    QTest::newRow("unsound branch") << chainFile(R"([{"id": "emp-cert"},
                                                   {"id": "flexible-registration", "onlyIf": ":nobody"}])")
                                    << u"/services/1/onlyIf"_qs << u"no field 'nobody'"_qs;
    QTest::newRow("one service") << chainFile(R"([{"id": "emp-cert"}])") << u"/services"_qs << u"fewer than"_qs;
}

void CatalogueListsTest::brokenChain()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, path);
    QFETCH(QString, reason);
    const CatalogueCopy copy;
    copy.write(u"chains/both.json"_qs, text);
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    const bool named = std::any_of(loaded.defects.begin(), loaded.defects.end(), [&](const hall::Defect &defect) {
        return defect.file == u"chains/both.json"_qs && defect.path == path && defect.reason.contains(reason) &&
               !defect.cure.isEmpty();
    });
    QVERIFY2(named, qPrintable(listed(loaded.defects)));
    QVERIFY(!loaded.catalogue.chain(u"both"_qs));
    QCOMPARE(loaded.catalogue.services().keys(), hall::copiedServices());
}

void CatalogueListsTest::figures()
{
    const CatalogueCopy copy;
    copy.write(u"visit-once.json"_qs,
               onceFile("emp-cert", R"("channels": ["window"], "kiosk": "guide", "visits": 2,)"));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    const hall::Service *service = loaded.catalogue.service(u"unemployment-registration"_qs);
    const hall::Proven proven = hall::provenBy(visited(service->digest.toLatin1(), true), loaded.catalogue);
    const hall::CatalogueReport report = hall::catalogueReport(loaded.catalogue, proven);
    QCOMPARE(report.items, 1);
    QCOMPARE(report.cases, 2);
    QCOMPARE(report.materials.percent(), 28.6);  // 2 of 7
    QCOMPARE(report.time.percent(), 25.0);       // 5 of 20: nobody has shown the second case
    QCOMPARE(report.immediate.percent(), 50.0);
    QCOMPARE(report.selfService.percent(), 50.0);
    QCOMPARE(report.online.percent(), 50.0);
    QCOMPARE(report.offline.percent(), 50.0);
    QCOMPARE(report.visits.percent(), 50.0);
    QCOMPARE(report.oneCard.part, 2);  // identity and record
    QCOMPARE(report.oneCard.whole, 5);
    QCOMPARE(report.time.basis.law, 1);
    QCOMPARE(report.time.basis.assumed, 1);
    QCOMPARE(report.materials.basis.source, 1);
    QCOMPARE(report.unproven, QStringList{u"emp-cert"_qs});
}

void CatalogueListsTest::onlyWhatWasShownCounts()
{
    const CatalogueCopy copy;
    copy.write(u"visit-once.json"_qs, onceFile());
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    const hall::CatalogueReport none = hall::catalogueReport(loaded.catalogue, {});
    QCOMPARE(none.cases, 2);
    for (const hall::Share *share : {&none.materials, &none.time, &none.immediate, &none.selfService, &none.online,
                                     &none.offline, &none.visits, &none.oneCard}) {
        QCOMPARE(share->part, 0);
        QVERIFY(share->whole >= 2);
    }
    // Shown of another version of the file.
    const hall::Proven old = hall::provenBy(visited("0123456789abcdef", true), loaded.catalogue);
    QVERIFY(old.online.isEmpty() && old.offline.isEmpty());
}

void CatalogueListsTest::brokenList()
{
    const CatalogueCopy copy;
    copy.write(u"visit-once.json"_qs, onceFile("party"));
    LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects.size(), 1);
    QCOMPARE(loaded.defects[0].path, u"/items/0/cases/1/service"_qs);
    // The case alone is left out: whoever looks for the others still finds them.
    QCOMPARE(loaded.catalogue.visitOnce().items.size(), 1);
    QCOMPARE(loaded.catalogue.visitOnce().items[0].cases.size(), 1);
    QCOMPARE(loaded.catalogue.visitOnce().items[0].cases[0].id, u"first"_qs);
    copy.write(u"visit-once.json"_qs, onceFile("emp-cert", R"("id": "first",)").replace(R"("id": "second",)", ""));
    loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects.size(), 1);
    QVERIFY2(loaded.defects[0].reason.contains(u"appears twice"_qs), qPrintable(listed(loaded.defects)));
    QCOMPARE(loaded.catalogue.visitOnce().items[0].cases.size(), 1);
    copy.write(u"visit-once.json"_qs, onceFile().replace("\"no\": 1", "\"no\": \"one\""));
    QVERIFY(hall::loadCatalogue(copy.folder()).catalogue.visitOnce().items.isEmpty());
}

void CatalogueListsTest::suggestionToNowhere()
{
    const CatalogueCopy copy;
    copy.change(u"services/emp-cert.json"_qs, "\"query\": true,",
                R"("query": true, "suggest": [
                    {"service": "party", "why": {"zh": "好玩。", "en": "It is fun."}},
                    {"service": "flexible-registration", "when": "NOT :business_flag", "why": {"zh": "可以登记。", "en": "You may."}}],)");
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects.size(), 1);
    QCOMPARE(loaded.defects[0].file, u"services/emp-cert.json"_qs);
    QCOMPARE(loaded.defects[0].path, u"/suggest/0/service"_qs);
    const hall::Service *service = loaded.catalogue.service(u"emp-cert"_qs);
    QVERIFY(service);
    QCOMPARE(service->suggestions.size(), 1);
    QCOMPARE(service->suggestions[0].service, u"flexible-registration"_qs);
}

void CatalogueListsTest::endedVersion()
{
    const CatalogueCopy copy;
    copy.change(u"services/emp-cert.json"_qs, "\"validFrom\": \"2026-01-01\",",
                "\"validFrom\": \"2026-01-01\", \"validUntil\": \"2026-06-30\",");
    QVERIFY(hall::loadCatalogue(copy.folder(), {QDate(2026, 6, 30), {}}).defects.isEmpty());
    const LoadedCatalogue later = hall::loadCatalogue(copy.folder(), {QDate(2026, 7, 1), {}});
    QCOMPARE(later.defects.size(), 1);
    QCOMPARE(later.defects[0].path, u"/validUntil"_qs);
    QVERIFY(!later.catalogue.service(u"emp-cert"_qs));
    // A clock that cannot be believed ends nothing.
    QVERIFY(hall::loadCatalogue(copy.folder(), {QDate(), {}}).defects.isEmpty());
}

void CatalogueListsTest::mergedFields()
{
    const CatalogueCopy copy;
    copy.write(u"chains/both.json"_qs,
               chainFile(R"([{"id": "unemployment-registration"}, {"id": "flexible-registration"}])"));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    const hall::MergeReport report = hall::mergeReport(loaded.catalogue, *loaded.catalogue.chain(u"both"_qs));
    const QStringList first = loaded.catalogue.service(u"unemployment-registration"_qs)->online.fieldIds();
    const QStringList second = loaded.catalogue.service(u"flexible-registration"_qs)->online.fieldIds();
    QSet<QString> all(first.begin(), first.end());
    all += QSet<QString>(second.begin(), second.end());
    QCOMPARE(report.sum, int(first.size() + second.size()));
    QCOMPARE(report.united, int(all.size()));
    QVERIFY(report.united < report.sum);
    // Sex and birth date follow from the number in both forms.
    QVERIFY(report.dependent.contains(u"sex"_qs) && report.dependent.contains(u"birth_date"_qs));
    QCOMPARE(report.independent, report.united - int(report.dependent.size()));
    QVERIFY(report.independentSum > report.independent);
    QVERIFY(report.typedFields.contains(u"flex_start"_qs) && !report.typedFields.contains(u"name"_qs));
    QCOMPARE(report.scansSum, 1);
    QCOMPARE(report.scans, 1);
}

// Two services of one template; what they say themselves holds, and a template that is broken takes both with it.
void CatalogueListsTest::templates()
{
    const CatalogueCopy copy;
    QJsonObject whole = QJsonDocument::fromJson(copy.read(u"services/emp-cert.json"_qs)).object();
    const QJsonObject title = whole.take(u"title"_qs).toObject();
    whole.remove(u"id"_qs);
    copy.write(u"templates/record.json"_qs, QJsonDocument(whole).toJson());
    const QJsonObject first{{u"id"_qs, u"emp-cert"_qs}, {u"template"_qs, u"record"_qs}, {u"title"_qs, title}};
    const QJsonObject second{{u"id"_qs, u"other-cert"_qs},
                             {u"template"_qs, u"record"_qs},
                             {u"title"_qs, title},
                             {u"minutes"_qs, 3},
                             {u"time"_qs, QJsonObject{{u"promised"_qs, 2}, {u"immediate"_qs, false}}}};
    copy.write(u"services/emp-cert.json"_qs, QJsonDocument(first).toJson());
    copy.write(u"services/other-cert.json"_qs, QJsonDocument(second).toJson());
    LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(listed(loaded.defects)));
    const hall::Service *one = loaded.catalogue.service(u"emp-cert"_qs);
    const hall::Service *other = loaded.catalogue.service(u"other-cert"_qs);
    QVERIFY(one && other);
    QCOMPARE(one->minutes, 1);
    QCOMPARE(other->minutes, 3);
    QCOMPARE(other->time.promised, 2);
    QVERIFY(!other->time.statutory);  // the rest of the object is the template's
    QCOMPARE(other->results, one->results);
    const QString digest = other->digest;
    copy.write(u"templates/record.json"_qs, QJsonDocument(whole).toJson() + "\n");
    QVERIFY(hall::loadCatalogue(copy.folder()).catalogue.service(u"other-cert"_qs)->digest != digest);
    // What is wrong with the template is told once, of the template; what is wrong with a service, of the service.
    QJsonObject unsound = whole;
    unsound.insert(u"event"_qs, u"party"_qs);
    copy.write(u"templates/record.json"_qs, QJsonDocument(unsound).toJson());
    QJsonObject third = second;
    third.insert(u"assurance"_qs, u"trust"_qs);
    copy.write(u"services/other-cert.json"_qs, QJsonDocument(third).toJson());
    loaded = hall::loadCatalogue(copy.folder());
    QCOMPARE(loaded.defects.size(), 2);
    QCOMPARE(loaded.defects[0].file + loaded.defects[0].path, u"templates/record.json/event"_qs);
    QCOMPARE(loaded.defects[1].file + loaded.defects[1].path, u"services/other-cert.json/assurance"_qs);
    QVERIFY(!loaded.catalogue.service(u"emp-cert"_qs) && !loaded.catalogue.service(u"other-cert"_qs));
    // What is missing in a part that the template gives is missing there.
    QJsonObject lacking = whole;
    lacking.insert(u"offline"_qs, u"allow"_qs);
    QJsonObject forms = lacking[u"forms"].toObject();
    forms.remove(u"offline"_qs);
    lacking.insert(u"forms"_qs, forms);
    copy.write(u"templates/record.json"_qs, QJsonDocument(lacking).toJson());
    copy.write(u"services/other-cert.json"_qs, QJsonDocument(second).toJson());
    loaded = hall::loadCatalogue(copy.folder());
    QVERIFY2(loaded.defects.size() == 1, qPrintable(listed(loaded.defects)));
    QCOMPARE(loaded.defects[0].file + loaded.defects[0].path, u"templates/record.json/forms/offline"_qs);
    copy.write(u"templates/record.json"_qs, "{");
    loaded = hall::loadCatalogue(copy.folder());
    QVERIFY(!loaded.catalogue.service(u"emp-cert"_qs) && !loaded.catalogue.service(u"other-cert"_qs));
    QCOMPARE(loaded.defects.size(), 1);
    QCOMPARE(loaded.defects[0].file, u"templates/record.json"_qs);
    QCOMPARE(loaded.following.size(), 2);
    QCOMPARE(loaded.following[0].path, u"/template"_qs);
}

QTEST_GUILESS_MAIN(CatalogueListsTest)
#include "tst_cataloguelists.moc"
