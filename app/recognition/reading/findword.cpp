// SPDX-License-Identifier: GPL-3.0-or-later
// findWord(): a word in a text, slips and all.
#include "app/recognition/reading/fieldvalue.h"

#include <algorithm>
#include <numeric>

namespace hall {

int slipsAllowed(const QString &word)
{
    return word.size() < 4 ? 0 : word.size() < 7 ? 1 : 2;
}

std::vector<Found> findWord(const QString &text, const QString &word, int mostSlips)
{
    // Sellers: edit distance to any part; the start of each part is carried along.
    std::vector<Found> found;
    const auto m = static_cast<std::size_t>(word.size());
    if (m == 0) {
        return found;
    }
    std::vector<int> column(m + 1);
    std::vector<qsizetype> start(m + 1, 0);
    std::iota(column.begin(), column.end(), 0);
    for (qsizetype j = 0; j < text.size(); ++j) {
        int diagonal = 0;
        qsizetype diagonalStart = j;
        column[0] = 0;
        start[0] = j + 1;
        for (std::size_t i = 1; i <= m; ++i) {
            const int before = column[i];
            const qsizetype beforeStart = start[i];
            int best = diagonal + (text[j] == word[static_cast<qsizetype>(i - 1)] ? 0 : 1);
            qsizetype from = diagonalStart;
            if (before + 1 < best) {
                best = before + 1;
                from = beforeStart;
            }
            if (column[i - 1] + 1 < best) {
                best = column[i - 1] + 1;
                from = start[i - 1];
            }
            diagonal = before;
            diagonalStart = beforeStart;
            column[i] = best;
            start[i] = from;
        }
        if (column[m] <= mostSlips) {
            const Found hit{start[m], j + 1, column[m]};
            // Of parts that overlap the better one stays.
            if (!found.empty() && found.back().to > hit.from) {
                if (hit.slips < found.back().slips) {
                    found.back() = hit;
                }
            } else {
                found.push_back(hit);
            }
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const Found &a, const Found &b) { return a.slips < b.slips; });
    return found;
}

}  // namespace hall
