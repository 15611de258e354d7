// SPDX-License-Identifier: GPL-3.0-or-later
// What the process does before it holds anybody's data: no core dumps, not traceable, many files. What is freed is
// wiped by wipingfree.cpp (app/domain/base).
#pragma once

namespace hall {

void hardenProcess();

}  // namespace hall
