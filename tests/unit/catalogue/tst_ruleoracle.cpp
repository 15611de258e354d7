// SPDX-License-Identifier: GPL-3.0-or-later
// Random rules with random facts: our evaluator and SQLite must answer the same yes, no or unknown.
// HALL_TEST_SCALE multiplies the 2,000 rules; HALL_TEST_SEED repeats a run.
#include "app/catalogue/rules/rule.h"
#include "expressionmaker.h"
#include "rulevocabulary.h"
#include "sqlitetranslator.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

#include <array>

using hall::Facts;
using hall::Tri;
using hall::rules::Logic;
using hall::rules::Rule;

class RuleOracleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sqliteAgrees();
    void wrongTablesAreNoticed_data();
    void wrongTablesAreNoticed();

private:
    struct Case
    {
        QString rule;
        Facts facts;
        QDate today;
    };
    static Case make(ExpressionMaker &maker) { return {maker.rule(), maker.facts(), maker.day()}; }
    Tri ask(const Case &one);

    unsigned m_seed = 0;
    QSqlDatabase m_sqlite;
};

void RuleOracleTest::initTestCase()
{
    bool given = false;
    m_seed = qEnvironmentVariable("HALL_TEST_SEED").toUInt(&given);
    if (!given) {
        m_seed = std::random_device()();
    }
    qInfo("HALL_TEST_SEED=%u", m_seed);
    m_sqlite = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("oracle"));
    m_sqlite.setDatabaseName(QStringLiteral(":memory:"));
    QVERIFY(m_sqlite.open());
}

Tri RuleOracleTest::ask(const Case &one)
{
    QSqlQuery query(m_sqlite);
    const QString sql = QStringLiteral("SELECT (") + toSqlite(one.rule, one.facts, one.today) + QLatin1Char(')');
    if (!query.exec(sql) || !query.next()) {
        qFatal("SQLite refuses %s: %s", qUtf8Printable(sql), qUtf8Printable(query.lastError().text()));
    }
    return query.isNull(0) ? Tri::Unknown : query.value(0).toInt() != 0 ? Tri::Yes : Tri::No;
}

void RuleOracleTest::sqliteAgrees()
{
    const RuleVocabulary vocabulary;
    ExpressionMaker maker(m_seed);
    const int count = 2000 * std::max(1, qEnvironmentVariableIntValue("HALL_TEST_SCALE"));
    std::array<int, 3> seen{};
    for (int i = 0; i < count; ++i) {
        const Case one = make(maker);
        const auto rule = Rule::compile(one.rule, vocabulary);
        QVERIFY2(rule, qPrintable(rule ? QString()
                                       : QStringLiteral("%1 at %2 in %3")
                                             .arg(rule.error().reason)
                                             .arg(rule.error().position)
                                             .arg(one.rule)));
        const Tri expected = ask(one);
        const Tri actual = rule->evaluate(one.facts, one.today);
        ++seen[static_cast<std::size_t>(expected)];
        if (actual != expected) {
            qInfo().noquote() << one.rule << '\n' << one.facts << one.today;
            QCOMPARE(static_cast<int>(actual), static_cast<int>(expected));
        }
    }
    qInfo("%d rules agree: no %d, unknown %d, yes %d", count, seen[0], seen[1], seen[2]);
    for (const int each : seen) {
        QVERIFY2(each > count / 10, "one of the three answers is too rare for the comparison to mean much");
    }
}

void RuleOracleTest::wrongTablesAreNoticed_data()
{
    QTest::addColumn<int>("mutant");
    QTest::newRow("NOT unknown is yes") << 0;
    QTest::newRow("no AND unknown is unknown") << 1;
    QTest::newRow("yes OR unknown is unknown") << 2;
    QTest::newRow("yes AND unknown is no") << 3;
}

void RuleOracleTest::wrongTablesAreNoticed()
{
    QFETCH(int, mutant);
    Logic wrong = hall::rules::kleene();
    switch (mutant) {
    case 0:
        wrong.negation[1] = Tri::Yes;
        break;
    case 1:
        wrong.conjunction[0][1] = Tri::Unknown;
        break;
    case 2:
        wrong.disjunction[2][1] = Tri::Unknown;
        break;
    case 3:
        wrong.conjunction[2][1] = Tri::No;
        break;
    }
    const RuleVocabulary vocabulary;
    ExpressionMaker maker(m_seed);
    int disagreements = 0;
    for (int i = 0; i < 2000; ++i) {
        const Case one = make(maker);
        const auto rule = Rule::compile(one.rule, vocabulary);
        QVERIFY(rule);
        disagreements += rule->evaluate(one.facts, one.today, wrong) != ask(one) ? 1 : 0;
    }
    qInfo("%d of 2000 rules disagree", disagreements);
    QVERIFY(disagreements > 0);
}

QTEST_GUILESS_MAIN(RuleOracleTest)
#include "tst_ruleoracle.moc"
