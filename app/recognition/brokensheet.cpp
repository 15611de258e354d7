// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/brokensheet.h"

#include "app/recognition/pagecover.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int finer = 4;  // the maps are outlined this much enlarged
constexpr double paperLevel = 0.5;
constexpr double leastTouch = 0.02;  // of the picture's width: so long a piece of the border is paper
constexpr double leastLeft = 0.15;   // of a sheet that no page accounts for
constexpr double seenSide = 0.4;     // of a side's length: less, and it is beyond the border
constexpr double leastSides = 0.7;   // of the sides that can be seen, as colour steps
constexpr double leastPaper = 0.87;  // the net is as sure as that of paper, less of telephones, purses and rulers
constexpr double largeSheet = 0.15;  // of the picture: no telephone, purse or ruler takes that much
constexpr double leastSidesLarge = 0.5;
constexpr double leastPaperLarge = 0.8;
constexpr double leastArea = 1.5;     // of the smallest document: half a card
constexpr double leastCream = 0.6;    // of a patch of paper has skin's colour: the paper has it
constexpr double leastFull = 0.88;    // of the quad around it
constexpr double handShare = 0.008;   // of the picture
constexpr double mostHands = 0.35;    // the same
constexpr double leastThing = 0.018;  // of the net's map in a hand: it is not sure of many, but of wood and paper that
                                      // these are none
constexpr double leastThingAlone = 0.025;  // where the plate is not known: the table may look like skin
constexpr float borderShare = 0.012F;      // of the picture's width: a corner this near lies on the border
constexpr float beyondShare = 0.006F;      // so far beyond it is put then

cv::Mat borderOf(cv::Size size)
{
    cv::Mat border(size, CV_8U, cv::Scalar(0));
    cv::rectangle(border, cv::Rect({0, 0}, size), cv::Scalar(255), 2);
    return border;
}

void fill(cv::Mat &mask, const Quad &quad, cv::Size2f scale)
{
    std::vector<cv::Point> corners;
    for (const cv::Point2f &corner : quad) {
        corners.emplace_back(cvRound((corner.x + 0.5F) / scale.width - 0.5F),
                             cvRound((corner.y + 0.5F) / scale.height - 0.5F));
    }
    cv::fillConvexPoly(mask, corners, cv::Scalar(255));
    cv::polylines(mask, corners, true, cv::Scalar(255), finer + 1);
}

// A side on the border says nothing about the sheet: it is put where it cannot be taken for one of the sheet's.
float putBeyond(float at, float last, float near, float beyond)
{
    return at < near ? std::min(at, -beyond) : at > last - near ? std::max(at, last + beyond) : at;
}

// Of the sides that can be seen, how much steps as a sheet's do; 0 where fewer than two can be.
double seenSides(const ScoreSource &source, const Quad &quad)
{
    double sum = 0;
    double weight = 0;
    int sides = 0;
    for (const SideScore &side : scoreQuad(source, quad, 48, true).sides) {
        if (side.unseen < 1 - seenSide) {
            sum += (1 - side.unseen) * side.share;
            weight += 1 - side.unseen;
            ++sides;
        }
    }
    return sides < 2 ? 0 : sum / weight;
}

std::vector<cv::Point> hullOf(const cv::Mat &patch)
{
    std::vector<cv::Point> places;
    cv::findNonZero(patch, places);
    std::vector<cv::Point> hull;
    cv::convexHull(places, hull);
    return hull;
}

Quad inPicture(Quad quad, cv::Size2f fine, cv::Size picture)
{
    const auto width = static_cast<float>(picture.width);
    for (cv::Point2f &corner : quad) {
        corner.x =
            putBeyond((corner.x + 0.5F) * fine.width - 0.5F, width - 1, borderShare * width, beyondShare * width);
        corner.y = putBeyond((corner.y + 0.5F) * fine.height - 0.5F, static_cast<float>(picture.height - 1),
                             borderShare * width, beyondShare * width);
    }
    return inReadingOrder(quad);
}

// Around what there is, or upright about it: the border may have taken any of its corners.
BrokenSheet sheetAround(const std::vector<cv::Point> &hull, cv::Size2f fine, const ScoreSource &source)
{
    std::array<cv::Point2f, 4> box;
    cv::minAreaRect(hull).points(box.data());
    BrokenSheet best;
    for (const std::optional<Quad> &quad : {quadAround(hull), std::optional<Quad>(box)}) {
        if (!quad) {
            continue;
        }
        const Quad there = inPicture(*quad, fine, source.colours.size());
        if (const double seen = seenSides(source, there); seen > best.score) {
            best = {there, seen};
        }
    }
    return best;
}

// Hands come from beyond the picture, or are large; faces on cards neither.
cv::Mat handsOf(const cv::Mat &skin)
{
    cv::Mat hands(skin.size(), CV_8U, cv::Scalar(0));
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat middles;
    const int patches = cv::connectedComponentsWithStats(skin, labels, stats, middles, 8);
    for (int i = 1; i < patches; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const bool border = box.x < 3 || box.y < 3 || box.br().x > skin.cols - 3 || box.br().y > skin.rows - 3;
        if (border || stats.at<int>(i, cv::CC_STAT_AREA) > handShare * static_cast<double>(skin.total())) {
            hands.setTo(255, labels == i);
        }
    }
    return hands;
}

// Cream paper has skin's colour, but not a hand's shape.
void keepHands(const cv::Mat &paper, cv::Mat &skin)
{
    cv::Mat labels;
    const int patches = cv::connectedComponents(paper, labels, 8, CV_32S);
    for (int i = 1; i < patches; ++i) {
        const cv::Mat own = labels == i;
        const double area = cv::countNonZero(own);
        if (cv::countNonZero(own & skin) < leastCream * area) {
            continue;
        }
        const std::optional<Quad> quad = quadAround(hullOf(own));
        if (quad && area > leastFull * quadArea(*quad)) {
            skin.setTo(0, own);
        }
    }
}

// `mask`: where there is paper, and the size of what is returned.
cv::Mat handsBeside(const cv::Mat &bgr, const cv::Mat &empty, const cv::Mat &mask)
{
    cv::Mat there;
    cv::resize(mask, there, bgr.size(), 0, 0, cv::INTER_NEAREST);
    cv::Mat skin;
    cv::resize(skinIn(bgr, there, empty), skin, mask.size(), 0, 0, cv::INTER_AREA);
    skin = skin > 100;
    keepHands(mask, skin);
    // Fingers and what lies between them.
    cv::morphologyEx(skin, skin, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {13, 13}));
    return handsOf(skin);
}

cv::Mat paperOf(const PaperMaps &maps)
{
    cv::Mat paper;
    cv::resize(maps.paper, paper, {}, finer, finer, cv::INTER_LINEAR);
    return paper;
}

}  // namespace

cv::Mat handsIn(const cv::Mat &bgr, const cv::Mat &empty, const PaperMaps &maps)
{
    if (maps.empty()) {
        return {};
    }
    cv::Mat hands = handsBeside(bgr, empty, paperOf(maps) > paperLevel);
    cv::Mat things;
    cv::resize(maps.things, things, hands.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat labels;
    const int patches = cv::connectedComponents(hands, labels, 8, CV_32S);
    for (int i = 1; i < patches; ++i) {
        const cv::Mat own = labels == i;
        if (cv::mean(things, own)[0] < (empty.empty() ? leastThingAlone : leastThing)) {
            hands.setTo(0, own);
        }
    }
    const double share = cv::countNonZero(hands) / static_cast<double>(hands.total());
    if (share < handShare || share > mostHands) {
        return {};
    }
    cv::resize(hands, hands, bgr.size(), 0, 0, cv::INTER_NEAREST);
    return hands;
}

std::vector<BrokenSheet> brokenSheets(const cv::Mat &bgr, const cv::Mat &empty, const PaperMaps &maps, cv::Size2f scale,
                                      const ScoreSource &source, double smallest, const std::vector<Quad> &pages)
{
    if (maps.empty()) {
        return {};
    }
    const cv::Mat paper = paperOf(maps);
    cv::Mat mask = paper > paperLevel;
    const cv::Mat skin = handsBeside(bgr, empty, mask);
    mask &= ~skin;
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_ELLIPSE, {9, 9}));
    cv::Mat besideSkin;
    cv::dilate(skin, besideSkin, cv::getStructuringElement(cv::MORPH_ELLIPSE, {13, 13}));
    const cv::Size2f fine(scale.width / finer, scale.height / finer);
    cv::Mat known(mask.size(), CV_8U, cv::Scalar(0));
    for (const Quad &page : pages) {
        fill(known, page, fine);
    }
    const cv::Mat border = borderOf(mask.size());
    std::vector<BrokenSheet> sheets;
    cv::Mat labels;
    const int patches = cv::connectedComponents(mask, labels, 8, CV_32S);
    for (int i = 1; i < patches; ++i) {
        const cv::Mat own = labels == i;
        const int area = cv::countNonZero(own);
        const cv::Mat left = own & ~known;
        const bool large = area > largeSheet * static_cast<double>(mask.total());
        if (area * static_cast<double>(fine.area()) < leastArea * smallest ||
            cv::mean(paper, own)[0] < (large ? leastPaperLarge : leastPaper) ||
            cv::countNonZero(left) < leastLeft * area) {
            continue;
        }
        const bool cut = cv::countNonZero(left & border) > 2 * leastTouch * mask.cols;
        const int beside = cv::countNonZero(own & besideSkin);
        // A sleeve may be as white as paper, and comes from beyond the picture with the hand.
        if (cut ? beside > leastTouch * mask.cols : beside < 6 * leastTouch * mask.cols) {
            continue;
        }
        if (const BrokenSheet sheet = sheetAround(hullOf(own), fine, source);
            sheet.score > (large ? leastSidesLarge : leastSides)) {
            sheets.push_back(sheet);
        }
    }
    return sheets;
}

}  // namespace hall
