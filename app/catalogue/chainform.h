// SPDX-License-Identifier: GPL-3.0-or-later
// Several services as one: one interview that asks everything once, and each service's own answers out of it. Pure.
#pragma once

#include "app/catalogue/catalogue.h"
#include "app/catalogue/facts.h"

namespace hall {

// The services `ids` as one service under the chain's name: for the pages that a visitor goes through, never for what
// is handed in. Forms: each field once, on the page where the first service asks it; pages of the same id are one page,
// cut after six fields; where the chain takes several people, what is asked of each never shares one with what is asked
// once. Required, shown and required-when hold when they hold for any of the services; read-only when all say so, or
// when the field follows from others of the form by a function known here: then it is asked only of somebody for whom
// the function does not know it. The offline form is empty unless all services can be filled in offline. Materials:
// each paper once; waived only when all waive it. Eligibility: every clause of every service, each once. Faults of the
// catalogue (an unknown id) are left out.
[[nodiscard]] Service mergedService(const Catalogue &catalogue, const Chain &chain, const QStringList &ids);

// What one service of the chain hands in: its visible fields out of the facts of the whole interview, and what follows
// from them. Which service was begun with makes no difference.
[[nodiscard]] Facts partAnswers(const Catalogue &catalogue, const Service &service, bool online, const Facts &facts,
                                const QDate &today);

}  // namespace hall
