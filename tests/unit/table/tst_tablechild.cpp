// SPDX-License-Identifier: GPL-3.0-or-later
// The process that reads a stranger's table: what comes through the pipe, and what happens when it does not.
#include "app/table/tablechild.h"

#include "app/table/tabletext.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using hall::TableCells;
using hall::TableChild;

class TableChildTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads();
    void noTable();
    void largestFile();
    void tooLarge();
    void noProgram();
    void hangs();
    void dies();
    void againBeforeTheEnd();
    void notJson();

private:
    // A stand-in for a reader that misbehaves.
    QString script(const QByteArray &body)
    {
        const QString path = m_dir.filePath(QStringLiteral("reader"));
        QFile::remove(path);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write("#!/bin/sh\n" + body + "\n");
        }
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }
    static TableCells answer(TableChild &child, const QByteArray &bytes, int atMost = 5000)
    {
        TableCells cells;
        QSignalSpy spy(&child, &TableChild::done);
        connect(&child, &TableChild::done, &child, [&cells](const TableCells &told) { cells = told; });
        child.read(bytes, atMost);
        if (!spy.wait(20000)) {
            cells.problem = QStringLiteral("no answer");
        }
        child.disconnect(SIGNAL(done(hall::TableCells)));
        return cells;
    }
    QTemporaryDir m_dir;
};

void TableChildTest::reads()
{
    TableChild child(QStringLiteral(HALL_TABLE_READER));
    const TableCells cells = answer(child, "姓名,手机\n张测试,13800000000\n");
    QCOMPARE(cells.problem, QString());
    QCOMPARE(cells.rows.size(), 2);
    QCOMPARE(cells.rows[1], QStringList({u"张测试"_qs, u"13800000000"_qs}));
    QCOMPARE(cells.lines, QVector<int>({1, 2}));
}

void TableChildTest::noTable()
{
    TableChild child(QStringLiteral(HALL_TABLE_READER));
    QCOMPARE(answer(child, QByteArray("PK\x03\x04", 4)).problem, u"table-workbook"_qs);
    // Characters of GB 18030 behind closed doors: the C library loads what it needs for them.
    QCOMPARE(answer(child, QByteArray::fromHex("d0d5c3fb0ad5c50a")).rows.value(1), QStringList{u"张"_qs});
}

void TableChildTest::largestFile()
{
    QByteArray bytes("a,b\n");
    while (bytes.size() < int(hall::kTableBytes) - 4200) {
        bytes += QByteArray(1900, 'x') + "," + QByteArray(1900, '"').replace("\"\"", "") + QByteArray(1900, 'y') + "\n";
    }
    TableChild child(QStringLiteral(HALL_TABLE_READER));
    const TableCells cells = answer(child, bytes, 20000);
    QVERIFY2(cells.rows.size() > 900 || cells.problem == u"table-too-large"_qs, qPrintable(cells.problem));
}

void TableChildTest::tooLarge()
{
    TableChild child(QStringLiteral(HALL_TABLE_READER));
    QCOMPARE(answer(child, QByteArray(int(hall::kTableBytes) + 4096, 'x')).problem, u"table-too-large"_qs);
}

void TableChildTest::noProgram()
{
    TableChild child(u"/nowhere/reader"_qs);
    QCOMPARE(answer(child, "a,b\n").problem, u"table-reader-failed"_qs);
}

void TableChildTest::hangs()
{
    TableChild child(script("exec sleep 60"));
    QCOMPARE(answer(child, "a,b\n", 300).problem, u"table-reader-failed"_qs);
}

void TableChildTest::dies()
{
    TableChild child(script("printf '{\"rows\":[[\"a\"]],\"lines\":[1]}'; kill -SEGV $$"));
    QCOMPARE(answer(child, "a,b\n").problem, u"table-reader-failed"_qs);
}

void TableChildTest::againBeforeTheEnd()
{
    TableChild child(QStringLiteral(HALL_TABLE_READER));
    child.read("first\n1\n");
    const TableCells cells = answer(child, "second\n2\n");
    QCOMPARE(cells.rows.value(0), QStringList{u"second"_qs});
}

void TableChildTest::notJson()
{
    QCOMPARE(hall::tableCellsFrom("hello").problem, u"table-reader-failed"_qs);
    QCOMPARE(hall::tableCellsFrom("{\"problem\":\"rm -rf\"}").problem, u"table-reader-failed"_qs);
    QCOMPARE(hall::tableCellsFrom("{\"rows\":[[\"a\"]],\"lines\":[]}").problem, u"table-reader-failed"_qs);
}

QTEST_GUILESS_MAIN(TableChildTest)
#include "tst_tablechild.moc"
