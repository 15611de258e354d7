// SPDX-License-Identifier: GPL-3.0-or-later
// Gives every node of a rule its type, or says at which character the rule compares what cannot be compared.
// A text literal beside a code becomes a code of the same table, and must be in the table.
#pragma once

#include "app/catalogue/rules/lexer.h"
#include "app/catalogue/rules/node.h"

namespace hall::rules {

// On success the whole tree is typed and the rule as a whole is yes or no.
[[nodiscard]] tl::expected<void, RuleError> assignTypes(Node &rule, const Vocabulary &vocabulary);

}  // namespace hall::rules
