// SPDX-License-Identifier: GPL-3.0-or-later
// The language of rules. A refusal points into the rule; an accepted rule answers the same today and tomorrow, and what
// it decides without knowing a fact stays decided whatever the fact turns out to be.
#include "tests/fuzz/fuzz.h"
#include "tests/unit/catalogue/rulevocabulary.h"

#include "app/catalogue/rules/parser.h"
#include "app/catalogue/rules/rule.h"

using namespace hall;
using namespace hall::rules;

namespace {

const QDate today(2026, 3, 1);

// has() asks whether a fact is known, so knowing more may change its answer.
bool asksWhatIsKnown(const Node &node)
{
    return node.op == Op::Has || std::any_of(node.children.begin(), node.children.end(), asksWhatIsKnown);
}

bool pointsInside(const Node &node, int length)
{
    return node.position >= 1 && node.position <= length + 1 &&
           std::all_of(node.children.begin(), node.children.end(),
                       [length](const Node &child) { return pointsInside(child, length); });
}

Facts known(int choice)
{
    const qlonglong least = std::numeric_limits<qlonglong>::min();
    const qlonglong most = std::numeric_limits<qlonglong>::max();
    const auto pick = [choice](const QVariant &a, const QVariant &b, const QVariant &c) {
        return choice % 3 == 0 ? a : choice % 3 == 1 ? b : c;
    };
    return {{QStringLiteral("n1"), pick(0LL, most, least)},
            {QStringLiteral("n2"), pick(1LL, least, most)},
            {QStringLiteral("m1"), pick(100LL, most, -1LL)},
            {QStringLiteral("m2"), pick(150LL, 0LL, least)},
            {QStringLiteral("d1"), pick(QDate(2000, 2, 29), QDate(9999, 12, 31), QDate(1, 1, 1))},
            {QStringLiteral("d2"), pick(QDate(2026, 3, 1), QDate(1, 1, 1), QStringLiteral("not a date"))},
            {QStringLiteral("b1"), pick(true, false, 1)},
            {QStringLiteral("b2"), pick(false, true, QVariant())},
            {QStringLiteral("t1"), pick(QStringLiteral("测试"), QString(), QStringLiteral("b"))},
            {QStringLiteral("c1"), pick(QStringLiteral("1"), QStringLiteral("9"), QString())},
            {QStringLiteral("s1"), pick(QStringLiteral("1"), QStringLiteral("2"), 3)},
            {QStringLiteral("r1"), pick(QStringLiteral("370202"), QStringLiteral("330106"), QStringLiteral("3702"))}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const RuleVocabulary vocabulary;
    const QString text = QString::fromUtf8(fuzz::qbytes({data, size}));
    const int length = static_cast<int>(text.toUcs4().size());
    const auto parsed = parse(text);
    const auto rule = Rule::compile(text, vocabulary);
    HALL_HOLDS(parsed || !rule);
    if (!rule) {
        HALL_HOLDS(rule.error().position >= 1 && rule.error().position <= length + 1);
        HALL_HOLDS(!rule.error().reason.isEmpty());
        return 0;
    }
    HALL_HOLDS(rule->text() == text && rule->root().type.type == Type::Bool && pointsInside(rule->root(), length));
    const QStringList facts = rule->facts();
    for (const QString &fact : facts) {
        HALL_HOLDS(vocabulary.knows(fact) && facts.count(fact) == 1);
    }
    const Tri knowingNothing = rule->evaluate({}, today);
    const bool monotone = !asksWhatIsKnown(rule->root());
    for (int choice = 0; choice < 3; ++choice) {
        const Tri knowing = rule->evaluate(known(choice), today);
        HALL_HOLDS(knowing == rule->evaluate(known(choice), today));
        HALL_HOLDS(!monotone || knowingNothing == Tri::Unknown || knowing == knowingNothing);
    }
    return 0;
}
