// SPDX-License-Identifier: GPL-3.0-or-later
// The header with which every answer of the centre says what time it is there (README.md §5).
#pragma once

#include <QByteArray>

namespace hall::wire {

inline constexpr char kTimeHeader[] = "Hall-Time";

// Unix ms; 0 for anything but one to fifteen digits.
[[nodiscard]] qint64 parseTime(const QByteArray &header);

}  // namespace hall::wire
