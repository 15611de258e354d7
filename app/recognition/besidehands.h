// SPDX-License-Identifier: GPL-3.0-or-later
// Pages under hands: the sides that can be seen tell where they lie, and a side that cannot is put where papers of a
// usual shape have it. Part of the page finder (pagefinder.h). Lengths in working pixels. Pure, any thread.
#pragma once

#include "app/recognition/pagelook.h"

namespace hall {

// A hand on a page hides some of its sides: once more, by what can be seen of them. `colours`: of the first look;
// `empty`: the empty plate, of the picture's size, or none. Nothing happens where the look's maps show no hand.
void lookBesideHands(CandidateSource candidates, Proposals &proposals, const ScoreSource &colours, const cv::Mat &empty,
                     double leastScore, PaperNet *net, Look &look);

// What can be seen of a sheet that is not all there, with its hidden side where it usually is. `reach`: how coarsely it
// is known.
[[nodiscard]] Quad underHands(const cv::Mat &work, const Witness &witness, const Quad &quad, float reach);

}  // namespace hall
