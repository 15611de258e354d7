// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagejoin.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace hall {

namespace {

constexpr float closeSides = 2.5F;  // pixels: no plate is seen between
constexpr float widest = 12;        // pixels that a fold or the edge of a shadow takes
constexpr float widestFold = 24;    // the same of a booklet's that lies open flat
constexpr float clearStep = 1.5F;   // times the least step

struct Seam
{
    cv::Point2f from;
    cv::Point2f to;
    float width = 0;
    std::size_t ofFirst = 0;  // side
    std::size_t ofSecond = 0;
};

// Where two sides face each other closely along most of the shorter one.
std::optional<Seam> seamOf(const Quad &a, const Quad &b, float most)
{
    std::optional<Seam> best;
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t k = 0; k < 4; ++k) {
            const cv::Point2f a0 = a[i];
            const cv::Point2f a1 = a[(i + 1) % 4];
            // Both go clockwise: facing sides run against each other.
            const cv::Point2f b0 = b[(k + 1) % 4];
            const cv::Point2f b1 = b[k];
            const float size = std::min(length(a1 - a0), length(b1 - b0));
            if (length(a0 - b0) > 0.2F * size || length(a1 - b1) > 0.2F * size) {
                continue;
            }
            const cv::Point2f along = (a1 - a0) / std::max(1e-3F, length(a1 - a0));
            const auto across = [&](cv::Point2f p) { return std::abs(p.x * along.y - p.y * along.x); };
            const float width = std::max(across(b0 - a0), across(b1 - a1));
            if (width < most && (!best || width < best->width)) {
                best = Seam{(a0 + b0) * 0.5F, (a1 + b1) * 0.5F, width, i, k};
            }
        }
    }
    return best;
}

std::optional<cv::Vec3f> middleColour(const cv::Mat &colours, cv::Point2f from, cv::Point2f to, int count)
{
    std::array<std::vector<float>, 3> values;
    const cv::Rect picture({0, 0}, colours.size());
    for (int i = 0; i < count; ++i) {
        const cv::Point at(from + (to - from) * ((static_cast<float>(i) + 0.5F) / static_cast<float>(count)));
        if (picture.contains(at)) {
            for (int c = 0; c < 3; ++c) {
                values[static_cast<std::size_t>(c)].push_back(colours.at<cv::Vec3f>(at)[c]);
            }
        }
    }
    if (values[0].size() < 3) {
        return std::nullopt;
    }
    cv::Vec3f result;
    for (int c = 0; c < 3; ++c) {
        std::vector<float> &list = values[static_cast<std::size_t>(c)];
        std::nth_element(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(list.size() / 2), list.end());
        result[c] = list[list.size() / 2];
    }
    return result;
}

// Whether what lies between is lighter than the plate at both of its ends, or of another colour: the plate between two
// cards is neither.
bool isPaper(const ScoreSource &source, const Seam &seam)
{
    if (seam.width < closeSides) {
        return true;
    }
    const cv::Point2f way = seam.to - seam.from;
    const cv::Point2f along = way / std::max(1e-3F, length(way));
    const auto inside = middleColour(source.colours, seam.from + 0.1F * way, seam.to - 0.1F * way, 32);
    const auto before = middleColour(source.colours, seam.from - 14.0F * along, seam.from - 6.0F * along, 8);
    const auto after = middleColour(source.colours, seam.to + 6.0F * along, seam.to + 14.0F * along, 8);
    if (!inside || (!before && !after)) {
        return false;
    }
    for (const auto &plate : {before, after}) {
        if (!plate) {
            continue;
        }
        const cv::Vec3f step = *inside - *plate;
        if (std::max(step[0], std::hypot(step[1], step[2])) < clearStep * source.leastStep) {
            return false;
        }
    }
    return true;
}

Line sideOf(const Quad &quad, std::size_t i)
{
    return lineThrough(quad[i % 4], quad[(i + 1) % 4]);
}

// The part, its seam moved to the far side of the other.
std::optional<Quad> extended(const Quad &part, std::size_t seam, const Quad &other, std::size_t otherSeam)
{
    const Line far = sideOf(other, otherSeam + 2);
    const auto one = crossing(sideOf(part, seam + 3), far);
    const auto two = crossing(sideOf(part, seam + 1), far);
    if (!one || !two) {
        return std::nullopt;
    }
    Quad whole = part;
    whole[seam] = *one;
    whole[(seam + 1) % 4] = *two;
    if (!looksLikePaper(whole) || overlapOfSmaller(whole, other) < 0.85) {
        return std::nullopt;
    }
    return inReadingOrder(whole);
}

// `isOne`: whether the parts on both sides of a seam are one sheet.
template <typename IsOne> std::vector<Quad> joinedBy(const std::vector<Quad> &parts, float most, IsOne isOne)
{
    std::vector<Quad> whole;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (std::size_t k = i + 1; k < parts.size(); ++k) {
            const auto seam = seamOf(parts[i], parts[k], most);
            if (!seam || !isOne(*seam)) {
                continue;
            }
            for (const auto &quad : {extended(parts[i], seam->ofFirst, parts[k], seam->ofSecond),
                                     extended(parts[k], seam->ofSecond, parts[i], seam->ofFirst)}) {
                if (quad) {
                    whole.push_back(*quad);
                }
            }
        }
    }
    return whole;
}

}  // namespace

std::vector<Quad> joinedCandidates(const ScoreSource &source, const std::vector<Quad> &parts)
{
    return joinedBy(parts, widest, [&](const Seam &seam) { return isPaper(source, seam); });
}

std::vector<Quad> foldedCandidates(const std::vector<Quad> &parts)
{
    return joinedBy(parts, widestFold, [](const Seam &) { return true; });
}

}  // namespace hall
