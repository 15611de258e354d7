// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets that something cuts in two: the edge of a shadow, the fold of a booklet.
#pragma once

#include "app/recognition/quad.h"
#include "app/recognition/sidescore.h"

#include <vector>

namespace hall {

// Quads around two of `parts` that lie side to side, with nothing of the plate between them.
[[nodiscard]] std::vector<Quad> joinedCandidates(const ScoreSource &source, const std::vector<Quad> &parts);
// The same, whatever lies between: a booklet's broad fold, or the plate. Somebody else must tell.
[[nodiscard]] std::vector<Quad> foldedCandidates(const std::vector<Quad> &parts);

}  // namespace hall
