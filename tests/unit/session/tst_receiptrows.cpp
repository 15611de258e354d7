// SPDX-License-Identifier: GPL-3.0-or-later
// Who decides on a case, and by when, as the receipt says it; and the day by a clock that can be believed.
#include "app/session/receiptrows.h"

#include "app/catalogue/catalogueloader.h"
#include "app/session/sessiontools.h"
#include "tests/unit/catalogue/cataloguecopy.h"

#include <QTest>

using namespace hall;

namespace {

const Catalogue &catalogue()
{
    static const Catalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"),
                                                  {QDate(2026, 11, 26), QStringLiteral("370200")})
                                        .catalogue;
    return loaded;
}

ReceiptWords words()
{
    return loadReceiptWords(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/receipt.json"))
        .value_or(ReceiptWords());
}

QVector<ReceiptRow> rows(const char *service, const Facts &facts, const QDate &day, const char *language = "zh_CN")
{
    return routingRows(catalogue(), *catalogue().service(QLatin1String(service)), facts,
                       {QStringLiteral("370202"), day}, words(), QLatin1String(language));
}

}  // namespace

class TestReceiptRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Handed in at Shinan by somebody who lives in Laixi.
    void agencyAndDay()
    {
        const Facts facts{{QStringLiteral("residence_region"), QStringLiteral("370285")}};
        const auto zh = rows("hardship-recognition", facts, QDate(2026, 11, 27));
        QCOMPARE(zh.size(), 2);
        QCOMPARE(zh[0], (ReceiptRow{QStringLiteral("经办机构"), QStringLiteral("莱西市公共就业服务中心")}));
        QCOMPARE(zh[1], (ReceiptRow{QStringLiteral("承诺办结"), QStringLiteral("2026-12-11")}));  // ten workdays
        const auto en = rows("hardship-recognition", facts, QDate(2026, 11, 27), "en");
        QCOMPARE(en[0].label, QStringLiteral("Handled by"));
        QVERIFY(en[0].value.contains(QStringLiteral("Laixi")));
    }

    void atOnce()
    {
        const auto found = rows("unemployment-registration", {}, QDate(2026, 11, 28));
        QCOMPARE(found.size(), 2);
        QVERIFY(found[0].value.contains(QStringLiteral("市南区")));  // nothing known: the hall that took it
        QCOMPARE(found[1].value, QStringLiteral("2026-11-28"));
    }

    // No day: it waits for the network, the clock cannot be believed, or the year's days off are not announced.
    void noDayIsPromised()
    {
        QCOMPARE(rows("hardship-recognition", {}, QDate()).size(), 1);
        QCOMPARE(rows("hardship-recognition", {}, QDate(2026, 12, 30)).size(), 1);
    }

    // Notes may say "ask the centre": where its telephone is known, it stands there.
    void telephoneOfTheAgency()
    {
        const CatalogueCopy copy;
        copy.write(QStringLiteral("regions/3702.json"), R"({"format": "hall-region/1", "id": "3702", "version": "1",
            "title": {"zh": "某地", "en": "Somewhere"},
            "agencies": [{"district": "370202", "name": {"zh": "某处", "en": "One"}, "phone": "0532-80000000",
                          "basis": "source", "source": "none"}]})");
        const Catalogue loaded =
            loadCatalogue(copy.folder(), {QDate(2026, 11, 26), QStringLiteral("370200")}).catalogue;
        const Service *service = loaded.service(QStringLiteral("unemployment-registration"));
        QVERIFY(service);
        const auto found = routingRows(loaded, *service, {}, {QStringLiteral("370202"), QDate(2026, 11, 27)}, words(),
                                       QStringLiteral("zh_CN"));
        QCOMPARE(found.size(), 3);
        QCOMPARE(found[1], (ReceiptRow{QStringLiteral("咨询电话"), QStringLiteral("0532-80000000")}));
    }
};

QTEST_GUILESS_MAIN(TestReceiptRows)
#include "tst_receiptrows.moc"
