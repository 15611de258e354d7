// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/samples.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace hall::bench {

double Samples::mean() const
{
    return m_values.empty()
               ? 0
               : std::accumulate(m_values.begin(), m_values.end(), 0.0) / static_cast<double>(m_values.size());
}

double Samples::percentile(double percent) const
{
    if (m_values.empty()) {
        return 0;
    }
    std::vector<double> sorted = m_values;
    std::sort(sorted.begin(), sorted.end());
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(sorted.size())));
    return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

double Samples::above(double limit) const
{
    const auto count = std::count_if(m_values.begin(), m_values.end(), [limit](double v) { return v > limit; });
    return m_values.empty() ? 0 : static_cast<double>(count) / static_cast<double>(m_values.size());
}

}  // namespace hall::bench
