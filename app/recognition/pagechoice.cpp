// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagechoice.h"

#include "app/recognition/faintbox.h"
#include "app/recognition/pagejoin.h"
#include "app/recognition/siderefit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double certainScore = 0.86;   // line pairs are not tried when an outline is this good
constexpr double hopelessScore = 0.40;  // refitting lifts no proposal from below to the least score
constexpr double outerShare = 0.85;
constexpr double weakShare = 0.6;      // the same where the net holds what lies around for paper
constexpr double leastAround = 0.55;   // such a sheet's score
constexpr double wholeSide = 0.85;     // of its places
constexpr double leastMargin = 0.008;  // of its size: beside a printed frame
constexpr float unevenMargin = 3;      // its widest place over its narrowest
constexpr double mostlyLost = 0.6;
constexpr double paperAround = 0.55;  // as the net says
constexpr double paperWithin = 0.85;
constexpr double clearlyLess = 0.1;
constexpr double trustRound = 0.08;
constexpr double noSeam = 0.15;  // of the net's sides within a sheet that is one for certain
constexpr double surelyPaper = 0.9;
constexpr double seamless = 0.05;      // the same where a shadow's edge may be
constexpr double littleOutside = 0.3;  // paper just outside, as the net says
constexpr double leastSeam = 0.2;      // of the net's sides where two papers meet
constexpr double trust = 0.35;         // what it gains when the net sees just this paper
constexpr double leastPart = 0.55;     // of what may be half of a sheet
constexpr std::size_t joinedParts = 8;
constexpr std::size_t finalists = 24;
constexpr std::size_t learnedFinalists = 8;
constexpr double leastSettled = 0.9;  // of a side's places
constexpr double displaced = 0.01;    // what a pixel beside the edges costs
constexpr float learnedReach = 8;     // the net's maps are coarse: working pixels
constexpr float boxReach = 3;         // the same of a box
constexpr double equalHalves = 0.85;  // of the larger one's area
constexpr double wholeHalves = 0.93;  // of the whole one's
constexpr double sameBox = 0.6;       // overlap
constexpr double leastRise = 10;      // deviations: less is nothing, though a box
constexpr double clearRise = 20;
constexpr double boxPaper = 0.8;   // as the net says
constexpr double boxThing = 0.05;  // the same
constexpr double trustBox = 0.2;   // what such a box gains

std::vector<Ranked> ranked(const Witness &witness, const std::vector<Quad> &quads, int samples, bool bowed)
{
    std::vector<Ranked> all;
    all.reserve(quads.size());
    for (const Quad &quad : quads) {
        all.push_back(witness.weighed(quad, samples, bowed));
    }
    std::sort(all.begin(), all.end(), [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    return all;
}

// The best of near-identical proposals only: the finalists shall be different documents.
std::vector<Ranked> distinct(const std::vector<Ranked> &all, double same, std::size_t limit)
{
    std::vector<Ranked> kept;
    for (const Ranked &one : all) {
        const bool known =
            std::any_of(kept.begin(), kept.end(), [&](const Ranked &k) { return overlap(k.quad, one.quad) > same; });
        if (!known) {
            kept.push_back(one);
        }
        if (kept.size() == limit) {
            break;
        }
    }
    return kept;
}

// A frame printed on a sheet and the sheet's own border both step cleanly: the larger of two nearly equal wins.
double rankValue(const Ranked &one, double frameArea)
{
    return one.score + 0.4 * std::sqrt(std::min(1.0, quadArea(one.quad) / frameArea));
}

// All sides step along their whole length, but for one at the picture's edge.
bool stepsAllRound(const Ranked &one)
{
    int seen = 0;
    for (const SideScore &side : one.steps.sides) {
        seen += side.lost() < mostlyLost && side.share > wholeSide ? 1 : 0;
        if (side.lost() < mostlyLost && side.share <= wholeSide) {
            return false;
        }
    }
    return seen >= 3;
}

bool couldLieAround(const Ranked &outer, const Ranked &inner)
{
    return outer.score > weakShare * inner.score && quadArea(outer.quad) > 1.04 * quadArea(inner.quad) &&
           overlapOfSmaller(outer.quad, inner.quad) > 0.95 && stepsAllRound(outer);
}

// The same way around it on all four sides, as a sheet is around a frame that is printed along its border; a shadow
// lies at two sides.
bool runsRound(const Ranked &outer, const Ranked &inner)
{
    const auto least = static_cast<float>(leastMargin * std::sqrt(quadArea(outer.quad)));
    float narrowest = std::numeric_limits<float>::max();
    float widest = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f way = outer.quad[(i + 1) % 4] - outer.quad[i];
        const cv::Point2f inward = cv::Point2f(-way.y, way.x) / std::max(1e-3F, length(way));
        const float first = (inner.quad[i] - outer.quad[i]).dot(inward);
        const float second = (inner.quad[(i + 1) % 4] - outer.quad[i]).dot(inward);
        narrowest = std::min({narrowest, first, second});
        widest = std::max({widest, first, second});
    }
    if (narrowest < least || widest > unevenMargin * narrowest || !stepsAllRound(outer)) {
        return false;
    }
    // A telephone's rim is darker than its screen.
    float margin = 0;
    float frame = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        margin += outer.steps.sides[i].inside[0];
        frame += inner.steps.sides[i].inside[0];
    }
    return margin > frame;
}

// What is printed on a sheet (a photograph, a box) often has clearer sides than the sheet: the sheet around it wins
// unless its own sides are much weaker, or the net knows better.
const Ranked &sheetAround(const Ranked &inner, const std::vector<Ranked> &all, const Witness &witness,
                          double leastScore)
{
    const Ranked *best = &inner;
    for (const Ranked &outer : all) {
        if (outer.score > std::max(leastScore, outerShare * inner.score) &&
            (quadArea(outer.quad) > 1.15 * quadArea(best->quad) ||
             (!witness.colours.changes && runsRound(outer, *best))) &&
            overlapOfSmaller(outer.quad, inner.quad) > 0.95) {
            best = &outer;
        }
    }
    if (witness.maps.empty()) {
        return *best;
    }
    const PaperEvidence said = evidenceFor(witness.maps, best->quad, witness.mapScale);
    const Ranked *sheet = best;
    double most = 0;
    for (const Ranked &outer : all) {
        if (!liesAround(witness, outer, *best, said)) {
            continue;
        }
        const double worth = outer.score * (1 - evidenceFor(witness.maps, outer.quad, witness.mapScale).outside);
        if (worth > most) {
            most = worth;
            sheet = &outer;
        }
    }
    return *sheet;
}

Choice winners(std::vector<Ranked> all, const Witness &witness, double leastScore)
{
    const ScoreSource &source = witness.colours;
    const double frameArea = source.colours.size().area();
    const double weakest = std::min(leastScore, leastAround);
    std::erase_if(all, [&](const Ranked &r) {
        return r.score < weakest || isTooSmall(r.quad, witness.least) || (!r.boxed && isNoBox(r.steps)) ||
               isDrawnOnThePlate(source, r.quad, r.steps);
    });
    std::sort(all.begin(), all.end(),
              [&](const Ranked &a, const Ranked &b) { return rankValue(a, frameArea) > rankValue(b, frameArea); });
    Choice choice;
    std::vector<Ranked> &kept = choice.pages;
    const auto isTaken = [&](const Ranked &one) {
        return std::any_of(kept.begin(), kept.end(),
                           [&](const Ranked &k) { return overlapOfSmaller(k.quad, one.quad) > 0.1; });
    };
    for (const Ranked &one : all) {
        if (one.score < leastScore || isTaken(one)) {
            continue;
        }
        if (const Ranked &sheet = sheetAround(one, all, witness, leastScore); !isTaken(sheet)) {
            kept.push_back(sheet);
        }
    }
    choice.mayGoOn =
        witness.maps.empty() && std::any_of(kept.begin(), kept.end(), [&](const Ranked &one) {
            return std::any_of(all.begin(), all.end(), [&](const Ranked &outer) { return couldLieAround(outer, one); });
        });
    return choice;
}

// Straight sides once more: what was chosen may be the widest of several that step alike.
void settle(const cv::Mat &work, const Witness &witness, std::vector<Ranked> &best)
{
    for (Ranked &one : best) {
        const Ranked now = witness.weighed(one.quad, 48, true);
        const bool straight = std::all_of(now.steps.sides.begin(), now.steps.sides.end(),
                                          [](const SideScore &side) { return side.share > leastSettled; });
        if (!straight) {
            continue;
        }
        const Ranked moved = witness.weighed(
            refitSides(work, one.quad, 4.0F, witness.colours.changes, witness.colours.hidden).quad, 48, true);
        if (fitOf(moved) > fitOf(now)) {
            one.quad = moved.quad;
            one.steps = moved.steps;
        }
    }
}

// A shadow's edge and a booklet's fold cut a sheet in two, each of which may look like one.
void addJoined(const cv::Mat &work, const Witness &witness, std::vector<Ranked> &pool)
{
    std::vector<Quad> parts;
    std::sort(pool.begin(), pool.end(), [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    for (const Ranked &one : distinct(pool, 0.8, joinedParts)) {
        if (one.score > leastPart) {
            parts.push_back(one.quad);
        }
    }
    std::vector<Ranked> whole = ranked(witness, joinedCandidates(witness.colours, parts), 16, true);
    if (!witness.maps.empty()) {
        for (const Quad &quad : foldedCandidates(parts)) {
            const PaperEvidence said = evidenceFor(witness.maps, quad, witness.mapScale);
            if (said.inside > paperWithin && said.within < leastSeam) {
                whole.push_back(witness.weighed(quad, 16, true));
                whole.back().folded = said.inside > surelyPaper && said.within < noSeam;
            }
        }
    }
    std::erase_if(whole, [&](const Ranked &one) {
        return std::any_of(pool.begin(), pool.end(), [&](const Ranked &known) {
            return known.score >= one.score && overlap(known.quad, one.quad) > 0.9;
        });
    });
    refine(work, witness, 4.0F, 0, whole);
    pool.insert(pool.end(), whole.begin(), whole.end());
}

// Whether what the net takes for paper lies in good quads, so that there is nothing else to look for.
bool allPaperIn(const Witness &witness, const std::vector<Ranked> &pool)
{
    const cv::Mat paper = witness.maps.paper > 0.5;
    cv::Mat left = paper.clone();
    for (const Ranked &one : pool) {
        std::vector<cv::Point> corners;
        for (const cv::Point2f &corner : one.quad) {
            corners.emplace_back(cvRound(corner.x / witness.mapScale.width),
                                 cvRound(corner.y / witness.mapScale.height));
        }
        cv::fillConvexPoly(left, corners, cv::Scalar(0));
        cv::polylines(left, corners, true, cv::Scalar(0), 3);
    }
    return cv::countNonZero(left) * witness.mapScale.area() <
           0.3 * smallestShare * witness.colours.colours.size().area();
}

// Where the net holds something for paper and no quad there is good enough: sides that nobody could tell alone, but all
// of their places together.
void addBoxes(const cv::Mat &work, const Witness &witness, double smallest, double leastScore,
              std::vector<Ranked> &pool)
{
    // A closer look may still find the sides one by one.
    if (!witness.colours.changes && !witness.pale) {
        return;
    }
    const std::vector<Ranked> known = pool;
    for (const FaintBox &box : faintBoxes(work, witness.maps, smallest)) {
        const bool isKnown = std::any_of(known.begin(), known.end(), [&](const Ranked &other) {
            return other.score >= leastScore && overlap(other.quad, box.quad) > sameBox;
        });
        if (isKnown) {
            continue;
        }
        std::vector<Ranked> refined{witness.weighed(box.quad, 48, true)};
        refine(work, witness, boxReach, 0, refined);
        Ranked one = witness.trusted(refined.front());
        const PaperEvidence said = evidenceFor(witness.maps, one.quad, witness.mapScale);
        if (said.inside > boxPaper && said.thing < boxThing) {
            const double clear = std::clamp((box.rise - leastRise) / (clearRise - leastRise), 0.0, 1.0);
            one.score = std::min(1.0, one.score + trustBox * clear);
            one.boxed = box.rise > clearRise;
        }
        pool.push_back(one);
    }
}

// What else the net holds for paper, and whose sides can at least be made out.
void addLearned(const cv::Mat &work, const Witness &witness, const std::vector<Ranked> &seen, double leastScore,
                std::vector<Ranked> &best)
{
    if (allPaperIn(witness, best)) {
        return;
    }
    const double smallest = smallestShare * work.size().area();
    std::vector<Ranked> pool = distinct(
        ranked(witness, paperCandidates(witness.maps, witness.mapScale, smallest), 16, true), 0.97, learnedFinalists);
    refine(work, witness, learnedReach, 0.05, pool);
    refine(work, witness, 4.0F, 0.02, pool);
    pool.insert(pool.end(), seen.begin(), seen.end());
    for (Ranked &one : pool) {
        one = witness.trusted(one);
    }
    addBoxes(work, witness, smallest, leastScore, pool);
    for (const Ranked &one : winners(pool, witness, leastScore).pages) {
        if (std::none_of(best.begin(), best.end(),
                         [&](const Ranked &known) { return overlapOfSmaller(known.quad, one.quad) > 0.1; })) {
            best.push_back(one);
        }
    }
}

// What has changed. Where there is no time for more, nothing faint is looked for beside what is clear.
std::vector<Ranked> changedPlaces(const CandidateSource &candidates, const Witness &witness, bool quick)
{
    std::vector<Ranked> all = ranked(witness, changeCandidates(candidates), 16, true);
    if (!quick || all.empty() || all.front().score < certainScore) {
        const std::vector<Ranked> faint = ranked(witness, faintCandidates(candidates), 16, true);
        all.insert(all.end(), faint.begin(), faint.end());
        std::stable_sort(all.begin(), all.end(), [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    }
    return distinct(all, 0.94, finalists);
}

// What is on both sides of a shadow's edge differs in light, so that the whole sheet steps worse than its parts do:
// then the net must be sure of it, and that nothing parts it.
bool areOneSheet(const Witness &witness, const Ranked &both, const Ranked &one, const Ranked &other)
{
    const double areas = quadArea(one.quad) + quadArea(other.quad);
    if (areas <= wholeHalves * quadArea(both.quad) || !stepsAllRound(both)) {
        return false;
    }
    const double weaker = std::min(one.score, other.score);
    const double smaller = std::min(quadArea(one.quad), quadArea(other.quad));
    if (smaller >= equalHalves * (areas - smaller) && both.score > outerShare * weaker) {
        return true;
    }
    if (witness.maps.empty() || both.score <= weakShare * weaker) {
        return false;
    }
    const PaperEvidence said = evidenceFor(witness.maps, both.quad, witness.mapScale);
    return said.inside > surelyPaper && said.within < seamless && said.outside < littleOutside;
}

}  // namespace

void joinHalves(const Witness &witness, std::vector<Ranked> &best)
{
    for (std::size_t i = 0; i < best.size(); ++i) {
        for (std::size_t k = i + 1; k < best.size(); ++k) {
            const Ranked &one = best[i];
            const Ranked &other = best[k];
            if (isCard(one.quad, one.steps) && isCard(other.quad, other.steps)) {
                continue;
            }
            std::optional<Ranked> whole;
            for (const Quad &quad : foldedCandidates({one.quad, other.quad})) {
                const Ranked both = witness.weighed(quad, 48, true);
                if (areOneSheet(witness, both, one, other) && (!whole || both.score > whole->score)) {
                    whole = both;
                }
            }
            if (whole) {
                whole->score = std::max({whole->score, one.score, other.score});
                best[i] = *whole;
                best.erase(best.begin() + static_cast<std::ptrdiff_t>(k));
                k = i;
            }
        }
    }
}

Ranked Witness::weighed(const Quad &quad, int samples, bool bowed) const
{
    const QuadScore steps = scoreQuad(colours, quad, samples, bowed);
    return {quad, steps.total, steps};
}

Ranked Witness::trusted(Ranked one) const
{
    const PaperEvidence said = evidenceFor(maps, one.quad, mapScale);
    // White paper on a white desk: the net hardly sees where it ends, but the colours step all round.
    const bool round = pale && said.inside > surelyPaper && said.within < leastSeam && stepsAllRound(one);
    const double more = std::max(trust * std::max(0.0, (said.clear() - 0.4) / 0.6), round ? trustRound : 0.0);
    one.score = std::min(1.0, one.score + more);
    return one;
}

const std::vector<Quad> &Proposals::outlines()
{
    if (!m_outlines) {
        m_outlines = outlineCandidates(m_source);
    }
    return *m_outlines;
}

const std::vector<Quad> &Proposals::linePairs()
{
    if (!m_linePairs) {
        m_linePairs = linePairCandidates(m_source);
    }
    return *m_linePairs;
}

bool liesAround(const Witness &witness, const Ranked &outer, const Ranked &inner, const PaperEvidence &saidInner)
{
    if (saidInner.outside < paperAround || !couldLieAround(outer, inner)) {
        return false;
    }
    const PaperEvidence said = evidenceFor(witness.maps, outer.quad, witness.mapScale);
    return said.inside > paperWithin && (outer.folded || said.outside < saidInner.outside - clearlyLess);
}

double fitOf(const Ranked &one)
{
    double beside = 0;
    for (const SideScore &side : one.steps.sides) {
        beside += side.beside / 4;
    }
    return one.score - displaced * beside;
}

void refine(const cv::Mat &work, const Witness &witness, float reach, double allowance, std::vector<Ranked> &pool)
{
    for (Ranked &one : pool) {
        const bool folded = one.folded;
        const Quad moved = refitSides(work, one.quad, reach, witness.colours.changes, witness.colours.hidden).quad;
        one = witness.weighed(one.quad, 48, true);
        const Ranked better = witness.weighed(moved, 48, true);
        // Where the plate is not known, the strongest edge near by is oftener another one.
        if (witness.colours.changes ? fitOf(better) >= fitOf(one) - allowance : better.score > one.score - allowance) {
            one = better;
        }
        one.folded = folded;
    }
}

Choice pagesIn(const cv::Mat &work, const CandidateSource &candidates, Proposals &proposals, const Witness &witness,
               bool quick, double leastScore)
{
    std::vector<Ranked> pool = changedPlaces(candidates, witness, quick);
    std::vector<Ranked> known = distinct(ranked(witness, candidates.known, 16, true), 0.97, learnedFinalists);
    refine(work, witness, learnedReach, 0.05, known);
    pool.insert(pool.end(), known.begin(), known.end());
    // What has changed on a known plate is enough for a quick look, where it is clear.
    if (!witness.maps.empty() || pool.empty() || pool.front().score < certainScore) {
        const auto outlines = distinct(ranked(witness, proposals.outlines(), 16, true), 0.94, finalists);
        pool.insert(pool.end(), outlines.begin(), outlines.end());
        std::sort(pool.begin(), pool.end(), [](const Ranked &a, const Ranked &b) { return a.score > b.score; });
    }
    std::erase_if(pool, [](const Ranked &one) { return one.score < hopelessScore; });
    const bool certain = !pool.empty() && pool.front().score >= certainScore;
    refine(work, witness, 5.0F, 0, pool);
    if (!certain || (!witness.maps.empty() && !allPaperIn(witness, winners(pool, witness, leastScore).pages))) {
        auto lines = distinct(ranked(witness, proposals.linePairs(), 16, false), 0.94, finalists);
        std::erase_if(lines, [](const Ranked &one) { return one.score < hopelessScore; });
        refine(work, witness, 5.0F, 0, lines);
        pool.insert(pool.end(), lines.begin(), lines.end());
    }
    addJoined(work, witness, pool);
    Choice best = winners(pool, witness, leastScore);
    if (!witness.maps.empty()) {
        addLearned(work, witness, pool, leastScore, best.pages);
    }
    if (witness.colours.changes) {
        settle(work, witness, best.pages);
    }
    return best;
}

}  // namespace hall
