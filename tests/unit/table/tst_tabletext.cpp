// SPDX-License-Identifier: GPL-3.0-or-later
// Tables as the spreadsheet programs of an office here write them, and files that are none.
#include "app/table/tabletext.h"

#include <QTest>

#include <random>

using hall::readTable;
using hall::TableProblem;
using hall::TableText;

namespace {

std::string joined(const TableText &table)
{
    std::string text;
    for (const auto &row : table.rows) {
        for (const auto &cell : row) {
            text += cell + "|";
        }
        text += "\n";
    }
    return text;
}

}  // namespace

class TableTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tables_data();
    void tables();
    void lines();
    void noTables_data();
    void noTables();
    void limits();
    void anyBytes();
    void json();
};

void TableTextTest::tables_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("cells");
    const auto row = [](const char *name, const QByteArray &bytes, const char *encoding, const char *cells) {
        QTest::newRow(name) << bytes << QString::fromLatin1(encoding) << QString::fromUtf8(cells);
    };
    row("UTF-8", "姓名,工资\n张测试,3500.00\n", "utf-8", "姓名|工资|\n张测试|3500.00|\n");
    row("with a mark", "\xEF\xBB\xBF姓名,工资\r\n张测试,3500\r\n", "utf-8", "姓名|工资|\n张测试|3500|\n");
    row("marks inside", "\xEF\xBB\xBF姓名,工资\n\xEF\xBB\xBF张测试,\xEF\xBB\xBF\n\xEF\xBB\xBF\n", "utf-8",
        "姓名|工资|\n张测试||\n");
    // 姓名,工资 in GB 18030 (GBK's two bytes a character).
    row("GBK", QByteArray::fromHex("d0d5c3fb2cb9a4d7ca0d0ad5c5b2e2cad42c333530300d0a"), "gb18030",
        "姓名|工资|\n张测试|3500|\n");
    // A character of four bytes: 㐁 (U+3401).
    row("GB 18030's four bytes", QByteArray::fromHex("d0d5c3fb0ad5c58139ef300a"), "gb18030", "姓名|\n张㐁|\n");
    row("UTF-16",
        QByteArray::fromHex("fffed359"
                            "0d54"
                            "2c00"
                            "4100"
                            "0a00"
                            "205f"
                            "2c00"
                            "3100"
                            "0a00"),
        "utf-16le", "姓名|A|\n张|1|\n");
    row("UTF-16, the other way",
        QByteArray::fromHex("feff59d3540d002c00410"
                            "00a5f20002c0031000a"),
        "utf-16be", "姓名|A|\n张|1|\n");
    row("semicolons", "a;b;c\n1;2,5;3\n", "utf-8", "a|b|c|\n1|2,5|3|\n");
    row("tabs", "a\tb\n1\t2\n", "utf-8", "a|b|\n1|2|\n");
    row("quotes", "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n", "utf-8", "a|b|\nx,y|say \"hi\"|\n");
    row("a line end in a cell", "a,b\n\"x\ny\",2\n", "utf-8", "a|b|\nx y|2|\n");
    row("carriage returns", "a,b\r1,2\r", "utf-8", "a|b|\n1|2|\n");
    row("no end of the last line", "a,b\n1,2", "utf-8", "a|b|\n1|2|\n");
    row("empty rows and cells", "a,b\n,\n\n1,\n", "utf-8", "a|b|\n1||\n");
    row("spaces",
        " a ,\xE3\x80\x80"
        "b\n 1\xE3\x80\x80,2\n",
        "utf-8", "a|b|\n1|2|\n");
    row("a quote inside a cell", "a\n5\" pipe\n", "utf-8", "a|\n5\" pipe|\n");
}

void TableTextTest::tables()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, encoding);
    QFETCH(QString, cells);
    const auto table = readTable({bytes.constData(), std::size_t(bytes.size())});
    QVERIFY2(table, table ? "" : hall::tableProblemName(table.error()));
    QCOMPARE(QString::fromStdString(table->encoding), encoding);
    QCOMPARE(QString::fromStdString(joined(*table)), cells);
    QCOMPARE(table->lines.size(), table->rows.size());
}

void TableTextTest::lines()
{
    const auto table = readTable("a,b\n\n\"x\ny\",2\n3,4\n");
    QVERIFY(table);
    QCOMPARE(table->lines, std::vector<int>({1, 3, 5}));
}

void TableTextTest::noTables_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    QTest::newRow("nothing") << QByteArray() << u"table-empty"_qs;
    QTest::newRow("a mark alone") << QByteArray("\xEF\xBB\xBF") << u"table-empty"_qs;
    QTest::newRow("empty lines") << QByteArray("\n\n , \n") << u"table-empty"_qs;
    QTest::newRow("xlsx") << QByteArray("PK\x03\x04\x14\x00", 6) << u"table-workbook"_qs;
    QTest::newRow("xls") << QByteArray::fromHex("d0cf11e0a1b11ae10000") << u"table-workbook"_qs;
    QTest::newRow("a picture") << QByteArray::fromHex("ffd8ffe000104a464946000101") << u"table-not-text"_qs;
    QTest::newRow("zeros") << QByteArray(64, '\0') << u"table-not-text"_qs;
    QTest::newRow("control characters") << QByteArray("a,b\n\x1b[2J,1\n") << u"table-not-text"_qs;
    QTest::newRow("broken UTF-8 with its mark") << QByteArray("\xEF\xBB\xBF\xC3\x28") << u"table-not-text"_qs;
    QTest::newRow("half a character of UTF-16") << QByteArray("\xFF\xFE\x41", 3) << u"table-empty"_qs;
    QTest::newRow("a quote that never ends") << QByteArray("a,b\n\"x,1\n2,3\n") << u"table-open-quote"_qs;
}

void TableTextTest::noTables()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    const auto table = readTable({bytes.constData(), std::size_t(bytes.size())});
    QVERIFY(!table);
    QCOMPARE(QString::fromLatin1(hall::tableProblemName(table.error())), problem);
}

void TableTextTest::limits()
{
    const auto problem = [](const std::string &bytes) {
        const auto table = readTable(bytes);
        return table ? QString() : QString::fromLatin1(hall::tableProblemName(table.error()));
    };
    std::string rows = "a\n";
    for (std::size_t i = 1; i < hall::kTableRows; ++i) {
        rows += "1\n";
    }
    QCOMPARE(problem(rows), QString());
    QCOMPARE(problem(rows + "1\n"), u"table-too-large"_qs);
    QCOMPARE(problem(std::string(hall::kTableColumns - 1, ',') + "x"), QString());
    QCOMPARE(problem(std::string(hall::kTableColumns, ',') + "x"), u"table-too-large"_qs);
    QCOMPARE(problem(std::string(hall::kTableCellBytes, 'x')), QString());
    QCOMPARE(problem(std::string(hall::kTableCellBytes + 1, 'x')), u"table-too-large"_qs);
    QCOMPARE(problem(std::string(hall::kTableBytes + 1, 'x')), u"table-too-large"_qs);
}

// Whatever comes: an answer, cells without control characters, valid UTF-8.
void TableTextTest::anyBytes()
{
    std::mt19937 random(20260301);
    const std::string alphabet = "a,;\t\"\n\r\xE5\xBC\xA0\xD5\xC5\x80 1";
    int tables = 0;
    for (int i = 0; i < 20000; ++i) {
        std::string bytes;
        const std::size_t length = random() % 60;
        for (std::size_t k = 0; k < length; ++k) {
            bytes += alphabet[random() % alphabet.size()];
        }
        const auto table = readTable(bytes);
        if (!table) {
            continue;
        }
        ++tables;
        for (const auto &row : table->rows) {
            for (const std::string &cell : row) {
                const QString text = QString::fromStdString(cell);
                QCOMPARE(text.toStdString(), cell);
                QVERIFY(std::none_of(text.begin(), text.end(), [](QChar c) { return c < u' '; }));
            }
        }
    }
    QVERIFY2(tables > 300, qPrintable(QString::number(tables)));
}

void TableTextTest::json()
{
    const auto table = readTable("a;b\n\"x\"\"y\";c:\\d\n");
    const std::string wanted = "{\"encoding\":\"utf-8\",\"separator\":\";\",\"rows\":[[\"a\",\"b\"],[\"x\\\"y\",\"c:"
                               "\\\\d\"]],\"lines\":[1,2]}";
    QCOMPARE(hall::tableJson(table), wanted);
    QCOMPARE(hall::tableJson(readTable("")), std::string("{\"problem\":\"table-empty\"}"));
}

QTEST_GUILESS_MAIN(TableTextTest)
#include "tst_tabletext.moc"
