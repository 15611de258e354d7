// SPDX-License-Identifier: GPL-3.0-or-later
// Questions come and go around the line somebody types in; the line itself stays.
#include "app/session/formmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using hall::FormModel;
using hall::FormRow;

namespace {

QVector<FormRow> page(const QStringList &ids)
{
    QVector<FormRow> rows;
    for (const QString &id : ids) {
        FormRow row;
        row.fieldId = id;
        row.type = QStringLiteral("text");
        row.label = id;
        rows.append(row);
    }
    return rows;
}

}  // namespace

class FormModelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void questionsComeAndGo_data();
    void questionsComeAndGo();
};

void FormModelTest::questionsComeAndGo_data()
{
    QTest::addColumn<QStringList>("before");
    QTest::addColumn<QStringList>("after");
    QTest::addColumn<bool>("anew");
    QTest::newRow("the same") << QStringList{u"a"_qs, u"b"_qs} << QStringList{u"a"_qs, u"b"_qs} << false;
    QTest::newRow("one more at the end") << QStringList{u"a"_qs, u"b"_qs} << QStringList{u"a"_qs, u"b"_qs, u"c"_qs}
                                         << false;
    QTest::newRow("one more before") << QStringList{u"b"_qs} << QStringList{u"a"_qs, u"b"_qs} << false;
    QTest::newRow("one gone, two come") << QStringList{u"a"_qs, u"b"_qs, u"c"_qs}
                                        << QStringList{u"a"_qs, u"d"_qs, u"c"_qs, u"e"_qs} << false;
    QTest::newRow("fewer") << QStringList{u"a"_qs, u"b"_qs, u"c"_qs} << QStringList{u"b"_qs} << false;
    QTest::newRow("another page") << QStringList{u"a"_qs, u"b"_qs} << QStringList{u"c"_qs, u"d"_qs} << true;
    QTest::newRow("another order") << QStringList{u"a"_qs, u"b"_qs} << QStringList{u"b"_qs, u"a"_qs} << true;
    QTest::newRow("the first page") << QStringList{} << QStringList{u"a"_qs} << true;
}

void FormModelTest::questionsComeAndGo()
{
    QFETCH(QStringList, before);
    QFETCH(QStringList, after);
    QFETCH(bool, anew);
    FormModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRows(page(before));
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setRows(page(after));
    QCOMPARE(reset.isEmpty(), !anew);
    QStringList shown;
    for (int i = 0; i < model.rowCount(); ++i) {
        shown.append(model.data(model.index(i), FormModel::FieldIdRole).toString());
    }
    QCOMPARE(shown, after);
}

QTEST_GUILESS_MAIN(FormModelTest)
#include "tst_formmodel.moc"
