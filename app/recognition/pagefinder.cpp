// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagefinder.h"

#include "app/recognition/besidehands.h"
#include "app/recognition/brokensheet.h"
#include "app/recognition/curledpage.h"
#include "app/recognition/cutsheet.h"
#include "app/recognition/pagejudge.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/platechange.h"
#include "app/recognition/shadowedge.h"
#include "app/recognition/shrink.h"
#include "app/recognition/siderefit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double leastStraight = 0.8;  // of a side's places
constexpr double fullChange = 3;       // least steps: what counts fully where the plate's own are left out
constexpr double fullSteps = 8;        // the same where they are not
constexpr double leastBeside = 0.8;    // of a faint page where a clear one lies
constexpr double wholeSide = 0.95;     // of its places
constexpr double lightTable = 150;     // lightness in 8 bits
constexpr double clearScore = 0.8;
constexpr double largestTelephone = 0.15;  // of the picture
constexpr double mostlyPaper = 0.5;        // as the net says
constexpr double surelyPaper = 0.85;
constexpr double dimTable = 35;   // where nothing was found yet
constexpr double paleTable = 60;  // the same, where there is time for a closer look: white in a dim light

constexpr double cutBeyond = 4.5;                      // mm: where a side is put that is not in the picture
constexpr float besideSheet = 5;                       // working pixels
constexpr std::array<float, 3> beyondSide{7, 10, 13};  // the same: beyond a soft edge, and a line of print
constexpr double leastPrinted = 0.2;
constexpr double leastCut = 1.5;  // of the smallest document: half a card

constexpr double seenAbove = 5;      // times the noise: a change that is none by chance
constexpr float leastChange = 1;     // that a plate and its own picture never differ by
constexpr double plateReach = 4;     // working pixels: a lens bends a sheet's side by so much
constexpr float brokenReach = 8;     // working pixels: they are known as coarsely as the net's maps are
constexpr float shadowReach = 6;     // working pixels: an edge is not sharp
constexpr float borderSlack = 0.5F;  // pixels
constexpr int ownShadow = 7;         // working pixels
constexpr double leastSeen = 0.09;   // of the smallest document: what is printed on it
constexpr int clearAmount = 48;      // of 255: clearly no plate

cv::Mat labOf(const cv::Mat &bgr)
{
    cv::Mat lab;
    cv::cvtColor(bgr, lab, cv::COLOR_BGR2Lab);
    return lab;
}

// At full resolution, of a sheet that goes on beyond the picture or under a hand: what cannot be seen stays.
Quad cornersOfBroken(const cv::Mat &bgr, const ScoreSource &source, const Quad &quad, double scale,
                     const FindOptions &options)
{
    const Quad rough = scaled(quad, 1 / scale);
    const auto reach = static_cast<float>(static_cast<double>(brokenReach) / scale);
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
        const bool free = std::none_of(straight.sides.begin(), straight.sides.end(),
                                       [](const SideScore &side) { return side.lost() > 0; });
        const Quad own = cornersOfCurled(work, quad, free);
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

// How much lies on the plate that no page accounts for, pixels. `beside`: so far beyond a page its shadow reaches.
int somethingElse(const cv::Mat &difference, const std::vector<Ranked> &best, int beside)
{
    cv::Mat left = difference > clearAmount;
    for (const Ranked &one : best) {
        const std::vector<cv::Point> outline(one.quad.begin(), one.quad.end());
        cv::fillConvexPoly(left, outline, cv::Scalar(0));
        if (beside > 0) {
            cv::polylines(left, outline, true, cv::Scalar(0), 2 * beside + 1);
        }
    }
    return cv::countNonZero(left);
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

// On a light table white paper hardly steps: what was found is uncertain, or something lies there beside it, if only
// print.
bool hardlySeen(const CandidateSource &candidates, const std::vector<Ranked> &best)
{
    if (std::any_of(best.begin(), best.end(), [](const Ranked &one) { return one.score <= clearScore; })) {
        return onLightTable(candidates.lab, dimTable);
    }
    return somethingElse(candidates.difference, best, ownShadow) >= leastSeen * candidates.smallest &&
           onLightTable(candidates.lab, paleTable);
}

bool isOn(const Ranked &sheet, const Ranked &one)
{
    return overlapOfSmaller(sheet.quad, one.quad) > 0.1;
}

bool isPaper(const Witness &witness, const Ranked &one)
{
    return evidenceFor(witness.maps, one.quad, witness.mapScale).inside > mostlyPaper;
}

// Nothing that was found lies there, or only parts of it.
bool goesOnAs(const Look &look, const Ranked &sheet)
{
    return std::all_of(look.best.begin(), look.best.end(), [&](const Ranked &known) {
        return !isOn(sheet, known) || (!look.witness.maps.empty() &&
                                       liesAround(look.witness, sheet, known,
                                                  evidenceFor(look.witness.maps, known.quad, look.witness.mapScale)));
    });
}

// A faint page apart from the clear ones: all of its sides are there, and the net holds it for paper or it has a card's
// shape.
bool liesBeside(const Look &look, const Ranked &one)
{
    const bool apart =
        std::none_of(look.best.begin(), look.best.end(), [&](const Ranked &known) { return isOn(one, known); });
    const bool round = std::all_of(one.steps.sides.begin(), one.steps.sides.end(),
                                   [](const SideScore &side) { return side.share > wholeSide; });
    return apart && (one.boxed || round) &&
           (isCard(one.quad, one.steps) ||
            (!look.witness.maps.empty() &&
             evidenceFor(look.witness.maps, one.quad, look.witness.mapScale).inside > surelyPaper));
}

// Smaller steps count too, as far as the noise allows.
void showFaint(const PlateChange &change, CandidateSource &candidates, ScoreSource &source)
{
    candidates.light = change.light;
    candidates.chroma = change.chroma;
    source.colours = change.colour;
    source.leastStep = std::clamp(static_cast<float>(seenAbove * change.noise), leastChange, source.leastStep);
}

// So little of a sheet is in the picture that it may be a ruler, which goes on beyond it, too.
bool isStrip(const Quad &quad, double leastWidth)
{
    const auto middle = [&](std::size_t i) { return (quad[i % 4] + quad[(i + 1) % 4]) * 0.5F; };
    return length(middle(2) - middle(0)) < leastWidth || length(middle(3) - middle(1)) < leastWidth;
}

// A sheet that is not all there takes the place of what was found on it.
void addBroken(const cv::Mat &empty, PaperNet *net, Look &look)
{
    const Witness &witness = look.witness;
    std::vector<Quad> known = look.things;
    for (const Ranked &one : look.best) {
        known.push_back(one.quad);
    }
    for (const BrokenSheet &sheet : brokenSheets(look.work, empty, witness.maps, witness.mapScale, witness.colours,
                                                 smallestShare * look.work.size().area(), known)) {
        Ranked one = witness.weighed(underHands(look.work, witness, sheet.quad, brokenReach), 48, true);
        if (isStrip(sheet.quad, witness.least.width) || isThing(empty, net, one, look)) {
            continue;
        }
        std::erase_if(look.best, [&](const Ranked &other) { return overlapOfSmaller(other.quad, sheet.quad) > 0.3; });
        one.score = sheet.score;
        one.broken = true;
        look.best.push_back(one);
    }
}

bool runsAlong(const Quad &sheet, cv::Point2f from, cv::Point2f to)
{
    for (std::size_t i = 0; i < 4; ++i) {
        const Line side = lineThrough(sheet[i], sheet[(i + 1) % 4]);
        const auto apart = [&](cv::Point2f p) { return std::abs((p - side.point).cross(side.direction)); };
        if (apart(from) < besideSheet && apart(to) < besideSheet) {
            return true;
        }
    }
    return false;
}

// What has changed on the plate beyond a side has changed as much as within: it is the same sheet's. Nothing is told
// where the picture ends there.
bool goesOnBeyond(const cv::Mat &change, cv::Point2f from, cv::Point2f to)
{
    constexpr int samples = 32;
    const cv::Rect picture({0, 0}, change.size());
    const cv::Point2f way = to - from;
    const cv::Point2f outwards = cv::Point2f(way.y, -way.x) / std::max(1e-3F, length(way));
    int seen = 0;
    int alike = 0;
    for (int i = 0; i < samples; ++i) {
        const cv::Point2f foot = from + way * ((static_cast<float>(i) + 0.5F) / samples);
        const cv::Point in(foot - beyondSide.front() * outwards);
        bool any = false;
        bool is = false;
        for (const float far : beyondSide) {
            const cv::Point out(foot + far * outwards);
            if (picture.contains(in) && picture.contains(out)) {
                const cv::Vec3f within = change.at<cv::Vec3f>(in);
                const double share = change.at<cv::Vec3f>(out).dot(within) / std::max(1e-3F, within.dot(within));
                any = true;
                is = is || (share > 0.5 && share < 2);
            }
        }
        seen += any ? 1 : 0;
        alike += is ? 1 : 0;
    }
    return seen > samples / 4 && alike * 2 > seen;
}

// Print on the sheet ends there: two of its sides are the sheet's, and beyond another the sheet goes on.
bool isPartOf(const cv::Mat &change, const Quad &sheet, const Quad &one)
{
    int along = 0;
    bool goesOn = false;
    for (std::size_t i = 0; i < 4; ++i) {
        const bool shared = runsAlong(sheet, one[i], one[(i + 1) % 4]);
        along += shared ? 1 : 0;
        goesOn = goesOn || (!shared && goesOnBeyond(change, one[i], one[(i + 1) % 4]));
    }
    return along > 1 && goesOn;
}

// It is all in the picture: what lies under it may go on beyond.
bool liesOn(const cv::Mat &change, const Quad &sheet, const Ranked &one)
{
    return !isPartOf(change, sheet, one.quad) &&
           std::all_of(one.steps.sides.begin(), one.steps.sides.end(),
                       [](const SideScore &side) { return side.share > leastStraight && side.unseen < 0.1; });
}

// A shadow or a beam of light has two sides that run from border to border, too, but nothing is printed on it.
bool hasPaper(const cv::Mat &empty, PaperNet *net, const Quad &quad, Look &look)
{
    if (contentsOf(look.lab, quad).print < leastPrinted) {
        return false;
    }
    if (std::any_of(look.best.begin(), look.best.end(),
                    [&](const Ranked &known) { return overlapOfSmaller(known.quad, quad) > 0.9; })) {
        return true;
    }
    if (net && look.witness.maps.empty()) {
        look.ask(*net, empty);
    }
    return !look.witness.maps.empty() &&
           evidenceFor(look.witness.maps, quad, look.witness.mapScale).inside > mostlyPaper;
}

// A sheet whose sides run on to the picture's border takes the place of what was found on it.
void addCut(const CandidateSource &candidates, const cv::Mat &empty, PaperNet *net, double beyondMm, Look &look)
{
    const auto beyond = static_cast<float>(beyondMm);
    for (const CutSheet &sheet :
         cutSheets(candidates.light, candidates.chroma, look.witness.colours, leastCut * candidates.smallest, beyond)) {
        Ranked one = look.witness.weighed(sheet.quad, 48, true);
        const bool stays = std::any_of(look.best.begin(), look.best.end(), [&](const Ranked &known) {
            return overlapOfSmaller(known.quad, sheet.quad) > 0.3 &&
                   liesOn(look.witness.colours.colours, sheet.quad, known);
        });
        if (stays || isStrip(sheet.quad, look.witness.least.width) || isThing(empty, net, one, look) ||
            (!sheet.cornered && !hasPaper(empty, net, sheet.quad, look))) {
            continue;
        }
        std::erase_if(look.best, [&](const Ranked &known) { return overlapOfSmaller(known.quad, sheet.quad) > 0.3; });
        one.score = sheet.score;
        one.broken = true;
        look.best.push_back(one);
    }
}

// Lightened, a thing may look like paper.
bool isOfThing(const Look &look, const Quad &quad)
{
    return std::any_of(look.things.begin(), look.things.end(),
                       [&](const Quad &thing) { return overlapOfSmaller(thing, quad) > 0.5; });
}

// What is left of a shadow's bar where its edges were taken out.
bool isBetween(const std::vector<ShadowEdge> &edges, const Quad &quad)
{
    const auto runsAlong = [&](std::size_t side) {
        return std::any_of(edges.begin(), edges.end(), [&](const ShadowEdge &edge) {
            const auto apart = [&](cv::Point2f p) { return std::abs((p - edge.point).dot(edge.towardsLight)); };
            return apart(quad[side]) < shadowReach && apart(quad[(side + 1) % 4]) < shadowReach;
        });
    };
    return (runsAlong(0) && runsAlong(2)) || (runsAlong(1) && runsAlong(3));
}

Look lookAt(const cv::Mat &work, const cv::Mat &empty, const FindOptions &options)
{
    Look look;
    look.work = work;
    CandidateSource candidates;
    look.lab = labOf(work);
    candidates.lab = look.lab;
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
    Choice choice = pagesIn(work, candidates, proposals, look.witness, !net, options.leastScore);
    // The net costs time: where the plate is known only what the colour steps leave open is worth it.
    if (net && look.witness.maps.empty() && (choice.mayGoOn || hardlySeen(candidates, choice.pages))) {
        look.ask(*net, empty);
        choice = pagesIn(work, candidates, proposals, look.witness, false, options.leastScore);
    }
    look.best = std::move(choice.pages);
    const ScoreSource plain = source;
    leaveOutThings(empty, net.get(), look);
    const double table = !net ? lightTable : look.best.empty() ? dimTable : paleTable;
    if (!source.changes && (look.best.empty() || net) && onLightTable(candidates.lab, table)) {
        const bool dim = !onLightTable(candidates.lab, std::max(table, paleTable));
        look.witness.pale = true;
        showFaint(changeOf(work, {}), candidates, source);
        source.fullStep = fullSteps * source.leastStep;
        const bool alone = look.best.empty();
        for (const Ranked &one : pagesIn(work, candidates, proposals, look.witness, !net, options.leastScore).pages) {
            if (!alone && one.score < leastBeside && !liesBeside(look, one)) {
                continue;
            }
            // Lines drawn on a dark plate are no paper.
            if (goesOnAs(look, one) && (!dim || isPaper(look.witness, one))) {
                std::erase_if(look.best, [&](const Ranked &known) { return isOn(one, known); });
                look.best.push_back(one);
            }
        }
        leaveOutThings(empty, net.get(), look);
    }
    joinHalves(look.witness, look.best);
    if (net && source.changes && look.witness.maps.empty() &&
        somethingElse(candidates.difference, look.best, 0) > candidates.smallest / 2) {
        look.ask(*net, empty);
    }
    lookBesideHands(candidates, proposals, plain, empty, options.leastScore, net.get(), look);
    addBroken(empty, net.get(), look);
    if (source.changes) {
        addCut(candidates, empty, net.get(), cutBeyond * pixelsPerMm.value_or(assumedPixelsPerMm(work.size())), look);
    }
    return look;
}

// Where its sides really are a telephone's rim may show.
bool isTelephone(const Look &look, const Quad &quad)
{
    return quadArea(quad) < largestTelephone * look.lab.size().area() &&
           ThingDoubt(quad, {}, contentsOf(look.lab, quad), look.lab.size()).isCertain();
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
        Look other = lookAt(even, empty, options);
        std::erase_if(other.best, [&](const Ranked &one) {
            return isBetween(edges, one.quad) || (one.broken && isOfThing(look, one.quad));
        });
        if (other.serves(look)) {
            look = std::move(other);
        }
    }
    std::vector<FoundPage> pages;
    for (const Ranked &one : look.best) {
        const Quad fine = one.broken ? cornersOfBroken(bgr, look.witness.colours, one.quad, scale, options)
                                     : cornersOf(bgr, look.work, look.witness.colours, one.quad, scale, options);
        if (isTelephone(look, scaled(fine, scale))) {
            continue;
        }
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
