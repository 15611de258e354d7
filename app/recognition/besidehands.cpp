// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/besidehands.h"

#include "app/recognition/brokensheet.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double wholeShare = 0.85;   // of the score, which the usual shape may cost
constexpr int besideHands = 13;       // working pixels across: their shadow lies there
constexpr double mostlyHidden = 0.6;  // of a side
constexpr double allSeen = 0.97;      // of the fit
constexpr float handsShadow = 8;      // working pixels that it may be beside the hand, beyond `besideHands`
constexpr float cardRatio = 1.585F;
constexpr float sheetRatio = 1.414F;
constexpr float usualShape = 0.06F;   // that ratios may differ by, as cameras see them
constexpr float largestCard = 0.08F;  // of the picture

// Its hidden side where cards (ISO/IEC 7810 ID-1), or sheets and open booklets (ISO 216), have it, lying across or
// upright: the other sides show only what the hand leaves.
std::optional<Quad> inUsualShape(const Quad &quad, std::size_t hidden, bool larger, cv::Size picture)
{
    const cv::Point2f from = quad[(hidden + 3) % 4];
    const cv::Point2f to = quad[(hidden + 2) % 4];
    const cv::Point2f before = quad[hidden] - from;
    const cv::Point2f after = quad[(hidden + 1) % 4] - to;
    const float width = length(to - from);
    const float seen = (length(before) + length(after)) / 2;
    const auto high = [&](float ratio) { return larger ? width * ratio : width / ratio; };
    const bool isCard = width * high(cardRatio) < largestCard * static_cast<float>(picture.area());
    const float whole = high(isCard ? cardRatio : sheetRatio);
    if (seen < 1 || whole < 0.97F * seen) {
        return std::nullopt;
    }
    Quad shaped = quad;
    shaped[hidden] = from + before * (whole / length(before));
    shaped[(hidden + 1) % 4] = to + after * (whole / length(after));
    return looksLikePaper(shaped) ? std::optional(shaped) : std::nullopt;
}

// The side lies beside a hand all along, and the quad is none of the usual shapes yet: what looks like its side is the
// hand's shadow.
bool endsAtHand(const Witness &witness, const Quad &quad, std::size_t side)
{
    const cv::Point2f way = quad[(side + 1) % 4] - quad[side];
    const cv::Point2f outwards = cv::Point2f(way.y, -way.x) / std::max(1e-3F, length(way));
    const Quad beyond = [&] {
        Quad moved = quad;
        moved[side] += handsShadow * outwards;
        moved[(side + 1) % 4] += handsShadow * outwards;
        return moved;
    }();
    if (witness.weighed(beyond, 48, true).steps.sides[side].hidden < mostlyHidden) {
        return false;
    }
    const float across = (length(way) + length(quad[(side + 3) % 4] - quad[(side + 2) % 4])) / 2;
    const float high =
        (length(quad[side] - quad[(side + 3) % 4]) + length(quad[(side + 1) % 4] - quad[(side + 2) % 4])) / 2;
    const float ratio = std::max(across, high) / std::max(1.0F, std::min(across, high));
    return std::abs(ratio / cardRatio - 1) > usualShape && std::abs(ratio / sheetRatio - 1) > usualShape;
}

void completeUnderHands(const Witness &witness, std::vector<Ranked> &best)
{
    for (Ranked &one : best) {
        for (std::size_t i = 0; i < 4; ++i) {
            const Ranked now = witness.weighed(one.quad, 48, true);
            if (now.steps.sides[i].hidden < mostlyHidden && !endsAtHand(witness, one.quad, i)) {
                continue;
            }
            for (const bool larger : {true, false}) {
                const auto shaped = inUsualShape(one.quad, i, larger, witness.colours.colours.size());
                if (!shaped) {
                    continue;
                }
                const Ranked whole = witness.weighed(*shaped, 48, true);
                if (whole.steps.sides[i].hidden >= mostlyHidden && whole.score > wholeShare * now.score) {
                    one.quad = whole.quad;
                    one.steps = whole.steps;
                    break;
                }
            }
        }
    }
}

// No hand lies on it, or what was taken for one: all of its sides are seen there.
bool isFree(const Witness &seen, const cv::Mat &hidden, const Ranked &one)
{
    cv::Mat own(hidden.size(), CV_8U, cv::Scalar(0));
    const std::vector<cv::Point> outline(one.quad.begin(), one.quad.end());
    cv::fillConvexPoly(own, outline, cv::Scalar(255));
    return cv::countNonZero(own & hidden) == 0 || fitOf(seen.weighed(one.quad, 48, true)) > allSeen;
}

}  // namespace

Quad underHands(const cv::Mat &work, const Witness &witness, const Quad &quad, float reach)
{
    if (witness.colours.hidden.empty()) {
        return quad;
    }
    std::vector<Ranked> one{witness.weighed(quad, 48, true)};
    refine(work, witness, reach, 0.05, one);
    completeUnderHands(witness, one);
    return one.front().quad;
}

void lookBesideHands(CandidateSource candidates, Proposals &proposals, const ScoreSource &colours, const cv::Mat &empty,
                     double leastScore, PaperNet *net, Look &look)
{
    const cv::Mat hands = handsIn(look.work, empty, look.witness.maps);
    if (hands.empty()) {
        return;
    }
    cv::Mat &hidden = look.witness.colours.hidden;
    cv::dilate(hands, hidden, cv::getStructuringElement(cv::MORPH_ELLIPSE, {besideHands, besideHands}));
    PaperMaps seen;
    cv::resize(hidden, seen.things, look.witness.maps.paper.size(), 0, 0, cv::INTER_AREA);
    look.witness.maps.paper.copyTo(seen.paper, seen.things < 128);
    seen.sides = look.witness.maps.sides;
    candidates.known = paperCandidates(seen, look.witness.mapScale, candidates.smallest);
    for (cv::Mat *change : {&candidates.difference, &candidates.light, &candidates.chroma}) {
        if (!change->empty()) {
            *change = change->clone();
            change->setTo(0, hidden);
        }
    }
    Witness first = look.witness;
    first.colours = colours;
    Look again{look.work, look.lab, first, {}};
    again.witness.colours.hidden = hidden;
    again.best = pagesIn(again.work, candidates, proposals, again.witness, !net, leastScore).pages;
    if (again.best.empty() && colours.colours.data != look.witness.colours.colours.data) {
        again.witness.colours = look.witness.colours;
        again.best = pagesIn(again.work, candidates, proposals, again.witness, !net, leastScore).pages;
    }
    completeUnderHands(again.witness, again.best);
    leaveOutThings(empty, net, again);
    const auto known = [](const std::vector<Ranked> &list, const Ranked &one) {
        return std::any_of(list.begin(), list.end(),
                           [&](const Ranked &other) { return overlapOfSmaller(other.quad, one.quad) > 0.1; });
    };
    // A purse that is brown in part is no hand on a page.
    std::erase_if(again.best, [&](const Ranked &one) {
        return std::any_of(look.things.begin(), look.things.end(),
                           [&](const Quad &thing) { return overlapOfSmaller(thing, one.quad) > 0.5; });
    });
    // What no hand touches stays as it was, and so does what is not found again.
    const auto others = std::stable_partition(look.best.begin(), look.best.end(),
                                              [&](const Ranked &one) { return isFree(first, hidden, one); });
    again.best.insert(again.best.end(), others, look.best.end());
    look.best.erase(others, look.best.end());
    for (const Ranked &one : again.best) {
        if (!known(look.best, one)) {
            look.best.push_back(one);
        }
    }
}

}  // namespace hall
