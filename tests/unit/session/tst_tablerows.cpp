// SPDX-License-Identifier: GPL-3.0-or-later
// A table row by row, as the kiosk judges it; and the paper that tells what such a table must look like.
#include "app/catalogue/catalogueloader.h"
#include "app/session/columnspaper.h"
#include "app/session/tablerows.h"
#include "app/table/tabletext.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace hall;

namespace {

const QString kService = QStringLiteral("labour-filing-hire");
const QStringList kPersonal{QStringLiteral("worker"),   QStringLiteral("contact"), QStringLiteral("job"),
                            QStringLiteral("contract"), QStringLiteral("start"),   QStringLiteral("clauses")};

const Catalogue &catalogue()
{
    static const LoadedCatalogue loaded = loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
    return loaded.catalogue;
}

const Service &service()
{
    return *catalogue().service(kService);
}

// A row of the table, by column; what is not given is as somebody right would have it.
QStringList person(const QHash<QString, QString> &given)
{
    static const QHash<QString, QString> right{{u"cert_type"_qs, u"111"_qs},
                                               {u"cert_no"_qs, u"37020019900307006X"_qs},
                                               {u"name"_qs, u"张测试"_qs},
                                               {u"mobile"_qs, u"13900000001"_qs},
                                               {u"education"_qs, u"21"_qs},
                                               {u"hukou_type"_qs, u"10"_qs},
                                               {u"occupation"_qs, u"3-02-x01"_qs},
                                               {u"job_name"_qs, u"保卫员"_qs},
                                               {u"employment_form"_qs, u"1"_qs},
                                               {u"work_time_system"_qs, u"1"_qs},
                                               {u"full_time"_qs, u"是"_qs},
                                               {u"contract_no"_qs, u"HT-1"_qs},
                                               {u"contract_type"_qs, u"20"_qs},
                                               {u"contract_sign_date"_qs, u"2026-11-16"_qs},
                                               {u"contract_start"_qs, u"2026-11-20"_qs},
                                               {u"hire_date"_qs, u"2026-11-20"_qs},
                                               {u"wage"_qs, u"4500"_qs},
                                               {u"confidential_flag"_qs, u"否"_qs},
                                               {u"noncompete_flag"_qs, u"否"_qs}};
    QStringList cells;
    for (const QString &id : service().batch.columns) {
        cells.append(given.value(id, right.value(id)));
    }
    return cells;
}

TableCells table(const QVector<QStringList> &people, const QStringList &without = {})
{
    TableCells cells;
    QStringList heading;
    for (const QString &id : service().batch.columns) {
        if (!without.contains(id)) {
            heading.append(id);
        }
    }
    cells.rows.append(heading);
    cells.lines.append(1);
    for (const QStringList &row : people) {
        QStringList kept;
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (!without.contains(service().batch.columns[i])) {
                kept.append(row[i]);
            }
        }
        cells.rows.append(kept);
        cells.lines.append(int(cells.lines.size()) + 1);
    }
    return cells;
}

TableRows judged(const TableCells &cells, FormKind kind = FormKind::Online, const QVector<Facts> &entered = {},
                 const Facts &around = {})
{
    TableCase about{&catalogue(), &service(), kind, around, kPersonal, entered, QDate(2026, 11, 26)};
    return judgeTable(about, cells);
}

QString told(const TableRows &rows)
{
    QStringList words;
    for (const BatchError &error : rows.whole) {
        words.append(QStringLiteral("whole %1 %2").arg(error.field, error.error));
    }
    for (const TableRow &row : rows.wrong) {
        for (const RowError &error : row.errors) {
            words.append(QStringLiteral("%1 %2 %3")
                             .arg(row.line)
                             .arg(error.field, error.error.isEmpty() ? error.words.en.left(20) : error.error));
        }
    }
    return words.join(u"; "_qs);
}

}  // namespace

class TableRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rightOnes();
    void wrongOnes_data();
    void wrongOnes();
    void conditionsOfTheService();
    void whatCannotBeReadIsKeptAsTyped();
    void wordsOfTheCodes();
    void tablesOfTheDemonstration();
    void whoIsThereAlready();
    void twiceInTheTable();
    void aShorterFormWantsLess();
    void tooMany();
    void noTable();
    void hostileCells();
    void twoHundredAreJudgedAtOnce();
    void columnsOnPaper();
};

void TableRowsTest::rightOnes()
{
    const TableRows rows = judged(table({person({}), person({{u"cert_no"_qs, u"370200197208080035"_qs}})}));
    QCOMPARE(told(rows), QString());
    QCOMPARE(rows.right.size(), 2);
    QCOMPARE(rows.right[1].value(u"cert_no"_qs).toString(), u"370200197208080035"_qs);
    QCOMPARE(rows.right[0].value(u"wage"_qs).toLongLong(), 450000);
    QCOMPARE(rows.right[0].value(u"birth_date"_qs).toDate(), QDate(1990, 3, 7));
}

void TableRowsTest::wrongOnes_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("error");
    QTest::newRow("check digit") << u"cert_no"_qs << u"370200199003070061"_qs << u"2 cert_no id-check-digit"_qs;
    QTest::newRow("phone") << u"mobile"_qs << u"1390000"_qs << u"2 mobile not-a-phone"_qs;
    QTest::newRow("missing") << u"wage"_qs << QString() << u"2 wage required"_qs;
    // What no column by itself would tell.
    QTest::newRow("the form's condition") << u"contract_type"_qs << u"10"_qs << u"2 contract_end required"_qs;
    QTest::newRow("the law") << u"cert_no"_qs << u"37020020150307006X"_qs
                             << u"2 contract_start under-16-then; 2 hire_date under-16-then"_qs;
}

void TableRowsTest::wrongOnes()
{
    QFETCH(QString, column);
    QFETCH(QString, typed);
    QFETCH(QString, error);
    QString cell = typed;
    if (cell.startsWith(u"3702002015")) {
        cell = cell.left(17) + checkDigitOf(cell.left(17));
    }
    const TableRows rows =
        judged(table({person({{column, cell}}), person({{u"cert_no"_qs, u"370200197208080035"_qs}})}));
    QCOMPARE(told(rows), error);
    QCOMPARE(rows.right.size(), 1);
}

void TableRowsTest::conditionsOfTheService()
{
    const TableCells cells =
        table({person({}), person({{u"cert_no"_qs, u"370200197208080035"_qs}, {u"mobile"_qs, u"1"_qs}})});
    const TableRows rows = judged(cells, FormKind::Online, {}, {{u"unit_state"_qs, u"5"_qs}});
    QCOMPARE(told(rows), u"2  Our records show tha; 3 mobile not-a-phone"_qs);
}

void TableRowsTest::whatCannotBeReadIsKeptAsTyped()
{
    const TableRows rows = judged(table({person({{u"cert_no"_qs, u"3.702E+17"_qs}, {u"wage"_qs, u"viel"_qs}})}));
    QCOMPARE(rows.wrong.size(), 1);
    QCOMPARE(rows.wrong[0].unread,
             (QHash<QString, QString>{{u"cert_no"_qs, u"3.702E+17"_qs}, {u"wage"_qs, u"viel"_qs}}));
    QVERIFY(!rows.wrong[0].person.contains(u"cert_no"_qs));
    QCOMPARE(rows.wrong[0].person.value(u"name"_qs).toString(), u"张测试"_qs);
}

// What the paper with the columns says is taken, wide brackets too.
void TableRowsTest::wordsOfTheCodes()
{
    const TableRows rows = judged(table({person({{u"hukou_type"_qs, u"非农业户口（城镇）"_qs},
                                                 {u"work_time_system"_qs, u"Standard hours (eight a day)"_qs},
                                                 {u"employment_form"_qs, u"全日制劳动合同"_qs}})}));
    QCOMPARE(told(rows), QString());
    QCOMPARE(rows.right[0].value(u"hukou_type"_qs).toString(), u"10"_qs);
    QCOMPARE(rows.right[0].value(u"work_time_system"_qs).toString(), u"1"_qs);
}

void TableRowsTest::tablesOfTheDemonstration()
{
    const auto rowsOf = [](const char *name) {
        QFile file(QStringLiteral(HALL_SOURCE_DIR "/resources/demo/table-stick/") + QLatin1String(name));
        const QByteArray bytes = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        const std::string json = tableJson(readTable({bytes.constData(), std::size_t(bytes.size())}));
        return judged(tableCellsFrom(QByteArray::fromStdString(json)));
    };
    QCOMPARE(told(rowsOf("hire.csv")), QString());
    QCOMPARE(rowsOf("hire.csv").right.size(), 3);
    QCOMPARE(rowsOf("hire-with-errors.csv").right.size(), 3);
    QCOMPARE(told(rowsOf("hire-with-errors.csv")),
             u"5 cert_no table-number-rounded; 6 mobile not-a-phone; 6 education not-in-list; "
             "7 contract_end required; 8 cert_no table-person-twice"_qs);
    QCOMPARE(told(rowsOf("hire.xlsx")), u"whole  table-workbook"_qs);
}

void TableRowsTest::whoIsThereAlready()
{
    const Facts entered{{u"cert_no"_qs, u"37020019900307006X"_qs}};
    const TableRows rows = judged(table({person({})}), FormKind::Online, {entered, Facts()});
    QCOMPARE(told(rows), u"2 cert_no table-person-entered"_qs);
    QVERIFY(rows.right.isEmpty());
}

void TableRowsTest::twiceInTheTable()
{
    const TableRows rows = judged(table({person({}), person({})}));
    QCOMPARE(told(rows), u"3 cert_no table-person-twice"_qs);
    QCOMPARE(rows.right.size(), 1);
}

// Without the centre the form asks only for what cannot wait: neither the wage nor its column is missed then.
void TableRowsTest::aShorterFormWantsLess()
{
    const QVector<QStringList> people{person({{u"education"_qs, QString()}})};
    QCOMPARE(told(judged(table(people, {u"wage"_qs}), FormKind::Offline)), QString());
    QCOMPARE(told(judged(table(people, {u"wage"_qs}))),
             u"whole wage table-column-missing; 2 education required; 2 wage required"_qs);
    QCOMPARE(told(judged(table(people, {u"hire_date"_qs}), FormKind::Offline)),
             u"whole hire_date table-column-missing; 2 hire_date required"_qs);
}

void TableRowsTest::tooMany()
{
    QVector<QStringList> people;
    for (int i = 0; i < 201; ++i) {
        const QString first = QStringLiteral("37020019900307%1").arg(i, 3, 10, QLatin1Char('0'));
        people.append(person({{u"cert_no"_qs, first + checkDigitOf(first)}}));
    }
    QCOMPARE(told(judged(table(people))), u"whole  table-too-many-people"_qs);
    people.removeLast();
    QCOMPARE(told(judged(table(people))), QString());
    QCOMPARE(judged(table(people)).right.size(), 200);
    const Facts entered{{u"cert_no"_qs, u"370200197208080035"_qs}};
    QCOMPARE(told(judged(table(people), FormKind::Online, {entered})), u"whole  table-too-many-people"_qs);
}

void TableRowsTest::noTable()
{
    QCOMPARE(told(judged({u"table-not-text"_qs, {}, {}})), u"whole  table-not-text"_qs);
    QCOMPARE(told(judged({{}, {{u"a"_qs, u"b"_qs}, {u"1"_qs, u"2"_qs}}, {1, 2}})), u"whole  table-no-heading"_qs);
}

// Formulas are text here, and text that is no value of its column is an error like any other.
void TableRowsTest::hostileCells()
{
    const TableRows rows = judged(table({person({{u"wage"_qs, u"=1+1"_qs},
                                                 {u"mobile"_qs, u"=HYPERLINK(\"http://example.invalid\")"_qs},
                                                 {u"full_time"_qs, u"+cmd|' /C calc'!A0"_qs},
                                                 {u"hire_date"_qs, u"@SUM(A1:A9)"_qs}})}));
    QVERIFY(rows.right.isEmpty());
    QStringList fields;
    for (const RowError &error : rows.wrong[0].errors) {
        fields.append(error.field);
    }
    fields.sort();
    QCOMPARE(fields, (QStringList{u"full_time"_qs, u"hire_date"_qs, u"mobile"_qs, u"wage"_qs}));
}

void TableRowsTest::twoHundredAreJudgedAtOnce()
{
    QVector<QStringList> people;
    for (int i = 0; i < 200; ++i) {
        const QString first = QStringLiteral("37020019900307%1").arg(i, 3, 10, QLatin1Char('0'));
        people.append(person({{u"cert_no"_qs, first + checkDigitOf(first)}}));
    }
    const TableCells cells = table(people);
    QElapsedTimer took;
    took.start();
    QCOMPARE(judged(cells).right.size(), 200);
    qInfo("200 people judged in %lld ms", static_cast<long long>(took.elapsed()));
    QVERIFY(took.elapsed() < 3000);
}

void TableRowsTest::columnsOnPaper()
{
    const auto words = loadReceiptWords(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/receipt.json"));
    QVERIFY(words);
    for (const Service &one : catalogue().services()) {
        if (one.batch.most == 0) {
            continue;
        }
        for (const QString &language : {u"zh_CN"_qs, u"en"_qs}) {
            const ColumnsPaper paper{&catalogue(), &one, language, u"Hall"_qs, u"2026-11-26 09:00"_qs, false, *words};
            const ReceiptDocument document = columnsDocument(paper);
            QCOMPARE(document.rows.size(), one.batch.columns.size());
            QCOMPARE(document.notes.size(), one.batch.also.isEmpty() ? 3 : 4);
            for (const QString &id : one.batch.also) {
                QVERIFY2(document.notes.constLast().contains(catalogue().field(id)->label.in(language)),
                         qPrintable(one.id + u' ' + id));
            }
            QCOMPARE(ReceiptDocument::fromJson(document.toJson()).value(), document);
            // The line is a heading that is known again.
            const QString line = columnsCode(paper);
            QVERIFY2(!line.isEmpty() || one.batch.columns.size() > 20, qPrintable(one.id));
            const BatchTable again =
                line.isEmpty() ? BatchTable() : readPeople(catalogue(), one, {line.split(u',')}, {1}, {});
            QVERIFY2(line.isEmpty() || again.columns == one.batch.columns,
                     qPrintable(one.id + again.unknown.join(u'|')));
        }
    }
}

QTEST_GUILESS_MAIN(TableRowsTest)
#include "tst_tablerows.moc"
