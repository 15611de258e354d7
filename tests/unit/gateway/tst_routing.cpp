// SPDX-License-Identifier: GPL-3.0-or-later
// The region of a gateway: whose rules judge, who decides, and how the region writes codes.
#include "app/catalogue/formengine.h"
#include "app/gateway/routing.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;
using namespace hall::gateway;

namespace {

const QDate today(2026, 3, 2);
const QString real = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");

QJsonObject opened(const QString &service, const QJsonObject &answers)
{
    return {{QStringLiteral("service"), service}, {QStringLiteral("answers"), answers}};
}

QString districtOf(const QJsonObject &routing)
{
    return routing.value(u"agency").toObject().value(u"district").toString();
}

}  // namespace

class TestRouting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRegionsRulesJudge();
    void aRegionWithoutAPackIsRefused();
    void whoDecides();
    void howTheRegionWritesCodes();
};

void TestRouting::theRegionsRulesJudge()
{
    const auto lives = [](const QString &region, const QString &district) {
        const auto catalogue = servicesOf(real, region);
        const Facts facts{{QStringLiteral("birth_date"), QDate(1990, 1, 1)},
                          {QStringLiteral("residence_region"), district}};
        return int(eligibility(*(*catalogue)->service(QStringLiteral("emp-cert-issue")), facts, today).answer);
    };
    const QString lixia = QStringLiteral("370102");
    const QString shinan = QStringLiteral("370202");
    QCOMPARE(lives(QStringLiteral("370100"), lixia), int(Tri::Yes));
    QCOMPARE(lives(QStringLiteral("370100"), shinan), int(Tri::No));
    QCOMPARE(lives(QString(), lixia), int(Tri::No));
    QCOMPARE(lives(QString(), shinan), int(Tri::Yes));
}

void TestRouting::aRegionWithoutAPackIsRefused()
{
    for (const char *region : {"110000", "3701", "37010x", "379900"}) {
        const auto catalogue = servicesOf(real, QLatin1String(region));
        QVERIFY2(!catalogue, region);
        QCOMPARE(catalogue.error().code, FaultCode::BadArgument);
    }
    QVERIFY(servicesOf(QString(), QString()).has_value());  // a gateway that asks nothing of a case
}

void TestRouting::whoDecides()
{
    const auto jinan = servicesOf(real, QStringLiteral("370100"));
    const auto routed = [&jinan](const QString &service, const QJsonObject &answers) {
        return districtOf(routingOf(**jinan, QStringLiteral("370100"), opened(service, answers)));
    };
    const QString registration = QStringLiteral("unemployment-registration");
    QCOMPARE(routed(registration, {{QStringLiteral("residence_region"), QStringLiteral("370103")}}),
             QStringLiteral("370103"));
    // Where it was handed in, when the case says nothing of a place in the city.
    QCOMPARE(routed(registration, {{QStringLiteral("residence_region"), QStringLiteral("370202")},
                                   {QStringLiteral("reg_region"), QStringLiteral("370104")}}),
             QStringLiteral("370104"));
    QCOMPARE(routed(registration, {}), QStringLiteral("370100"));
    QVERIFY(routingOf(**jinan, QStringLiteral("370100"), opened(QStringLiteral("no-such"), {})).isEmpty());
}

void TestRouting::howTheRegionWritesCodes()
{
    const QTemporaryDir dir;
    QDirIterator files(real, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString from = files.next();
        const QString to = dir.filePath(QDir(real).relativeFilePath(from));
        QDir().mkpath(QFileInfo(to).path());
        QFile::link(from, to);
    }
    QVERIFY(QFile::remove(dir.filePath(QStringLiteral("regions/3701.json"))));
    QVERIFY(QFile::link(QStringLiteral(HALL_SOURCE_DIR "/tests/data/regions/3701.json"),
                        dir.filePath(QStringLiteral("regions/3701.json"))));
    const QJsonObject answers{{QStringLiteral("cert_type"), QStringLiteral("111")},
                              {QStringLiteral("sex"), QStringLiteral("2")},
                              {QStringLiteral("residence_region"), QStringLiteral("370102")},
                              {QStringLiteral("mobile"), QStringLiteral("13800000001")}};
    const auto codes = [&](const QString &region) {
        const auto catalogue = servicesOf(dir.path(), region);
        return routingOf(**catalogue, region, opened(QStringLiteral("flexible-registration"), answers))
            .value(u"codes")
            .toObject();
    };
    // The province's map holds in both, the city's in its own.
    QCOMPARE(codes(QStringLiteral("370100")), (QJsonObject{{QStringLiteral("cert_type"), QStringLiteral("01")},
                                                           {QStringLiteral("sex"), QStringLiteral("F")}}));
    QCOMPARE(codes(QStringLiteral("370200")), (QJsonObject{{QStringLiteral("cert_type"), QStringLiteral("01")}}));
}

QTEST_GUILESS_MAIN(TestRouting)
#include "tst_routing.moc"
