// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/rules/rule.h"

#include "app/catalogue/rules/parser.h"
#include "app/catalogue/rules/typer.h"

namespace hall::rules {
namespace {

void collect(const Node &node, QStringList &facts)
{
    if (!node.fact.isEmpty() && !facts.contains(node.fact)) {
        facts.append(node.fact);
    }
    for (const Node &child : node.children) {
        collect(child, facts);
    }
}

}  // namespace

tl::expected<Rule, RuleError> Rule::compile(const QString &text, const Vocabulary &vocabulary)
{
    auto node = parse(text);
    if (!node) {
        return tl::unexpected(node.error());
    }
    if (auto typed = assignTypes(*node, vocabulary); !typed) {
        return tl::unexpected(typed.error());
    }
    Rule rule;
    rule.m_text = text;
    rule.m_root = std::move(*node);
    return rule;
}

Tri Rule::evaluate(const Facts &facts, const QDate &today, const Logic &logic) const
{
    return rules::evaluate(m_root, facts, today, logic);
}

QStringList Rule::facts() const
{
    QStringList names;
    collect(m_root, names);
    return names;
}

}  // namespace hall::rules
