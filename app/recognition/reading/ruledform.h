// SPDX-License-Identifier: GPL-3.0-or-later
// Forms are printed and bound millimetres off their place, and some a little larger than others: the boxes of a kind
// with ruled cells move with the rules that are seen. Pure, any thread.
#pragma once

#include "app/recognition/reading/pagetext.h"
#include "app/recognition/reading/paperkind.h"

namespace hall {

// Where rules stand that a form has at `told` (ascending), along one side of the page. Millimetres. `seen`: how much of
// each place is ruled, 0…1, places `step` millimetres apart. Empty: they are not those of the form.
[[nodiscard]] std::vector<double> rulesSeen(const std::vector<double> &told, const std::vector<float> &seen,
                                            double step);

// The kind with its boxes where the page's rules say. `scale`: by how much boxes grow. As it was when it has no rules,
// or the page not those of the kind.
[[nodiscard]] PaperKind onItsRules(const PaperKind &kind, const ReadablePage &page, double scale);

}  // namespace hall
