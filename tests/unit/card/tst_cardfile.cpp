// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/cardfile.h"

#include <QDir>
#include <QTest>

using namespace hall;
using namespace hall::device;

class TestCardFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wholeGalleryIsReadable()
    {
        const QDir cards(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/cards"));
        const QDir idCards(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/id-cards"));
        const QStringList filter{QStringLiteral("*.json")};
        QVERIFY(cards.entryList(filter).size() >= 20);
        QVERIFY(idCards.entryList(filter).size() >= 10);
        for (const QString &name : cards.entryList(filter)) {
            const auto card = readCardFile(cards.filePath(name));
            QVERIFY2(card, card ? "" : card.error().detail.c_str());
        }
        for (const QString &name : idCards.entryList(filter)) {
            const auto card = readIdCardFile(idCards.filePath(name));
            QVERIFY2(card, card ? "" : card.error().detail.c_str());
        }
    }

    void readmeNamesEveryCard()
    {
        QFile readme(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/README.md"));
        QVERIFY(readme.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(readme.readAll());
        for (const char *folder : {"cards", "id-cards"}) {
            const QDir dir(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/") + QLatin1String(folder));
            for (const QFileInfo &file : dir.entryInfoList({QStringLiteral("*.json")})) {
                QVERIFY2(text.contains(u'`' + file.completeBaseName() + u'`'), qPrintable(file.fileName()));
            }
        }
    }

    void everythingIsTaken()
    {
        const auto card = parseCardFile(R"({"atr":"3B00","interface":"contactless",
            "files":{"SSSE/EF06":[["08","AA"],["09","BBCC"]],"SSSE/EF05":[]},"access":{"SSSE/EF06":"pin"},
            "pin":{"value":"123456","tries":3},"auth":{"external":"0102"},"addressing":"tag",
            "fault":{"pull_after":3,"mute":true,"delay_ms":24,"sw":{"00b201":"6C12"},"raw":{"00C0":"9000"}}})");
        QVERIFY(card);
        QCOMPARE(card->atr, (Bytes{0x3B, 0x00}));
        QCOMPARE(card->interface, CardInterface::Contactless);
        QCOMPARE(card->files.at("SSSE/EF06").size(), std::size_t(2));
        QCOMPARE(card->files.at("SSSE/EF06")[1].value, (Bytes{0xBB, 0xCC}));
        QCOMPARE(card->access.at("SSSE/EF06"), CardAccess::Pin);
        QCOMPARE(*card->pin, std::string("123456"));
        QCOMPARE(card->pinTries, 3);
        QCOMPARE(card->externalAuth, (Bytes{1, 2}));
        QCOMPARE(card->addressing, CardAddressing::Tag);
        QCOMPARE(*card->fault.pullAfter, 3);
        QVERIFY(card->fault.mute);
        QCOMPARE(card->fault.delayMs, 24);
        QCOMPARE(int(card->fault.sw.at("00B201")), 0x6C12);
        QCOMPARE(card->fault.raw.at("00C0"), (Bytes{0x90, 0x00}));
    }

    void defects_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("where");
        const auto row = [](const char *name, const char *json, const char *where) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(where);
        };
        row("no JSON", "{", "offset");
        row("a list", "[]", "/:");
        row("no atr", "{}", "/atr");
        row("half a byte", R"({"atr":"3B0"})", "/atr");
        row("no hex", R"({"atr":"zz"})", "/atr");
        row("interface", R"({"atr":"3B00","interface":"usb"})", "/interface");
        row("unknown key", R"({"atr":"3B00","colour":"red"})", "/colour");
        row("file is no list", R"({"atr":"3B00","files":{"SSSE/EF05":{}}})", "/files/SSSE/EF05");
        row("record", R"({"atr":"3B00","files":{"SSSE/EF05":[["01"]]}})", "/files/SSSE/EF05/0");
        row("long tag", R"({"atr":"3B00","files":{"SSSE/EF05":[["01","AA"],["0102","AA"]]}})", "/files/SSSE/EF05/1");
        row("access to nothing", R"({"atr":"3B00","access":{"SSSE/EF06":"pin"}})", "/access/SSSE/EF06");
        row("pin", R"({"atr":"3B00","pin":{"value":"12345"}})", "/pin/value");
        row("tries", R"({"atr":"3B00","pin":{"value":"123456","tries":99}})", "/pin/tries");
        row("pull after", R"({"atr":"3B00","fault":{"pull_after":-1}})", "/fault/pull_after");
        row("status word", R"({"atr":"3B00","fault":{"sw":{"00B2":"90"}}})", "/fault/sw/00B2");
        row("fault", R"({"atr":"3B00","fault":{"fire":true}})", "/fault/fire");
    }

    void defects()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, where);
        const auto card = parseCardFile(json);
        QVERIFY(!card);
        QCOMPARE(card.error().code, FaultCode::FileInvalid);
        QVERIFY2(card.error().detail.starts_with(where.toStdString()), card.error().detail.c_str());
    }

    void identityCardDefects()
    {
        QVERIFY(!parseIdCardFile("{}"));
        QVERIFY(!parseIdCardFile(R"({"text":"2000"})"));
        const QByteArray text = QByteArray("2000").repeated(128);
        QVERIFY(parseIdCardFile("{\"text\":\"" + text + "\"}"));
        QVERIFY(!parseIdCardFile("{\"text\":\"" + text + "\",\"photo\":\"00\"}"));
        QVERIFY(!parseIdCardFile("{\"text\":\"" + text + "\",\"address\":\"00\"}"));
    }

    void missingFile()
    {
        const auto card = readCardFile(QStringLiteral("/nonexistent/card.json"));
        QVERIFY(!card);
        QCOMPARE(card.error().code, FaultCode::FileUnreadable);
    }
};

QTEST_APPLESS_MAIN(TestCardFile)
#include "tst_cardfile.moc"
