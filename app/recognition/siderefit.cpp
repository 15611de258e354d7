// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/siderefit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace hall {

namespace {

constexpr int profiles = 80;
constexpr float leastStep = 5.0F;  // grey levels across an edge
constexpr float leastMajority = 2.0F;
constexpr float blurredRamp = 5;  // pixels
constexpr float faintMajority = 0.7F;
constexpr float faintCap = 2.5F;         // times the noise: what a profile may say at most
constexpr float faintCertain = 8;        // deviations of the sum
constexpr float shadowReach = 2.2F;      // mm that a lying sheet's own shadow reaches at most
constexpr float shadowShare = 0.006F;    // of the picture's width, where the plate isn't known: it is 350 mm then
constexpr float shadowDepth = 0.04F;     // of the light, at least
constexpr float shadowDeepest = 0.5F;    // of the light that is left: a printed frame is darker
constexpr float shadowSharpness = 0.8F;  // the sheet's side beside its shadow's, at least

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

// Where sides are straight: the picture itself, or the plate that it shows, as large as the picture shows it.
class Plane
{
public:
    Plane() = default;
    Plane(const PlateView &plate, const Quad &quad) : m_plate(&plate)
    {
        const cv::Point2f middle = (quad[0] + quad[1] + quad[2] + quad[3]) * 0.25F;
        m_scale = static_cast<float>(plate.pixelsPerMm(plate.toMm(middle)));
    }
    [[nodiscard]] bool isPicture() const { return !m_plate; }
    [[nodiscard]] float scale() const { return m_scale; }
    [[nodiscard]] bool isSound() const { return std::isfinite(m_scale) && m_scale > 0; }
    [[nodiscard]] Quad ofPicture(const Quad &quad) const
    {
        const std::vector<cv::Point2f> mm = m_plate->toMm(std::vector<cv::Point2f>(quad.begin(), quad.end()));
        return scaled({mm[0], mm[1], mm[2], mm[3]}, m_scale);
    }
    [[nodiscard]] Quad toPicture(const Quad &quad) const
    {
        std::vector<cv::Point2f> there(quad.begin(), quad.end());
        there = pixels(std::move(there));
        return {there[0], there[1], there[2], there[3]};
    }
    [[nodiscard]] std::vector<cv::Point2f> pixels(std::vector<cv::Point2f> places) const
    {
        for (cv::Point2f &place : places) {
            place /= m_scale;
        }
        return m_plate->toPixels(places);
    }

private:
    const PlateView *m_plate = nullptr;
    float m_scale = 1;
};

bool isHidden(const cv::Mat &hidden, cv::Size picture, cv::Point2f p)
{
    return !hidden.empty() && hidden.at<uchar>(static_cast<int>(p.y) * hidden.rows / picture.height,
                                               static_cast<int>(p.x) * hidden.cols / picture.width) != 0;
}

// Those of the profiles that lie in the picture.
void readOnPlate(const cv::Mat &bgr, const cv::Mat &hidden, const Plane &plane, const std::vector<cv::Point2f> &feet,
                 ProfileSet &set)
{
    std::vector<cv::Point2f> places;
    places.reserve(feet.size() * set.size);
    for (const cv::Point2f &foot : feet) {
        for (int k = -set.half - 2; k <= set.half + 2; ++k) {
            places.push_back(foot + static_cast<float>(k) * set.spacing * set.inward);
        }
    }
    places = plane.pixels(std::move(places));
    for (std::size_t i = 0; i < feet.size(); ++i) {
        const cv::Point2f *first = places.data() + i * set.size;
        if (!std::all_of(first, first + set.size, [&](cv::Point2f p) { return covers(bgr, p); }) ||
            isHidden(hidden, bgr.size(), first[set.size / 2])) {
            continue;
        }
        std::transform(first, first + set.size, std::back_inserter(set.colours),
                       [&](cv::Point2f p) { return bilinear(bgr, p); });
        set.feet.push_back(feet[i]);
    }
}

ProfileSet profilesOf(const cv::Mat &bgr, const cv::Mat &hidden, const Plane &plane, cv::Point2f a, cv::Point2f b,
                      float reach)
{
    ProfileSet set;
    const cv::Point2f along = (b - a) / std::max(length(b - a), 1e-3F);
    set.inward = {-along.y, along.x};
    set.spacing = std::max(0.5F, reach / 24);
    set.half = static_cast<int>(std::ceil(reach / set.spacing));
    set.size = static_cast<std::size_t>(2 * set.half + 5);
    set.colours.reserve(set.size * profiles);
    set.feet.reserve(profiles);
    std::vector<cv::Point2f> feet;
    for (int i = 0; i < profiles; ++i) {
        const float t = 0.03F + 0.94F * (static_cast<float>(i) + 0.5F) / profiles;
        feet.push_back(a + t * (b - a));
    }
    if (!plane.isPicture()) {
        readOnPlate(bgr, hidden, plane, feet, set);
        return set;
    }
    for (const cv::Point2f &foot : feet) {
        const float far = static_cast<float>(set.half + 2) * set.spacing;
        if (!covers(bgr, foot + far * set.inward) || !covers(bgr, foot - far * set.inward) ||
            isHidden(hidden, bgr.size(), foot)) {
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

// Where a slope is steepest. A blurred side is a long ramp with many tops: its middle counts.
float topOf(const std::vector<float> &slope, std::size_t at, float leastRamp)
{
    std::size_t first = at;
    std::size_t last = at;
    while (first > 2 && slope[first - 1] > 0.5F * slope[at]) {
        --first;
    }
    while (last + 3 < slope.size() && slope[last + 1] > 0.5F * slope[at]) {
        ++last;
    }
    if (static_cast<float>(last - first) >= leastRamp) {
        float sum = 0;
        float weighted = 0;
        for (std::size_t k = first; k <= last; ++k) {
            sum += slope[k];
            weighted += slope[k] * static_cast<float>(k);
        }
        return weighted / sum;
    }
    const float before = slope[at - 1];
    const float after = slope[at + 1];
    const float bend = before - 2 * slope[at] + after;
    const float shift = bend < -1e-3F ? std::clamp(0.5F * (before - after) / bend, -0.5F, 0.5F) : 0;
    return static_cast<float>(at) + shift;
}

// `ramps`: sides may be blurred. Beside a hand it is its shadow that makes a ramp.
std::vector<cv::Point2f> votes(const ProfileSet &set, const cv::Vec3f &step, bool ramps)
{
    const float leastRamp = ramps ? blurredRamp / set.spacing : std::numeric_limits<float>::max();
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
        const float offset =
            (topOf(slope, static_cast<std::size_t>(at), leastRamp) - static_cast<float>(set.half + 2)) * set.spacing;
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
    cv::fitLine(kept, fitted, cv::DIST_L2, 0, 0.01, 0.01);
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

// The few places of a side on which nothing lies tell where it runs, but not which way: that the opposite side does.
std::optional<Line> besideOpposite(const std::vector<cv::Point2f> &points, const Quad &quad, std::size_t side)
{
    if (points.size() < profiles / 8) {
        return std::nullopt;
    }
    const Line opposite = lineThrough(quad[(side + 3) % 4], quad[(side + 2) % 4]);
    const cv::Point2f across(-opposite.direction.y, opposite.direction.x);
    std::vector<std::pair<float, cv::Point2f>> far;
    far.reserve(points.size());
    for (const cv::Point2f &point : points) {
        far.emplace_back((point - opposite.point).dot(across), point);
    }
    const auto middle = far.begin() + static_cast<std::ptrdiff_t>(far.size() / 2);
    std::nth_element(far.begin(), middle, far.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    return Line{middle->second, opposite.direction};
}

cv::Vec3f middleColour(const ProfileSet &set, std::size_t k)
{
    cv::Vec3f middle;
    std::vector<float> values(set.count());
    for (int c = 0; c < 3; ++c) {
        for (std::size_t i = 0; i < set.count(); ++i) {
            values[i] = set.row(i)[k][c];
        }
        const auto at = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), at, values.end());
        middle[c] = *at;
    }
    return middle;
}

float light(const cv::Vec3f &bgr)
{
    return 0.114F * bgr[0] + 0.587F * bgr[1] + 0.299F * bgr[2];
}

// Where all profiles together rise from the shadow that a sheet throws on a desk as light as itself: the shadow's outer
// edge, on which the line lies, steps more than the sheet's side as seen from desk to sheet, but less sharply.
std::optional<std::size_t> riseFromShadow(const ProfileSet &set)
{
    std::vector<cv::Vec3f> colours(set.size);
    std::vector<float> lights(set.size);
    for (std::size_t k = 0; k < set.size; ++k) {
        colours[k] = middleColour(set, k);
        lights[k] = light(colours[k]);
    }
    const auto line = static_cast<std::size_t>(set.half + 2);
    const auto deepest = std::min_element(lights.begin() + static_cast<std::ptrdiff_t>(line), lights.end() - 3);
    const auto valley = static_cast<std::size_t>(deepest - lights.begin());
    const std::size_t third = set.size / 3;
    const auto meanOf = [&](std::size_t from, std::size_t to) {
        float sum = 0;
        for (std::size_t k = from; k < to; ++k) {
            sum += lights[k];
        }
        return sum / static_cast<float>(to - from);
    };
    const float outside = meanOf(0, third);
    const float least = std::max(2.0F, shadowDepth * outside);
    if (outside - *deepest < least || *deepest < shadowDeepest * outside ||
        lights[line + 2] > outside - 0.3F * (outside - *deepest)) {
        return std::nullopt;
    }
    float fall = 0;
    for (std::size_t k = 2; k <= valley; ++k) {
        fall = std::max(fall, lights[k - 1] - lights[k + 1]);
    }
    float rise = 0;
    std::size_t side = 0;
    for (std::size_t k = valley; k + 2 < set.size; ++k) {
        if (lights[k + 1] - lights[k - 1] > rise) {
            rise = lights[k + 1] - lights[k - 1];
            side = k;
        }
    }
    const float inside = side + 3 < set.size ? lights[side + 3] : 0;
    if (rise < shadowSharpness * fall || inside - *deepest < least) {
        return std::nullopt;
    }
    // A shadow takes as much of every colour.
    for (int c = 0; c < 3; ++c) {
        const float outer = colours[third / 2][c];
        if (std::abs(colours[valley][c] / std::max(outer, 1.0F) - *deepest / outside) > 0.12F) {
            return std::nullopt;
        }
    }
    return side;
}

// Where each profile rises most near that place.
std::optional<Line> lineAfterShadow(const ProfileSet &set, std::size_t side)
{
    const auto near = static_cast<std::size_t>(std::max(2.0F, 2 / set.spacing));
    std::vector<cv::Point2f> points;
    for (std::size_t i = 0; i < set.count(); ++i) {
        const cv::Vec3f *row = set.row(i);
        std::vector<float> slope(set.size, 0);
        for (std::size_t k = std::max<std::size_t>(2, side - near); k <= std::min(set.size - 3, side + near); ++k) {
            slope[k] = light(row[k + 1]) - light(row[k - 1]) + 0.5F * (light(row[k + 2]) - light(row[k - 2]));
        }
        const auto top = std::max_element(slope.begin(), slope.end());
        if (*top < 1) {
            continue;
        }
        const float offset =
            (topOf(slope, static_cast<std::size_t>(top - slope.begin()), 1e9F) - static_cast<float>(set.half + 2)) *
            set.spacing;
        points.push_back(set.feet[i] + offset * set.inward);
    }
    return robustLine(points, 1.2F);
}

Quad withoutShadows(const cv::Mat &bgr, const cv::Mat &hidden, const Plane &plane, const Quad &quad, float reach)
{
    std::array<Line, 4> lines;
    bool any = false;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f a = quad[i];
        const cv::Point2f b = quad[(i + 1) % 4];
        lines[i] = lineThrough(a, b);
        const ProfileSet set = profilesOf(bgr, hidden, plane, a, b, reach);
        if (set.count() < profiles / 2) {
            continue;
        }
        if (const auto side = riseFromShadow(set)) {
            if (const auto line = lineAfterShadow(set, *side)) {
                lines[i] = *line;
                any = true;
            }
        }
    }
    if (!any) {
        return quad;
    }
    Quad moved = quad;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto corner = crossing(lines[(i + 3) % 4], lines[i]);
        if (!corner || length(*corner - quad[i]) > 2 * reach) {
            return quad;
        }
        moved[i] = *corner;
    }
    return looksLikePaper(moved) ? moved : quad;
}

Refit refitOnce(const cv::Mat &bgr, const cv::Mat &hidden, const Plane &plane, const Quad &quad, float reach,
                bool faint)
{
    std::array<Line, 4> lines;
    int seen = 0;
    int found = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f a = quad[i];
        const cv::Point2f b = quad[(i + 1) % 4];
        lines[i] = lineThrough(a, b);
        ProfileSet set = profilesOf(bgr, hidden, plane, a, b, reach);
        if (!plane.isPicture() && set.count() < profiles / 4) {
            set = profilesOf(bgr, hidden, plane, a, b, reach / 4);  // the picture ends near by
        }
        if (set.count() < (hidden.empty() ? profiles / 4 : profiles / 8)) {
            continue;
        }
        ++seen;
        const cv::Vec3f step = majorityStep(set, faint ? faintMajority : leastMajority);
        if (!hidden.empty() && set.count() < profiles / 2) {
            lines[i] = besideOpposite(votes(set, step, hidden.empty()), quad, i).value_or(lines[i]);
            ++found;
            continue;
        }
        if (const auto line = robustLine(votes(set, step, hidden.empty()), std::max(1.2F, reach / 8))) {
            lines[i] = *line;
            ++found;
        } else if (const auto together = faint ? faintLine(set, step) : std::nullopt) {
            lines[i] = *together;
            ++found;
        }
    }
    Quad moved = quad;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto corner = crossing(lines[(i + 3) % 4], lines[i]);
        if (!corner || length(*corner - quad[i]) > 4 * reach) {
            return {quad};
        }
        moved[i] = *corner;
    }
    return looksLikePaper(moved) ? Refit{moved, found == seen && found > 2, false, found} : Refit{quad};
}

Refit refitTwice(const cv::Mat &bgr, const cv::Mat &hidden, const Plane &plane, const Quad &quad, float reach,
                 bool faint)
{
    const Refit first = refitOnce(bgr, hidden, plane, quad, reach, faint);
    Refit second = refitOnce(bgr, hidden, plane, first.quad, std::max(3.0F, reach / 3), faint);
    if (!second.whole && !plane.isPicture()) {
        // What lies near by disturbs less from closer yet.
        const Refit third = refitOnce(bgr, hidden, plane, first.quad, std::max(3.0F, reach / 5), faint);
        second = third.whole ? third : second;
    }
    second.fair = first.whole;
    if (!plane.isPicture()) {
        second.quad = withoutShadows(bgr, hidden, plane, second.quad, shadowReach * plane.scale());
    }
    return second;
}

}  // namespace

Refit refitSides(const cv::Mat &bgr, const Quad &quad, float reach, bool faint, const cv::Mat &hidden)
{
    return refitTwice(bgr, hidden, {}, quad, reach, faint);
}

Quad sidesOutOfShadow(const cv::Mat &bgr, const Quad &quad, const cv::Mat &hidden)
{
    return withoutShadows(bgr, hidden, {}, quad, shadowShare * static_cast<float>(bgr.cols));
}

Refit refitOnPlate(const cv::Mat &bgr, const Quad &quad, float reach, bool faint, const PlateView &plate,
                   const cv::Mat &hidden)
{
    const Plane plane(plate, quad);
    if (!plane.isSound() || plate.size() != bgr.size()) {
        return {quad};
    }
    Refit there = refitTwice(bgr, hidden, plane, plane.ofPicture(quad), reach, faint);
    there.quad = plane.toPicture(there.quad);
    return there;
}

}  // namespace hall
