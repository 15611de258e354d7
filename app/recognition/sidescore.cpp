// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/sidescore.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace hall {

namespace {

// Distances from the side at which colours are read, working pixels. The far pair ignores thin printed lines (both of
// their sides look the same from there); the near pair demands that the step happens at the side itself.
constexpr int farFirst = 3;
constexpr int farSecond = 6;
constexpr int near = 2;
constexpr float bowShare = 0.055F;   // how far a curled sheet's side may leave the straight line, share of its length
constexpr double bowedWeight = 0.9;  // a straight side is worth more
constexpr float endShare = 0.22F;    // of a side: what is near to a corner
constexpr int leastEnd = 2;          // places there
constexpr double bareEnd = 0.4;      // of these
constexpr double boxSides = 0.97;    // of a side's places
constexpr float colouredStep = 15;   // L*a*b* units: what is printed on a card in many colours has more
constexpr float sameWay = 0.6F;      // of a step, along another
constexpr double leastTurned = 0.1;  // of a side's places, where its colours change
constexpr int neighbours = 10;       // of a side's places so many parts are alike
constexpr double cardSides = 0.95;   // of a side's places
constexpr double cardShape = 85.6 / 54;  // ISO/IEC 7810, ID-1
constexpr double cardSlack = 0.025;      // a holder is larger by its rim, and of another shape so
constexpr double mostSkew = 0.06;        // that opposite sides may differ by, and the cosine of its corners
constexpr double beyondBorder = 0.5;     // of a side
constexpr double allAlong = 0.95;        // of its places

// Reads the nearest pixel.
class Sampler
{
public:
    explicit Sampler(const ScoreSource &source) : m_colours(source.colours) {}
    [[nodiscard]] bool covers(cv::Point2f p) const
    {
        return p.x >= 0 && p.y >= 0 && p.x <= static_cast<float>(m_colours.cols - 1) &&
               p.y <= static_cast<float>(m_colours.rows - 1);
    }
    [[nodiscard]] cv::Vec3f at(cv::Point2f p) const
    {
        return m_colours.ptr<cv::Vec3f>(static_cast<int>(p.y + 0.5F))[static_cast<int>(p.x + 0.5F)];
    }
    [[nodiscard]] cv::Point2f clamped(cv::Point2f p) const
    {
        return {std::clamp(p.x, 0.0F, static_cast<float>(m_colours.cols - 1)),
                std::clamp(p.y, 0.0F, static_cast<float>(m_colours.rows - 1))};
    }

private:
    const cv::Mat &m_colours;
};

// One perpendicular: colours from `half` pixels outside to `half` inside, one pixel apart.
struct Profile
{
    const cv::Vec3f *middle = nullptr;
    float along = 0;  // share of the side

    [[nodiscard]] const cv::Vec3f &at(int offset) const { return middle[offset]; }
    [[nodiscard]] cv::Vec3f inside(int offset) const { return 0.5F * (at(offset + farFirst) + at(offset + farSecond)); }
    [[nodiscard]] cv::Vec3f outside(int offset) const
    {
        return 0.5F * (at(offset - farFirst) + at(offset - farSecond));
    }
    [[nodiscard]] cv::Vec3f farStep(int offset) const { return inside(offset) - outside(offset); }
    [[nodiscard]] cv::Vec3f nearStep(int offset) const { return at(offset + near) - at(offset - near); }
};

// Those of one side.
struct ProfileSet
{
    std::vector<cv::Vec3f> colours;
    std::vector<Profile> profiles;
    int hidden = 0;
};

float median(std::vector<float> &values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <typename Get> cv::Vec3f medianColour(const std::vector<Profile> &profiles, Get get)
{
    cv::Vec3f result;
    std::vector<float> values(profiles.size());
    for (int c = 0; c < 3; ++c) {
        std::transform(profiles.begin(), profiles.end(), values.begin(), [&](const Profile &p) { return get(p)[c]; });
        result[c] = median(values);
    }
    return result;
}

// Profiles along one side; those whose near surroundings leave the picture, or on which something lies, are left out.
void readProfiles(const ScoreSource &source, cv::Point2f a, cv::Point2f b, int samples, int reach, ProfileSet &set)
{
    const Sampler frame(source);
    const cv::Point2f along = (b - a) / std::max(length(b - a), 1e-3F);
    const cv::Point2f inward(-along.y, along.x);  // clockwise order, y downwards
    const int half = reach + farSecond;
    const std::size_t size = static_cast<std::size_t>(2 * half + 1);
    set.profiles.clear();
    set.hidden = 0;
    set.colours.resize(size * static_cast<std::size_t>(samples));
    cv::Vec3f *to = set.colours.data();
    for (int i = 0; i < samples; ++i) {
        const float t = 0.04F + 0.92F * (static_cast<float>(i) + 0.5F) / static_cast<float>(samples);
        const cv::Point2f foot = a + t * (b - a);
        if (!frame.covers(foot + farSecond * inward) || !frame.covers(foot - farSecond * inward)) {
            continue;
        }
        if (!source.hidden.empty() && source.hidden.at<uchar>(cv::Point(frame.clamped(foot))) != 0) {
            ++set.hidden;
            continue;
        }
        set.profiles.push_back({to + half, t});
        const bool inner = frame.covers(foot + static_cast<float>(half) * inward) &&
                           frame.covers(foot - static_cast<float>(half) * inward);
        for (int k = -half; k <= half; ++k, ++to) {
            const cv::Point2f p = foot + static_cast<float>(k) * inward;
            *to = frame.at(inner ? p : frame.clamped(p));
        }
    }
}

struct Agreement
{
    double share = 0;
    double longestGap = 0;
    double beside = 0;                          // how far from the side the steps are, taken together
    std::array<std::optional<double>, 2> ends;  // the share near the first corner and near the last
};

// How many profiles step along their direction within `reach` of the side. A bowed side wanders, so beyond the first
// pixels a step must lie near its neighbour's.
template <typename Direction>
Agreement agreementOf(const std::vector<Profile> &profiles, Direction directionAt, int reach, float leastStep)
{
    constexpr int straight = 3;
    constexpr int wander = 5;
    double good = 0;
    double sum = 0;
    int gap = 0;
    int longest = 0;
    int last = 0;
    std::array<int, 2> places{};
    std::array<int, 2> stepping{};
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const Profile &profile = profiles[i];
        const cv::Vec3f direction = directionAt(i);
        float best = 0;
        int where = 0;
        for (int k = -reach; k <= reach; ++k) {
            const float at = profile.nearStep(k).dot(direction);
            if (at <= best) {
                continue;
            }
            const cv::Vec3f step = profile.farStep(k);
            const float way = step.dot(direction);
            if (way > leastStep && way > sameWay * static_cast<float>(cv::norm(step)) && at > 0.3F * way) {
                best = at;
                where = k;
            }
        }
        const bool close = std::abs(where) <= straight;
        const bool steady = best > 0 && (close || std::abs(where - last) <= wander);
        if (best > 0) {
            last = where;
        }
        good += steady ? 1.0 : 0.0;
        for (std::size_t end = 0; end < 2; ++end) {
            const float from = end == 0 ? profile.along : 1 - profile.along;
            places[end] += from < endShare ? 1 : 0;
            stepping[end] += from < endShare && steady ? 1 : 0;
        }
        sum += steady ? where : 0;
        gap = steady ? 0 : gap + 1;
        longest = std::max(longest, gap);
    }
    const auto count = static_cast<double>(profiles.size());
    Agreement agreement{good / count, longest / count, std::abs(sum / std::max(1.0, good)), {}};
    for (std::size_t end = 0; end < 2; ++end) {
        if (places[end] >= leastEnd) {
            agreement.ends[end] = static_cast<double>(stepping[end]) / places[end];
        }
    }
    return agreement;
}

SideScore scoreSide(const ScoreSource &source, cv::Point2f a, cv::Point2f b, int samples, bool bowed, ProfileSet &set)
{
    SideScore score;
    const int reach = bowed ? std::max(3, static_cast<int>(bowShare * length(b - a))) : 3;
    readProfiles(source, a, b, samples, reach, set);
    const std::vector<Profile> &profiles = set.profiles;
    score.hidden = static_cast<double>(set.hidden) / samples;
    score.unseen = 1.0 - static_cast<double>(profiles.size()) / samples - score.hidden;
    if (profiles.size() < 4) {
        return score;
    }
    // A bow moves the edge away from the straight side: read the colours beyond its reach then.
    const int apart = bowed ? reach : 0;
    score.inside = medianColour(profiles, [&](const Profile &p) { return p.inside(apart); });
    const cv::Vec3f outside = medianColour(profiles, [&](const Profile &p) { return p.outside(-apart); });
    score.contrast = cv::norm(score.inside - outside);
    if (score.contrast < 0.2 * source.leastStep) {
        return score;
    }
    const cv::Vec3f direction = (score.inside - outside) / static_cast<float>(score.contrast);
    const Agreement agreement = agreementOf(
        profiles, [&](std::size_t) { return direction; }, reach, source.leastStep);
    score.share = agreement.share * (bowed ? bowedWeight : 1.0);
    score.beside = agreement.beside;
    score.longestGap = agreement.longestGap;
    score.ends = agreement.ends;
    return score;
}

// The same of a side along which the colours run into each other: a place steps as those beside it do.
SideScore scoreColouredSide(const ScoreSource &source, cv::Point2f a, cv::Point2f b, int samples, ProfileSet &set)
{
    constexpr int reach = 3;
    SideScore score = scoreSide(source, a, b, samples, false, set);
    const std::vector<Profile> &profiles = set.profiles;
    if (profiles.size() < 4) {
        return score;
    }
    const cv::Vec3f whole = medianColour(profiles, [](const Profile &p) { return p.farStep(0); });
    const int window = std::max(1, static_cast<int>(profiles.size()) / neighbours);
    std::vector<cv::Vec3f> directions(profiles.size());
    std::vector<float> contrasts(profiles.size());
    int others = 0;
    for (int i = 0; i < static_cast<int>(profiles.size()); ++i) {
        const int from = std::max(0, i - window);
        const int to = std::min(static_cast<int>(profiles.size()), i + window + 1);
        const std::vector<Profile> beside(profiles.begin() + from, profiles.begin() + to);
        const cv::Vec3f step = medianColour(beside, [](const Profile &p) { return p.farStep(0); });
        const auto way = static_cast<float>(cv::norm(step));
        directions[static_cast<std::size_t>(i)] = step / std::max(1e-3F, way);
        contrasts[static_cast<std::size_t>(i)] = way;
        const bool turned =
            directions[static_cast<std::size_t>(i)].dot(whole) < sameWay * static_cast<float>(cv::norm(whole));
        others += turned ? 1 : 0;
    }
    // In one colour a place's neighbours know nothing better, and where hardly anything steps they agree by chance.
    const float contrast = median(contrasts);
    if (others < leastTurned * static_cast<double>(profiles.size()) || contrast < colouredStep) {
        return score;
    }
    const Agreement agreement = agreementOf(
        profiles, [&](std::size_t i) { return directions[i]; }, reach, source.leastStep);
    score.contrast = contrast;
    score.share = agreement.share;
    score.beside = agreement.beside;
    score.longestGap = agreement.longestGap;
    score.ends = agreement.ends;
    return score;
}

// One sheet has one colour: how far the sides' inner colours lie apart, light counting little (shadow falls on paper).
double colourSpread(const std::array<SideScore, 4> &sides)
{
    double worst = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = i + 1; j < 4; ++j) {
            if (sides[i].lost() > 0.6 || sides[j].lost() > 0.6) {
                continue;
            }
            const cv::Vec3f d = sides[i].inside - sides[j].inside;
            worst = std::max(worst, std::hypot(0.25 * d[0], d[1], d[2]));
        }
    }
    return worst;
}

// Where nothing steps on both sides of a corner there is none: around a cup a quad has four such.
void countCorners(QuadScore &score)
{
    for (std::size_t i = 0; i < 4; ++i) {
        const std::optional<double> before = score.sides[(i + 3) % 4].ends[1];
        const std::optional<double> after = score.sides[i].ends[0];
        if (before && after) {
            ++score.cornersSeen;
            score.cornersBare += std::max(*before, *after) < bareEnd ? 1 : 0;
        }
    }
}

}  // namespace

namespace {

// A rectangle seen from nearly above.
bool isUpright(const Quad &quad)
{
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f way = quad[(i + 1) % 4] - quad[i];
        const cv::Point2f back = quad[(i + 3) % 4] - quad[i];
        const cv::Point2f opposite = quad[(i + 2) % 4] - quad[(i + 3) % 4];
        if (std::abs(way.dot(back)) > mostSkew * length(way) * length(back) ||
            std::abs(length(way) - length(opposite)) > mostSkew * length(way)) {
            return false;
        }
    }
    return true;
}

// The same, whose sides step all along.
bool isRectangle(const Quad &quad, const QuadScore &steps, double leastShare)
{
    return isUpright(quad) && std::all_of(steps.sides.begin(), steps.sides.end(),
                                          [leastShare](const SideScore &side) { return side.share >= leastShare; });
}

}  // namespace

bool isBox(const Quad &quad, const QuadScore &steps)
{
    return isRectangle(quad, steps, boxSides) &&
           std::all_of(steps.sides.begin(), steps.sides.end(),
                       [](const SideScore &side) { return side.lost() < 1 - boxSides; });
}

bool isCardShaped(const Quad &quad, double slack)
{
    return std::abs(shapeOf(quad) / cardShape - 1) < slack;
}

bool isCard(const Quad &quad, const QuadScore &steps)
{
    return isRectangle(quad, steps, cardSides) && isCardShaped(quad, cardSlack);
}

bool QuadScore::isClearToBorder() const
{
    double unseen = 0;
    for (const SideScore &side : sides) {
        unseen += side.unseen;
        if (side.unseen < beyondBorder && side.share < allAlong) {
            return false;
        }
    }
    return unseen > beyondBorder;
}

QuadScore scoreQuad(const ScoreSource &source, const Quad &quad, int samples, bool bowed)
{
    QuadScore score;
    std::array<double, 4> contrasts{};
    int hidden = 0;
    ProfileSet set;
    const bool coloured = isUpright(quad) && isCardShaped(quad, cardSlack);
    for (std::size_t i = 0; i < 4; ++i) {
        SideScore &side = score.sides[i];
        side = scoreSide(source, quad[i], quad[(i + 1) % 4], samples, false, set);
        if (bowed && side.share < 0.75 && side.unseen < 0.5) {
            const SideScore wide = scoreSide(source, quad[i], quad[(i + 1) % 4], samples, true, set);
            side = wide.share > side.share ? wide : side;
        }
        if (coloured && side.share < cardSides && side.lost() < 1 - cardSides) {
            const SideScore one = scoreColouredSide(source, quad[i], quad[(i + 1) % 4], samples, set);
            side = one.share > side.share ? one : side;
        }
        contrasts[i] = side.contrast;
        hidden += side.lost() > 0.6 ? 1 : 0;
    }
    if (hidden > 1) {
        return score;
    }
    std::sort(contrasts.begin(), contrasts.end());
    const double usual = 0.6 * (contrasts[1] + contrasts[2]) / 2;
    double sum = 0;
    std::array<double, 4> values{};
    for (std::size_t i = 0; i < 4; ++i) {
        const SideScore &side = score.sides[i];
        // A fold steps too, but far less than the sheet's other sides do.
        const double equal = 0.4 + 0.6 * std::min(1.0, side.contrast / std::max(usual, 1.0));
        const double strength = equal * (0.55 + 0.45 * std::min(1.0, side.contrast / source.fullStep));
        // What cannot be seen is neither for nor against: it counts as a middling side, a little more where one knows
        // why.
        values[i] = (1 - side.lost()) * side.share * strength + side.unseen * 0.45 + side.hidden * 0.6;
        sum += values[i];
    }
    std::sort(values.begin(), values.end());
    // A card is one thing, in whatever colours it is printed.
    const double spread =
        isCard(quad, score) ? 1 : std::max(0.0, 1.0 - std::max(0.0, colourSpread(score.sides) - 12.0) / 60.0);
    countCorners(score);
    score.total = (0.45 * sum / 4 + 0.35 * values[0] + 0.2 * values[1]) * spread;
    return score;
}

}  // namespace hall
