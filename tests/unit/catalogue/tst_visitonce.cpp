// SPDX-License-Identifier: GPL-3.0-or-later
// The list of one visit: the one that ships, and the draft list whose figures are known beforehand.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/cataloguereport.h"

#include "tests/unit/catalogue/cataloguecopy.h"

#include <QSet>
#include <QTest>

using hall::Catalogue;
using hall::CatalogueReport;
using hall::LoadedCatalogue;

namespace {

// As if a scripted visit had shown every service.
hall::Proven allProven(const Catalogue &catalogue)
{
    hall::Proven proven;
    for (const hall::Service &service : catalogue.services()) {
        proven.online.insert(service.id);
        proven.offline.insert(service.id);
    }
    return proven;
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Every service of the delivered catalogue; the copy has three of them.
void addAllServices(const hall::CatalogueCopy &copy)
{
    for (const char *folder : {"services", "templates"}) {
        const QDir from(hall::realCatalogue() + u'/' + QLatin1String(folder));
        for (const QString &name : from.entryList({u"*.json"_qs}, QDir::Files)) {
            copy.write(QLatin1String(folder) + u'/' + name, contents(from.filePath(name)));
        }
    }
}

}  // namespace

class VisitOnceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void draftFigures();
    void shippedListMeetsItsBars();
    void shippedCasesSayWhatTheirServicesSay();
    void everyServiceOfTheHallIsListed();
};

// 27 items, 44 cases; 169 papers become 126, 492 workdays 389; 19 cases are done within a workday.
void VisitOnceTest::draftFigures()
{
    const hall::CatalogueCopy copy;
    addAllServices(copy);
    copy.write(u"visit-once.json"_qs, contents(QStringLiteral(HALL_SOURCE_DIR "/tests/data/visit-once-draft.json")));
    const LoadedCatalogue loaded = hall::loadCatalogue(copy.folder());
    // It was drawn up before the services, and says otherwise of papers and days; of nothing else.
    static const QStringList otherwise{u"other-statutory"_qs, u"other-promised"_qs, u"papers-below-service"_qs,
                                       u"papers-above-service"_qs};
    for (const hall::Defect &defect : loaded.defects) {
        QVERIFY2(otherwise.contains(defect.id), qPrintable(hall::listed({defect})));
    }
    const CatalogueReport report = hall::catalogueReport(loaded.catalogue, allProven(loaded.catalogue));
    QCOMPARE(report.items, 27);
    QCOMPARE(report.cases, 44);
    QCOMPARE(report.materials.whole, 169);
    QCOMPARE(report.materials.part, 169 - 126);
    QCOMPARE(report.materials.percent(), 25.4);
    QCOMPARE(report.time.whole, 492);
    QCOMPARE(report.time.part, 492 - 389);
    QCOMPARE(report.time.percent(), 20.9);
    QCOMPARE(report.immediate.part, 19);
    QCOMPARE(report.immediate.percent(), 43.2);
    // Nothing of it is more than assumed.
    QCOMPARE(report.materials.basis.assumed, 44);
    QCOMPARE(report.time.basis.assumed, 44);
    QCOMPARE(report.selfService.basis.assumed, 44);
}

void VisitOnceTest::shippedListMeetsItsBars()
{
    const LoadedCatalogue loaded = hall::loadCatalogue(hall::realCatalogue());
    QVERIFY2(loaded.defects.isEmpty(), qPrintable(hall::listed(loaded.defects)));
    const CatalogueReport report = hall::catalogueReport(loaded.catalogue, allProven(loaded.catalogue));
    QCOMPARE(report.items, 27);
    QVERIFY(report.cases >= 44);
    QVERIFY2(report.selfService.percent() >= 90.0, qPrintable(QString::number(report.selfService.percent())));
    QVERIFY2(report.online.percent() >= 80.0, qPrintable(QString::number(report.online.percent())));
    QCOMPARE(report.visits.part, report.cases);
    QCOMPARE(report.oneCard.part, 5);
    QVERIFY(report.unproven.isEmpty());
}

// What a case promises is what its service promises; a paper that the service does not ask for is not brought.
void VisitOnceTest::shippedCasesSayWhatTheirServicesSay()
{
    const Catalogue catalogue = hall::loadCatalogue(hall::realCatalogue()).catalogue;
    for (const hall::OnceItem &item : catalogue.visitOnce().items) {
        for (const hall::OnceCase &one : item.cases) {
            const hall::Service *service = catalogue.service(one.service);
            QVERIFY2(service, qPrintable(one.id));
            QVERIFY2(one.workdays.after == service->time.promised, qPrintable(one.id));
            QVERIFY2(one.workdays.before >= one.workdays.after, qPrintable(one.id));
            QVERIFY2(!service->time.statutory || one.workdays.before == *service->time.statutory, qPrintable(one.id));
            const auto asked = std::count_if(service->materials.begin(), service->materials.end(),
                                             [](const hall::ServiceMaterial &m) { return m.required; });
            QVERIFY2(one.materials.after <= asked, qPrintable(one.id));
            QVERIFY2(one.materials.before >= one.materials.after, qPrintable(one.id));
            QVERIFY2(one.level == service->level && one.channels == service->channels, qPrintable(one.id));
        }
    }
}

// A service that takes cases and stands on no list would be missed by every figure.
void VisitOnceTest::everyServiceOfTheHallIsListed()
{
    const Catalogue catalogue = hall::loadCatalogue(hall::realCatalogue()).catalogue;
    QSet<QString> used;
    for (const hall::OnceItem &item : catalogue.visitOnce().items) {
        for (const hall::OnceCase &one : item.cases) {
            used.insert(one.service);
        }
    }
    for (const hall::Service &service : catalogue.services()) {
        QVERIFY2(service.query || used.contains(service.id), qPrintable(service.id));
    }
}

QTEST_GUILESS_MAIN(VisitOnceTest)
#include "tst_visitonce.moc"
