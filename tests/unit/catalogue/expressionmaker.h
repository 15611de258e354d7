// SPDX-License-Identifier: GPL-3.0-or-later
// Random well-typed rules over RuleVocabulary, and random facts in which a third is unknown. Parentheses are put only
// where the grammar needs them, and sometimes where it does not.
#pragma once

#include "app/catalogue/facts.h"
#include "app/catalogue/rules/node.h"

#include <random>

class ExpressionMaker
{
public:
    explicit ExpressionMaker(unsigned seed) : m_random(seed) {}

    [[nodiscard]] QString rule() { return disjunction(3); }
    [[nodiscard]] hall::Facts facts();
    [[nodiscard]] QDate day();

private:
    int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(m_random); }
    QString pick(const QStringList &choices) { return choices[roll(static_cast<int>(choices.size()))]; }

    QString disjunction(int depth);
    QString conjunction(int depth);
    QString negation(int depth);
    QString comparison(int depth);
    QString sum(hall::rules::Type type, int depth);
    QString integerSum(int depth);
    QString term(hall::rules::Type type, int depth);
    QString integerTerm(int depth);
    QString dateTerm(int depth);
    QString boolTerm(int depth);

    std::mt19937 m_random;
};
