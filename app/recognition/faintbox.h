// SPDX-License-Identifier: GPL-3.0-or-later
// Sheets whose sides hardly differ from the table: no single place along a side tells where it runs, and what the net
// holds for paper has soft borders. All places along a side together do tell, if one knows how it is turned: a sheet is
// a box, so its four sides are looked for at once, for every turn of it. Pure, any thread.
#pragma once

#include "app/recognition/papernet.h"

namespace hall {

struct FaintBox
{
    Quad quad;
    double rise = 0;  // of its least clear side, in deviations of what noise sums up to
};

// `bgr`: 8-bit picture that the maps are of. One box at most for each patch of paper, in the picture's pixels, and only
// where all four sides rise clearly above what noise can do. `smallest`: area.
[[nodiscard]] std::vector<FaintBox> faintBoxes(const cv::Mat &bgr, const PaperMaps &maps, double smallest);

}  // namespace hall
