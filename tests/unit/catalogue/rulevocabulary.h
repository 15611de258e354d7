// SPDX-License-Identifier: GPL-3.0-or-later
// A small dictionary for rule tests: facts n1–n3 whole numbers, m1–m2 money, d1–d3 dates, b1–b3 yes/no, t1–t2 text,
// c1–c2 codes of table colour (1 2 3), s1 a code of table shape (1 2), r1 a region, photo not comparable.
#pragma once

#include "app/catalogue/rules/node.h"

class RuleVocabulary final : public hall::rules::Vocabulary
{
public:
    [[nodiscard]] bool knows(const QString &fact) const override;
    [[nodiscard]] std::optional<hall::rules::ValueType> typeOf(const QString &fact) const override;
    [[nodiscard]] bool hasCode(const QString &table, const QString &code) const override;
};
