// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/receiptdocument.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hall;

namespace {

ReceiptDocument full()
{
    ReceiptDocument document;
    document.title = QStringLiteral("失业登记 回执");
    document.hall = QStringLiteral("青岛就业智慧大厅");
    document.number = QStringLiteral("K7MX-4Q2P-8T");
    document.numberLabel = QStringLiteral("受理编号");
    document.stateLine = QStringLiteral("已保存，联网后自动提交");
    document.rows = {{QStringLiteral("姓名"), QStringLiteral("𠮷䶮·㛃𠅤")}, {QStringLiteral("备注"), QString()}};
    document.notes = {QStringLiteral("请留意短信")};
    document.qr = QStringLiteral("https://hall.example/r/K7MX-4Q2P-8T");
    document.qrCaption = QStringLiteral("扫码查询");
    document.printedAt = QStringLiteral("打印时间 2026-01-01 09:30");
    document.copy = 2;
    document.copyLabel = QStringLiteral("补打 第 2 次");
    document.largePrint = true;
    return document;
}

}  // namespace

class TestReceiptDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roundTrip();
    void shortest();
    void onlyAGuideHasNoNumber();
    void refuses_data();
    void refuses();
    void schemaNamesTheSameKeys();
};

void TestReceiptDocument::roundTrip()
{
    const auto back = ReceiptDocument::fromJson(full().toJson());
    QVERIFY(back.has_value());
    QVERIFY(*back == full());
}

void TestReceiptDocument::onlyAGuideHasNoNumber()
{
    const auto guide = ReceiptDocument::fromJson(R"({"kind":"guide","title":"t","hall":"h","printedAt":"p"})");
    QVERIFY(guide.has_value());
    QVERIFY(guide->kind == ReceiptDocument::Kind::Guide && guide->number.isEmpty());
    const auto again = ReceiptDocument::fromJson(guide->toJson());
    QVERIFY(again.has_value());
    QVERIFY(*again == *guide);
    const auto receipt = ReceiptDocument::fromJson(R"({"kind":"receipt","title":"t","hall":"h","printedAt":"p"})");
    QCOMPARE(receipt.error().detail, std::string("number: is missing"));
}

void TestReceiptDocument::shortest()
{
    const auto document = ReceiptDocument::fromJson(R"({"title":"t","hall":"h","number":"n","printedAt":"p"})");
    QVERIFY(document.has_value());
    QCOMPARE(document->copy, 0);
    QVERIFY(document->rows.isEmpty());
}

void TestReceiptDocument::refuses_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("complaint");

    const auto row = [](const char *key, const QJsonValue &value, const char *complaint) {
        QTest::newRow(complaint) << QString::fromLatin1(key) << value << QString::fromUtf8(complaint);
    };
    row("kind", QStringLiteral("letter"), "kind: must be receipt or guide");
    row("title", QJsonValue::Undefined, "title: is missing");
    row("title", 5, "title: must be a text");
    row("hall", QStringLiteral(" "), "hall: must not be empty");
    row("number", QString(1001, QLatin1Char('x')), "number: is longer than 1000 characters");
    row("rows", QStringLiteral("x"), "rows: must be a list");
    row("rows", QJsonArray{5}, "rows[0]: must be an object with label and value");
    row("rows", QJsonArray{QJsonObject{{QStringLiteral("label"), QStringLiteral("a")}}}, "rows[0].value: is missing");
    row("rows", QJsonArray{QJsonObject{{QStringLiteral("label"), QStringLiteral("a")}, {QStringLiteral("value"), 3}}},
        "rows[0].value: must be a text");
    row("notes", QJsonArray{QString()}, "notes[0]: must be a text of 1 to 1000 characters");
    row("qr", QString(481, QLatin1Char('x')), "qr: is longer than 480 bytes");
    row("copy", -1, "copy: must be a whole number from 0 to 99");
    row("copy", 1.5, "copy: must be a whole number from 0 to 99 ");
    row("copyLabel", QString(), "copyLabel: must not be empty when copy is not 0");
    row("largePrint", QStringLiteral("yes"), "largePrint: must be true or false");
    row("colour", QStringLiteral("red"), "colour: is not a key of a receipt");
}

void TestReceiptDocument::refuses()
{
    QFETCH(QString, key);
    QFETCH(QJsonValue, value);
    QFETCH(QString, complaint);
    QJsonObject object = QJsonDocument::fromJson(full().toJson()).object();
    if (value.isUndefined()) {
        object.remove(key);
    } else {
        object.insert(key, value);
    }
    const auto document = ReceiptDocument::fromJson(QJsonDocument(object).toJson());
    QVERIFY(!document.has_value());
    QVERIFY(document.error().code == FaultCode::FileInvalid);
    QCOMPARE(QString::fromStdString(document.error().detail), complaint.trimmed());
}

void TestReceiptDocument::schemaNamesTheSameKeys()
{
    QFile file(QStringLiteral(HALL_SOURCE_DIR "/resources/schema/receipt-document.schema.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject schema = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(!schema.isEmpty());
    QCOMPARE(schema.value(QStringLiteral("properties")).toObject().keys(),
             QJsonDocument::fromJson(full().toJson()).object().keys());
}

QTEST_GUILESS_MAIN(TestReceiptDocument)
#include "tst_receiptdocument.moc"
