// SPDX-License-Identifier: GPL-3.0-or-later
// What an identity paper says twice: in its machine-readable zone, and in its number. Pure, any thread.
#pragma once

#include "app/recognition/reading/paperreader.h"
#include "app/recognition/reading/uprightpaper.h"

namespace hall {

// The fields that the zone of a permit proves, if one can be read before `deadline`. `today`: for centuries.
void addZone(const UprightPaper &page, const QDate &today, std::chrono::steady_clock::time_point deadline,
             PaperReading &reading);

// The number says when somebody was born and of which sex: what is printed beside it must say the same.
void crossCheck(PaperReading &reading, const PaperKind &kind);

}  // namespace hall
