// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagedoubt.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace hall {

namespace {

const cv::Size2d leastMm(40, 60);
constexpr double leastArea = 0.024;   // of the picture: a card on A3 takes 0.035
constexpr double leastWidth = 0.088;  // of its longer side: there a card is 0.12 wide
constexpr double longShape = 3.5;     // times as long as wide: a ruler with its shadow
constexpr double longWidth = 1.4;     // times as wide such a page must be
constexpr double smallCut = 0.12;
constexpr double leastBooklet = 0.08;   // of the picture: a passport on A3
constexpr double cutSide = 0.5;         // of a side that is not in the picture
constexpr double alikeContrast = 0.35;  // of what the line steps
constexpr int drawnSides = 2;           // so many, and the quad is made of lines
constexpr double printFloor = 10;       // levels: in the dark noise is no print
constexpr double blackLevel = 32;
constexpr double dimLevel = 60;
constexpr double noiseLevel = 20;  // print and lines cannot be told from it
constexpr float rimLevel = 30;
constexpr float rimStep = 15;
constexpr float rimRatio = 1.7F;
constexpr int rimmedSides = 3;
constexpr int leastRimmed = 2;  // where no more can be seen
constexpr double blankPrint = 0.45;
constexpr double littlePrint = 0.42;
constexpr double barePrint = 0.38;       // of what is cut off: less, and it is no card whatever the net says
constexpr double bareLightPrint = 0.25;  // the same of what is light
constexpr double noPrint = 0.2;
constexpr double darkLevel = 100;
constexpr double leather = 0.22;  // colour: paper in a white light has less
constexpr double skinColour = 0.1;
constexpr double warmColour = 0.25;
constexpr double tintedPrint = 0.55;
constexpr double leatherPrint = 0.5;
constexpr double muchPrint = 0.75;    // what is printed on cards in strong colours
constexpr double strongColour = 0.6;  // leather may be lighter then
constexpr double clearColour = 0.4;   // the same where it is small and sharp
constexpr double paleLevel = 150;
constexpr double noThing = 0.015;       // of hands and things, as the net says
constexpr double hintOfThing = 0.003;   // the same: paper has less
constexpr double softCardSlack = 0.07;  // a card that moves looks longer
constexpr double softCardSides = 0.55;
constexpr double hintOfRim = 0.04;  // where one rim shows
constexpr double clearlyThing = 0.06;
constexpr double surelyThing = 0.15;
constexpr double clearlyPaper = 0.97;
constexpr double muchLighter = 1.4;
constexpr double paperBeside = 0.45;  // as the net says
constexpr double paperBesideAlone = 0.6;
constexpr double doubtful = 0.7;     // paper, as the net says
constexpr double coverColour = 1;    // of booklets: leather has less
constexpr int leastWhole = 2;        // sides of a sheet, however it curls
constexpr double wholeSide = 0.86;   // of a side's places, one that bows too
constexpr double mostlyLost = 0.6;   // of a side that is not seen
constexpr int leastCorners = 3;      // where nothing steps: a cup
constexpr double softSides = 0.42;   // sharpness: a picture in focus has more, but where a shadow lies beside
constexpr double sharpSides = 0.55;  // the same: as sharp as leather is
constexpr double weakSteps = 0.8;    // of a quad's score
constexpr double clearSteps = 0.93;  // of a quad's score
constexpr double littlePaper = 0.25;
constexpr double somePaper = 0.35;     // beside what is cut off: it may be a part of a sheet
constexpr double muchPaper = 0.45;     // the same of what is printed
constexpr double cutPaper = 0.9;       // in what is cut off
constexpr double cutLightPaper = 0.8;  // the same of what is light
constexpr double colouredThing = 0.1;  // of cards in strong colours the net holds a little for things
constexpr double noPaper = 0.05;       // paper in a quad, as the net says: what is drawn on the plate has none
constexpr double leastHand = 0.03;     // the same of hands and things
constexpr double mostlySkin = 0.5;     // of what is in it
constexpr double muchSkin = 0.6;
constexpr double allSkin = 0.8;  // the same: less of the net's word is enough then
constexpr double leastOfAll = 0.015;
constexpr double goesOn = 0.2;  // of the places beside it: there is more of the hand

float middleOf(std::vector<float> &values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// The middle colour `far` inside of a side less that as far outside; nothing where the picture ends before.
std::optional<cv::Vec3f> stepBeyond(const cv::Mat &colours, cv::Point2f a, cv::Point2f b, float far)
{
    constexpr int samples = 25;
    const cv::Rect picture({0, 0}, colours.size());
    const cv::Point2f along = (b - a) / std::max(1e-3F, length(b - a));
    const cv::Point2f inward(-along.y, along.x);
    std::array<std::vector<float>, 3> inside;
    std::array<std::vector<float>, 3> outside;
    for (int i = 0; i < samples; ++i) {
        const cv::Point2f foot = a + (b - a) * (0.1F + 0.8F * static_cast<float>(i) / (samples - 1));
        const cv::Point in(foot + far * inward);
        const cv::Point out(foot - far * inward);
        if (!picture.contains(in) || !picture.contains(out)) {
            continue;
        }
        for (std::size_t c = 0; c < 3; ++c) {
            inside[c].push_back(colours.at<cv::Vec3f>(in)[static_cast<int>(c)]);
            outside[c].push_back(colours.at<cv::Vec3f>(out)[static_cast<int>(c)]);
        }
    }
    if (inside[0].size() < samples / 2) {
        return std::nullopt;
    }
    cv::Vec3f step;
    for (std::size_t c = 0; c < 3; ++c) {
        step[static_cast<int>(c)] = middleOf(inside[c]) - middleOf(outside[c]);
    }
    return step;
}

// How much of a side's step one pixel makes at most, in the middle of 25 places; of the second softest of the sides.
double sharpnessOf(const cv::Mat &lab, const Quad &quad)
{
    constexpr int samples = 25;
    constexpr int reach = 6;
    constexpr int least = 8;  // levels
    const cv::Rect picture({0, 0}, lab.size());
    std::vector<float> sides;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f way = quad[(i + 1) % 4] - quad[i];
        const cv::Point2f inward = cv::Point2f(-way.y, way.x) / std::max(1e-3F, length(way));
        std::vector<float> shares;
        for (int k = 0; k < samples; ++k) {
            const cv::Point2f foot = quad[i] + way * (0.1F + 0.8F * static_cast<float>(k) / (samples - 1));
            if (!picture.contains(cv::Point(foot + static_cast<float>(reach) * inward)) ||
                !picture.contains(cv::Point(foot - static_cast<float>(reach) * inward))) {
                continue;
            }
            const auto level = [&](int t) {
                const cv::Point2f p = foot + static_cast<float>(t) * inward;
                return static_cast<int>(lab.at<cv::Vec3b>(cv::Point(p))[0]);
            };
            const int step = std::abs(level(reach) + level(reach - 1) - level(-reach) - level(1 - reach)) / 2;
            int most = 0;
            for (int t = 1 - reach; t <= reach; ++t) {
                most = std::max(most, std::abs(level(t) - level(t - 1)));
            }
            if (step >= least) {
                shares.push_back(static_cast<float>(most) / static_cast<float>(step));
            }
        }
        if (shares.size() > samples / 4) {
            sides.push_back(middleOf(shares));
        }
    }
    std::sort(sides.begin(), sides.end());
    return sides.empty() ? 0 : sides[std::min<std::size_t>(1, sides.size() - 1)];
}

// A screen has one, up to 4 mm wide; a sheet that was copied with the lid open has it at a side or two. It lies inside
// of the quad or just outside: the screen's edge steps as well as the telephone's. `seen`: how many sides can be told.
int blackRims(const cv::Mat &lab, const Quad &quad, int &seen)
{
    constexpr int samples = 25;
    constexpr int inmost = 4;
    constexpr int outmost = 5;
    constexpr int inner = 10;  // working pixels: behind it
    constexpr int outer = 9;   // the table before it, or the telephone's bright frame: a black table has no rim
    const cv::Rect picture({0, 0}, lab.size());
    int rims = 0;
    seen = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f way = quad[(i + 1) % 4] - quad[i];
        const cv::Point2f inward = cv::Point2f(-way.y, way.x) / std::max(1e-3F, length(way));
        std::array<std::optional<float>, inner + outer + 1> levels;
        for (int far = -outer; far <= inner; ++far) {
            std::vector<float> all;
            for (int k = 0; k < samples; ++k) {
                const float along = 0.15F + 0.7F * static_cast<float>(k) / (samples - 1);
                const cv::Point p(quad[i] + way * along + static_cast<float>(far) * inward);
                if (picture.contains(p)) {
                    all.push_back(lab.at<cv::Vec3b>(p)[0]);
                }
            }
            if (all.size() >= samples / 3) {
                levels[static_cast<std::size_t>(far + outer)] = middleOf(all);
            }
        }
        const auto first = levels.begin() + outer - outmost;
        const auto last = levels.begin() + outer + inmost + 1;
        if (!std::all_of(levels.begin(), levels.end(), [](const auto &level) { return level.has_value(); })) {
            continue;
        }
        ++seen;
        // Between the rim and the table there may be a bright frame and a shadow: not always is it the darkest.
        const bool any = [&] {
            for (auto rim = first; rim != last; ++rim) {
                const float before = **std::max_element(levels.begin(), rim);
                const float behind = **std::max_element(rim, levels.end());
                if (**rim < rimLevel && std::min(before, behind) > std::max(**rim + rimStep, rimRatio * **rim)) {
                    return true;
                }
            }
            return false;
        }();
        rims += any ? 1 : 0;
    }
    return rims;
}

}  // namespace

LeastPage leastPage(cv::Size picture, std::optional<double> pixelsPerMm)
{
    if (pixelsPerMm) {
        return {leastMm.width * *pixelsPerMm, leastMm.area() * *pixelsPerMm * *pixelsPerMm};
    }
    return {leastWidth * std::max(picture.width, picture.height), leastArea * picture.area()};
}

bool isTooSmall(const Quad &quad, const LeastPage &least)
{
    double shortest = length(quad[0] - quad[3]);
    for (std::size_t i = 0; i < 3; ++i) {
        shortest = std::min<double>(shortest, length(quad[i + 1] - quad[i]));
    }
    const bool isLong = quadArea(quad) > longShape * shortest * shortest;
    return shortest < (isLong ? longWidth : 1) * least.width || quadArea(quad) < least.area;
}

bool isDrawnOnThePlate(const ScoreSource &source, const Quad &quad, const QuadScore &steps)
{
    int lines = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const double most = std::min<double>(source.leastStep, alikeContrast * steps.sides[i].contrast);
        const auto alike = [&](float far) {
            const auto step = stepBeyond(source.colours, quad[i], quad[(i + 1) % 4], far);
            return step && cv::norm(*step) < most;
        };
        // At two distances: a frame printed on a sheet may look like the plate.
        lines += alike(8) && alike(13) ? 1 : 0;
    }
    return lines >= drawnSides;
}

double lightBeyond(const cv::Mat &lab, const Quad &quad)
{
    constexpr int samples = 25;
    constexpr float apart = 7;
    const cv::Rect picture({0, 0}, lab.size());
    int seen = 0;
    double least = 255;
    for (std::size_t i = 0; i < 4; ++i) {
        const cv::Point2f way = quad[(i + 1) % 4] - quad[i];
        const cv::Point2f outwards = cv::Point2f(way.y, -way.x) / std::max(1e-3F, length(way));
        std::vector<float> levels;
        for (int k = 0; k < samples; ++k) {
            const cv::Point p(quad[i] + (0.1F + 0.8F * static_cast<float>(k) / (samples - 1)) * way + apart * outwards);
            if (picture.contains(p)) {
                levels.push_back(lab.at<cv::Vec3b>(p)[0]);
            }
        }
        if (levels.size() > samples / 2) {
            ++seen;
            least = std::min<double>(least, middleOf(levels));
        }
    }
    return seen < 3 ? 0 : least;
}

Contents contentsOf(const cv::Mat &lab, const Quad &quad)
{
    constexpr int grid = 48;
    const cv::Rect inner(1, 1, lab.cols - 2, lab.rows - 2);
    std::vector<int> steps;
    steps.reserve(static_cast<std::size_t>(grid) * grid);
    cv::Vec3d sum;
    for (int row = 0; row < grid; ++row) {
        for (int column = 0; column < grid; ++column) {
            const float u = 0.08F + 0.84F * static_cast<float>(column) / (grid - 1);
            const float v = 0.08F + 0.84F * static_cast<float>(row) / (grid - 1);
            const cv::Point p((1 - v) * ((1 - u) * quad[0] + u * quad[1]) + v * ((1 - u) * quad[3] + u * quad[2]));
            if (inner.contains(p)) {
                const auto *here = lab.ptr<cv::Vec3b>(p.y) + p.x;
                steps.push_back(std::abs(4 * here[0][0] - here[-1][0] - here[1][0] -
                                         lab.at<cv::Vec3b>(p.y - 1, p.x)[0] - lab.at<cv::Vec3b>(p.y + 1, p.x)[0]));
                sum += cv::Vec3d(here[0]);
            }
        }
    }
    if (steps.empty()) {
        return {};
    }
    const auto most = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() * 98 / 100);
    std::nth_element(steps.begin(), most, steps.end());
    const cv::Vec3d mean = sum / static_cast<double>(steps.size());
    const double colour = std::hypot(mean[1] - 128, mean[2] - 128) / std::max(1.0, mean[0] * 100 / 255);
    Contents contents{mean[0], *most / (mean[0] + printFloor), colour, sharpnessOf(lab, quad)};
    contents.rims = blackRims(lab, quad, contents.sides);
    contents.beyond = lightBeyond(lab, quad);
    return contents;
}

namespace {

// Coloured and not light, with little on it; the more colour the lighter it may be.
bool isDull(const Contents &contents, bool isSmall)
{
    const bool strong = contents.colour > strongColour || (contents.colour > clearColour && isSmall &&
                                                           contents.print < littlePrint && contents.sharp > softSides);
    return contents.print < leatherPrint && contents.colour > leather &&
           contents.lightness < (strong ? paleLevel : darkLevel);
}

}  // namespace

bool isNoBox(const QuadScore &steps)
{
    int seen = 0;
    int whole = 0;
    for (const SideScore &side : steps.sides) {
        seen += side.lost() < mostlyLost ? 1 : 0;
        whole += side.lost() < mostlyLost && side.share > wholeSide ? 1 : 0;
    }
    return whole < std::min(leastWhole, seen - 1) || steps.cornersBare >= leastCorners;
}

ThingDoubt::ThingDoubt(const Quad &quad, const QuadScore &steps, const Contents &contents, cv::Size picture)
    : m_contents(contents), m_bare(contents.print < littlePrint),
      m_cut(quadArea(quad) < smallCut * picture.area() &&
            std::any_of(steps.sides.begin(), steps.sides.end(),
                        [](const SideScore &side) { return side.unseen > cutSide; })),
      m_dull(isDull(contents, quadArea(quad) < smallCut * picture.area())),
      m_weak(steps.total < weakSteps && !steps.isClearToBorder()), m_small(quadArea(quad) < smallCut * picture.area()),
      m_black(contents.lightness < noiseLevel), m_dark(contents.lightness < dimLevel && contents.colour < strongColour),
      m_tinted(contents.print < tintedPrint && contents.colour > skinColour),
      m_softCover(contents.colour > coverColour && contents.sharp < softSides),
      m_softCard(isCardShaped(quad, softCardSlack) && contents.sharp < softCardSides), m_card(isCard(quad, steps)),
      m_rimmed(contents.rims >= std::clamp(contents.sides, leastRimmed, rimmedSides)),
      m_white(!m_small && steps.total > clearSteps && contents.lightness > paleLevel && contents.print > noPrint &&
              contents.colour < skinColour),
      m_onLight(contents.beyond > muchLighter * std::max(contents.lightness, blackLevel)),
      m_booklet(isBox(quad, steps) && quadArea(quad) > leastBooklet * picture.area())
{
}

bool ThingDoubt::isCertain() const
{
    const bool black = m_contents.lightness < blackLevel && m_contents.print < blankPrint;
    // Little may be printed on a light card; purses and telephones are darker.
    return black || (m_cut && m_contents.print < (m_contents.lightness > paleLevel ? bareLightPrint : barePrint));
}

bool ThingDoubt::isPlain(const PaperEvidence &said) const
{
    return m_contents.colour > skinColour && (m_contents.print < noPrint || (m_bare && said.thing > leastHand));
}

bool ThingDoubt::isLeather(const PaperEvidence &said) const
{
    if (!m_dull || m_softCover || m_card || m_booklet) {
        return false;
    }
    // A bank card out of focus is lighter, or soft.
    const bool likely = m_bare && m_small && m_contents.sharp > sharpSides && m_contents.lightness < darkLevel;
    // Of what is printed on a bank card out of focus little shows, and few purses have its shape.
    return said.thing > (m_softCard ? clearlyThing : likely ? hintOfThing : noThing);
}

bool ThingDoubt::confirmedBy(const PaperEvidence &said, bool plateKnown) const
{
    const bool printed = m_contents.rims == 0 && !m_bare;
    // Of a light card's part at the border the net knows little; things that are light and printed are narrow.
    const double least = said.thing < noThing ? littlePrint : leatherPrint;
    const double most = said.inside > muchPaper ? colouredThing : clearlyThing;
    if (m_cut && printed && m_contents.lightness > paleLevel && m_contents.print > least && said.thing < most &&
        said.outside < muchPaper) {
        return false;
    }
    // A dark box printed on a sheet whose own sides are not in the picture: a dark cover lies on a table, no paper.
    if (m_onLight && said.outside > (plateKnown ? paperBeside : paperBesideAlone) && !(m_booklet && plateKnown)) {
        return true;
    }
    // A card within the lines that a dark plate has for it has such a rim, too.
    if (m_rimmed && (said.inside < clearlyPaper || said.thing > noThing)) {
        return true;
    }
    // Where a shadow lies beside it a telephone's rim shows at two sides only.
    if (m_contents.rims >= leastRimmed && said.inside < doubtful && said.thing > clearlyThing) {
        return true;
    }
    // Of a telephone that is cut off two rims are left, the border runs through the third; a card has none.
    const bool alone = said.inside > cutPaper && said.outside < littlePaper;
    const bool coloured = (m_contents.colour > strongColour && m_contents.print > tintedPrint) ||
                          (m_contents.colour > clearColour && m_contents.print > muchPrint);
    if (m_cut && printed &&
        (said.inside < doubtful || said.outside > muchPaper || (said.thing > colouredThing && !alone && !coloured))) {
        return true;
    }
    if (m_cut && !printed &&
        (said.inside < (m_contents.lightness > paleLevel ? cutLightPaper : cutPaper) || said.outside > somePaper ||
         said.thing > clearlyThing || (m_contents.rims >= leastRimmed && said.thing > noThing) ||
         (m_contents.rims > 0 && said.thing > hintOfRim))) {
        return true;
    }
    // All of a rectangle of a booklet's size is seen: most purses and telephones are smaller.
    const bool alike = !plateKnown && m_contents.lightness > dimLevel && said.thing < colouredThing;
    if (m_booklet && (said.inside > somePaper || alike)) {
        return false;
    }
    // On a dark plate there may be a card's place printed.
    const bool lightCard = m_card && m_contents.lightness > darkLevel;
    // The camera was moved a little: lines on the plate are changes then, and a thing beside them makes a quad of them.
    if (plateKnown && m_weak && said.inside < littlePaper && !m_card) {
        return true;
    }
    if (((m_weak || m_black) && said.inside < noPaper && !lightCard) || isLeather(said)) {
        return true;
    }
    // What is drawn on a dark plate, and a dark thing that is not bare.
    if (m_dark &&
        (said.inside < 0.02 || (m_small && m_contents.sharp > softSides && said.thing > (m_card ? 0.08 : 0.06)))) {
        return true;
    }
    if (!m_bare || lightCard || (m_card && plateKnown)) {
        return false;
    }
    // A holder of light leather.
    const bool holder = m_small && !m_softCard && m_contents.colour > leather && m_contents.lightness < paleLevel &&
                        said.thing > surelyThing;
    const bool back = m_contents.print < noPrint && said.outside > 0.6 && said.thing > 0.04;
    // What is out of focus may have print on it that does not show.
    const bool thing = !m_softCover && m_contents.print > noPrint && m_contents.lightness < darkLevel &&
                       said.thing > (m_small && m_contents.sharp > softSides ? 0.03 : 0.1);
    // Of small paper that is so coloured and sharp the net is sure, also where a finger lies on it.
    const bool pale = m_small && m_contents.colour > leather && m_contents.sharp > softSides && said.inside < 0.7;
    // White paper has no colour, and steps clearly.
    const bool arm = m_weak && m_contents.colour > skinColour && said.inside < 0.92 &&
                     said.thing > (m_contents.colour > warmColour ? 0.02 : 0.045);
    return thing || holder || pale || arm || (!m_white && said.inside < (plateKnown ? 0.2 : 0.1)) ||
           (plateKnown && back);
}

SkinShare skinOf(const cv::Mat &skin, const Quad &quad)
{
    constexpr int grid = 24;
    constexpr float apart = 5;
    const cv::Rect picture({0, 0}, skin.size());
    int inside = 0;
    int within = 0;
    int beside = 0;
    int beyond = 0;
    const auto count = [&](cv::Point2f p, int &seen, int &is) {
        if (const cv::Point at(p); picture.contains(at)) {
            ++seen;
            is += skin.at<uchar>(at) != 0 ? 1 : 0;
        }
    };
    for (int row = 0; row < grid; ++row) {
        const float v = (static_cast<float>(row) + 0.5F) / grid;
        for (int column = 0; column < grid; ++column) {
            const float u = (static_cast<float>(column) + 0.5F) / grid;
            count((1 - v) * ((1 - u) * quad[0] + u * quad[1]) + v * ((1 - u) * quad[3] + u * quad[2]), inside, within);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            const cv::Point2f way = quad[(i + 1) % 4] - quad[i];
            const cv::Point2f outwards = cv::Point2f(way.y, -way.x) / std::max(1e-3F, length(way));
            count(quad[i] + v * way + apart * outwards, beside, beyond);
        }
    }
    return {static_cast<double>(within) / std::max(1, inside), static_cast<double>(beyond) / std::max(1, beside)};
}

bool isOfHand(const cv::Mat &skin, const Quad &quad, const PaperEvidence &said)
{
    const SkinShare share = skinOf(skin, quad);
    // A whole hand ends where it ends, but the net does not hold what is between its fingers for paper.
    if (share.within > muchSkin && said.inside < 0.75 && said.thing > leastHand) {
        return true;
    }
    const bool all = share.within > allSkin;
    return share.within > mostlySkin && share.beyond > goesOn && said.thing > (all ? leastOfAll : leastHand);
}

bool isOfArm(const cv::Mat &skin, const Quad &quad)
{
    const SkinShare share = skinOf(skin, quad);
    return (share.within > allSkin && share.beyond > goesOn) ||
           (share.within > mostlySkin && share.beyond > mostlySkin);
}

}  // namespace hall
