// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagejudge.h"

#include "app/recognition/pagecover.h"
#include "app/recognition/pagecut.h"
#include "app/recognition/pagelight.h"
#include "app/recognition/pagesharpness.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/shrink.h"
#include "app/recognition/sidescore.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int workSize = 640;          // side gaps are looked for at the finder's working size
constexpr int beside = 16;             // working pixels around the page that its sides are told by
constexpr double clearSide = 25;       // L*a*b* units: only a side this clear can be said to be covered
constexpr double judgedPerMm = 4.5;    // pixels: 115 dpi; what is finer is judged reduced
constexpr float longestSide = 2200;    // pixels of the page that is judged
constexpr double perhapsMoved = 1.15;  // sharpness in the sharpest over that in the softest direction
constexpr double movedUneven = 1.35;
constexpr double smeared = 0.3;       // of detail in one direction: less, and what little there is may be noise
constexpr double handAtBorder = 0.5;  // of what the picture's border leaves of the page
constexpr float atBorder = 1.5;       // pixels: nearer is the border
constexpr double otherSize = 0.08;    // share by which a paper of another kind differs
constexpr double otherSizeMm = 4;

double longestGap(const cv::Mat &bgr, const Quad &quad)
{
    const double scale = std::min(1.0, static_cast<double>(workSize) / std::max(bgr.cols, bgr.rows));
    const cv::Mat work =
        shrunk(bgr, {static_cast<int>(std::lround(bgr.cols * scale)), static_cast<int>(std::lround(bgr.rows * scale))});
    Quad there = scaled(quad, scale);
    const cv::Rect page = cv::boundingRect(std::vector<cv::Point2f>(there.begin(), there.end()));
    const cv::Rect near =
        cv::Rect(page.x - beside, page.y - beside, page.width + 2 * beside, page.height + 2 * beside) &
        cv::Rect({0, 0}, work.size());
    if (near.empty()) {
        return 0;
    }
    for (cv::Point2f &corner : there) {
        corner -= cv::Point2f(near.tl());
    }
    ScoreSource source;
    cv::cvtColor(work(near), source.colours, cv::COLOR_BGR2Lab);
    cv::blur(source.colours, source.colours, {3, 3});
    source.colours.convertTo(source.colours, CV_32F);
    const QuadScore score = scoreQuad(source, there, 64, false);
    std::optional<QuadScore> bowed;
    double longest = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const SideScore &side = score.sides[i];
        if (side.contrast <= clearSide || side.unseen >= 0.3 || side.longestGap <= longest) {
            continue;
        }
        // A folded sheet's side can be seen as well, but not where it would run if it were straight.
        if (!bowed) {
            bowed = scoreQuad(source, there, 64, true);
        }
        longest = std::max(longest, std::min(side.longestGap, bowed->sides[i].longestGap));
    }
    return longest;
}

// The page at `perMm` pixels a millimetre, without its outermost 3 %: its border is judged apart.
cv::Mat innerPage(const cv::Mat &bgr, const Quad &quad, cv::Size2f mm, double perMm, double seenPerMm)
{
    cv::Mat work = bgr;
    Quad from = quad;
    if (seenPerMm > 1.2 * perMm) {
        const double shrink = perMm / seenPerMm;
        cv::Rect box = cv::boundingRect(std::vector<cv::Point2f>(quad.begin(), quad.end()));
        box = cv::Rect(box.x - 2, box.y - 2, box.width + 4, box.height + 4) & cv::Rect({0, 0}, bgr.size());
        if (box.width < 4 || box.height < 4) {
            return {};
        }
        cv::resize(bgr(box), work, {}, shrink, shrink, cv::INTER_AREA);
        for (cv::Point2f &corner : from) {
            corner = (corner - cv::Point2f(box.tl())) * static_cast<float>(shrink);
        }
    }
    const float w = std::clamp(mm.width * static_cast<float>(perMm), 24.0F, longestSide);
    const float h = std::clamp(mm.height * static_cast<float>(perMm), 24.0F, longestSide);
    const float x = 0.03F * w;
    const float y = 0.03F * h;
    const std::vector<cv::Point2f> to{{-x, -y}, {w - x, -y}, {w - x, h - y}, {-x, h - y}};
    cv::Mat page;
    cv::warpPerspective(work, page, cv::getPerspectiveTransform(std::vector<cv::Point2f>(from.begin(), from.end()), to),
                        cv::Size(cvRound(w - 2 * x), cvRound(h - 2 * y)), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    return page;
}

// The picture's border is one of its sides.
bool endsWithPicture(const Quad &quad, cv::Size picture)
{
    const float right = static_cast<float>(picture.width - 1) - atBorder;
    const float bottom = static_cast<float>(picture.height - 1) - atBorder;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f a = quad[i];
        const cv::Point2f b = quad[(i + 1) % 4];
        if (std::max(a.x, b.x) < atBorder || std::max(a.y, b.y) < atBorder || std::min(a.x, b.x) > right ||
            std::min(a.y, b.y) > bottom) {
            return true;
        }
    }
    return false;
}

bool sameSize(cv::Size2f seen, cv::Size2f asked)
{
    const auto near = [](float a, float b) {
        return std::abs(a - b) <= std::max(otherSizeMm, otherSize * static_cast<double>(b));
    };
    return (near(seen.width, asked.width) && near(seen.height, asked.height)) ||
           (near(seen.width, asked.height) && near(seen.height, asked.width));
}

// One that was taken with a camera of other proportions shows another plate.
cv::Mat emptyOf(const cv::Mat &bgr, const JudgeOptions &options)
{
    const cv::Mat empty = options.emptyReference.value_or(cv::Mat());
    const bool fits = empty.type() == CV_8UC3 && !empty.empty() &&
                      std::abs(empty.rows - static_cast<double>(bgr.rows) * empty.cols / bgr.cols) <= 1;
    return fits ? empty : cv::Mat();
}

// Only a calibrated plate says how large a paper is.
bool otherKind(const PageQuality &quality, const JudgeOptions &options)
{
    return options.asked && options.plate && !quality.cut && !sameSize(quality.mm, *options.asked);
}

// Without light, not only without anything white.
bool inTheDark(const PageQuality &quality, const JudgeLimits &limits)
{
    return quality.bright < limits.bright && quality.lit <= limits.lit;
}

// A portrait has soft edges in all directions; where one direction alone is soft the page moved. With another reason
// (`besides`) the page is judged again once that is cured: only what is blurred beyond doubt is said then.
bool blurred(const PageQuality &quality, const JudgeLimits &limits, bool besides)
{
    const double uneven = quality.across / std::max(quality.sharpness, 1e-6);
    const double limit = uneven > movedUneven || quality.evenness < smeared ? limits.moved
                         : uneven > perhapsMoved                            ? limits.perhapsMoved
                                                                            : limits.sharpness;
    return quality.sharpness < (besides ? std::min(limit, limits.besides) : limit);
}

// The order is the order of usefulness to whoever stands there: first what makes the others unsafe to judge.
std::vector<FaultCode> reasonsOf(const PageQuality &quality, const JudgeOptions &options)
{
    const JudgeLimits &limits = options.limits;
    std::vector<FaultCode> reasons;
    const auto say = [&reasons](bool is, FaultCode code) {
        if (is) {
            reasons.push_back(code);
        }
    };
    const bool hand = quality.covered > limits.covered || quality.coveredSide > limits.coveredSide;
    say(quality.cut, FaultCode::PageCut);
    say(inTheDark(quality, limits), FaultCode::PageDark);
    say(hand || quality.gap > limits.gap, FaultCode::PageCovered);
    say(quality.glare > limits.glare, FaultCode::PageGlare);
    say(quality.shortSide < limits.shortSide || quality.dpi < limits.dpi, FaultCode::PageSmall);
    say(quality.contrast >= limits.leastContrast && blurred(quality, limits, !reasons.empty()), FaultCode::PageBlur);
    return reasons;
}

}  // namespace

double assumedPixelsPerMm(cv::Size picture)
{
    // 16:9 must take the sheet's 210 mm in its height, 4:3 its 297 mm in its width, each with room around it.
    const bool wide = picture.width * 3 > picture.height * 4 + picture.height / 10;
    return wide ? picture.width / 425.0 : picture.width / 366.0;
}

PageQuality judgePage(const cv::Mat &bgr, const Quad &quad, const JudgeOptions &options)
{
    PageQuality quality;
    if (bgr.type() != CV_8UC3 || quadArea(quad) < 100) {
        quality.reasons = {FaultCode::PageSmall};
        return quality;
    }
    quality.shortSide = length(quad[1] - quad[0]);
    for (std::size_t i = 1; i < 4; ++i) {
        quality.shortSide = std::min<double>(quality.shortSide, length(quad[(i + 1) % 4] - quad[i]));
    }
    double perMm = assumedPixelsPerMm(bgr.size());
    if (options.plate && options.plate->size() == bgr.size()) {
        quality.mm = sizeOnPlate(quad, *options.plate);
        perMm = std::sqrt(quadArea(quad) / std::max(1.0F, quality.mm.area()));
    } else {
        quality.mm = cv::Size2f((length(quad[1] - quad[0]) + length(quad[2] - quad[3])) / 2,
                                (length(quad[3] - quad[0]) + length(quad[2] - quad[1])) / 2) *
                     static_cast<float>(1 / perMm);
    }
    quality.dpi = perMm * 25.4;
    quality.cut = runsOverBorder(bgr, quad, perMm);
    const double judged = std::min(judgedPerMm, perMm);
    const cv::Mat page = innerPage(bgr, quad, quality.mm, judged, perMm);
    if (page.empty()) {
        quality.reasons = {FaultCode::PageCut};
        return quality;
    }
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
    const Sharpness sharpness = sharpnessOf(grey);
    quality.sharpness = sharpness.ratio;
    quality.across = sharpness.across;
    quality.evenness = sharpness.evenness;
    quality.contrast = sharpness.contrast;
    const PageLight light = lightOn(page, judged);
    quality.bright = light.bright;
    quality.glare = light.glare;
    const cv::Mat empty = emptyOf(bgr, options);
    if (quality.bright < options.limits.bright) {
        quality.lit = litBeside(bgr, quad, quality.mm, empty);
    }
    // In the dark, noise has the colours of skin.
    const PageCover cover = inTheDark(quality, options.limits) ? PageCover() : coverOf(bgr, quad, quality.mm, empty);
    quality.covered = cover.area;
    quality.coveredSide = cover.side;
    // A hand comes from beyond the picture; the page under it need not.
    // And where a side is the border and no paper reaches it, something else lies there: a sheet has its own sides.
    if (quality.cut ? cover.border >= handAtBorder : endsWithPicture(quad, bgr.size())) {
        quality.cut = false;
        quality.coveredSide = 1;
    }
    quality.gap = longestGap(bgr, quad);
    quality.otherKind = otherKind(quality, options);
    quality.reasons = reasonsOf(quality, options);
    return quality;
}

}  // namespace hall
