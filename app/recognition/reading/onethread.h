// SPDX-License-Identifier: GPL-3.0-or-later
// Tesseract shares the work of a line out to four threads, which wait for each other longer than they work.
#pragma once

// Of GCC's libgomp, which Tesseract brings along (OpenMP 5.0, 3.2.15).
extern "C" void omp_set_max_active_levels(int levels);

namespace hall {

// From now on what this thread asks of Tesseract is done by this thread.
inline void recogniseInOneThread()
{
    omp_set_max_active_levels(0);
}

}  // namespace hall
