// SPDX-License-Identifier: GPL-3.0-or-later
// Code 128 (ISO/IEC 15417) out of the brightness along a line across its bars, also where blur has run the narrow ones
// together: not its edges are measured, but which characters, blurred alike, look most like what is seen. Pure, any
// thread.
#pragma once

#include <optional>
#include <QString>
#include <vector>

namespace hall {

struct BarReading
{
    QString text;
    double misfit = 1;  // of what the characters would look like, share of the brightness' variance; 0: none
    double module = 0;  // width of the narrowest bar, samples
    double blur = 0;    // deviation, modules
};

// `line`: brightness (any scale) from the quiet zone on one side to that on the other, evenly spaced, 64…8192 finite
// samples; bars of one code alone, in either direction. Nothing when its characters do not fit or their check character
// is wrong. A single line of noise can be taken for a code: believe what independent lines agree on.
[[nodiscard]] std::optional<BarReading> readCode128(const std::vector<float> &line);

}  // namespace hall
