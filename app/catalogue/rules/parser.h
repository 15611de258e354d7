// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of rules: a small, closed part of SQL's boolean expressions, read the way SQL reads them.
//
//   rule       = conjunction { OR conjunction }
//   conjunction = negation { AND negation }
//   negation   = NOT negation | comparison
//   comparison = sum [ ( = | <> | < | <= | > | >= ) sum
//                    | [ NOT ] IN ( sum { , sum } )
//                    | [ NOT ] BETWEEN sum AND sum ]
//   sum        = term { ( + | - ) term }
//   term       = - term | number | 'text' | DATE 'yyyy-MM-dd' | TRUE | FALSE | :fact | function ( … ) | ( rule )
//   function   = age | months_between | days_between | today | start_of_month | within | has
//              | policy | retirement_date | workdays_between
//
// Comparisons do not chain: `a = b = c` needs parentheses. Keywords and function names are case-insensitive.
#pragma once

#include "app/catalogue/rules/lexer.h"
#include "app/catalogue/rules/node.h"

namespace hall::rules {

[[nodiscard]] tl::expected<Node, RuleError> parse(const QString &rule);

}  // namespace hall::rules
