// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/tablerows.h"

#include <algorithm>
#include <cmath>

namespace hall {

namespace {

constexpr double evenly = 0.25;    // of the pitch, by which a row may be off its place
constexpr int mostUnread = 5;      // one after the other
constexpr std::size_t fewest = 3;  // lines that tell a pitch
constexpr double oddTitle = 0.4;   // of the pitch: titles have taller rows

double pitchOf(const std::vector<double> &lines)
{
    std::vector<double> steps;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        steps.push_back(lines[i] - lines[i - 1]);
    }
    std::sort(steps.begin(), steps.end());
    return steps[steps.size() / 2];
}

}  // namespace

std::vector<TableRow> tableRows(double title, const std::vector<double> &lines, const std::vector<double> &print)
{
    std::vector<TableRow> rows;
    const double pitch = lines.size() >= fewest ? pitchOf(lines) : 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const double before = i > 0 ? lines[i - 1] : title;
        const double step = lines[i] - before;
        const int count = pitch > 0 ? static_cast<int>(std::lround(step / pitch)) - 1 : 0;
        const bool even = std::abs(step - (count + 1) * pitch) < (i > 0 ? evenly : oddTitle) * pitch;
        if (count > 0 && count <= mostUnread && even) {
            std::vector<TableRow> unread;
            for (int k = count; k > 0; --k) {
                const double middle = lines[i] - k * step / (count + 1);
                const bool printed = std::any_of(print.begin(), print.end(),
                                                 [&](double one) { return std::abs(one - middle) < evenly * pitch; });
                if (printed) {
                    unread.push_back({middle, -1});
                }
            }
            // Only part of them: lines of other print.
            if (static_cast<int>(unread.size()) == count) {
                rows.insert(rows.end(), unread.begin(), unread.end());
            }
        }
        rows.push_back({lines[i], static_cast<int>(i)});
    }
    return rows;
}

}  // namespace hall
