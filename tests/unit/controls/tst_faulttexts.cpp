// SPDX-License-Identifier: GPL-3.0-or-later
// Every row of faultcodes.def has words: what happened, and what a visitor and what staff do about it.
#include "app/domain/base/fault.h"

#include <memory>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QRegularExpression>
#include <QtTest>

using namespace Qt::StringLiterals;

class TestFaultTexts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyCodeHasWords_data();
    void everyCodeHasWords();
    void everyRowOfTheFileIsKnown();
    void unknownCodesHaveNone();

private:
    QString ask(const char *function, const QString &first, const QString &second = {}) const;

    QQmlEngine m_engine;
    std::unique_ptr<QObject> m_texts;
};

void TestFaultTexts::initTestCase()
{
    m_engine.addImportPath(u"qrc:/qt/qml"_s);
    QQmlComponent component(&m_engine);
    component.setData("import QtQuick\nimport Hall.Controls\n"
                      "QtObject {\n"
                      "  function what(a, b) { return FaultTexts.what(a) }\n"
                      "  function visitor(a, b) { return FaultTexts.visitorAdvice(a, b) }\n"
                      "  function staff(a, b) { return FaultTexts.staffAdvice(a, b) }\n"
                      "}",
                      QUrl());
    m_texts.reset(component.create());
    QVERIFY2(m_texts, qPrintable(component.errorString()));
}

QString TestFaultTexts::ask(const char *function, const QString &first, const QString &second) const
{
    QVariant answer;
    QMetaObject::invokeMethod(m_texts.get(), function, Q_RETURN_ARG(QVariant, answer), Q_ARG(QVariant, first),
                              Q_ARG(QVariant, second));
    return answer.toString();
}

void TestFaultTexts::everyCodeHasWords_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("remedy");
    for (const hall::FaultCode code : hall::allFaultCodes()) {
        const hall::Fault fault(code);
        const auto text = [](std::string_view view) { return QString::fromUtf8(view.data(), qsizetype(view.size())); };
        QTest::newRow(std::string(fault.name()).c_str())
            << text(fault.name()) << text(hall::whoName(fault.who())) << text(hall::remedyName(fault.remedy()));
    }
}

void TestFaultTexts::everyCodeHasWords()
{
    QFETCH(const QString, code);
    QFETCH(const QString, who);
    QFETCH(const QString, remedy);
    QVERIFY2(!ask("what", code).isEmpty(), "FaultTexts.what() has no words for this code");
    QVERIFY2(!ask("visitor", who, remedy).isEmpty(), "FaultTexts.visitorAdvice() has no words for this remedy");
    QVERIFY2(!ask("staff", who, remedy).isEmpty(), "FaultTexts.staffAdvice() has no words for this remedy");
}

void TestFaultTexts::everyRowOfTheFileIsKnown()
{
    QFile file(QStringLiteral(HALL_SOURCE_DIR "/app/domain/base/faultcodes.def"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression row(u"^HALL_FAULT\\(\\s*\\w+,\\s*\"([^\"]+)\""_s,
                                        QRegularExpression::MultilineOption);
    qsizetype rows = 0;
    for (auto match = row.globalMatch(text); match.hasNext(); ++rows) {
        const QString code = match.next().captured(1);
        QVERIFY2(!ask("what", code).isEmpty(), qPrintable(code));
    }
    QCOMPARE(rows, qsizetype(hall::allFaultCodes().size()));
}

void TestFaultTexts::unknownCodesHaveNone()
{
    QCOMPARE(ask("what", u"no.such-code"_s), QString());
    QCOMPARE(ask("staff", u"staff"_s, u"no-such-remedy"_s), QString());
}

QTEST_MAIN(TestFaultTexts)
#include "tst_faulttexts.moc"
