// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/curledpage.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace hall {

namespace {

constexpr float surelyInside = 0.70F;  // of the quad, about its middle
constexpr float surelyOutside = 1.5F;
constexpr double clearlyMore = 0.008;  // of the sheet
constexpr double mostBeyond = 0.03;    // of the sheet: its sides may bulge beyond its corners
constexpr double leastOverlap = 0.85;  // with the sheet
constexpr std::size_t outlinePoints = 26;

std::vector<cv::Point> grown(const Quad &quad, float factor)
{
    const cv::Point2f middle = (quad[0] + quad[1] + quad[2] + quad[3]) / 4;
    std::vector<cv::Point> outline;
    for (const cv::Point2f &corner : quad) {
        outline.emplace_back(middle + (corner - middle) * factor);
    }
    return outline;
}

// The sheet floods from the middle of the quad, everything else from outside; they meet at the strongest steps between.
cv::Mat sheetOf(const cv::Mat &bgr, const Quad &quad)
{
    cv::Mat soft;
    cv::medianBlur(bgr, soft, 5);
    cv::Mat markers(bgr.size(), CV_32S, cv::Scalar(1));
    cv::fillConvexPoly(markers, grown(quad, surelyOutside), cv::Scalar(0));
    cv::rectangle(markers, cv::Rect({}, markers.size()), cv::Scalar(1), 2);
    cv::fillConvexPoly(markers, grown(quad, surelyInside), cv::Scalar(2));
    cv::watershed(soft, markers);
    return markers == 2;
}

struct Fit
{
    double held = 0;     // share of the sheet that lies in the quad
    double overlap = 0;  // intersection over union
};

Fit fitOf(const cv::Mat &sheet, const Quad &quad)
{
    cv::Mat drawn = cv::Mat::zeros(sheet.size(), CV_8U);
    cv::fillConvexPoly(drawn, grown(quad, 1), cv::Scalar(255));
    const double common = cv::countNonZero(drawn & sheet);
    return {common / std::max(1, cv::countNonZero(sheet)), common / std::max(1, cv::countNonZero(drawn | sheet))};
}

// Of all quads whose corners are points of the outline, the largest.
std::optional<Quad> largestInside(const std::vector<cv::Point> &outline)
{
    std::vector<cv::Point> hull;
    cv::convexHull(outline, hull);
    std::vector<cv::Point> few = hull;
    for (double much = 0.5; few.size() > outlinePoints; much *= 1.5) {
        cv::approxPolyDP(hull, few, much, true);
    }
    const std::size_t n = few.size();
    std::optional<Quad> best;
    double most = 0;
    for (std::size_t a = 0; a < n; ++a) {
        for (std::size_t b = a + 1; b < n; ++b) {
            for (std::size_t c = b + 1; c < n; ++c) {
                for (std::size_t d = c + 1; d < n; ++d) {
                    const Quad quad{cv::Point2f(few[a]), cv::Point2f(few[b]), cv::Point2f(few[c]), cv::Point2f(few[d])};
                    if (const double area = quadArea(quad); area > most) {
                        most = area;
                        best = quad;
                    }
                }
            }
        }
    }
    return best;
}

}  // namespace

Quad cornersOfCurled(const cv::Mat &bgr, const Quad &quad, bool free)
{
    const cv::Mat sheet = sheetOf(bgr, quad);
    std::vector<std::vector<cv::Point>> outlines;
    cv::findContours(sheet, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_NONE);
    const auto outline = std::max_element(outlines.begin(), outlines.end(), [](const auto &one, const auto &other) {
        return cv::contourArea(one) < cv::contourArea(other);
    });
    if (outline == outlines.end()) {
        return quad;
    }
    const auto inside = largestInside(*outline);
    if (!inside) {
        return quad;
    }
    // A side that bends inwards leaves the corners outside of any straight line along it; one that bends outwards, or
    // is folded, has them inside. A hand's outline has corners, too.
    const Quad own = inReadingOrder(*inside);
    const Fit fit = fitOf(sheet, own);
    const bool better =
        fit.held > fitOf(sheet, quad).held + (free ? -mostBeyond : clearlyMore) && fit.overlap > leastOverlap;
    return better && looksLikePaper(own) ? own : quad;
}

}  // namespace hall
