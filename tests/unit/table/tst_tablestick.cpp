// SPDX-License-Identifier: GPL-3.0-or-later
// The stick as a visit sees it: whose it is, which files lie on it, and that it may go at any moment.
#include "app/table/tablestick.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using hall::TableCells;
using hall::TableStick;
using Place = hall::TableStick::Place;

namespace {

constexpr int kLongMs = 20'000;

}  // namespace

class TableStickTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }
    void comesAndGoes();
    void whatWasThereBeforeIsNobodys();
    void leftByAVisit();
    void namesOnlyWhileWatched();
    void reads();
    void workbookAndNoSuchFile();
    void pulledWhileItIsRead();
    void gonePlaceWhileItIsRead();
    void aLaterReadIsTheOneThatCounts();
    void nothingAfterGivingUp();
    void goesWithAThreadStillOut();

private:
    [[nodiscard]] QString folder() const { return m_dir->filePath(u"stick"_qs); }
    void plugIn(const QByteArray &table = "name,age\nZhang,3\n") const
    {
        QVERIFY(QDir().mkpath(folder()));
        QFile file(folder() + u"/people.csv"_qs);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(table) == table.size());
    }
    [[nodiscard]] TableStick::Options options() const
    {
        TableStick::Options options;
        options.folder = folder();
        options.reader = QStringLiteral(HALL_TABLE_READER);
        options.lookMs = 20;
        return options;
    }
    static QString problemOf(QSignalSpy &done)
    {
        if (done.isEmpty() && !done.wait(kLongMs)) {
            return u"nothing"_qs;
        }
        return done.takeFirst().first().value<TableCells>().problem;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void TableStickTest::comesAndGoes()
{
    TableStick stick(options());
    QCOMPARE(stick.place(), Place::Out);
    QTest::qWait(60);  // it has seen that there is none
    QSignalSpy changed(&stick, &TableStick::changed);
    plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(stick.place(), Place::In, kLongMs);
    QVERIFY(QDir(folder()).removeRecursively());
    QTRY_COMPARE_WITH_TIMEOUT(stick.place(), Place::Out, kLongMs);
    QCOMPARE(changed.size(), 2);
}

void TableStickTest::whatWasThereBeforeIsNobodys()
{
    plugIn();
    TableStick stick(options());
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.place(), Place::Left, kLongMs);
    QVERIFY(stick.files().isEmpty());
    QVERIFY(QDir(folder()).removeRecursively());
    QTRY_COMPARE_WITH_TIMEOUT(stick.place(), Place::Out, kLongMs);
    plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(stick.place(), Place::In, kLongMs);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
}

void TableStickTest::leftByAVisit()
{
    TableStick stick(options());
    QTest::qWait(60);
    plugIn();
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
    stick.leave();
    QCOMPARE(stick.place(), Place::Left);
    QVERIFY(stick.files().isEmpty());
    stick.watch(true);  // the next visitor's
    QTest::qWait(100);
    QCOMPARE(stick.place(), Place::Left);
    QVERIFY(stick.files().isEmpty());
    QSignalSpy done(&stick, &TableStick::done);
    stick.read(0);
    QCOMPARE(problemOf(done), u"table-stick-gone"_qs);
}

void TableStickTest::namesOnlyWhileWatched()
{
    TableStick stick(options());
    QTest::qWait(60);
    plugIn();
    QTRY_COMPARE_WITH_TIMEOUT(stick.place(), Place::In, kLongMs);
    QVERIFY(stick.files().isEmpty());
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
    stick.watch(false);
    QVERIFY(stick.files().isEmpty());
    QTest::qWait(100);
    QVERIFY(stick.files().isEmpty());
}

void TableStickTest::reads()
{
    TableStick stick(options());
    QTest::qWait(60);
    plugIn();
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
    QSignalSpy done(&stick, &TableStick::done);
    stick.read(0);
    QVERIFY(done.isEmpty());
    QVERIFY(done.wait(kLongMs));
    const auto cells = done.takeFirst().first().value<TableCells>();
    QCOMPARE(cells.problem, QString());
    QCOMPARE(cells.rows, (QVector<QStringList>{{u"name"_qs, u"age"_qs}, {u"Zhang"_qs, u"3"_qs}}));
}

void TableStickTest::workbookAndNoSuchFile()
{
    TableStick stick(options());
    QTest::qWait(60);
    QVERIFY(QDir().mkpath(folder()));
    QFile file(folder() + u"/people.xlsx"_qs);
    QVERIFY(file.open(QIODevice::WriteOnly));
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
    QSignalSpy done(&stick, &TableStick::done);
    stick.read(0);
    QCOMPARE(problemOf(done), u"table-workbook"_qs);
    stick.read(1);
    QCOMPARE(problemOf(done), u"table-stick-gone"_qs);
    stick.read(-1);
    QCOMPARE(problemOf(done), u"table-stick-gone"_qs);
}

void TableStickTest::pulledWhileItIsRead()
{
    TableStick stick({{}, QStringLiteral(HALL_TABLE_READER), 20, 10'000});
    plugIn();
    stick.insert(folder());
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
    QSignalSpy done(&stick, &TableStick::done);
    QVERIFY(QFile::remove(folder() + u"/people.csv"_qs));
    stick.read(0);
    stick.remove();
    QCOMPARE(problemOf(done), u"table-stick-gone"_qs);
    QTRY_COMPARE_WITH_TIMEOUT(stick.place(), Place::Out, kLongMs);
    QVERIFY(done.isEmpty());
}

void TableStickTest::gonePlaceWhileItIsRead()
{
    TableStick stick(options());
    QTest::qWait(60);
    plugIn();
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
    QSignalSpy done(&stick, &TableStick::done);
    QVERIFY(QDir(folder()).removeRecursively());
    stick.read(0);
    QCOMPARE(problemOf(done), u"table-stick-gone"_qs);
}

void TableStickTest::aLaterReadIsTheOneThatCounts()
{
    TableStick stick(options());
    QTest::qWait(60);
    plugIn();
    QFile other(folder() + u"/zzz.csv"_qs);
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("other\n") == 6);
    other.close();
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 2, kLongMs);
    QSignalSpy done(&stick, &TableStick::done);
    stick.read(0);
    stick.read(1);
    QVERIFY(done.wait(kLongMs));
    QTest::qWait(200);
    QCOMPARE(done.size(), 1);
    QCOMPARE(done.first().first().value<TableCells>().rows, QVector<QStringList>{{u"other"_qs}});
}

void TableStickTest::nothingAfterGivingUp()
{
    TableStick stick(options());
    QTest::qWait(60);
    plugIn();
    stick.watch(true);
    QTRY_COMPARE_WITH_TIMEOUT(stick.files().size(), 1, kLongMs);
    QSignalSpy done(&stick, &TableStick::done);
    stick.read(0);
    stick.giveUp();
    QTest::qWait(300);
    QVERIFY(done.isEmpty());
}

void TableStickTest::goesWithAThreadStillOut()
{
    for (int i = 0; i < 50; ++i) {
        plugIn();
        TableStick stick({{}, QStringLiteral(HALL_TABLE_READER), 1, 10'000});
        stick.insert(folder());
        stick.watch(true);
        QTest::qWait(i % 4);
        stick.read(0);
    }
}

QTEST_GUILESS_MAIN(TableStickTest)
#include "tst_tablestick.moc"
