// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/printtarget.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/aruco.hpp>
#include <opencv2/calib3d.hpp>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

// Millimetres from the print's top left.
constexpr double markMm = 12;
constexpr double markSideMm = 1;  // from the outermost dot
constexpr double upperMarksMm = 2;
constexpr double bandTopMm = 18;
constexpr double bandMm = 10;
constexpr double lowerMarksMm = 32;
constexpr double heightMm = 46;
constexpr double whiteMm = 2;  // of clean paper above and below the band, half a millimetre from it

constexpr int firstMark = 40;       // clockwise from the top left
constexpr int blindDots = 3;        // at either end, where the paper's white shines in
constexpr int perDot = 2;           // samples
constexpr int aroundDots = 15;      // that a column is compared with
constexpr double deadShare = 0.12;  // of the band's contrast: one dot under a camera of half a pixel a dot
constexpr double edgesPerMm = 8;
constexpr double besideMm = 12;  // of plate looked at beside the print
constexpr double beyondMm = 34;  // and before and behind it: the way from head to cutter is paper
constexpr int workSide = 2400;   // pixels in which the marks are looked for

const cv::Ptr<cv::aruco::Dictionary> &dictionary()
{
    static const auto made = cv::aruco::getPredefinedDictionary(cv::aruco::DICT_4X4_50);
    return made;
}

// Top left dots of the four marks, clockwise, and their side in dots.
struct Layout
{
    int side = 0;
    std::array<cv::Point, 4> marks;
    int bandTop = 0;
    int bandRows = 0;
    int rows = 0;
    int gap = 0;    // between band and white
    int white = 0;  // rows
};

std::optional<Layout> layoutOf(int dots, int dpi)
{
    constexpr int leastDots = 380;
    constexpr int leastDpi = 150;
    constexpr int mostDpi = 300;
    constexpr int mostDots = 2000;
    if (dots < leastDots || dots > mostDots || dpi < leastDpi || dpi > mostDpi) {
        return std::nullopt;
    }
    const auto inDots = [dpi](double mm) { return static_cast<int>(std::lround(mm * dpi / 25.4)); };
    Layout layout;
    constexpr int modules = 6;
    layout.side = inDots(markMm) / modules * modules;
    const int left = inDots(markSideMm);
    const int right = dots - left - layout.side;
    const int upper = inDots(upperMarksMm);
    const int lower = inDots(lowerMarksMm);
    layout.marks = {cv::Point(left, upper), cv::Point(right, upper), cv::Point(right, lower), cv::Point(left, lower)};
    layout.bandTop = inDots(bandTopMm);
    layout.bandRows = inDots(bandMm);
    layout.rows = inDots(heightMm);
    layout.gap = inDots(0.5);
    layout.white = inDots(whiteMm);
    return layout;
}

struct Seen
{
    std::vector<cv::Point2f> dots;    // corners of the marks, in dots
    std::vector<cv::Point2f> pixels;  // the same in the picture
};

std::optional<Seen> seeMarks(const cv::Mat &bgr, const Layout &layout)
{
    cv::Mat grey;
    cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
    const double scale = std::min(1.0, static_cast<double>(workSide) / std::max(grey.cols, grey.rows));
    cv::Mat work = grey;
    if (scale < 1) {
        cv::resize(grey, work, {}, scale, scale, cv::INTER_AREA);
    }
    std::vector<std::vector<cv::Point2f>> marks;
    std::vector<int> ids;
    cv::aruco::detectMarkers(work, dictionary(), marks, ids);
    Seen seen;
    for (int place = 0; place < 4; ++place) {
        const auto found = std::find(ids.begin(), ids.end(), firstMark + place);
        if (found == ids.end()) {
            return std::nullopt;
        }
        const auto &corners = marks[static_cast<std::size_t>(found - ids.begin())];
        const cv::Point at = layout.marks[static_cast<std::size_t>(place)];
        for (int corner = 0; corner < 4; ++corner) {
            const cv::Point2f inMark(corner == 1 || corner == 2 ? static_cast<float>(layout.side) : 0.0F,
                                     corner >= 2 ? static_cast<float>(layout.side) : 0.0F);
            // Dots and pixels have their centres at whole numbers.
            seen.dots.push_back(cv::Point2f(at) + inMark - cv::Point2f(0.5F, 0.5F));
            seen.pixels.push_back((corners[static_cast<std::size_t>(corner)] + cv::Point2f(0.5F, 0.5F)) * (1 / scale) -
                                  cv::Point2f(0.5F, 0.5F));
        }
    }
    const double markPixels = cv::norm(seen.pixels[0] - seen.pixels[1]);
    const int half = std::clamp(static_cast<int>(markPixels / 16), 2, 12);
    cv::cornerSubPix(grey, seen.pixels, {half, half}, {-1, -1},
                     {cv::TermCriteria::COUNT | cv::TermCriteria::EPS, 40, 0.01});
    return seen;
}

// A rectangle of dots as an upright picture, `scale` samples a dot. On the calibrated plate its lens is made up for.
class Flattened
{
public:
    Flattened(const cv::Mat &bgr, const Seen &seen, const std::optional<PlateView> &plate) : m_plate(plate)
    {
        cv::cvtColor(bgr, m_grey, cv::COLOR_BGR2GRAY);
        m_toPlace =
            cv::Matx33d(cv::findHomography(seen.dots, plate ? plate->toMm(seen.pixels) : seen.pixels).ptr<double>());
    }

    [[nodiscard]] std::vector<cv::Point2f> places(const std::vector<cv::Point2f> &dots) const
    {
        std::vector<cv::Point2f> there;
        cv::perspectiveTransform(dots, there, m_toPlace);
        return there;
    }

    [[nodiscard]] cv::Mat picture(cv::Rect2d dots, double scale) const
    {
        const cv::Size size(static_cast<int>(std::lround(dots.width * scale)),
                            static_cast<int>(std::lround(dots.height * scale)));
        std::vector<cv::Point2f> at;
        at.reserve(static_cast<std::size_t>(size.area()));
        for (int y = 0; y < size.height; ++y) {
            for (int x = 0; x < size.width; ++x) {
                at.emplace_back(static_cast<float>(dots.x - 0.5 + (x + 0.5) / scale),
                                static_cast<float>(dots.y - 0.5 + (y + 0.5) / scale));
            }
        }
        std::vector<cv::Point2f> pixels = places(at);
        if (m_plate) {
            pixels = m_plate->toPixels(pixels);
        }
        const cv::Mat map(size, CV_32FC2, pixels.data());
        cv::Mat result;
        cv::remap(m_grey, result, map, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar(0));
        return result;
    }

private:
    cv::Mat m_grey;
    std::optional<PlateView> m_plate;
    cv::Matx33d m_toPlace;
};

// Mean of the rows, a value a dot.
std::vector<double> columnMeans(const cv::Mat &picture)
{
    cv::Mat means;
    cv::reduce(picture, means, 0, cv::REDUCE_AVG, CV_64F);
    std::vector<double> dots(static_cast<std::size_t>(means.cols / perDot), 0);
    for (std::size_t i = 0; i < dots.size(); ++i) {
        for (int k = 0; k < perDot; ++k) {
            dots[i] += means.at<double>(static_cast<int>(i) * perDot + k) / perDot;
        }
    }
    return dots;
}

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

void judgeBand(const Flattened &flat, const Layout &layout, int dots, PrintCheck &check)
{
    const auto rows = [&](int top, int count) {
        return columnMeans(flat.picture(cv::Rect2d(0, top, dots, count), perDot));
    };
    const int inset = layout.gap;
    const std::vector<double> band = rows(layout.bandTop + inset, layout.bandRows - 2 * inset);
    const std::vector<double> above = rows(layout.bandTop - layout.gap - layout.white, layout.white);
    const std::vector<double> below = rows(layout.bandTop + layout.bandRows + layout.gap, layout.white);
    std::vector<double> share(band.size());
    for (std::size_t i = 0; i < band.size(); ++i) {
        share[i] = band[i] / std::max(1.0, (above[i] + below[i]) / 2);
    }
    check.darkness = median(share);
    const double least = std::max(0.04, deadShare * (1 - check.darkness));
    const int last = static_cast<int>(share.size()) - blindDots;
    std::vector<double> excess(share.size(), 0);
    for (int i = blindDots; i < last; ++i) {
        const int from = std::max(blindDots, i - aroundDots);
        const int to = std::min(last, i + aroundDots + 1);
        excess[static_cast<std::size_t>(i)] =
            share[static_cast<std::size_t>(i)] - median({share.begin() + from, share.begin() + to});
    }
    for (int i = blindDots; i < last; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (excess[at] > least && excess[at] >= excess[at - 1] && excess[at] > excess[at + 1]) {
            check.deadDots.push_back(i);
        }
    }
}

// The slope of an edge by the middle of the slopes between its points (Theil and Sen): a tear or a speck does not turn
// it. Degrees; nothing when it was seen at too few places.
std::optional<double> slopeOf(const std::vector<cv::Point2d> &points, std::size_t asked)
{
    if (points.size() * 2 < asked || points.size() < 8) {
        return std::nullopt;
    }
    std::vector<double> slopes;
    const std::size_t half = points.size() / 2;
    for (std::size_t i = 0; i < half; ++i) {
        const cv::Point2d along = points[i + half] - points[i];
        slopes.push_back(std::atan2(along.y, along.x) * 180 / CV_PI);
    }
    return median(slopes);
}

void judgeEdges(const Flattened &flat, const Layout &layout, int dots, int dpi, PrintCheck &check)
{
    const double dotsPerMm = dpi / 25.4;
    const cv::Rect2d area(-besideMm * dotsPerMm, -beyondMm * dotsPerMm, dots + 2 * besideMm * dotsPerMm,
                          layout.rows + 2 * beyondMm * dotsPerMm);
    const double scale = edgesPerMm / dotsPerMm;
    cv::Mat picture = flat.picture(area, scale);
    cv::GaussianBlur(picture, picture, {0, 0}, 1.0);
    const cv::Rect print(static_cast<int>(-area.x * scale), static_cast<int>(-area.y * scale),
                         static_cast<int>(dots * scale), static_cast<int>(layout.rows * scale));
    const auto whiteTop = static_cast<int>(print.y + (layout.bandTop - layout.gap - layout.white) * scale);
    const double white = cv::mean(
        picture(cv::Rect(print.x, whiteTop, print.width, std::max(1, static_cast<int>(layout.white * scale)))))[0];
    constexpr double plateShare = 0.72;  // darker than that, it is no paper any more
    const double least = white * plateShare;

    // From just outside the print outwards to the first that is dark.
    const auto walk = [&](cv::Point from, cv::Point step) -> std::optional<cv::Point2d> {
        int before = 255;
        for (cv::Point at = from; at.x >= 0 && at.y >= 0 && at.x < picture.cols && at.y < picture.rows; at += step) {
            const int value = picture.at<unsigned char>(at);
            if (value < least) {
                const double back = before > value ? (least - value) / (before - value) : 0;
                return cv::Point2d(at) - cv::Point2d(step) * back;
            }
            before = value;
        }
        return std::nullopt;
    };
    const auto edge = [&](bool ends, bool far) {
        std::vector<cv::Point2d> points;
        std::size_t asked = 0;
        const int length = ends ? print.width : print.height;
        const int first = length / 20;
        for (int i = first; i < length - first; i += 2) {
            ++asked;
            const cv::Point from = ends ? cv::Point(print.x + i, far ? print.br().y : print.y)
                                        : cv::Point(far ? print.br().x + 3 : print.x - 3, print.y + i);
            const cv::Point step = ends ? cv::Point(0, far ? 1 : -1) : cv::Point(far ? 1 : -1, 0);
            if (const auto at = walk(from, step)) {
                points.push_back(ends ? *at : cv::Point2d(at->y, at->x));
            }
        }
        return slopeOf(points, asked);
    };
    const auto worst = [](std::optional<double> one, std::optional<double> other) -> std::optional<double> {
        if (!one || !other) {
            return std::nullopt;
        }
        return std::max(std::abs(*one), std::abs(*other));
    };
    check.cut = worst(edge(true, false), edge(true, true));
    check.skew = worst(edge(false, false), edge(false, true));
}

}  // namespace

cv::Mat drawPrintTarget(int dots, int dpi)
{
    const auto layout = layoutOf(dots, dpi);
    if (!layout) {
        return {};
    }
    cv::Mat paper(layout->rows, dots, CV_8UC1, cv::Scalar(255));
    for (int place = 0; place < 4; ++place) {
        cv::Mat mark;
        cv::aruco::drawMarker(dictionary(), firstMark + place, layout->side, mark, 1);
        mark.copyTo(paper(cv::Rect(layout->marks[static_cast<std::size_t>(place)], mark.size())));
    }
    paper(cv::Rect(0, layout->bandTop, dots, layout->bandRows)).setTo(0);
    return paper;
}

Result<PrintCheck> measurePrint(const cv::Mat &bgr, int dots, int dpi, const std::optional<PlateView> &plate)
{
    const auto layout = layoutOf(dots, dpi);
    if (!layout || bgr.type() != CV_8UC3 || (plate && plate->size() != bgr.size())) {
        return fail(FaultCode::PageBadImage, "no picture of a printed target");
    }
    const auto seen = seeMarks(bgr, *layout);
    if (!seen) {
        return fail(FaultCode::PageNotFound, "not all four marks can be seen");
    }
    PrintCheck check;
    check.pixelsPerDot = cv::norm(seen->pixels[0] - seen->pixels[5]) / cv::norm(seen->dots[0] - seen->dots[5]);
    if (check.pixelsPerDot < kLeastPixelsPerDot) {
        return fail(FaultCode::PageSmall, "the camera is too far away for single dots");
    }
    const Flattened flat(bgr, *seen, plate);
    judgeBand(flat, *layout, dots, check);
    judgeEdges(flat, *layout, dots, dpi, check);
    if (plate) {
        // From the middles of the marks.
        std::vector<cv::Point2f> middles;
        for (const cv::Point at : layout->marks) {
            middles.push_back(cv::Point2f(at) + cv::Point2f(0.5F, 0.5F) * static_cast<float>(layout->side));
        }
        const std::vector<cv::Point2f> mm = flat.places(middles);
        const auto ratio = [&](std::size_t a, std::size_t b) {
            return cv::norm(mm[a] - mm[b]) / (cv::norm(middles[a] - middles[b]) * 25.4 / dpi);
        };
        check.scaleAcross = (ratio(0, 1) + ratio(3, 2)) / 2;
        check.scaleFeed = (ratio(0, 3) + ratio(1, 2)) / 2;
    }
    return check;
}

std::vector<CalibrationFigure> judgePrint(const PrintCheck &check, const PrintLimits &limits)
{
    std::vector<CalibrationFigure> figures{{"print-darkness", check.darkness, limits.darkness},
                                           {"print-dead-dots", static_cast<double>(check.deadDots.size()), 0}};
    if (check.scaleAcross && check.scaleFeed) {
        figures.push_back({"print-scale-across", std::abs(*check.scaleAcross - 1), limits.scale});
        figures.push_back({"print-scale-feed", std::abs(*check.scaleFeed - 1), limits.scale});
    }
    if (check.skew) {
        figures.push_back({"print-skew", *check.skew, limits.degrees});
    }
    if (check.cut) {
        figures.push_back({"print-cut", *check.cut, limits.degrees});
    }
    return figures;
}

}  // namespace hall
