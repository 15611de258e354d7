// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/platewatcher.h"

#include "app/recognition/pagestraightener.h"
#include "app/recognition/shrink.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double previewSide = 90;     // pixels: a card may be 120 high in a preview
constexpr double previewSharp = 1.45;  // a preview's pixels are coarse: the still is judged again
constexpr int stirLevels = 9;          // mains light and noise stay below
constexpr int crossingRun = 4;         // pixels along the border: a fingertip's first millimetre
constexpr int borderPlaces = 100;      // along the upper and the lower border
constexpr int borderDeep = 2;          // pixels
constexpr float borderLevels = 4;      // by which two such places change together
constexpr double judgedMotion = 8;     // a page that moves more is not worth judging
constexpr int plateWidth = 160;        // pixels of the small picture that hands are looked for in
constexpr int settledLooks = 3;        // nothing stirs: the net may be asked
constexpr double settledStir = 0.001;
constexpr int lookedAgain = 6;        // looks: as often all is looked at anew while nothing stirs
constexpr double samePage = 0.8;      // overlap of what the quick look saw with what the net tells
constexpr double partShare = 0.5;     // … and where it is less, a quick look may have seen a part of a page only
constexpr double clearlySeen = 0.1;   // score by which the quick look's page is seen better
constexpr double besideShare = 0.05;  // of the smaller: two papers do not overlap more
constexpr int quietLooks = 5;         // empty and still: that is the plate
constexpr int changedLooks = 150;     // what lies there that long belongs to it
constexpr int laidLevels = 14;        // by which paper differs from what it lies on, in one channel
constexpr int darkLevel = 100;
constexpr double printedSide = 300;      // pixels of a page that a print is made of
constexpr double lyingShare = 0.3;       // of a page that differs from the plate: less, and it is printed on it
constexpr double leastInk = 1.2;         // mean grey levels that a page's print differs from the plate by
constexpr double otherPlateShare = 0.5;  // of what is beside the pages that differs: this is another plate
constexpr int foreignLevels = 24;        // by which a hand differs from the plate in one channel
constexpr double foreignShare = 0.004;   // of the picture: a fingertip

double meanChange(const cv::Mat &change, const Quad &quad)
{
    std::vector<cv::Point> corners;
    for (const cv::Point2f &corner : quad) {
        corners.emplace_back(corner * 0.25F);
    }
    cv::Mat mask(change.size(), CV_8U, cv::Scalar(0));
    cv::fillConvexPoly(mask, corners, cv::Scalar(255));
    return cv::mean(change, mask)[0];
}

// Larger things that changed: single pixels are noise.
double stirIn(const cv::Mat &change)
{
    cv::Mat moved = change > stirLevels;
    cv::morphologyEx(moved, moved, cv::MORPH_OPEN, cv::Mat::ones(2, 2, CV_8U));
    return cv::countNonZero(moved) / static_cast<double>(moved.total());
}

// A run of places along the border that changed: the tip of something of which the rest is not in the picture.
bool crossesBorder(const cv::Mat &change)
{
    for (const cv::Mat &line :
         {change.row(0), change.row(change.rows - 1), change.col(0), change.col(change.cols - 1)}) {
        int run = 0;
        for (auto level = line.begin<uchar>(); level != line.end<uchar>(); ++level) {
            run = *level > stirLevels ? run + 1 : 0;
            if (run >= crossingRun) {
                return true;
            }
        }
    }
    return false;
}

// The brightness along the picture's upper and lower border, two pixels deep, a row each.
cv::Mat borderLight(const cv::Mat &bgr)
{
    cv::Mat light(2, borderPlaces, CV_32F);
    for (int i = 0; i < 2; ++i) {
        cv::Mat line;
        cv::cvtColor(bgr.rowRange(i == 0 ? 0 : bgr.rows - borderDeep, i == 0 ? borderDeep : bgr.rows), line,
                     cv::COLOR_BGR2GRAY);
        line.convertTo(line, CV_32F);
        cv::resize(line, light.row(i), {borderPlaces, 1}, 0, 0, cv::INTER_AREA);
    }
    return light;
}

// A fingertip of which a pixel's row is seen, or its shadow: darker or brighter than the lamp's flicker, which is the
// same along a row of the picture, whichever rows a camera reads out between two pulses of mains light.
bool entersAtBorder(const cv::Mat &now, const cv::Mat &before)
{
    for (int i = 0; i < now.rows; ++i) {
        std::vector<float> gains(borderPlaces);
        for (int x = 0; x < borderPlaces; ++x) {
            gains[static_cast<std::size_t>(x)] = (now.at<float>(i, x) + 4) / (before.at<float>(i, x) + 4);
        }
        const auto middle = gains.begin() + borderPlaces / 2;
        std::nth_element(gains.begin(), middle, gains.end());
        const float gain = *middle;
        for (int x = 0; x + 1 < borderPlaces; ++x) {
            const auto changed = [&](int at) { return now.at<float>(i, at) - before.at<float>(i, at) * gain; };
            if (std::abs(changed(x) + changed(x + 1)) > 2 * borderLevels) {
                return true;
            }
        }
    }
    return false;
}

// Where the picture differs from the empty plate by more than a shadow or a brighter lamp would make it.
cv::Mat foreign(const cv::Mat &now, const cv::Mat &plate)
{
    cv::Mat mask(now.size(), CV_8U, cv::Scalar(0));
    for (int y = 0; y < now.rows; ++y) {
        const auto *seen = now.ptr<cv::Vec3b>(y);
        const auto *empty = plate.ptr<cv::Vec3b>(y);
        uchar *is = mask.ptr<uchar>(y);
        for (int x = 0; x < now.cols; ++x) {
            int most = 0;
            double least = 9;
            double largest = 0;
            for (int i = 0; i < 3; ++i) {
                most = std::max(most, std::abs(seen[x][i] - empty[x][i]));
                const double ratio = (seen[x][i] + 6.0) / (empty[x][i] + 6.0);
                least = std::min(least, ratio);
                largest = std::max(largest, ratio);
            }
            const bool shade = least > 0.35 && largest < 1.15 && largest < 1.15 * least;
            is[x] = most > foreignLevels && !shade ? 255 : 0;
        }
    }
    cv::morphologyEx(mask, mask, cv::MORPH_OPEN, cv::Mat::ones(3, 3, CV_8U));
    return mask;
}

bool reachesIn(const cv::Mat &mask)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat middles;
    const int count = cv::connectedComponentsWithStats(mask, labels, stats, middles, 8);
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                           stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
        const bool border = box.x <= 1 || box.y <= 1 || box.br().x >= mask.cols - 1 || box.br().y >= mask.rows - 1;
        if (border && stats.at<int>(i, cv::CC_STAT_AREA) > foreignShare * static_cast<double>(mask.total())) {
            return true;
        }
    }
    return false;
}

cv::Size scaledSize(cv::Size size, double scale)
{
    return {std::max(1, static_cast<int>(std::lround(size.width * scale))),
            std::max(1, static_cast<int>(std::lround(size.height * scale)))};
}

cv::Mat plateSize(const cv::Mat &bgr)
{
    cv::Mat small;
    cv::resize(bgr, small, {plateWidth, std::max(1, plateWidth * bgr.rows / bgr.cols)}, 0, 0, cv::INTER_AREA);
    return small;
}

// The ink's share of each cell, ×4: how far it is below the paper around it.
void addInk(const cv::Mat &grey, PagePrint &print)
{
    cv::Mat small;
    cv::resize(grey, small, {120, 120}, 0, 0, cv::INTER_AREA);
    cv::Mat paper;
    cv::morphologyEx(small, paper, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {13, 13}));
    cv::Mat ink;
    cv::subtract(paper, small, ink);
    cv::resize(ink, ink, {static_cast<int>(kPrintInk), static_cast<int>(kPrintInk)}, 0, 0, cv::INTER_AREA);
    ink *= 4;
    std::copy(ink.begin<uchar>(), ink.end<uchar>(), print.begin() + kPrintGrey * kPrintGrey);
}

}  // namespace

bool tellsOther(const FoundPage &told, const FoundPage &quick)
{
    const double same = overlap(quick.quad, told.quad);
    return same < samePage && (same < partShare || quick.score < told.score + clearlySeen);
}

PagePrint printOf(const cv::Mat &bgr, const Quad &quad)
{
    PagePrint print{};
    // A print is coarse: no more of the page is straightened than it needs.
    cv::Mat work = bgr;
    Quad from = quad;
    if (const int shrink = static_cast<int>(std::sqrt(quadArea(quad)) / printedSide); shrink > 1) {
        work = shrunk(bgr, {bgr.cols / shrink, bgr.rows / shrink});
        from = scaled(quad, 1.0 / shrink);
    }
    const cv::Mat page = straighten(work, from).bgr;
    if (page.empty()) {
        return print;
    }
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
    addInk(grey, print);
    cv::resize(grey, grey, {static_cast<int>(kPrintGrey), static_cast<int>(kPrintGrey)}, 0, 0, cv::INTER_AREA);
    std::copy(grey.begin<uchar>(), grey.end<uchar>(), print.begin());
    return print;
}

PlateWatcher::PlateWatcher(FindOptions options, std::optional<cv::Size2f> asked,
                           std::shared_ptr<const PlateCalibration> calibration)
    : m_options(std::move(options)), m_calibration(std::move(calibration))
{
    m_options.learned = false;  // a look may not take that long
    m_judging.limits.shortSide = previewSide;
    m_judging.limits.sharpness = previewSharp;
    m_judging.limits.perhapsMoved = previewSharp;
    m_judging.limits.moved = previewSharp;
    m_judging.asked = asked;
    if (m_options.emptyReference && m_options.emptyReference->type() == CV_8UC3) {
        m_plate = plateSize(*m_options.emptyReference);
        // Once is enough: a look works on no more of it.
        cv::Mat &reference = *m_options.emptyReference;
        const double scale = static_cast<double>(m_options.workSize) / std::max(reference.cols, reference.rows);
        if (scale < 1) {
            reference = shrunk(reference, scaledSize(reference.size(), scale));
        }
        m_judging.emptyReference = reference;
    }
}

namespace {

// Those of `more` that lie beside all of `pages`.
void addTo(std::vector<FoundPage> &pages, const std::vector<FoundPage> &more)
{
    for (const FoundPage &page : more) {
        const bool beside = std::all_of(pages.begin(), pages.end(), [&page](const FoundPage &one) {
            return overlapOfSmaller(one.quad, page.quad) < besideShare;
        });
        if (beside) {
            pages.push_back(page);
        }
    }
}

// Paper differs from what it lies on; what is printed on a plate does not.
bool differsAround(const cv::Mat &small, const Quad &quad, double shrink)
{
    const cv::Point2f middle = (quad[0] + quad[1] + quad[2] + quad[3]) * 0.25F;
    int places = 0;
    int steps = 0;
    for (std::size_t side = 0; side < 4; ++side) {
        for (const float along : {0.2F, 0.35F, 0.5F, 0.65F, 0.8F}) {
            const cv::Point2f at = quad[side] * (1 - along) + quad[(side + 1) % 4] * along;
            const cv::Point inside = (at + (middle - at) * 0.1F) * shrink;
            const cv::Point outside = (at - (middle - at) * 0.1F) * shrink;
            const cv::Rect picture({0, 0}, small.size());
            if (!picture.contains(inside) || !picture.contains(outside)) {
                continue;
            }
            ++places;
            const auto a = small.at<cv::Vec3b>(inside);
            const auto b = small.at<cv::Vec3b>(outside);
            steps +=
                std::max({std::abs(a[0] - b[0]), std::abs(a[1] - b[1]), std::abs(a[2] - b[2])}) > laidLevels ? 1 : 0;
        }
    }
    return steps * 2 > places;
}

}  // namespace

// What is printed there and not on the plate, grey levels: shadows and lamps change smoothly, ink does not.
double inkIn(const cv::Mat &small, const cv::Mat &plate, const cv::Mat &inside)
{
    cv::Mat change;
    cv::Mat empty;
    cv::cvtColor(small, change, cv::COLOR_BGR2GRAY);
    cv::cvtColor(plate, empty, cv::COLOR_BGR2GRAY);
    change.convertTo(change, CV_32F);
    empty.convertTo(empty, CV_32F);
    change -= empty;
    cv::Mat smooth;
    cv::blur(change, smooth, {5, 5});
    cv::Mat core;  // without its sides
    cv::erode(inside, core, cv::Mat::ones(7, 7, CV_8U));
    return cv::mean(cv::abs(change - smooth), core)[0];
}

// Learns the plate while nothing is on it. Nothing is said of hands before it is known.
bool PlateWatcher::handIn(const cv::Mat &small, std::vector<FoundPage> &pages, double stir, bool sure)
{
    const double shrink = static_cast<double>(small.cols) / (4.0 * m_last.cols);
    const bool known = m_plate.size() == small.size();
    cv::Mat mask(small.size(), CV_8U, cv::Scalar(0));
    if (known) {
        mask = foreign(small, m_plate);
    }
    cv::Mat beside(small.size(), CV_8U, cv::Scalar(255));
    std::vector<FoundPage> lying;
    bool laid = false;
    for (const FoundPage &page : pages) {
        std::vector<cv::Point> corners;
        for (const cv::Point2f &corner : page.quad) {
            corners.emplace_back(corner * shrink);
        }
        cv::Mat inside(small.size(), CV_8U, cv::Scalar(0));
        cv::fillConvexPoly(inside, corners, cv::Scalar(255));
        const bool differs = differsAround(small, page.quad, shrink);
        const bool fresh =
            !known || cv::mean(mask, inside)[0] > 255 * lyingShare || inkIn(small, m_plate, inside) > leastInk;
        // The main one may be white on white, as long as it is not known to belong to the plate.
        if (sure || (lying.empty() && &page == &pages.front() ? differs || fresh : differs && fresh)) {
            lying.push_back(page);
            // White paper on a white table is seen by its outline alone; a dark outline is printed.
            laid = laid || sure || differs || cv::mean(small, inside)[1] > darkLevel;
            cv::polylines(inside, std::vector<std::vector<cv::Point>>{corners}, true, cv::Scalar(255), 5);
            beside.setTo(0, inside);
        }
    }
    pages = std::move(lying);
    mask &= beside;
    const bool elsewhere = known && cv::countNonZero(mask) > otherPlateShare * cv::countNonZero(beside);
    const bool hand = known && !elsewhere && reachesIn(mask);
    m_quiet = !laid && stir < 0.001 ? m_quiet + 1 : 0;
    m_elsewhere = elsewhere ? m_elsewhere + 1 : 0;
    // No hand keeps that still that long: the plate has changed, or what it was learned from was none.
    m_resting = hand && stir < 0.001 ? m_resting + 1 : 0;
    if (m_elsewhere >= quietLooks || m_resting >= changedLooks) {
        m_plate.release();
        m_learned.release();
        m_resting = 0;
    }
    if (m_quiet >= (m_plate.empty() ? quietLooks : changedLooks)) {
        m_plate = small;
    }
    return hand;
}

// While nothing stirs, what is found and judged would be the same once more.
bool PlateWatcher::looksAgain() const
{
    return m_still <= settledLooks || m_still % lookedAgain == 0;
}

// A quick look misses white paper on a white table, takes part of a sheet that is cut off for the whole, and sees faint
// sides now here, now there: what the net has told or confirmed stays until something stirs.
std::vector<FoundPage> PlateWatcher::pagesIn(const cv::Mat &preview, double stir)
{
    m_still = stir < settledStir ? m_still + 1 : 0;
    if (m_still == 0) {
        m_settled.clear();
        m_rested.clear();
        m_judged.reset();
        m_told = false;
    }
    if (m_told || !looksAgain()) {
        return m_settled.empty() ? m_rested : m_settled;
    }
    std::vector<FoundPage> pages = findPages(preview, m_options);
    if (!m_settled.empty()) {
        addTo(m_settled, pages);
        return m_settled;
    }
    if (m_still == settledLooks) {
        FindOptions options = m_options;
        options.learned = true;
        if (!options.emptyReference && !m_learned.empty()) {
            options.emptyReference = m_learned;
        }
        std::vector<FoundPage> told = findPages(preview, options);
        const auto overlaps = [&] { return overlap(pages.front().quad, told.front().quad); };
        if (!pages.empty() && !told.empty() && overlaps() >= partShare && overlaps() < samePage) {
            options.learned = false;  // scores can be compared where both knew the same plate
            if (std::vector<FoundPage> known = findPages(preview, options); !known.empty()) {
                pages = std::move(known);
            }
        }
        m_told = !told.empty() && (told.size() > pages.size() || tellsOther(told.front(), pages.front()));
        const bool same = !told.empty() && told.size() == pages.size() && overlaps() >= samePage;
        if (m_told || same) {
            m_settled = std::move(told);
            return m_settled;
        }
    }
    // Faint sides are seen in one look and not in the next.
    if (!pages.empty()) {
        m_rested = pages;
    }
    return m_still > 0 ? m_rested : pages;
}

PlateLook PlateWatcher::look(const cv::Mat &preview)
{
    PlateLook look;
    if (preview.type() != CV_8UC3 || preview.cols < 8 || preview.rows < 8) {
        return look;
    }
    const KeptHalves halves(preview);
    cv::Mat grey;
    const cv::Mat small = shrunk(preview, scaledSize(preview.size(), 0.25));
    cv::cvtColor(small, grey, cv::COLOR_BGR2GRAY);
    cv::Mat change;
    if (m_last.size() == grey.size()) {
        cv::absdiff(grey, m_last, change);
        look.stir = stirIn(change);
        look.crossing = crossesBorder(change);
    }
    m_last = grey;
    const cv::Mat border = borderLight(preview);
    look.crossing = look.crossing || (!change.empty() && !m_border.empty() && entersAtBorder(border, m_border));
    m_border = border;
    std::vector<FoundPage> pages = pagesIn(preview, change.empty() ? 1 : look.stir);
    if (m_page) {
        std::stable_sort(pages.begin(), pages.end(), [this](const FoundPage &a, const FoundPage &b) {
            return overlap(a.quad, *m_page) > std::max(0.3, overlap(b.quad, *m_page));
        });
    }
    const uchar *before = m_plate.data;
    look.hand = handIn(plateSize(small), pages, look.stir, m_told);
    if (!m_options.emptyReference && !m_plate.empty() && m_plate.data != before) {
        const double scale = std::min(1.0, static_cast<double>(m_options.workSize) / preview.cols);
        m_learned = shrunk(preview, scaledSize(preview.size(), scale));
    }
    if (!m_options.emptyReference) {
        // By what is not plate a hand is told from wood, and one that ends at a side from what lies beside the page.
        m_judging.emptyReference = m_learned.empty() ? std::nullopt : std::optional(m_learned);
    }
    if (pages.empty()) {
        m_page.reset();
        return look;
    }
    look.found = true;
    look.quad = pages.front().quad;
    look.others = static_cast<int>(pages.size()) - 1;
    look.print = printOf(preview, look.quad);
    look.motion = change.empty() ? 0 : meanChange(change, look.quad);
    const bool lies = m_page && overlap(*m_page, look.quad) > 0.9 && look.motion < judgedMotion;
    m_page = look.quad;
    if (lies || change.empty()) {
        judge(preview, pages, look);
    }
    return look;
}

// All that would be taken: what is wrong with any of them is a reason not to, that of the first said first.
void PlateWatcher::judge(const cv::Mat &preview, const std::vector<FoundPage> &pages, PlateLook &look)
{
    std::vector<Quad> quads;
    std::transform(pages.begin(), pages.end(), std::back_inserter(quads),
                   [](const FoundPage &page) { return page.quad; });
    if (looksAgain() || !m_judged || m_judged->quads != quads) {
        if (m_calibration && (!m_judging.plate || m_judging.plate->size() != preview.size())) {
            m_judging.plate = PlateView::of(*m_calibration, preview.size());
        }
        m_judged = {quads, std::nullopt, false};
        for (const Quad &quad : quads) {
            const PageQuality quality = judgePage(preview, quad, m_judging);
            m_judged->otherKind = m_judged->otherKind || quality.otherKind;
            if (!m_judged->reason && !quality.reasons.empty()) {
                m_judged->reason = quality.reasons.front();
            }
        }
    }
    look.reason = m_judged->reason;
    look.otherKind = m_judged->otherKind;
}

void PlateWatcher::forget()
{
    for (cv::Mat *picture : {&m_last, &m_border, &m_plate, &m_learned}) {
        if (!picture->empty()) {
            picture->setTo(0);
        }
        picture->release();
    }
    if (!m_options.emptyReference) {
        m_judging.emptyReference.reset();
    }
    m_page.reset();
    m_settled.clear();
    m_rested.clear();
    m_judged.reset();
    m_told = false;
    m_still = 0;
    m_quiet = 0;
    m_resting = 0;
}

}  // namespace hall
