// SPDX-License-Identifier: GPL-3.0-or-later
// One rule of a catalogue file: compiled once against the dictionary, then a value that any thread may evaluate.
#pragma once

#include "app/catalogue/rules/evaluator.h"
#include "app/catalogue/rules/lexer.h"
#include "app/catalogue/rules/node.h"

#include <QStringList>

namespace hall::rules {

class Rule
{
public:
    [[nodiscard]] static tl::expected<Rule, RuleError> compile(const QString &text, const Vocabulary &vocabulary);

    // Unknown facts leave the answer unknown unless the rest of the rule decides it.
    [[nodiscard]] Tri evaluate(const Facts &facts, const QDate &today, const Logic &logic = kleene()) const;

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] QStringList facts() const;  // every fact the rule names, each once, in order of appearance
    [[nodiscard]] const Node &root() const { return m_root; }

private:
    QString m_text;
    Node m_root;
};

}  // namespace hall::rules
