// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/pagetext.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr std::size_t mostSegments = 600;

int odd(double pixels)
{
    return std::max(3, 2 * static_cast<int>(pixels / 2) + 1);
}

// What lies behind the print: the paper's brightness, smooth.
cv::Mat paperOf(const cv::Mat &gray, double perMm)
{
    // At 3 pixels a millimetre a stroke is gone after a dilation by 2 mm, a letter after 5.
    const double scale = std::min(1.0, 3 / perMm);
    cv::Mat small;
    cv::resize(gray, small, {}, scale, scale, cv::INTER_AREA);
    const int size = odd(5 * perMm * scale);
    cv::Mat wide;
    cv::dilate(small, wide, cv::getStructuringElement(cv::MORPH_RECT, {size, size}));
    cv::medianBlur(wide, wide, std::min(size, 31));
    cv::GaussianBlur(wide, wide, {0, 0}, size / 4.0);
    cv::resize(wide, wide, gray.size(), 0, 0, cv::INTER_LINEAR);
    return wide;
}

struct Ink
{
    cv::Mat marks;   // 255: print
    cv::Mat stands;  // 255: ruled lines that stand upright
};

// Print is what is darker than half way from the paper to the darkest nearby: security print beside letters is not,
// faint print is.
Ink inkOf(const cv::Mat &gray, double perMm, bool faint)
{
    constexpr double paper = 245;
    const double least = faint ? 26 : 50;  // levels darker than paper
    Ink ink;
    cv::Mat soft;
    cv::GaussianBlur(gray, soft, {0, 0}, std::max(0.4, perMm * 0.06));
    cv::Mat limit;
    cv::erode(soft, limit, cv::getStructuringElement(cv::MORPH_RECT, {odd(6 * perMm), odd(4 * perMm)}));
    cv::blur(limit, limit, {odd(4 * perMm), odd(3 * perMm)});
    limit.convertTo(limit, CV_8U, 0.5, paper / 2);
    cv::min(limit, paper - least, limit);
    cv::compare(soft, limit, ink.marks, cv::CMP_LT);
    cv::Mat level;
    cv::morphologyEx(ink.marks, level, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {odd(11 * perMm), 1}));
    cv::morphologyEx(ink.marks, ink.stands, cv::MORPH_OPEN,
                     cv::getStructuringElement(cv::MORPH_RECT, {1, odd(10 * perMm)}));
    cv::dilate(level, level, cv::getStructuringElement(cv::MORPH_RECT, {1, 3}));
    cv::dilate(ink.stands, ink.stands, cv::getStructuringElement(cv::MORPH_RECT, {3, 1}));
    ink.marks.setTo(0, level);
    ink.marks.setTo(0, ink.stands);
    return ink;
}

// Boxes of marks that may be (pieces of) letters.
std::vector<cv::Rect> lettersOf(const cv::Mat &marks, double perMm)
{
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(marks, labels, stats, centres, 8, CV_32S);
    std::vector<cv::Rect> letters;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, 0), stats.at<int>(i, 1), stats.at<int>(i, 2), stats.at<int>(i, 3));
        const double w = box.width / perMm;
        const double h = box.height / perMm;
        if (w > 19 || h > 19 || stats.at<int>(i, 4) < 0.04 * perMm * perMm) {
            continue;
        }
        letters.push_back(box);
    }
    return letters;
}

// Down for right, from the middles of the marks of a run.
double slopeOf(const cv::Mat &marks, const cv::Rect &box)
{
    if (box.width < 5 * box.height) {
        return 0;
    }
    const int third = box.width / 3;
    const auto middle = [&](int x) {
        const cv::Moments m = cv::moments(marks(cv::Rect(x, box.y, third, box.height)), true);
        return m.m00 > 0 ? m.m01 / m.m00 : box.height / 2.0;
    };
    const double slope = (middle(box.x + box.width - third) - middle(box.x)) / (box.width - third);
    return std::abs(slope) < 0.04 ? slope : 0;
}

void giveRows(std::vector<Segment> &segments)
{
    // What is printed or fed crooked: the ends of a row lie higher and lower than its middle.
    const double slope = pageSlope(segments);
    const auto level = [slope](const Segment &segment) {
        return segment.box.y + segment.box.height / 2.0 - slope * (segment.box.x + segment.box.width / 2.0);
    };
    std::sort(segments.begin(), segments.end(),
              [&](const Segment &a, const Segment &b) { return level(a) < level(b); });
    std::vector<std::vector<Segment>> rows;
    for (const Segment &segment : segments) {
        const double middle = level(segment);
        bool placed = false;
        if (!rows.empty()) {
            for (const Segment &other : rows.back()) {
                const double at = level(other);
                const double lesser = std::min(segment.box.height, other.box.height);
                placed = placed || std::abs(middle - at) < 0.45 * lesser;
            }
        }
        if (!placed) {
            rows.emplace_back();
        }
        rows.back().push_back(segment);
    }
    segments.clear();
    int number = 0;
    for (std::vector<Segment> &row : rows) {
        std::sort(row.begin(), row.end(), [](const Segment &a, const Segment &b) { return a.box.x < b.box.x; });
        for (Segment &segment : row) {
            segment.row = number;
            segments.push_back(segment);
        }
        ++number;
    }
}

bool ruledBetween(const cv::Mat &stands, const cv::Rect &a, const cv::Rect &b)
{
    const cv::Rect &first = a.x < b.x ? a : b;
    const cv::Rect &second = a.x < b.x ? b : a;
    const int from = first.x + first.width;
    if (second.x <= from) {
        return false;
    }
    const int y = std::max(a.y, b.y);
    const int end = std::min(a.y + a.height, b.y + b.height);
    return end > y && cv::countNonZero(stands(cv::Rect(from, y, second.x - from, end - y))) * 3 > end - y;
}

// Pieces of one line: beside each other at the same height, no more than most of a letter apart.
bool belong(const cv::Rect &a, const cv::Rect &b, double perMm)
{
    const int tall = std::max(a.height, b.height);
    const int small = std::min(a.height, b.height);
    const int overlap = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    const int gap = std::max(a.x, b.x) - std::min(a.x + a.width, b.x + b.width);
    // Strokes and commas are lower than letters; two lines of print touch in little.
    return overlap > 0.6 * small && gap < tall && (a | b).height < 1.35 * tall && tall < 20 * perMm;
}

std::vector<cv::Rect> runsOf(const std::vector<cv::Rect> &letters, const Ink &ink, double perMm)
{
    // First what nearly touches, then runs that follow each other.
    cv::Mat kept = cv::Mat::zeros(ink.marks.size(), CV_8U);
    const int usual = cvRound(1.1 * perMm);
    for (const cv::Rect &letter : letters) {
        const int reach = std::clamp(cvRound(0.4 * std::max(letter.width, letter.height)), usual / 2, 2 * usual);
        const cv::Rect wide(letter.x - reach, letter.y, letter.width + 2 * reach, letter.height);
        kept(wide & cv::Rect(0, 0, kept.cols, kept.rows)).setTo(255);
    }
    kept.setTo(0, ink.stands);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(kept, labels, stats, centres, 4, CV_32S);
    std::vector<cv::Rect> pieces(static_cast<std::size_t>(count));
    for (const cv::Rect &letter : letters) {
        const int label = labels.at<int>(letter.y + letter.height / 2, letter.x + letter.width / 2);
        if (label > 0) {
            cv::Rect &piece = pieces[static_cast<std::size_t>(label)];
            piece = piece.area() == 0 ? letter : (piece | letter);
        }
    }
    std::erase_if(pieces, [](const cv::Rect &piece) { return piece.area() == 0; });
    std::sort(pieces.begin(), pieces.end(), [](const cv::Rect &a, const cv::Rect &b) { return a.area() > b.area(); });
    pieces.resize(std::min<std::size_t>(pieces.size(), 2000));
    std::vector<cv::Rect> runs = std::move(pieces);
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            for (std::size_t j = i + 1; j < runs.size();) {
                if (belong(runs[i], runs[j], perMm) && !ruledBetween(ink.stands, runs[i], runs[j])) {
                    runs[i] |= runs[j];
                    runs.erase(runs.begin() + static_cast<std::ptrdiff_t>(j));
                    again = true;
                } else {
                    ++j;
                }
            }
        }
    }
    std::erase_if(runs, [&](const cv::Rect &run) {
        return run.height < 1.3 * perMm || run.width < 0.4 * perMm || run.height > 20 * perMm;
    });
    return runs;
}

// Round or oval red stamps of offices: 38 to 45 mm across as a rule, on small cards 20.
std::vector<cv::Rect> stampsOn(const cv::Mat &bgr, double perMm)
{
    const double scale = std::min(1.0, 2 / perMm);
    cv::Mat small;
    cv::resize(bgr, small, {}, scale, scale, cv::INTER_AREA);
    std::vector<cv::Mat> planes;
    cv::split(small, planes);
    cv::Mat other;
    cv::max(planes[0], planes[1], other);
    cv::Mat red;
    cv::Mat floor;
    other.convertTo(floor, CV_8U, 1.35, 8);
    cv::compare(planes[2], floor, red, cv::CMP_GT);
    cv::morphologyEx(red, red, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, {5, 5}));
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(red, labels, stats, centres, 8, CV_32S);
    std::vector<cv::Rect> stamps;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, 0), stats.at<int>(i, 1), stats.at<int>(i, 2), stats.at<int>(i, 3));
        const double w = box.width / (perMm * scale);
        const double h = box.height / (perMm * scale);
        if (w > 18 && w < 60 && h > 18 && h < 60 && stats.at<int>(i, 4) < 0.6 * box.area()) {
            const cv::Rect whole(cvRound(box.x / scale), cvRound(box.y / scale), cvRound(box.width / scale),
                                 cvRound(box.height / scale));
            stamps.push_back(whole & cv::Rect(0, 0, bgr.cols, bgr.rows));
        }
    }
    return stamps;
}

// Ruled lines under blanks and around cells: white where no stroke crosses them. Letters that stand on one would be
// taken for others.
void eraseRules(cv::Mat &gray, double perMm)
{
    constexpr double paper = 245;
    constexpr double thickest = 0.7;  // mm
    cv::Mat marks;
    cv::threshold(gray, marks, paper - 40, 255, cv::THRESH_BINARY_INV);
    cv::Mat level;
    cv::morphologyEx(marks, level, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {odd(9 * perMm), 1}));
    cv::Mat thick;
    cv::morphologyEx(level, thick, cv::MORPH_OPEN,
                     cv::getStructuringElement(cv::MORPH_RECT, {1, odd(thickest * perMm)}));
    level.setTo(0, thick);
    // A line that leans a little comes in steps, and its edges are softer than its middle.
    cv::dilate(level, level, cv::getStructuringElement(cv::MORPH_RECT, {odd(perMm), 5}));
    cv::Mat strokes;
    cv::threshold(gray, strokes, paper - 60, 255, cv::THRESH_BINARY_INV);
    strokes.setTo(0, level);
    cv::dilate(strokes, strokes, cv::getStructuringElement(cv::MORPH_RECT, {3, 2 * odd(thickest * perMm) + 1}));
    level.setTo(0, strokes);
    gray.setTo(paper, level);
}

// What is left of red ink in red light is lighter there than in other light; print is dark in both. Paper is white.
void fadeRed(const cv::Mat &other, cv::Mat &gray)
{
    cv::Mat more;
    cv::subtract(gray, other, more);
    cv::Mat light;
    cv::subtract(gray, 140, light);  // nothing at 140, all of it at 200
    cv::multiply(more, light, more, 1 / 60.0);
    cv::add(gray, more, gray);
    cv::min(gray, 250, gray);
}

void fadeStamp(const cv::Mat &bgr, const cv::Rect &stamp, double perMm, cv::Mat &gray)
{
    cv::Mat green;
    cv::extractChannel(bgr(stamp), green, 1);
    cv::divide(green, paperOf(green, perMm), green, 245);
    cv::Mat part = gray(stamp);
    fadeRed(green, part);
}

// Wavy lines run across the print of a card: thinner and paler than its figures, and joined to them.
void keepThickStrokes(cv::Mat &gray, double perMm)
{
    constexpr double thinMm = 0.5;
    constexpr double besideMm = 0.5;  // of a stroke: its soft edge
    const auto disc = [perMm](double mm) {
        const int size = std::max(3, cvRound(mm * perMm) | 1);
        return cv::getStructuringElement(cv::MORPH_ELLIPSE, {size, size});
    };
    cv::Mat thick;
    cv::GaussianBlur(gray, thick, {0, 0}, 0.08 * perMm);
    cv::morphologyEx(thick, thick, cv::MORPH_CLOSE, disc(thinMm));
    // Half way from the ground to the darkest hundredth.
    cv::Mat sorted = thick.reshape(1, 1).clone();
    const auto place = sorted.begin<uchar>() + sorted.cols / 100;
    std::nth_element(sorted.begin<uchar>(), place, sorted.end<uchar>());
    cv::Mat paper;
    cv::threshold(thick, paper, (245.0 + *place) / 2, 255, cv::THRESH_BINARY);
    cv::erode(paper, paper, disc(2 * besideMm));
    gray.setTo(245, paper);
}

}  // namespace

cv::Rect2f ReadablePage::toMm(const cv::Rect &pixels) const
{
    const auto scale = static_cast<float>(1 / perMm);
    return {static_cast<float>(pixels.x) * scale, static_cast<float>(pixels.y) * scale,
            static_cast<float>(pixels.width) * scale, static_cast<float>(pixels.height) * scale};
}

cv::Rect ReadablePage::toPixels(const cv::Rect2f &mm) const
{
    const cv::Rect box(cvRound(mm.x * perMm), cvRound(mm.y * perMm), cvRound(mm.width * perMm),
                       cvRound(mm.height * perMm));
    return box & cv::Rect(0, 0, gray.cols, gray.rows);
}

ReadablePage readablePage(const cv::Mat &bgr, double perMm, Ground ground)
{
    ReadablePage page;
    page.perMm = perMm;
    page.guarded = ground != Ground::Paper;
    if (ground == Ground::Dark) {
        // What is lighter than its surroundings becomes darker than paper by as much. White and silver stand out most
        // in the colour that the card has least of.
        const cv::Scalar mean = cv::mean(bgr);
        const int least = mean[2] <= mean[1] && mean[2] <= mean[0] ? 2 : mean[1] <= mean[0] ? 1 : 0;
        cv::Mat whole;
        cv::extractChannel(bgr, whole, least);
        const cv::Mat dark = 255 - paperOf(255 - whole, perMm);
        cv::max(whole, 1, whole);
        cv::divide(dark, whole, page.gray, 245);
        keepThickStrokes(page.gray, perMm);
        return page;
    }
    if (ground == Ground::Paper) {
        // Red alone: stamps fade in it, black and blue print does not.
        cv::extractChannel(bgr, page.gray, 2);
        cv::divide(page.gray, paperOf(page.gray, perMm), page.gray, 245);
        page.stamps = stampsOn(bgr, perMm);
        for (const cv::Rect &stamp : page.stamps) {
            fadeStamp(bgr, stamp, perMm, page.gray);
        }
        page.unruled = page.gray.clone();
        eraseRules(page.unruled, perMm);
        return page;
    }
    // The lightest of the colours: whatever hue security print has, it is light in one of them, and letters in none.
    cv::Mat one;
    for (int channel = 0; channel < 3; ++channel) {
        cv::extractChannel(bgr, one, channel);
        cv::divide(one, paperOf(one, perMm), one, 245);
        if (page.gray.empty()) {
            page.gray = one.clone();
        } else {
            cv::max(page.gray, one, page.gray);
        }
    }
    return page;
}

void leaveRedOut(const cv::Mat &bgr, ReadablePage &page)
{
    constexpr double noise = 25;  // levels between the colours of print in black
    cv::Mat other;
    cv::Mat blue;
    cv::extractChannel(bgr, blue, 0);
    cv::extractChannel(bgr, other, 1);
    cv::divide(blue, paperOf(blue, page.perMm), blue, 245);
    cv::divide(other, paperOf(other, page.perMm), other, 245);
    cv::max(other, blue, other);
    cv::add(other, noise, other);
    fadeRed(other, page.gray);
}

double pageSlope(const std::vector<Segment> &segments)
{
    std::vector<double> slopes;
    for (const Segment &segment : segments) {
        if (segment.box.width > 4 * segment.box.height) {
            slopes.push_back(segment.slope);
        }
    }
    if (slopes.empty()) {
        return 0;
    }
    const auto middle = slopes.begin() + static_cast<std::ptrdiff_t>(slopes.size() / 2);
    std::nth_element(slopes.begin(), middle, slopes.end());
    return *middle;
}

std::vector<Segment> findSegments(const ReadablePage &page, bool faint)
{
    if (page.gray.empty()) {
        return {};
    }
    // 6 pixels a millimetre show where print is.
    const double scale = std::min(1.0, 6 / page.perMm);
    const double perMm = page.perMm * scale;
    cv::Mat gray;
    cv::resize(page.gray, gray, {}, scale, scale, cv::INTER_AREA);
    const Ink ink = inkOf(gray, perMm, faint);
    std::vector<Segment> segments;
    for (const cv::Rect &run : runsOf(lettersOf(ink.marks, perMm), ink, perMm)) {
        const cv::Rect box(cvRound(run.x / scale), cvRound(run.y / scale), cvRound(run.width / scale),
                           cvRound(run.height / scale));
        segments.push_back({box & cv::Rect(0, 0, page.gray.cols, page.gray.rows), slopeOf(ink.marks, run), 0});
    }
    std::sort(segments.begin(), segments.end(),
              [](const Segment &a, const Segment &b) { return a.box.area() > b.box.area(); });
    segments.resize(std::min(segments.size(), mostSegments));
    giveRows(segments);
    return segments;
}

QChar plainCharacter(QChar c)
{
    const char16_t u = c.unicode();
    if (u >= 0xFF01 && u <= 0xFF5E) {
        return QChar(static_cast<char16_t>(u - 0xFEE0));
    }
    switch (u) {
    case u'。':
    case u'．':
    case u'·':
    case u'•':
        return QChar(u'.');
    case u'、':
        return QChar(u',');
    case u'【':
    case u'〔':
    case u'［':
        return QChar(u'[');
    case u'】':
    case u'〕':
    case u'］':
        return QChar(u']');
    case u'—':
    case u'–':
    case u'―':
    case u'－':
        return QChar(u'-');
    case u'￥':
        return QChar(u'¥');
    default:
        return c;
    }
}

std::vector<TextSymbol> readSegment(const ReadablePage &page, const PageText &text, std::size_t number, Look look,
                                    TextRecogniser &engine, std::chrono::steady_clock::time_point deadline)
{
    const Segment &segment = text.segments[number];
    double scale = 1;
    const cv::Mat picture = lineImage(page, segment.box, segment.slope, look, &scale);
    const double across = look == Look::Bold ? scale * 1.18 : scale;
    const int around = std::max(2, cvRound(0.3 * page.perMm));
    const int left = std::max(0, segment.box.x - around);
    std::vector<TextSymbol> symbols;
    for (const ReadSymbol &symbol : engine.read(picture, LineMode::Chinese, deadline)) {
        const int x = cvRound((symbol.box.x - lineMargin) / across) + left;
        const cv::Rect box(x, segment.box.y, std::max(1, cvRound(symbol.box.width / across)), segment.box.height);
        symbols.push_back({symbol.character, symbol.confidence, box, static_cast<int>(number), segment.row});
    }
    return symbols;
}

PageText readPage(const ReadablePage &page, TextRecogniser &engine, std::chrono::steady_clock::time_point deadline,
                  bool faint)
{
    PageText text;
    text.segments = findSegments(page, faint);
    for (std::size_t i = 0; i < text.segments.size(); ++i) {
        for (const TextSymbol &symbol : readSegment(page, text, i, Look::Plain, engine, deadline)) {
            text.symbols.push_back(symbol);
            text.text += plainCharacter(symbol.character);
        }
    }
    return text;
}

}  // namespace hall
