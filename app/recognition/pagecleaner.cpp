// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pagecleaner.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int backgroundSide = 200;  // the background is smooth: it is estimated on a thumbnail this large
constexpr float white = 250;         // what paper becomes; the rest is room for what is brighter than paper
constexpr float mostGain = 3;        // deeper shadow is left as it is rather than turned into noise

// The paper's light over the page: ink is swept away by dilation, what remains is smoothed. 8-bit, thumbnail size.
cv::Mat lightOf(const cv::Mat &page)
{
    const double scale = std::min(1.0, static_cast<double>(backgroundSide) / std::max(page.cols, page.rows));
    cv::Mat small;
    cv::resize(page, small, {}, scale, scale, cv::INTER_AREA);
    const int sweep = std::max(3, backgroundSide / 14) | 1;
    cv::dilate(small, small, cv::getStructuringElement(cv::MORPH_ELLIPSE, {sweep, sweep}));
    cv::medianBlur(small, small, sweep | 1);
    cv::GaussianBlur(small, small, {0, 0}, sweep / 3.0);
    return small;
}

}  // namespace

cv::Mat cleanPage(const cv::Mat &page)
{
    if (page.type() != CV_8UC3 || page.cols < 16 || page.rows < 16) {
        return page;
    }
    cv::Mat gain;
    lightOf(page).convertTo(gain, CV_32FC3);
    gain = cv::max(gain, white / mostGain);
    cv::Mat target(gain.size(), CV_32FC3, cv::Scalar::all(white));
    cv::divide(target, gain, gain);
    cv::resize(gain, gain, page.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat clean;
    cv::multiply(page, gain, clean, 1, CV_8UC3);
    return clean;
}

}  // namespace hall
