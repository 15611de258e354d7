// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagefinder.h"

#include "app/recognition/brokensheet.h"
#include "app/recognition/curledpage.h"
#include "app/recognition/pagecandidates.h"
#include "app/recognition/pagecover.h"
#include "app/recognition/pagedoubt.h"
#include "app/recognition/pagejoin.h"
#include "app/recognition/pagejudge.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/papernet.h"
#include "app/recognition/platechange.h"
#include "app/recognition/shadowedge.h"
#include "app/recognition/shrink.h"
#include "app/recognition/siderefit.h"
#include "app/recognition/sidescore.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double smallestShare = 0.012;  // of the picture: an identity card covers about 5 % of an A4 plate
constexpr double certainScore = 0.86;    // line pairs are not tried when an outline is this good
constexpr double hopelessScore = 0.40;   // refitting lifts no proposal from below to the least score
constexpr double outerShare = 0.85;
constexpr double trust = 0.35;         // what it gains when the net sees just this paper
constexpr double leastStraight = 0.8;  // of a side's places
constexpr double leastPart = 0.55;     // of what may be half of a sheet
constexpr std::size_t joinedParts = 8;
constexpr std::size_t finalists = 24;
constexpr std::size_t learnedFinalists = 8;
constexpr double fullChange = 3;     // least steps: what counts fully where the plate's own are left out
constexpr double fullSteps = 8;      // the same where they are not
constexpr double leastBeside = 0.8;  // of a faint page where a clear one lies
constexpr double lightTable = 150;   // lightness in 8 bits
constexpr double paleTable = 60;     // the same, where there is time for a closer look: white in a dim light

constexpr double seenAbove = 5;       // times the noise: a change that is none by chance
constexpr float leastChange = 1;      // that a plate and its own picture never differ by
constexpr double leastSettled = 0.9;  // of a side's places
constexpr double displaced = 0.01;    // what a pixel beside the edges costs
constexpr double clearlyMore = 1.02;
constexpr double asMuch = 0.93;
constexpr float learnedReach = 8;     // the net's maps are coarse: working pixels
constexpr int besideHands = 13;       // working pixels across: their shadow lies there
constexpr double mostlyHidden = 0.6;  // of a side
constexpr double allSeen = 0.97;      // of the fit
constexpr float handsShadow = 8;      // working pixels that it may be beside the hand, beyond `besideHands`
constexpr float cardRatio = 1.585F;
constexpr float sheetRatio = 1.414F;
constexpr float usualShape = 0.06F;   // that ratios may differ by, as cameras see them
constexpr float largestCard = 0.08F;  // of the picture
constexpr double plateReach = 4;      // working pixels: a lens bends a sheet's side by so much
constexpr double brokenReach = 8;     // working pixels: they are known as coarsely as the net's maps are
constexpr float borderSlack = 0.5F;   // pixels
constexpr int clearAmount = 48;       // of 255: clearly no plate

struct Ranked
{
    Quad quad;
    double score = 0;
    QuadScore steps{};
    bool broken = false;  // goes on beyond the picture, or under a hand
};

cv::Mat labOf(const cv::Mat &bgr)
{
    cv::Mat lab;
    cv::cvtColor(bgr, lab, cv::COLOR_BGR2Lab);
    return lab;
}

// What speaks for a quad.
struct Witness
{
    ScoreSource colours;
    PaperMaps maps;
    cv::Size2f mapScale;  // working pixels for one of the maps
    LeastPage least;

    // By the colour steps.
    [[nodiscard]] Ranked weighed(const Quad &quad, int samples, bool bowed) const
    {
        const QuadScore steps = scoreQuad(colours, quad, samples, bowed);
        return {quad, steps.total, steps};
    }

    // The same for a place that the net holds for paper: that makes up for weak steps.
    [[nodiscard]] Ranked trusted(Ranked one) const
    {
        const PaperEvidence said = evidenceFor(maps, one.quad, mapScale);
        one.score = std::min(1.0, one.score + trust * std::max(0.0, (said.clear() - 0.4) / 0.6));
        return one;
    }
};

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

// What is printed on a sheet (a photograph, a box) often has clearer sides than the sheet: the sheet around it wins
// unless its own sides are much weaker.
const Ranked &sheetAround(const Ranked &inner, const std::vector<Ranked> &all)
{
    const Ranked *best = &inner;
    for (const Ranked &outer : all) {
        if (outer.score > outerShare * inner.score && quadArea(outer.quad) > 1.15 * quadArea(best->quad) &&
            overlapOfSmaller(outer.quad, inner.quad) > 0.95) {
            best = &outer;
        }
    }
    return *best;
}

std::vector<Ranked> winners(std::vector<Ranked> all, const Witness &witness, double leastScore)
{
    const ScoreSource &source = witness.colours;
    const double frameArea = source.colours.size().area();
    std::erase_if(all, [&](const Ranked &r) {
        return r.score < leastScore || isTooSmall(r.quad, witness.least) || isDrawnOnThePlate(source, r.quad, r.steps);
    });
    std::sort(all.begin(), all.end(),
              [&](const Ranked &a, const Ranked &b) { return rankValue(a, frameArea) > rankValue(b, frameArea); });
    std::vector<Ranked> kept;
    for (const Ranked &one : all) {
        const Ranked &sheet = sheetAround(one, all);
        const bool taken = std::any_of(kept.begin(), kept.end(),
                                       [&](const Ranked &k) { return overlapOfSmaller(k.quad, sheet.quad) > 0.1; });
        if (!taken) {
            kept.push_back(sheet);
        }
    }
    return kept;
}

// A quad steps as well when it lies a little beside the edges: of two near each other the one on them is right.
double fitOf(const Ranked &one)
{
    double beside = 0;
    for (const SideScore &side : one.steps.sides) {
        beside += side.beside / 4;
    }
    return one.score - displaced * beside;
}

// Moves each onto the edges near by, where that is better. `allowance`: how much worse its steps may be then, for
// places that are only roughly known.
void refine(const cv::Mat &work, const Witness &witness, float reach, double allowance, std::vector<Ranked> &pool)
{
    for (Ranked &one : pool) {
        const Quad moved = refitSides(work, one.quad, reach, witness.colours.changes, witness.colours.hidden).quad;
        one = witness.weighed(one.quad, 48, true);
        const Ranked better = witness.weighed(moved, 48, true);
        // Where the plate is not known, the strongest edge near by is oftener another one.
        if (witness.colours.changes ? fitOf(better) >= fitOf(one) - allowance : better.score > one.score - allowance) {
            one = better;
        }
    }
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
    std::vector<Quad> joined = joinedCandidates(witness.colours, parts);
    std::erase_if(joined, [&](const Quad &quad) {
        return std::any_of(pool.begin(), pool.end(),
                           [&](const Ranked &known) { return overlap(known.quad, quad) > 0.9; });
    });
    std::vector<Ranked> whole = ranked(witness, joined, 16, true);
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
    for (const Ranked &one : winners(pool, witness, leastScore)) {
        if (std::none_of(best.begin(), best.end(),
                         [&](const Ranked &known) { return overlapOfSmaller(known.quad, one.quad) > 0.1; })) {
            best.push_back(one);
        }
    }
}

// At full resolution, of a sheet that goes on beyond the picture or under a hand: what cannot be seen stays.
Quad cornersOfBroken(const cv::Mat &bgr, const ScoreSource &source, const Quad &quad, double scale,
                     const FindOptions &options)
{
    const Quad rough = scaled(quad, 1 / scale);
    const auto reach = static_cast<float>(brokenReach / scale);
    return options.plate && options.plate->size() == bgr.size()
               ? refitOnPlate(bgr, rough, reach, source.changes, *options.plate, source.hidden).quad
               : refitSides(bgr, rough, reach, source.changes, source.hidden).quad;
}

// At full resolution. A sheet that has a side which is not straight keeps the corners that it has itself.
Quad cornersOf(const cv::Mat &bgr, const cv::Mat &work, const ScoreSource &source, const Quad &quad, double scale,
               const FindOptions &options)
{
    const Quad rough = scaled(quad, 1 / scale);
    std::optional<Quad> fair;
    Refit plated{rough};
    if (options.plate) {
        for (const double reach : {plateReach, 2 * plateReach}) {
            const Refit fine = refitOnPlate(bgr, rough, static_cast<float>(reach / scale), source.changes,
                                            *options.plate, source.hidden);
            if (fine.whole) {
                return fine.quad;
            }
            if (fine.fair) {
                fair = fine.quad;
                break;
            }
            plated = fine.sides > plated.sides ? fine : plated;
        }
    }
    const QuadScore straight = scoreQuad(source, quad, 48, false);
    const bool bowed = std::any_of(straight.sides.begin(), straight.sides.end(), [](const SideScore &side) {
        return side.unseen < 0.5 && side.share < leastStraight;
    });
    if (bowed && !fair) {
        const Quad own = cornersOfCurled(work, quad);
        if (own != quad) {
            return scaled(own, 1 / scale);
        }
    }
    const Refit seen = refitSides(bgr, rough, static_cast<float>(2.5 / scale), source.changes, source.hidden);
    if (!seen.whole && (fair || (plated.sides > 2 && plated.sides >= seen.sides))) {
        return fair.value_or(plated.quad);
    }
    return sidesOutOfShadow(bgr, seen.quad, source.hidden);
}

// What is asked for more than once of a picture.
class Proposals
{
public:
    explicit Proposals(const CandidateSource &source) : m_source(source) {}
    const std::vector<Quad> &outlines()
    {
        if (!m_outlines) {
            m_outlines = outlineCandidates(m_source);
        }
        return *m_outlines;
    }
    const std::vector<Quad> &linePairs()
    {
        if (!m_linePairs) {
            m_linePairs = linePairCandidates(m_source);
        }
        return *m_linePairs;
    }

private:
    const CandidateSource &m_source;
    std::optional<std::vector<Quad>> m_outlines;
    std::optional<std::vector<Quad>> m_linePairs;
};

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

// What lies there, by all that was prepared.
std::vector<Ranked> pagesIn(const cv::Mat &work, const CandidateSource &candidates, Proposals &proposals,
                            const Witness &witness, bool quick, double leastScore)
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
    if (!certain || (!witness.maps.empty() && !allPaperIn(witness, winners(pool, witness, leastScore)))) {
        auto lines = distinct(ranked(witness, proposals.linePairs(), 16, false), 0.94, finalists);
        std::erase_if(lines, [](const Ranked &one) { return one.score < hopelessScore; });
        refine(work, witness, 5.0F, 0, lines);
        pool.insert(pool.end(), lines.begin(), lines.end());
    }
    addJoined(work, witness, pool);
    std::vector<Ranked> best = winners(pool, witness, leastScore);
    if (!witness.maps.empty()) {
        addLearned(work, witness, pool, leastScore, best);
    }
    if (witness.colours.changes) {
        settle(work, witness, best);
    }
    return best;
}

// Whether more than a small thing lies on the plate that no page accounts for: only then is the net worth its time.
bool somethingElse(const cv::Mat &difference, const std::vector<Ranked> &best, double smallest)
{
    cv::Mat left = difference > clearAmount;
    for (const Ranked &one : best) {
        const std::vector<cv::Point> outline(one.quad.begin(), one.quad.end());
        cv::fillConvexPoly(left, outline, cv::Scalar(0));
    }
    return cv::countNonZero(left) > smallest;
}

// A corner on the working picture's last column or row lies there or beyond: it stands for the last pixels of the
// whole picture together.
Quad beyondBorder(Quad quad, cv::Size picture, double scale)
{
    const auto pixel = static_cast<float>(1 / scale);
    for (cv::Point2f &corner : quad) {
        const auto put = [pixel](float at, int size) {
            const auto last = static_cast<float>(size - 1);
            return at > last - (pixel - 1) - borderSlack ? std::max(at, last + pixel) : at;
        };
        corner = {put(corner.x, picture.width), put(corner.y, picture.height)};
    }
    return quad;
}

// White paper on such a table needs a closer look, which on a dark one would find what is printed there.
bool onLightTable(const cv::Mat &lab, double least)
{
    cv::Mat light;
    cv::extractChannel(lab, light, 0);
    return cv::countNonZero(light > least) * 2 > light.size().area();
}

// Smaller steps count too, as far as the noise allows.
void showFaint(const PlateChange &change, CandidateSource &candidates, ScoreSource &source)
{
    candidates.light = change.light;
    candidates.chroma = change.chroma;
    source.colours = change.colour;
    source.leastStep = std::clamp(static_cast<float>(seenAbove * change.noise), leastChange, source.leastStep);
}

// One picture, and what was found in it.
struct Look
{
    cv::Mat work;
    Witness witness;
    std::vector<Ranked> best;
    std::vector<Quad> things;  // left out for certain

    // How much of the picture pages are, the uncertain ones less.
    [[nodiscard]] double worth() const
    {
        double sum = 0;
        for (const Ranked &one : best) {
            sum += one.score * quadArea(one.quad);
        }
        return sum;
    }

    // More is found, or the same in fewer pieces.
    [[nodiscard]] bool serves(const Look &plain) const
    {
        return worth() > clearlyMore * plain.worth() ||
               (best.size() < plain.best.size() && worth() > asMuch * plain.worth());
    }

    void ask(PaperNet &net, const cv::Mat &empty)
    {
        witness.maps = net.look(work, empty);
        witness.mapScale = {static_cast<float>(work.cols) / static_cast<float>(std::max(1, witness.maps.paper.cols)),
                            static_cast<float>(work.rows) / static_cast<float>(std::max(1, witness.maps.paper.rows))};
    }
};

// By the light on what the net holds for paper.
cv::Mat skinSeen(const Look &look, const cv::Mat &empty)
{
    cv::Mat paper;
    cv::resize(look.witness.maps.paper, paper, look.work.size(), 0, 0, cv::INTER_LINEAR);
    return skinIn(look.work, paper > 0.5, empty);
}

// Hands, telephones and the like. The net is asked for nothing else where the empty plate is known, and only if there
// is doubt.
void leaveOutThings(const cv::Mat &lab, const cv::Mat &empty, PaperNet *net, Look &look)
{
    cv::Mat skin;
    std::erase_if(look.best, [&](const Ranked &one) {
        const Contents contents = contentsOf(lab, one.quad);
        const ThingDoubt doubt(one.quad, one.steps, contents, lab.size());
        if (net && doubt.any() && look.witness.maps.empty()) {
            look.ask(*net, empty);
        }
        const PaperMaps &maps = look.witness.maps;
        if (maps.empty() || doubt.isCertain()) {
            look.things.insert(look.things.end(), doubt.isCertain() ? 1 : 0, one.quad);
            return doubt.isCertain();
        }
        if (skin.empty()) {
            skin = skinSeen(look, empty);
        }
        const PaperEvidence said = evidenceFor(maps, one.quad, look.witness.mapScale);
        look.things.insert(look.things.end(), doubt.isLeather(said) ? 1 : 0, one.quad);
        return isOfHand(skin, one.quad, said) || (doubt.any() && doubt.confirmedBy(said, !empty.empty()));
    });
}

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
                if (whole.steps.sides[i].hidden >= mostlyHidden && whole.score > outerShare * now.score) {
                    one.quad = whole.quad;
                    one.steps = whole.steps;
                    break;
                }
            }
        }
    }
}

// What can be seen of a sheet, with its hidden side where it usually is.
Quad underHands(const cv::Mat &work, const Witness &witness, const Quad &quad)
{
    if (witness.colours.hidden.empty()) {
        return quad;
    }
    std::vector<Ranked> one{witness.weighed(quad, 48, true)};
    refine(work, witness, brokenReach, 0.05, one);
    completeUnderHands(witness, one);
    return one.front().quad;
}

// Narrower than any document, with both of its long sides in the picture: a ruler goes on beyond it, too.
bool isStrip(const Quad &quad, cv::Size picture, double leastWidth)
{
    const cv::Rect2f inside(0, 0, static_cast<float>(picture.width), static_cast<float>(picture.height));
    const auto middle = [&](std::size_t i) { return (quad[i % 4] + quad[(i + 1) % 4]) * 0.5F; };
    for (std::size_t i = 0; i < 2; ++i) {
        if (inside.contains(middle(i)) && inside.contains(middle(i + 2)) &&
            length(middle(i + 2) - middle(i)) < leastWidth) {
            return true;
        }
    }
    return false;
}

// A sheet that is not all there takes the place of what was found on it.
void addBroken(const cv::Mat &work, const cv::Mat &empty, const Witness &witness, std::vector<Ranked> &best)
{
    std::vector<Quad> pages;
    pages.reserve(best.size());
    for (const Ranked &one : best) {
        pages.push_back(one.quad);
    }
    for (const BrokenSheet &sheet : brokenSheets(work, empty, witness.maps, witness.mapScale, witness.colours,
                                                 smallestShare * work.size().area(), pages)) {
        if (isStrip(sheet.quad, work.size(), witness.least.width)) {
            continue;
        }
        std::erase_if(best, [&](const Ranked &one) { return overlapOfSmaller(one.quad, sheet.quad) > 0.3; });
        best.push_back({underHands(work, witness, sheet.quad), sheet.score, {}, true});
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

// A hand on a page hides some of its sides: once more, by what can be seen of them. `colours`: of the first look.
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
    Look again{look.work, first, {}, {}};
    again.witness.colours.hidden = hidden;
    again.best = pagesIn(again.work, candidates, proposals, again.witness, !net, leastScore);
    if (again.best.empty() && colours.colours.data != look.witness.colours.colours.data) {
        again.witness.colours = look.witness.colours;
        again.best = pagesIn(again.work, candidates, proposals, again.witness, !net, leastScore);
    }
    completeUnderHands(again.witness, again.best);
    leaveOutThings(candidates.lab, empty, net, again);
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

Look lookAt(const cv::Mat &work, const cv::Mat &empty, const FindOptions &options)
{
    Look look;
    look.work = work;
    CandidateSource candidates;
    candidates.lab = labOf(work);
    candidates.smallest = smallestShare * work.size().area();
    Proposals proposals(candidates);
    ScoreSource &source = look.witness.colours;
    std::optional<double> pixelsPerMm;
    if (options.plate) {
        const cv::Size full = options.plate->size();
        const cv::Point2f middle(static_cast<float>(full.width) / 2, static_cast<float>(full.height) / 2);
        pixelsPerMm = options.plate->pixelsPerMm(options.plate->toMm(middle)) * work.cols / full.width;
    }
    if (pixelsPerMm && !(*pixelsPerMm > 0 && std::isfinite(*pixelsPerMm))) {
        pixelsPerMm.reset();
    }
    look.witness.least = leastPage(work.size(), pixelsPerMm);
    const auto net = options.learned ? PaperNet::shipped() : nullptr;
    if (!empty.empty()) {
        const PlateChange change = changeOf(work, empty);
        candidates.difference = change.amount;
        source.changes = true;
        showFaint(change, candidates, source);
        source.fullStep = fullChange * source.leastStep;
    } else {
        cv::blur(candidates.lab, source.colours, {3, 3});
        source.colours.convertTo(source.colours, CV_32F);
        if (net) {
            look.ask(*net, empty);
        }
    }
    look.best = pagesIn(work, candidates, proposals, look.witness, !net, options.leastScore);
    const ScoreSource plain = source;
    if (!source.changes && (look.best.empty() || net) && onLightTable(candidates.lab, net ? paleTable : lightTable)) {
        showFaint(changeOf(work, {}), candidates, source);
        source.fullStep = fullSteps * source.leastStep;
        const double least = look.best.empty() ? options.leastScore : leastBeside;
        for (const Ranked &one : pagesIn(work, candidates, proposals, look.witness, !net, least)) {
            if (std::none_of(look.best.begin(), look.best.end(),
                             [&](const Ranked &known) { return overlapOfSmaller(known.quad, one.quad) > 0.1; })) {
                look.best.push_back(one);
            }
        }
    }
    leaveOutThings(candidates.lab, empty, net.get(), look);
    if (net && source.changes && look.witness.maps.empty() &&
        somethingElse(candidates.difference, look.best, candidates.smallest / 2)) {
        look.ask(*net, empty);
    }
    lookBesideHands(candidates, proposals, plain, empty, options.leastScore, net.get(), look);
    addBroken(work, empty, look.witness, look.best);
    return look;
}

}  // namespace

std::vector<FoundPage> findPages(const cv::Mat &bgr, const FindOptions &options)
{
    if (bgr.type() != CV_8UC3 || bgr.cols < 64 || bgr.rows < 64) {
        return {};
    }
    const double scale = std::min(1.0, static_cast<double>(options.workSize) / std::max(bgr.cols, bgr.rows));
    const cv::Size workSize(std::max(1, static_cast<int>(std::lround(bgr.cols * scale))),
                            std::max(1, static_cast<int>(std::lround(bgr.rows * scale))));
    const cv::Mat work = shrunk(bgr, workSize);
    cv::Mat empty;
    if (options.emptyReference && options.emptyReference->type() == CV_8UC3) {
        empty = shrunk(*options.emptyReference, workSize);
    }
    Look look = lookAt(work, empty, options);
    // A sheet's side that runs through the whole picture looks like a shadow's edge: what serves better is believed.
    if (const std::vector<ShadowEdge> edges = shadowEdges(work, empty); !edges.empty()) {
        cv::Mat even = work.clone();
        lighten(even, edges);
        if (Look other = lookAt(even, empty, options); other.serves(look)) {
            look = std::move(other);
        }
    }
    std::vector<FoundPage> pages;
    for (const Ranked &one : look.best) {
        const Quad fine = one.broken ? cornersOfBroken(bgr, look.witness.colours, one.quad, scale, options)
                                     : cornersOf(bgr, look.work, look.witness.colours, one.quad, scale, options);
        FoundPage page{inReadingOrder(beyondBorder(fine, bgr.size(), scale)), one.score, std::nullopt, false, {}};
        if (options.plate && options.plate->size() == bgr.size()) {
            page.mm = sizeOnPlate(page.quad, *options.plate);
        }
        if (options.judge) {
            JudgeOptions judging;
            judging.plate = options.plate;
            judging.emptyReference = options.emptyReference;
            judging.asked = options.asked;
            PageQuality quality = judgePage(bgr, page.quad, judging);
            page.reasons = std::move(quality.reasons);
            page.otherKind = quality.otherKind;
        }
        pages.push_back(std::move(page));
    }
    return pages;
}

}  // namespace hall
