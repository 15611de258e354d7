// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/siderefit.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace hall {

namespace {

constexpr int profiles = 80;
constexpr float leastStep = 5.0F;  // grey levels across an edge
constexpr float leastMajority = 2.0F;
constexpr float faintMajority = 0.7F;
constexpr float faintCap = 2.5F;   // times the noise: what a profile may say at most
constexpr float faintCertain = 8;  // deviations of the sum

cv::Vec3f bilinear(const cv::Mat &bgr, cv::Point2f p)
{
    const int x = static_cast<int>(p.x);
    const int y = static_cast<int>(p.y);
    const float fx = p.x - static_cast<float>(x);
    const float fy = p.y - static_cast<float>(y);
    const auto *top = bgr.ptr<cv::Vec3b>(y) + x;
    const auto *bottom = bgr.ptr<cv::Vec3b>(y + 1) + x;
    cv::Vec3f result;
    for (int c = 0; c < 3; ++c) {
        const float upper = static_cast<float>(top[0][c]) * (1 - fx) + static_cast<float>(top[1][c]) * fx;
        const float lower = static_cast<float>(bottom[0][c]) * (1 - fx) + static_cast<float>(bottom[1][c]) * fx;
        result[c] = upper * (1 - fy) + lower * fy;
    }
    return result;
}

bool covers(const cv::Mat &bgr, cv::Point2f p)
{
    return p.x >= 0 && p.y >= 0 && p.x < static_cast<float>(bgr.cols - 1) && p.y < static_cast<float>(bgr.rows - 1);
}

// Colours along perpendiculars, from outside to inside; one that leaves the picture is left out.
struct ProfileSet
{
    std::vector<cv::Vec3f> colours;  // `size` of each profile, one after the other
    std::size_t size = 0;
    std::vector<cv::Point2f> feet;
    cv::Point2f inward;
    float spacing = 1;
    int half = 0;

    [[nodiscard]] std::size_t count() const { return feet.size(); }
    [[nodiscard]] const cv::Vec3f *row(std::size_t i) const { return colours.data() + i * size; }
};

ProfileSet profilesOf(const cv::Mat &bgr, cv::Point2f a, cv::Point2f b, float reach)
{
    ProfileSet set;
    const cv::Point2f along = (b - a) / std::max(length(b - a), 1e-3F);
    set.inward = {-along.y, along.x};
    set.spacing = std::max(0.5F, reach / 24);
    set.half = static_cast<int>(std::ceil(reach / set.spacing));
    set.size = static_cast<std::size_t>(2 * set.half + 5);
    set.colours.reserve(set.size * profiles);
    set.feet.reserve(profiles);
    for (int i = 0; i < profiles; ++i) {
        const float t = 0.03F + 0.94F * (static_cast<float>(i) + 0.5F) / profiles;
        const cv::Point2f foot = a + t * (b - a);
        const float far = static_cast<float>(set.half + 2) * set.spacing;
        if (!covers(bgr, foot + far * set.inward) || !covers(bgr, foot - far * set.inward)) {
            continue;
        }
        for (int k = -set.half - 2; k <= set.half + 2; ++k) {
            set.colours.push_back(bilinear(bgr, foot + static_cast<float>(k) * set.spacing * set.inward));
        }
        set.feet.push_back(foot);
    }
    return set;
}

// The colour step inside minus outside that most profiles share, as a unit vector; zero when there is none.
cv::Vec3f majorityStep(const ProfileSet &set, float least)
{
    cv::Vec3f step;
    std::vector<float> values(set.count());
    const std::size_t third = set.size / 3;
    for (int c = 0; c < 3; ++c) {
        for (std::size_t i = 0; i < set.count(); ++i) {
            const cv::Vec3f *row = set.row(i);
            float sum = 0;
            for (std::size_t k = 0; k < third; ++k) {
                sum += row[set.size - 1 - k][c] - row[k][c];
            }
            values[i] = sum / static_cast<float>(third);
        }
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        step[c] = *middle;
    }
    const auto size = static_cast<float>(cv::norm(step));
    return size < least ? cv::Vec3f() : step / size;
}

std::vector<cv::Point2f> votes(const ProfileSet &set, const cv::Vec3f &step)
{
    std::vector<cv::Point2f> points;
    std::vector<float> slope(set.size, 0);
    for (std::size_t i = 0; i < set.count(); ++i) {
        const cv::Vec3f *row = set.row(i);
        float best = leastStep;
        int at = -1;
        for (std::size_t k = 2; k + 2 < set.size; ++k) {
            slope[k] = (row[k + 1] - row[k - 1] + 0.5F * (row[k + 2] - row[k - 2])).dot(step);
            if (slope[k] > best) {
                best = slope[k];
                at = static_cast<int>(k);
            }
        }
        if (at < 0) {
            continue;
        }
        const auto k = static_cast<std::size_t>(at);
        const float before = slope[k - 1];
        const float after = slope[k + 1];
        const float bend = before - 2 * slope[k] + after;
        const float shift = bend < -1e-3F ? std::clamp(0.5F * (before - after) / bend, -0.5F, 0.5F) : 0;
        const float offset = (static_cast<float>(at - set.half - 2) + shift) * set.spacing;
        points.push_back(set.feet[i] + offset * set.inward);
    }
    return points;
}

float away(const Line &line, cv::Point2f p)
{
    const cv::Point2f d = p - line.point;
    return std::abs(d.x * line.direction.y - d.y * line.direction.x);
}

// How many points lie within `tolerance` of the line. Apart coordinates let the compiler count many at once.
std::size_t agreeing(const std::vector<float> &x, const std::vector<float> &y, const Line &line, float tolerance)
{
    int count = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const float across = (x[i] - line.point.x) * line.direction.y - (y[i] - line.point.y) * line.direction.x;
        count += std::abs(across) < tolerance ? 1 : 0;
    }
    return static_cast<std::size_t>(count);
}

// The line that most votes agree with (pairs tried in a fixed order), then least squares over those.
std::optional<Line> robustLine(const std::vector<cv::Point2f> &points, float tolerance)
{
    if (points.size() < profiles / 4) {
        return std::nullopt;
    }
    std::vector<float> x(points.size());
    std::vector<float> y(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        x[i] = points[i].x;
        y[i] = points[i].y;
    }
    Line best;
    std::size_t most = 0;
    const std::size_t n = points.size();
    for (std::size_t i = 0; i < n / 2; i += 2) {
        for (std::size_t j = n - 1; j > i + n / 3; j -= 3) {
            const Line line = lineThrough(points[i], points[j]);
            const std::size_t agree = agreeing(x, y, line, tolerance);
            if (agree > most) {
                most = agree;
                best = line;
            }
            if (j < 3) {
                break;
            }
        }
    }
    // A curled side agrees with no line; its corners are better left where the outline put them.
    if (most < std::max<std::size_t>(profiles / 4, n * 62 / 100)) {
        return std::nullopt;
    }
    std::vector<cv::Point2f> kept;
    std::copy_if(points.begin(), points.end(), std::back_inserter(kept),
                 [&](cv::Point2f p) { return away(best, p) < 1.5F * tolerance; });
    cv::Vec4f fitted;
    cv::fitLine(kept, fitted, cv::DIST_HUBER, 0, 0.01, 0.01);
    return Line{{fitted[2], fitted[3]}, {fitted[0], fitted[1]}};
}

// The line along which the steps sum up to most: a side too faint for any one profile to tell still shows in all of
// them together.
std::optional<Line> faintLine(const ProfileSet &set, const cv::Vec3f &step)
{
    const std::size_t count = set.count();
    if (count < profiles / 2) {
        return std::nullopt;
    }
    const std::size_t inner = set.size - 4;
    std::vector<float> slopes(count * inner);
    for (std::size_t i = 0; i < count; ++i) {
        const cv::Vec3f *row = set.row(i);
        for (std::size_t k = 0; k < inner; ++k) {
            slopes[i * inner + k] = (row[k + 3] - row[k + 1] + 0.5F * (row[k + 4] - row[k])).dot(step);
        }
    }
    std::vector<float> sizes(slopes.size());
    std::transform(slopes.begin(), slopes.end(), sizes.begin(), [](float s) { return std::abs(s); });
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::nth_element(sizes.begin(), middle, sizes.end());
    const float noise = std::max(0.1F, *middle / 0.6745F);
    // Print near the side steps far more than the side does.
    for (float &slope : slopes) {
        slope = std::clamp(slope, -faintCap * noise, faintCap * noise);
    }
    const auto last = static_cast<int>(inner) - 1;
    float best = 0;
    int from = 0;
    int to = 0;
    for (int a = 0; a <= last; ++a) {
        for (int b = std::max(0, a - last / 2); b <= std::min(last, a + last / 2); ++b) {
            float sum = 0;
            const float rise = static_cast<float>(b - a) / static_cast<float>(count - 1);
            float at = static_cast<float>(a) + 0.5F;
            for (std::size_t i = 0; i < count; ++i, at += rise) {
                sum += slopes[i * inner + static_cast<std::size_t>(at)];
            }
            if (sum > best) {
                best = sum;
                from = a;
                to = b;
            }
        }
    }
    if (best < faintCertain * noise * std::sqrt(static_cast<float>(count))) {
        return std::nullopt;
    }
    const auto offset = [&](int k) { return static_cast<float>(k - set.half) * set.spacing; };
    return lineThrough(set.feet.front() + offset(from) * set.inward, set.feet.back() + offset(to) * set.inward);
}

Quad refitOnce(const cv::Mat &bgr, const Quad &quad, float reach, bool faint)
{
    std::array<Line, 4> lines;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f a = quad[i];
        const cv::Point2f b = quad[(i + 1) % 4];
        lines[i] = lineThrough(a, b);
        const ProfileSet set = profilesOf(bgr, a, b, reach);
        if (set.count() < profiles / 4) {
            continue;
        }
        const cv::Vec3f step = majorityStep(set, faint ? faintMajority : leastMajority);
        if (const auto line = robustLine(votes(set, step), std::max(1.2F, reach / 8))) {
            lines[i] = *line;
        } else if (const auto together = faint ? faintLine(set, step) : std::nullopt) {
            lines[i] = *together;
        }
    }
    Quad moved = quad;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto corner = crossing(lines[(i + 3) % 4], lines[i]);
        if (!corner || length(*corner - quad[i]) > 4 * reach) {
            return quad;
        }
        moved[i] = *corner;
    }
    return looksLikePaper(moved) ? moved : quad;
}

}  // namespace

Quad refitSides(const cv::Mat &bgr, const Quad &quad, float reach, bool faint)
{
    return refitOnce(bgr, refitOnce(bgr, quad, reach, faint), std::max(3.0F, reach / 3), faint);
}

}  // namespace hall
