// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/centretime.h"

#include <algorithm>

namespace hall::wire {

qint64 parseTime(const QByteArray &header)
{
    constexpr qsizetype mostDigits = 15;
    const bool digits = !header.isEmpty() && header.size() <= mostDigits &&
                        std::all_of(header.begin(), header.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? header.toLongLong() : 0;
}

}  // namespace hall::wire
