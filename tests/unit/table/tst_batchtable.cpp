// SPDX-License-Identifier: GPL-3.0-or-later
// An employer's table of people: headings, values as people type them, an error at each place that needs one.
#include "app/catalogue/batchtable.h"
#include "app/catalogue/catalogueloader.h"
#include "app/table/tabletext.h"

#include <QTest>

using hall::BatchError;
using hall::BatchTable;

namespace {

const hall::Catalogue &catalogue()
{
    static const hall::LoadedCatalogue loaded =
        hall::loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue"));
    return loaded.catalogue;
}

// Columns of every kind, most of them in the form of the service and so required there.
hall::Service service()
{
    hall::Service service = *catalogue().service(u"flexible-registration"_qs);
    service.batch = {3,
                     {u"cert_no"_qs, u"name"_qs, u"mobile"_qs, u"education"_qs, u"flex_start"_qs, u"flex_income"_qs,
                      u"lowincome_flag"_qs, u"residence_region"_qs}};
    return service;
}

const QStringList kHeading{u"证件号码*"_qs,  u" 姓名 "_qs,     u"Mobile phone"_qs,     u"aac011"_qs,
                           u"flex_start"_qs, u"月收入(元)"_qs, u"家庭是否享受低保"_qs, u"residence_region"_qs};

BatchTable read(const QVector<QStringList> &people, const QStringList &heading = kHeading)
{
    QVector<QStringList> rows{heading};
    rows += people;
    QVector<int> lines;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        lines.append(int(10 + i));
    }
    return hall::readPeople(catalogue(), service(), rows, lines, QDate(2026, 11, 26));
}

QStringList person(const QString &number, const QString &name = u"张测试"_qs)
{
    return {number, name, u"13800000000"_qs, u"21"_qs, u"2026-03-05"_qs, u"3500"_qs, u"否"_qs, u"370202"_qs};
}

QString told(const BatchTable &table)
{
    QStringList errors;
    for (const BatchError &error : table.errors) {
        errors.append(QStringLiteral("%1/%2 %3 %4").arg(error.row).arg(error.line).arg(error.field, error.error));
    }
    return errors.join(u"; "_qs);
}

}  // namespace

class BatchTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodPeople();
    void valuesAsTyped_data();
    void valuesAsTyped();
    void errors_data();
    void errors();
    void wholeTable();
    void unknownColumns();
    void peopleEnteredOneByOne();
    void emptyTable();
    void everyErrorHasWords();
};

void BatchTableTest::goodPeople()
{
    const BatchTable table = read({person(u"370202199001010007"_qs), person(u"370202198506150000"_qs, u"李测试"_qs)});
    QCOMPARE(told(table), QString());
    QCOMPARE(table.people.size(), 2);
    QCOMPARE(table.people[0][u"cert_no"_qs].toString(), u"370202199001010007"_qs);
    QCOMPARE(table.people[0][u"flex_income"_qs].toLongLong(), 350000);
    QCOMPARE(table.people[0][u"lowincome_flag"_qs].toBool(), false);
    QCOMPARE(table.people[0][u"flex_start"_qs].toDate(), QDate(2026, 3, 5));
    QCOMPARE(table.people[1][u"name"_qs].toString(), u"李测试"_qs);
}

void BatchTableTest::valuesAsTyped_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QVariant>("value");
    QTest::newRow("wide digits") << 2 << u"１３８００００００００"_qs << QVariant(u"13800000000"_qs);
    QTest::newRow("Chinese date") << 4 << u"2026年3月5日"_qs << QVariant(QDate(2026, 3, 5));
    QTest::newRow("slashes") << 4 << u"2026/3/5"_qs << QVariant(QDate(2026, 3, 5));
    QTest::newRow("eight digits") << 4 << u"20260305"_qs << QVariant(QDate(2026, 3, 5));
    QTest::newRow("thousands") << 5 << u"3,500.50"_qs << QVariant(qlonglong(350050));
    QTest::newRow("yuan") << 5 << u"¥3500元"_qs << QVariant(qlonglong(350000));
    QTest::newRow("yes") << 6 << u"是"_qs << QVariant(true);
    QTest::newRow("Yes") << 6 << u"Yes"_qs << QVariant(true);
    QTest::newRow("zero") << 6 << u"0"_qs << QVariant(false);
    QTest::newRow("region in words") << 7 << u"市南区"_qs << QVariant(u"370202"_qs);
}

void BatchTableTest::valuesAsTyped()
{
    QFETCH(int, column);
    QFETCH(QString, typed);
    QFETCH(QVariant, value);
    QStringList cells = person(u"370202199001010007"_qs);
    cells[column] = typed;
    const BatchTable table = read({cells});
    QCOMPARE(told(table), QString());
    QCOMPARE(table.people[0][service().batch.columns[column]], value);
}

void BatchTableTest::errors_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("error");
    QTest::newRow("check digit") << 0 << u"370202199001010008"_qs << u"id-check-digit"_qs;
    QTest::newRow("as a spreadsheet shows it") << 0 << u"3.70202E+17"_qs << u"table-number-rounded"_qs;
    QTest::newRow("as a spreadsheet keeps it") << 0 << u"370202199001010000"_qs << u"table-number-rounded"_qs;
    QTest::newRow("no number") << 0 << QString() << u"required"_qs;
    QTest::newRow("short phone") << 2 << u"1380000"_qs << u"not-a-phone"_qs;
    QTest::newRow("rounded phone") << 2 << u"1.38E+10"_qs << u"table-number-rounded"_qs;
    QTest::newRow("no such code") << 3 << u"大学"_qs << u"not-in-list"_qs;
    QTest::newRow("no such day") << 4 << u"2026年2月30日"_qs << u"not-a-date"_qs;
    QTest::newRow("in the future") << 4 << u"2027-01-01"_qs << u"date-in-future"_qs;
    QTest::newRow("no amount") << 5 << u"三千五"_qs << u"not-an-amount"_qs;
    QTest::newRow("neither yes nor no") << 6 << u"也许"_qs << u"not-yes-or-no"_qs;
}

void BatchTableTest::errors()
{
    QFETCH(int, column);
    QFETCH(QString, typed);
    QFETCH(QString, error);
    QStringList cells = person(u"370202199001010007"_qs);
    cells[column] = typed;
    const BatchTable table = read({person(u"370202198506150000"_qs), cells});
    const QString id = service().batch.columns[column];
    QCOMPARE(told(table), QStringLiteral("2/12 %1 %2").arg(id, error));
}

void BatchTableTest::wholeTable()
{
    QCOMPARE(told(read({})), u"0/0  table-empty"_qs);
    QCOMPARE(told(hall::readPeople(catalogue(), service(), {}, {}, QDate())), u"0/0  table-empty"_qs);
    QCOMPARE(told(read({{u"1"_qs}}, {u"hello"_qs})), u"0/10  table-no-heading"_qs);
    const QString number = u"370202199001010007"_qs;
    QCOMPARE(told(read({person(number), person(number)})), u"2/12 cert_no table-person-twice"_qs);
    const BatchTable crowd = read({person(number), person(u"370202198506150000"_qs), person(u"370211199001010003"_qs),
                                   person(u"370211198506150007"_qs), person(u"810000199001010000"_qs)});
    QCOMPARE(told(crowd), u"4/14  table-too-many-people"_qs);
    QCOMPARE(crowd.people.size(), 3);
    QStringList heading = kHeading;
    heading[2] = u"姓名"_qs;
    QVERIFY(told(read({person(number)}, heading)).contains(u"0/10 name table-column-twice"_qs));
    QVERIFY(told(read({person(number)}, heading)).contains(u"0/10 mobile table-column-missing"_qs));
}

void BatchTableTest::unknownColumns()
{
    QStringList heading = kHeading;
    heading.prepend(u"序号"_qs);
    QStringList cells = person(u"370202199001010007"_qs);
    cells.prepend(u"1"_qs);
    const BatchTable table = read({cells}, heading);
    QCOMPARE(told(table), QString());
    QCOMPARE(table.unknown, QStringList{u"序号"_qs});
    QCOMPARE(table.people[0][u"name"_qs].toString(), u"张测试"_qs);
}

// What the machine offers to fill in is read again as what it is.
void BatchTableTest::peopleEnteredOneByOne()
{
    const BatchTable table = read({person(u"370202199001010007"_qs), person(u"370202198506150000"_qs, u"李测试"_qs)});
    const QDate day(2026, 11, 26);
    QCOMPARE(hall::checkPeople(catalogue(), service(), table.people, day), QVector<BatchError>());
    QVector<hall::Facts> people = table.people;
    people[1][u"cert_no"_qs] = people[0][u"cert_no"_qs];
    people[1].remove(u"mobile"_qs);
    people[0][u"education"_qs] = u"no such"_qs;
    QCOMPARE(hall::checkPeople(catalogue(), service(), people, day),
             QVector<BatchError>({{1, 0, u"education"_qs, u"not-in-list"_qs},
                                  {2, 0, u"mobile"_qs, u"required"_qs},
                                  {2, 0, u"cert_no"_qs, u"table-person-twice"_qs}}));
    QCOMPARE(hall::samePeople(people), QVector<BatchError>({{2, 0, u"cert_no"_qs, u"table-person-twice"_qs}}));
    QCOMPARE(hall::samePeople(table.people), QVector<BatchError>());
    people = QVector<hall::Facts>(service().batch.most + 1, table.people[0]);
    QVERIFY(hall::checkPeople(catalogue(), service(), people, day)
                .contains(BatchError{service().batch.most + 1, 0, {}, u"table-too-many-people"_qs}));
}

void BatchTableTest::emptyTable()
{
    for (const QString &language : {u"zh_CN"_qs, u"en"_qs}) {
        const QByteArray bytes = hall::emptyBatch(catalogue(), service(), language);
        const auto text = hall::readTable({bytes.constData(), std::size_t(bytes.size())});
        QVERIFY(text);
        QStringList heading;
        for (const std::string &cell : text->rows[0]) {
            heading.append(QString::fromStdString(cell));
        }
        QCOMPARE(read({person(u"370202199001010007"_qs)}, heading).columns, service().batch.columns);
    }
}

void BatchTableTest::everyErrorHasWords()
{
    for (const QString &id : hall::tableErrors()) {
        QVERIFY2(catalogue().message(id), qPrintable(id));
    }
    for (const auto problem :
         {hall::TableProblem::Empty, hall::TableProblem::TooLarge, hall::TableProblem::Workbook,
          hall::TableProblem::NotText, hall::TableProblem::OpenQuote, hall::TableProblem::ReaderFailed}) {
        QVERIFY(hall::tableErrors().contains(QString::fromLatin1(hall::tableProblemName(problem))));
    }
}

QTEST_GUILESS_MAIN(BatchTableTest)
#include "tst_batchtable.moc"
