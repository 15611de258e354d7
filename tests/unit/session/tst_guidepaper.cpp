// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/catalogueloader.h"
#include "app/session/guidepaper.h"

#include <QTest>

using namespace hall;

namespace {

const QDate today(2026, 11, 26);

const Catalogue &catalogue()
{
    static const Catalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue;
    return loaded;
}

GuidePaper guideOf(const Service &service, const QString &language)
{
    GuidePaper guide;
    guide.service = &service;
    guide.title = service.title.in(language);
    guide.applicant = service.applicant;
    guide.channels = service.channels;
    guide.level = service.level;
    guide.always = service.always;
    guide.papers = oneTimeNotice(service, {}, {}, catalogue().policies(), today);
    guide.language = language;
    guide.hallName = QStringLiteral("就业智慧大厅");
    guide.hallHours = QStringLiteral("周一至周五 9:00–17:00");
    guide.printedAt = QStringLiteral("2026-11-26 09:30");
    guide.words = *loadReceiptWords(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/receipt.json"));
    return guide;
}

bool says(const ReceiptDocument &document, const QString &text)
{
    return std::any_of(document.rows.begin(), document.rows.end(),
                       [&text](const ReceiptRow &row) { return row.value.contains(text); });
}

}  // namespace

class TestGuidePaper : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsEverythingAtOnce();
    void saysWhatNeedNotBeBrought();
    void anAssumptionIsNoLaw();
    void everyServiceFitsPaperAndCode_data();
    void everyServiceFitsPaperAndCode();
};

void TestGuidePaper::tellsEverythingAtOnce()
{
    const Service &service = *catalogue().service(QStringLiteral("unemployment-registration"));
    const ReceiptDocument document = guideDocument(guideOf(service, QStringLiteral("zh_CN")));
    QVERIFY(document.kind == ReceiptDocument::Kind::Guide);
    QVERIFY(document.number.isEmpty() && document.qr.isEmpty());
    QCOMPARE(document.title, service.title.zh);
    for (const QString &text : {service.materials[0].title.zh, service.who.zh, QStringLiteral("2026-12-03"),
                                QStringLiteral("免费"), QStringLiteral("当场办结"), QStringLiteral("自助终端"),
                                QStringLiteral("周一至周五 9:00–17:00"), QStringLiteral("承诺")}) {
        QVERIFY2(says(document, text), qPrintable(text));
    }
}

void TestGuidePaper::saysWhatNeedNotBeBrought()
{
    const Service &service = *catalogue().service(QStringLiteral("unemployment-registration"));
    GuidePaper guide = guideOf(service, QStringLiteral("en"));
    guide.papers[0].state = MaterialState::Waived;
    guide.papers[0].follows = guide.papers[0].promise = false;
    QVERIFY(says(guideDocument(guide), QStringLiteral("On record, not needed")));
    QVERIFY(!guideCode(guide).contains(service.materials[0].title.en));
    guide.papers.clear();
    QVERIFY(says(guideDocument(guide), QStringLiteral("None")));
}

void TestGuidePaper::anAssumptionIsNoLaw()
{
    const Service &service = *catalogue().service(QStringLiteral("unemployment-registration"));
    const ReceiptDocument document = guideDocument(guideOf(service, QStringLiteral("en")));
    QVERIFY(!document.notes.isEmpty());
    for (const LegalNote &note : service.legal) {
        const bool told = std::any_of(document.notes.begin(), document.notes.end(),
                                      [&note](const QString &line) { return line.contains(note.title.en); });
        QCOMPARE(told, note.status != QLatin1String("assumed"));
    }
}

void TestGuidePaper::everyServiceFitsPaperAndCode_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("Chinese") << QStringLiteral("zh_CN");
    QTest::newRow("English") << QStringLiteral("en");
}

void TestGuidePaper::everyServiceFitsPaperAndCode()
{
    QFETCH(QString, language);
    QVERIFY(catalogue().services().size() > 40);
    for (const Service &service : catalogue().services()) {
        const GuidePaper guide = guideOf(service, language);
        const ReceiptDocument document = guideDocument(guide);
        const auto read = ReceiptDocument::fromJson(document.toJson());
        QVERIFY2(read.has_value(), read ? "" : (service.id.toStdString() + ": " + read.error().detail).c_str());
        for (const ReceiptRow &row : document.rows) {
            QVERIFY2(!row.value.isEmpty() && !row.value.contains(QLatin1Char('%')), qPrintable(service.id + row.label));
        }
        const QString code = guideCode(guide);
        QVERIFY(code.toUtf8().size() <= ReceiptDocument::maxQrBytes);
        QVERIFY(code.startsWith(guide.title));
        QVERIFY2(code.endsWith(guide.hallHours), qPrintable(service.id));
    }
}

QTEST_GUILESS_MAIN(TestGuidePaper)
#include "tst_guidepaper.moc"
