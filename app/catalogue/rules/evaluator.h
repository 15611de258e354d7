// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluates a typed rule in Kleene's three-valued logic: what is not known stays unknown unless the rest decides.
#pragma once

#include "app/catalogue/facts.h"
#include "app/catalogue/rules/node.h"

#include <array>

namespace hall::rules {

// Truth tables, indexed by Tri (No, Unknown, Yes). A parameter so that a test can plant a wrong one.
struct Logic
{
    std::array<Tri, 3> negation;
    std::array<std::array<Tri, 3>, 3> conjunction;
    std::array<std::array<Tri, 3>, 3> disjunction;
};

[[nodiscard]] const Logic &kleene();

// A value as the fact's type wants it; unknown when it has another shape.
[[nodiscard]] Value valueOf(const QVariant &fact, Type type);

// `rule` must have been typed. `today` is what today() answers. Sums beyond 64 bits are unknown.
[[nodiscard]] Tri evaluate(const Node &rule, const Facts &facts, const QDate &today, const Logic &logic = kleene());

}  // namespace hall::rules
