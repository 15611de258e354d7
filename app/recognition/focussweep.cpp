// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/focussweep.h"

#include "app/recognition/platemeasure.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr std::size_t flatCorners = 40;  // of 70: lying on the plate nearly all are seen
constexpr double standsOut = 1.15;       // sharpest over least sharp of the whole range
constexpr double flatEnough = 1.12;      // edges beside the best over those there: closer steps tell nothing more
constexpr double changedShare = 0.02;    // of the preview's edginess
constexpr double restShare = 0.01;
constexpr double restFloor = 1e-4;    // what noise does to the edginess of a picture without edges
constexpr double restLevels = 6;      // grey levels between two small frames
constexpr int restWidth = 96;         // pixels of the small frames
constexpr double steadyShare = 1.25;  // of the edges' width, back at the best
constexpr double steadyPixels = 0.3;
constexpr int usualStills = FocusSweep::coarsePoints + 2 * FocusSweep::finePoints + 2;

// The lowest place of the parabola through these: the square of a blur grows with the square of the way from the best.
std::optional<double> lowest(const std::vector<std::pair<double, double>> &places)
{
    constexpr std::size_t least = 4;
    if (places.size() < least) {
        return std::nullopt;
    }
    const double middle = places[places.size() / 2].first;
    const double scale = std::max(1.0, std::abs(places.back().first - places.front().first));
    cv::Mat left(static_cast<int>(places.size()), 3, CV_64F);
    cv::Mat right(left.rows, 1, CV_64F);
    for (int i = 0; i < left.rows; ++i) {
        const auto &[value, square] = places[static_cast<std::size_t>(i)];
        const double x = (value - middle) / scale;
        // A place counts by how sharp it is: far off a width is no longer told well.
        const double weight = 1 / std::max(0.1, square);
        left.at<double>(i, 0) = weight;
        left.at<double>(i, 1) = weight * x;
        left.at<double>(i, 2) = weight * x * x;
        right.at<double>(i) = weight * square;
    }
    cv::Mat factors;
    cv::solve(left, right, factors, cv::DECOMP_SVD);
    const double bend = factors.at<double>(2);
    return bend > 1e-9 ? std::optional(middle - factors.at<double>(1) / (2 * bend) * scale) : std::nullopt;
}

}  // namespace

FocusSweep::FocusSweep(Range range) : m_range(range)
{
    constexpr int farthest = 1'000'000'000;  // a range has to be a number itself
    m_range.least = std::clamp(m_range.least, -farthest, farthest);
    m_range.most = std::clamp(m_range.most, -farthest, farthest);
    m_range.step = std::clamp(m_range.step, 1, farthest);
    std::vector<int> values{m_range.least};
    for (const int value : between(m_range.least, m_range.most, coarsePoints - 2)) {
        values.push_back(value);
    }
    values.push_back(m_range.most);
    queue(std::move(values));
    nextWish();
}

// A camera's step need not lead from its least to its most: that one is allowed as well.
int FocusSweep::onGrid(double value) const
{
    const double inside = std::clamp(value, static_cast<double>(m_range.least), static_cast<double>(m_range.most));
    if (m_range.most - inside < m_range.step / 2.0) {
        return m_range.most;
    }
    const double steps = std::round((inside - m_range.least) / m_range.step);
    return static_cast<int>(std::min<double>(m_range.least + steps * m_range.step, m_range.most));
}

// At most `count`, evenly, without the ends.
std::vector<int> FocusSweep::between(int from, int to, int count) const
{
    std::vector<int> values;
    for (int i = 1; i <= count; ++i) {
        const int value = onGrid(from + (static_cast<double>(to) - from) * i / (count + 1));
        if (value > from && value < to) {
            values.push_back(value);
        }
    }
    return values;
}

// In rising order, so that each is come to from below: gears have play.
void FocusSweep::queue(std::vector<int> values)
{
    std::sort(values.begin(), values.end(), std::greater<>());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    m_queue = std::move(values);
}

void FocusSweep::nextWish()
{
    m_wish = m_queue.back();
    m_queue.pop_back();
}

void FocusSweep::moved()
{
    m_since.reset();
    m_rests.reset();
    m_before = m_now;
}

bool FocusSweep::look(const cv::Mat &preview, std::chrono::milliseconds at)
{
    if (m_state != State::Under || preview.type() != CV_8UC3 || preview.cols < restWidth) {
        return false;
    }
    m_since = m_since ? m_since : at;
    const double sharp = edginess(preview);
    cv::Mat small;
    cv::cvtColor(preview, small, cv::COLOR_BGR2GRAY);
    cv::resize(small, small, {restWidth, restWidth * preview.rows / preview.cols}, 0, 0, cv::INTER_AREA);
    double most = restLevels + 1;
    if (m_small.size() == small.size()) {
        cv::Mat difference;
        cv::absdiff(small, m_small, difference);
        cv::blur(difference, difference, {5, 5});
        cv::minMaxLoc(difference, nullptr, &most);
    }
    const bool rests = most <= restLevels && std::abs(sharp - m_now) <= restShare * std::max(sharp, m_now) + restFloor;
    m_small = small;
    m_now = sharp;
    if (!rests) {
        m_rests.reset();
    } else if (!m_rests) {
        m_rests = at;
    }
    const bool known = m_before > 0;
    const bool changed = known && std::abs(sharp - m_before) > changedShare * m_before + restFloor;
    if (m_rests && at - *m_rests >= restsFor && (changed || at - *m_since >= unchangedAfter)) {
        return true;
    }
    if (at - *m_since > restlessAfter) {
        end(State::Moving);
    }
    return false;
}

FocusSweep::Point *FocusSweep::at(int value)
{
    const auto place =
        std::find_if(m_points.begin(), m_points.end(), [value](const Point &point) { return point.value == value; });
    return place == m_points.end() ? nullptr : &*place;
}

void FocusSweep::add(const cv::Mat &still)
{
    if (m_state != State::Under) {
        return;
    }
    ++m_taken;
    if (m_stage == Stage::Verify) {
        verify(still);
        return;
    }
    if (m_stage == Stage::Approach) {
        m_stage = Stage::Verify;
    } else {
        Point *point = at(m_wish);
        if (!point) {
            const auto after = std::find_if(m_points.begin(), m_points.end(),
                                            [this](const Point &other) { return other.value > m_wish; });
            point = &*m_points.insert(after, Point{m_wish, 0, {}});
        }
        point->edginess = edginess(still);
        if (m_stage == Stage::Fine) {
            const auto seen = seeTarget(still);
            point->widths = seen && seen->ids.size() >= flatCorners ? edgeWidths(still, *seen) : std::nullopt;
            m_parts = m_parts || (seen && seen->ids.size() < flatCorners);
        }
    }
    if (m_queue.empty() && m_stage != Stage::Verify) {
        const bool whole = m_stage == Stage::Coarse || m_stage == Stage::Denser;
        const auto [least, most] =
            std::minmax_element(m_points.begin(), m_points.end(),
                                [](const Point &one, const Point &other) { return one.edginess < other.edginess; });
        if (!whole) {
            endOfRound();
        } else if (most->edginess > standsOut * least->edginess) {
            const int from = most == m_points.begin() ? most->value : std::prev(most)->value;
            const int to = std::next(most) == m_points.end() ? most->value : std::next(most)->value;
            refineAround(most->value, from, to);
        } else if (m_stage == Stage::Coarse && m_points.size() >= coarsePoints) {
            // A lens may be sharp in a part of its range that is narrower than the steps were.
            m_stage = Stage::Denser;
            std::vector<int> values;
            for (std::size_t i = 1; i < m_points.size(); ++i) {
                for (const int value : between(m_points[i - 1].value, m_points[i].value, 1)) {
                    values.push_back(value);
                }
            }
            queue(std::move(values));
        }
        if (m_queue.empty() && m_state == State::Under && whole) {
            const auto seen = seeTarget(still);
            m_atBest = seen ? edgeWidths(still, *seen) : std::nullopt;
            end(State::Stuck);
        }
    }
    if (m_state == State::Under) {
        nextWish();
    }
}

void FocusSweep::refineAround(int value, int from, int to)
{
    m_stage = Stage::Fine;
    m_spacing = std::max(m_range.step, (to - from) / (finePoints + 1));
    std::vector<int> values = between(from, to, finePoints);
    values.push_back(value);
    queue(std::move(values));
}

void FocusSweep::endOfRound()
{
    const Point *best = nullptr;
    for (const Point &point : m_points) {
        if (point.widths && (!best || point.widths->meanSquare() < best->widths->meanSquare())) {
            best = &point;
        }
    }
    if (!best) {
        end(m_parts ? State::Covered : State::Unseen);
        return;
    }
    // Nearer than a step and a half: its neighbours of this round.
    bool clear = false;
    std::vector<std::pair<double, double>> places;
    for (const Point &point : m_points) {
        const double away = std::abs(static_cast<double>(point.value) - best->value);
        if (point.widths && away <= 3.2 * m_spacing) {
            places.emplace_back(point.value, point.widths->meanSquare());
            clear = clear || (away <= 1.5 * m_spacing &&
                              point.widths->meanSquare() > flatEnough * flatEnough * best->widths->meanSquare());
        }
    }
    if (m_spacing > m_range.step && (clear || places.size() < 4)) {
        refineAround(best->value, std::max(m_range.least, best->value - m_spacing),
                     std::min(m_range.most, best->value + m_spacing));
        return;
    }
    m_expected = best->widths->meanSquare();
    const double fit = lowest(places).value_or(best->value);
    m_best = onGrid(
        std::clamp(fit, static_cast<double>(best->value) - m_spacing, static_cast<double>(best->value) + m_spacing));
    m_stage = Stage::Approach;
    m_queue = {m_best, onGrid(static_cast<double>(m_best) - std::max(m_spacing, m_range.step))};
}

void FocusSweep::verify(const cv::Mat &still)
{
    const auto seen = seeTarget(still);
    m_atBest = seen ? edgeWidths(still, *seen) : std::nullopt;
    if (!m_atBest) {
        end(seen ? State::Covered : State::Unseen);
    } else if (seen->ids.size() < flatCorners) {
        end(State::Covered);
    } else {
        const double wide = std::sqrt(m_atBest->meanSquare());
        end(wide > steadyShare * std::sqrt(m_expected) + steadyPixels ? State::Unsteady : State::Found);
    }
}

bool FocusSweep::atEnd() const
{
    return m_best - m_range.least < m_range.step || m_range.most - m_best < m_range.step;
}

double FocusSweep::share() const
{
    return m_state == State::Under ? std::min(0.97, static_cast<double>(m_taken) / usualStills) : 1;
}

}  // namespace hall
