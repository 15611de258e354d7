// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/rule.h"
#include "rulevocabulary.h"

#include <QTest>

#include <random>

using hall::Facts;
using hall::Tri;
using hall::rules::Rule;

class RulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refuses_data();
    void refuses();
    void answers_data();
    void answers();
    void namesItsFacts();
    void wrongShapesAreUnknown();
    void sumsBeyond64BitsAreUnknown();
    void damagedRulesAreRefusedInPlace();
};

void RulesTest::refuses_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("reason");  // a part of it

    const auto row = [](const char *name, const QString &rule, int position, const char *reason) {
        QTest::newRow(name) << rule << position << QString::fromUtf8(reason);
    };
    row("empty", u""_qs, 1, "empty");
    row("text against number", u"'1' > 5"_qs, 5, "text cannot be compared with a whole number");
    row("order of texts", u":t1 < 'a'"_qs, 5, "has no order");
    row("order of codes", u":c1 >= '2'"_qs, 5, "has no order");
    row("unknown fact", u":b1 AND :nobody = 1"_qs, 9, "no field 'nobody'");
    row("unknown code", u":c1 IN ('1', '9')"_qs, 14, "table colour has no code '9'");
    row("codes of two tables", u":c1 = :s1"_qs, 5, "cannot be compared");
    row("code with text fact", u":c1 = :t1"_qs, 5, "cannot be compared");
    row("money with number", u":m1 >= 2100"_qs, 5, "two decimals");
    row("money with one decimal", u":m1 >= 2100.5"_qs, 8, "two decimals");
    row("NOT of a number", u"NOT :n1"_qs, 5, "NOT joins conditions");
    row("rule is no condition", u":n1 + 1"_qs, 5, "must be yes or no");
    row("date plus date", u":d1 + :d2 = 1"_qs, 5, "cannot be added");
    row("number minus date", u"1 - :d1 = 1"_qs, 3, "cannot be subtracted");
    row("minus before date", u"- :d1 = today()"_qs, 1, "minus sign");
    row("no such day", u":d1 = DATE '2026-02-30'"_qs, 12, "no day of the calendar");
    row("date without quotes", u":d1 = DATE 2026"_qs, 12, "in quotes");
    row("foreign not-equal", u":n1 != 1"_qs, 5, "write <>");
    row("foreign equal", u":n1 == 1"_qs, 5, "write =");
    row("foreign and", u":b1 && :b2"_qs, 5, "write AND");
    row("comment", u":n1 = 1 -- 2"_qs, 9, "comment");
    row("multiplication", u":n1 * 2 = 4"_qs, 5, "not part of the rule language");
    row("semicolon", u":b1; DROP"_qs, 4, "not part of the rule language");
    row("subquery", u"(SELECT 1)"_qs, 2, "no function");
    row("null", u":n1 = NULL"_qs, 7, "has(:fact)");
    row("chained", u"1 < :n1 < 3"_qs, 9, "do not chain");
    row("open text", u":t1 = 'abc"_qs, 7, "no closing quote");
    row("open parenthesis", u"(:b1 OR :b2"_qs, 12, "not closed");
    row("ends early", u":b1 AND"_qs, 8, "value should follow");
    row("begins with AND", u"AND :b1"_qs, 1, "before AND");
    row("two conditions", u":b1 :b2"_qs, 5, "AND or OR missing");
    row("unknown function", u"exec(:n1) = 1"_qs, 1, "no function");
    row("wrong argument", u"age(:n1, today()) >= 16"_qs, 5, "takes a date here");
    row("too few arguments", u"age(:d1) >= 16"_qs, 1, "takes 2 values");
    row("has of a value", u"has(5)"_qs, 5, "asks about one fact");
    row("picture compared", u":photo = 'x'"_qs, 1, "only has()");
    row("area of three digits", u"within(:r1, '370')"_qs, 13, "2, 4 or 6 digits");
    row("within of a code", u"within(:c1, '37')"_qs, 8, "takes a region");
    row("positions are characters", u":t1 = '𠅤𠅤青' AND :zz"_qs, 17, "no field 'zz'");
    row("long number", u":n1 < 1234567890123456"_qs, 7, "digits");
    row("number runs into name", u":n1 = 5x"_qs, 8, "runs into a name");
    row("bare colon", u": = 1"_qs, 1, "dictionary id");
    row("deep", QString(80, u'(') + u":b1"_qs + QString(80, u')'), 61, "nested deeper");
    row("deep NOT", QString(u"NOT "_qs).repeated(80) + u":b1"_qs, 241, "nested deeper");
    row("long", QString(5000, u' '), 1, "longer than");
}

void RulesTest::refuses()
{
    QFETCH(QString, rule);
    QFETCH(int, position);
    QFETCH(QString, reason);
    const auto compiled = Rule::compile(rule, RuleVocabulary());
    QVERIFY(!compiled);
    QVERIFY2(compiled.error().reason.contains(reason), qPrintable(compiled.error().reason));
    QCOMPARE(compiled.error().position, position);
}

void RulesTest::answers_data()
{
    QTest::addColumn<QString>("rule");
    QTest::addColumn<int>("answer");
    const auto row = [](const QString &rule, Tri answer) {
        QTest::newRow(qPrintable(rule)) << rule << static_cast<int>(answer);
    };
    // Known here: n1 = 5, b1 = yes, b2 = no, d1 = 2010-11-25, d2 = 2008-02-29, c1 = 2, r1 = 370211, m1 = 2100.00.
    row(u":n1 = 5"_qs, Tri::Yes);
    row(u":n2 = 5"_qs, Tri::Unknown);
    row(u"NOT :n2 = 5"_qs, Tri::Unknown);
    row(u":n2 = :n2"_qs, Tri::Unknown);
    row(u":b2 AND :b3"_qs, Tri::No);
    row(u":b1 AND :b3"_qs, Tri::Unknown);
    row(u":b1 OR :b3"_qs, Tri::Yes);
    row(u":b2 OR :b3"_qs, Tri::Unknown);
    row(u":b3 OR NOT :b3"_qs, Tri::Unknown);
    row(u"has(:n2)"_qs, Tri::No);
    row(u"has(:photo) OR has(:n1)"_qs, Tri::Yes);
    row(u":n2 IN (1, 5)"_qs, Tri::Unknown);
    row(u":n1 IN (1, :n2)"_qs, Tri::Unknown);
    row(u":n1 IN (5, :n2)"_qs, Tri::Yes);
    row(u":n1 NOT IN (1, 2)"_qs, Tri::Yes);
    row(u":n1 BETWEEN 5 AND 5"_qs, Tri::Yes);
    row(u":n1 BETWEEN 6 AND :n2"_qs, Tri::No);
    row(u":n1 NOT BETWEEN 6 AND 7"_qs, Tri::Yes);
    row(u":n1 - 1 - 1 = 3"_qs, Tri::Yes);
    row(u":b2 OR :b1 AND :b2"_qs, Tri::No);
    row(u"NOT :b2 = :b1"_qs, Tri::Yes);
    row(u"not :b2 And :B1"_qs.replace(u":B1"_qs, u":b1"_qs), Tri::Yes);
    row(u"today() = DATE '2026-11-25'"_qs, Tri::Yes);
    row(u"age(:d1, today()) >= 16"_qs, Tri::Yes);
    row(u"age(:d1, today() - 1) >= 16"_qs, Tri::No);
    row(u"age(:d2, DATE '2024-02-28') = 15"_qs, Tri::Yes);
    row(u"age(:d2, DATE '2023-02-28') = 14"_qs, Tri::Yes);
    row(u"age(:d2, DATE '2023-03-01') = 15"_qs, Tri::Yes);
    row(u"months_between(DATE '2026-01-31', DATE '2026-02-28') = 0"_qs, Tri::Yes);
    row(u"months_between(DATE '2026-01-31', DATE '2026-03-31') = 2"_qs, Tri::Yes);
    row(u"days_between(:d1, :d1 + 14) = 14"_qs, Tri::Yes);
    row(u"start_of_month(today()) = DATE '2026-11-01'"_qs, Tri::Yes);
    row(u"age(:d3, today()) >= 16"_qs, Tri::Unknown);
    row(u":c1 IN ('1', '2')"_qs, Tri::Yes);
    row(u"within(:r1, '3702')"_qs, Tri::Yes);
    row(u"within(:r1, '33')"_qs, Tri::No);
    row(u":m1 >= 2100.00"_qs, Tri::Yes);
    row(u":m1 - 0.01 >= 2100.00"_qs, Tri::No);
    row(u":m1 > - 5.00"_qs, Tri::Yes);
    row(u"'O''Neil' = 'O''Neil'"_qs, Tri::Yes);
}

void RulesTest::answers()
{
    QFETCH(QString, rule);
    QFETCH(int, answer);
    const Facts facts{
        {u"n1"_qs, qlonglong(5)},       {u"b1"_qs, true},    {u"b2"_qs, false},        {u"d1"_qs, QDate(2010, 11, 25)},
        {u"d2"_qs, QDate(2008, 2, 29)}, {u"c1"_qs, u"2"_qs}, {u"r1"_qs, u"370211"_qs}, {u"m1"_qs, qlonglong(210000)},
        {u"n2"_qs, QVariant()},         {u"t1"_qs, u""_qs}};
    const auto compiled = Rule::compile(rule, RuleVocabulary());
    QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().reason));
    QCOMPARE(static_cast<int>(compiled->evaluate(facts, QDate(2026, 11, 25))), answer);
}

void RulesTest::namesItsFacts()
{
    const auto rule = Rule::compile(u":n1 = 1 AND (has(:photo) OR :n1 IN (:n2, 3))"_qs, RuleVocabulary());
    QVERIFY(rule);
    QCOMPARE(rule->facts(), QStringList({u"n1"_qs, u"photo"_qs, u"n2"_qs}));
}

void RulesTest::wrongShapesAreUnknown()
{
    const auto rule = Rule::compile(u":n1 = 5 OR :b1 OR :d1 = today() OR :t1 = '5'"_qs, RuleVocabulary());
    QVERIFY(rule);
    const Facts facts{
        {u"n1"_qs, u"5"_qs}, {u"b1"_qs, u"true"_qs}, {u"d1"_qs, u"2026-11-25"_qs}, {u"t1"_qs, qlonglong(5)}};
    QCOMPARE(rule->evaluate(facts, QDate(2026, 11, 25)), Tri::Unknown);
}

void RulesTest::sumsBeyond64BitsAreUnknown()
{
    const auto rule = Rule::compile(u":n1 + :n1 > 0"_qs, RuleVocabulary());
    QVERIFY(rule);
    const Facts facts{{u"n1"_qs, std::numeric_limits<qlonglong>::max()}};
    QCOMPARE(rule->evaluate(facts, QDate(2026, 11, 25)), Tri::Unknown);
}

// Whatever is done to a rule, it compiles or is refused at a character it has (or just behind its end).
void RulesTest::damagedRulesAreRefusedInPlace()
{
    const QString sound =
        u"NOT (age(:d1, today()) >= 16 AND :c1 IN ('1', '2')) OR :t1 = 'O''Neil 𠅤' AND :m1 BETWEEN 0.01 AND "
        "2100.00 AND :d2 + 14 <= DATE '2026-02-28' OR within(:r1, '3702') AND has(:photo)"_qs;
    QVERIFY(Rule::compile(sound, RuleVocabulary()));
    static const QString pieces = u"'(),:=<>+-. 5aNOT𠅤\n\"!*;"_qs;
    std::mt19937 random(20261125);
    const auto roll = [&random](qsizetype sides) {
        return static_cast<qsizetype>(random() % static_cast<unsigned>(sides));
    };
    int refused = 0;
    for (int i = 0; i < 3000; ++i) {
        QString rule = sound;
        for (qsizetype change = 0; change <= roll(3); ++change) {
            rule.replace(roll(rule.size()), roll(4), pieces.mid(roll(pieces.size()), roll(3)));
        }
        const auto compiled = Rule::compile(rule, RuleVocabulary());
        if (!compiled) {
            ++refused;
            const auto length = static_cast<int>(rule.toUcs4().size());
            QVERIFY2(compiled.error().position >= 1 && compiled.error().position <= length + 1, qPrintable(rule));
            QVERIFY(!compiled.error().reason.isEmpty());
        }
    }
    QVERIFY(refused > 1000);
}

QTEST_GUILESS_MAIN(RulesTest)
#include "tst_rules.moc"
