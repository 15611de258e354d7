// SPDX-License-Identifier: GPL-3.0-or-later
// The sets that a recogniser is measured on: which options frame number `index` of a set has. Frames of one set and
// seed are independent of each other and of how many are made.
#pragma once

#include "tests/support/scenes/scene.h"

namespace hall::scenes {

enum class Set
{
    S,        // everything a finder meets at 1080p, a tenth of the plates empty; nothing cut off
    S8,       // the same with 8 megapixels
    S13,      // the same with 13
    Pairs,    // two documents
    Empty,    // none: pens, coins, shadows, dirt, hands
    Quality,  // one defect of any strength, for the judge
    Kinds,    // every kind in turn, fit to be read
    Cards,    // identity cards, permits and bank cards, fit to be read
    Curled,   // bent sheets and open booklets
    Hall,     // no plate at all
};
[[nodiscard]] std::optional<Set> setNamed(const QString &name);
[[nodiscard]] QString setNames();
[[nodiscard]] SceneOptions optionsOf(Set set, std::uint64_t seed, int index);
[[nodiscard]] Scene makeFrame(Set set, const SceneOptions &options, int index);

}  // namespace hall::scenes
