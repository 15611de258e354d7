// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simlens.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hall::device {

namespace {

constexpr int passes = 3;
constexpr std::size_t channels = 3;
constexpr double widthOfBlur = 3264;  // what SimLens::blurAStep is told in

// A box of 2 * radius + 1 pixels with a share of one more at either end.
struct Box
{
    int radius = 0;
    float ends = 0;
    float weight = 1;
};

Box boxOf(double variance)
{
    Box box;
    box.radius = static_cast<int>(std::floor((std::sqrt(12 * variance + 1) - 1) / 2));
    const double r = box.radius;
    const double squares = r * (r + 1) * (2 * r + 1) / 3;
    const double ends = (variance * (2 * r + 1) - squares) / (2 * ((r + 1) * (r + 1) - variance));
    box.ends = static_cast<float>(std::clamp(ends, 0.0, 1.0));
    box.weight = 1 / (static_cast<float>(2 * box.radius + 1) + 2 * box.ends);
    return box;
}

// `lines` of `count` values side by side; value(i) begins at from + i * lines. The border's value goes on outside.
void filter(const float *from, float *to, int count, std::size_t lines, const Box &box, std::vector<float> &sum)
{
    const auto at = [from, count, lines](int i) {
        return from + static_cast<std::size_t>(std::clamp(i, 0, count - 1)) * lines;
    };
    sum.assign(lines, 0);
    for (int i = -box.radius; i <= box.radius; ++i) {
        const float *value = at(i);
        for (std::size_t line = 0; line < lines; ++line) {
            sum[line] += value[line];
        }
    }
    for (int i = 0; i < count; ++i) {
        const float *before = at(i - box.radius - 1);
        const float *after = at(i + box.radius + 1);
        const float *last = at(i - box.radius);
        float *here = to + static_cast<std::size_t>(i) * lines;
        for (std::size_t line = 0; line < lines; ++line) {
            here[line] = (sum[line] + box.ends * (before[line] + after[line])) * box.weight;
            sum[line] += after[line] - last[line];
        }
    }
}

// The same values as whole numbers.
void filterAll(std::vector<float> &values, int count, std::size_t lines, const Box &box)
{
    std::vector<float> other(values.size());
    std::vector<float> sum;
    for (int pass = 0; pass < passes; ++pass) {
        filter(values.data(), other.data(), count, lines, box, sum);
        values.swap(other);
    }
}

unsigned char levelOf(float value)
{
    return static_cast<unsigned char>(std::clamp(value + 0.5F, 0.0F, 255.0F));
}

}  // namespace

LensMotor::LensMotor(SimLens lens) : m_lens(lens), m_delivered(lens.now), m_from(lens.now.value_or(lens.sharp))
{
}

Result<LensFocus> LensMotor::focus() const
{
    if (m_lens.most <= m_lens.least) {
        return fail(FaultCode::DeviceNotFitted, "the lens cannot be set");
    }
    return LensFocus{m_lens.least, m_lens.most, std::max(1, m_lens.step), m_lens.now};
}

Result<LensFocus> LensMotor::set(std::optional<int> value, Monotonic::time_point now)
{
    const Result<LensFocus> before = focus();
    if (!before) {
        return before;
    }
    if (m_lens.lostAfter == 0) {
        return fail(FaultCode::DeviceProtocol, "the camera refused the focus");
    }
    m_lens.lostAfter -= m_lens.lostAfter > 0 ? 1 : 0;
    m_from = place(now);
    m_set = now;
    m_lens.now = value ? value : m_delivered;
    if (m_lens.now) {
        const int inside = std::clamp(*m_lens.now, m_lens.least, m_lens.most);
        m_lens.now = m_lens.least + (inside - m_lens.least + before->step / 2) / before->step * before->step;
        m_lens.now = std::min(*m_lens.now, m_lens.most);
    }
    return focus();
}

double LensMotor::place(Monotonic::time_point now) const
{
    const double to = m_lens.dead ? m_from : m_lens.now.value_or(m_lens.sharp);
    const std::chrono::duration<double, std::milli> since = now - m_set;
    const double way = (m_lens.most - m_lens.least) * since / std::max(m_lens.travel, std::chrono::milliseconds(1));
    return to > m_from ? std::min(to, m_from + way) : std::max(to, m_from - way);
}

double LensMotor::blur(Monotonic::time_point now, int width) const
{
    return std::abs(place(now) - m_lens.sharp) * m_lens.blurAStep * width / widthOfBlur;
}

void blur(Bytes &bgr, int width, int height, double deviation)
{
    constexpr double least = 0.05;
    constexpr std::size_t stripe = 96;  // values: a column of them stays in the cache
    if (deviation < least || width < 1 || height < 1) {
        return;
    }
    const Box box = boxOf(deviation * deviation / passes);
    const std::size_t row = static_cast<std::size_t>(width) * channels;
    std::vector<float> values(row);
    for (int y = 0; y < height; ++y) {
        unsigned char *line = bgr.data() + static_cast<std::size_t>(y) * row;
        std::copy(line, line + row, values.begin());
        filterAll(values, width, channels, box);
        std::transform(values.begin(), values.end(), line, levelOf);
    }
    for (std::size_t x = 0; x < row; x += stripe) {
        const std::size_t lines = std::min(stripe, row - x);
        values.resize(lines * static_cast<std::size_t>(height));
        for (int y = 0; y < height; ++y) {
            const unsigned char *from = bgr.data() + static_cast<std::size_t>(y) * row + x;
            std::copy(from, from + lines, values.begin() + static_cast<std::ptrdiff_t>(lines) * y);
        }
        filterAll(values, height, lines, box);
        for (int y = 0; y < height; ++y) {
            const auto from = values.begin() + static_cast<std::ptrdiff_t>(lines) * y;
            std::transform(from, from + static_cast<std::ptrdiff_t>(lines),
                           bgr.data() + static_cast<std::size_t>(y) * row + x, levelOf);
        }
    }
}

}  // namespace hall::device
