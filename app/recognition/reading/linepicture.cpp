// SPDX-License-Identifier: GPL-3.0-or-later
// lineImage(): the picture of a line as the readers want it.
#include "app/recognition/reading/pagetext.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double letterHeight = 32;  // pixels of an em in a line's picture

// By how much letters lean to the right, pixels across for a pixel up: as hands write, and slanted type. Where uprights
// stand, the columns of print differ most from each other. 0: not worth while.
double leanOf(const cv::Mat &line)
{
    constexpr double most = 0.3;
    constexpr double step = 0.05;
    constexpr double worth = 1.12;  // times as much as without
    const double scale = std::min(1.0, 26.0 / line.rows);
    cv::Mat ink;
    cv::resize(line, ink, {}, scale, scale, cv::INTER_AREA);
    cv::subtract(230, ink, ink);
    const auto contrast = [&](double lean) {
        cv::Mat upright;
        const cv::Matx23d map(1, -lean, lean * ink.rows / 2, 0, 1, 0);
        cv::warpAffine(ink, upright, map, ink.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
        cv::Mat sums;
        cv::reduce(upright, sums, 0, cv::REDUCE_SUM, CV_32F);
        return cv::norm(sums.colRange(1, sums.cols), sums.colRange(0, sums.cols - 1), cv::NORM_L2SQR);
    };
    if (line.cols < 2 * line.rows) {
        return 0;
    }
    double best = 0;
    double strongest = worth * contrast(0);
    const int leans = static_cast<int>(most / step + 0.5);
    for (int i = 1; i <= leans; ++i) {
        const double lean = i * step;
        if (const double own = contrast(lean); own > strongest) {
            strongest = own;
            best = lean;
        }
    }
    return best;
}

}  // namespace

cv::Mat lineImage(const ReadablePage &page, const cv::Rect &box, double slope, Look look, double *scaleOut)
{
    const int around = std::max(2, cvRound(0.3 * page.perMm));
    const cv::Rect wide = cv::Rect(box.x - around, box.y - around, box.width + 2 * around, box.height + 2 * around) &
                          cv::Rect(0, 0, page.gray.cols, page.gray.rows);
    if (wide.area() == 0) {
        return {};
    }
    const cv::Mat &print = page.unruled.empty() ? page.gray : page.unruled;
    const double lean = std::abs(slope) * box.width;
    const double high = std::max(0.5 * box.height, box.height - lean);
    double scale = letterHeight / std::max(4.0, high);
    scale = std::min(scale, 3900.0 / (wide.width + 1));
    scale = std::min(scale, 150.0 / wide.height);
    if (scaleOut != nullptr) {
        *scaleOut = scale;
    }
    const cv::Size size(std::max(4, cvRound(wide.width * scale)), std::max(4, cvRound((wide.height - lean) * scale)));
    // Level it while it is scaled: y of the source grows with x.
    const double top = slope > 0 ? 0 : lean;
    const cv::Matx23d map(1 / scale, 0, wide.x + 0.5 / scale - 0.5, slope / scale, 1 / scale,
                          wide.y + top + 0.5 / scale - 0.5);
    cv::Mat line;
    if (scale < 0.75) {  // an area's mean, or thin strokes get lost
        cv::Mat soft;
        cv::GaussianBlur(print(wide), soft, {0, 0}, 0.4 / scale);
        const cv::Matx23d local(1 / scale, 0, 0.5 / scale - 0.5, slope / scale, 1 / scale, top + 0.5 / scale - 0.5);
        cv::warpAffine(soft, line, local, size, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    } else {
        cv::warpAffine(print, line, map, size, cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    }
    if (const double slant = leanOf(line); slant != 0) {
        const cv::Matx23d upright(1, -slant, slant * line.rows / 2, 0, 1, 0);
        cv::warpAffine(line, line, upright, line.size(), cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    }
    // The darkest print becomes black.
    double least = 0;
    cv::Mat soft;
    cv::GaussianBlur(line, soft, {0, 0}, 1);
    cv::minMaxLoc(soft, &least);
    if (least < 200) {
        // The lightest part is paper, or security print behind the letters.
        const double white = 245 - ((look == Look::Plain ? 0.3 : 0.12) + (page.guarded ? 0.14 : 0)) * (245 - least);
        const double gain = 230 / (white - least);
        line.convertTo(line, CV_8U, gain, 20 - least * gain);
    }
    if (look == Look::Sharp) {
        cv::GaussianBlur(line, soft, {0, 0}, 2);
        cv::addWeighted(line, 2.0, soft, -1.0, 0, line);
    } else if (look == Look::Bold) {
        cv::GaussianBlur(line, line, {0, 0}, 0.8);
        cv::resize(line, line, {}, 1.18, 1.1, cv::INTER_CUBIC);
    }
    cv::copyMakeBorder(line, line, lineMargin, lineMargin, lineMargin, lineMargin, cv::BORDER_CONSTANT,
                       cv::Scalar(245));
    return line;
}

}  // namespace hall
