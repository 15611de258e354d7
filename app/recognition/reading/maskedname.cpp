// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/maskedname.h"

#include "app/recognition/reading/glyphcut.h"
#include "app/recognition/reading/glyphjudge.h"
#include "app/recognition/reading/namereader.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int mostStars = 2;
// Ems.
constexpr double narrowest = 0.6;  // of the first character
constexpr double widest = 1.2;     // and white behind it
constexpr double star = 0.5;       // a star's width with its white
constexpr double leastStar = 0.15;
constexpr double highestStar = 0.7;  // of the line

bool hasPrint(const cv::Mat &marks, int x)
{
    return cv::countNonZero(marks.col(x)) > 0;
}

}  // namespace

Stars starsIn(const cv::Mat &gray)
{
    const GlyphCut cut = cutGlyphs(gray, {});
    if (cut.ink.empty()) {
        return {};
    }
    const cv::Mat marks = cut.ink > 0.3;
    const double em = cut.ink.rows;
    // The first character ends at the widest gap that is about an em from its beginning.
    int gap = 0;
    int end = 0;
    for (int x = static_cast<int>(narrowest * em); x < std::min<int>(marks.cols, static_cast<int>(widest * em)); ++x) {
        int to = x;
        while (to < marks.cols && !hasPrint(marks, to)) {
            ++to;
        }
        if (to < marks.cols && to - x > gap) {
            gap = to - x;
            end = x;
        }
        x = std::max(x, to);
    }
    if (gap == 0) {
        return {};
    }
    const cv::Rect rest = cv::boundingRect(marks.colRange(end, marks.cols));
    const int count = static_cast<int>(std::lround(rest.width / em / star + 0.2));
    if (rest.height > highestStar * em || rest.width < leastStar * em || count > mostStars) {
        return {};
    }
    return {std::max(1, count), end + cut.at.x};
}

QString maskedName(const ReadablePage &page, const cv::Rect &box, QChar read)
{
    double scale = 0;
    const cv::Mat sharp = lineImage(page, box, 0, Look::Sharp, &scale);
    const Stars stars = sharp.empty() ? Stars() : starsIn(sharp);
    if (stars.count == 0) {
        return {};
    }
    const cv::Mat plain = lineImage(page, box, 0, Look::Plain);
    const QChar first =
        firstOfName(sharp.colRange(0, stars.from), plain.colRange(0, std::min(plain.cols, stars.from)), read);
    return first.isNull() ? QString() : first + QString(stars.count, u'*');
}

}  // namespace hall
