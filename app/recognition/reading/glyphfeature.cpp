// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/glyphfeature.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr int side = 48;   // pixels of the square in which a character is compared
constexpr int margin = 4;  // around the ink
constexpr int places = 8;  // to each side
constexpr int directions = 8;

// The ink in the middle of a square, as large as fits, its proportions kept.
cv::Mat framed(const cv::Mat &ink)
{
    const cv::Rect box = cv::boundingRect(cv::Mat(ink > 0.4));
    if (box.area() == 0) {
        return {};
    }
    const double scale = (side - 2.0 * margin) / std::max(box.width, box.height);
    const cv::Matx23d map(1 / scale, 0, box.x + box.width / 2.0 - side / 2.0 / scale, 0, 1 / scale,
                          box.y + box.height / 2.0 - side / 2.0 / scale);
    cv::Mat source = ink;
    if (scale < 0.7) {
        cv::GaussianBlur(ink, source, {0, 0}, 0.4 / scale);
    }
    cv::Mat square;
    cv::warpAffine(source, square, map, {side, side}, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT);
    cv::GaussianBlur(square, square, {0, 0}, 1.2);
    return square;
}

// How much each pixel of a row or column counts for each place: places × side.
cv::Mat weights()
{
    cv::Mat table(places, side, CV_32F);
    constexpr double step = static_cast<double>(side) / places;
    for (int place = 0; place < places; ++place) {
        for (int x = 0; x < side; ++x) {
            const double off = (x + 0.5 - (place + 0.5) * step) / 3;
            table.at<float>(place, x) = static_cast<float>(std::exp(-off * off / 2));
        }
    }
    return table;
}

}  // namespace

cv::Mat glyphFeature(const cv::Mat &ink)
{
    const cv::Mat square = ink.empty() ? cv::Mat() : framed(ink);
    if (square.empty()) {
        return {};
    }
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(square, dx, CV_32F, 1, 0);
    cv::Sobel(square, dy, CV_32F, 0, 1);
    cv::Mat strength;
    cv::Mat angle;  // degrees
    cv::cartToPolar(dx, dy, strength, angle, true);
    std::vector<cv::Mat> planes(directions);
    for (cv::Mat &plane : planes) {
        plane = cv::Mat::zeros(side, side, CV_32F);
    }
    for (int y = 0; y < side; ++y) {
        const float *length = strength.ptr<float>(y);
        const float *turned = angle.ptr<float>(y);
        for (int x = 0; x < side; ++x) {
            if (length[x] < 1e-4F) {
                continue;
            }
            // Each edge counts for the two directions beside it.
            const float at = turned[x] * directions / 360;
            const int whole = static_cast<int>(at);
            const float part = at - static_cast<float>(whole);
            planes[static_cast<std::size_t>(whole % directions)].at<float>(y, x) += length[x] * (1 - part);
            planes[static_cast<std::size_t>((whole + 1) % directions)].at<float>(y, x) += length[x] * part;
        }
    }
    static const cv::Mat around = weights();
    cv::Mat feature(1, glyphFeatureSize, CV_32F);
    for (int i = 0; i < directions; ++i) {
        cv::Mat met;
        cv::gemm(around * planes[static_cast<std::size_t>(i)], around, 1, cv::noArray(), 0, met, cv::GEMM_2_T);
        cv::sqrt(cv::max(met, 0), met);
        met.reshape(1, 1).copyTo(feature.colRange(i * places * places, (i + 1) * places * places));
    }
    const double whole = cv::norm(feature);
    if (whole < 1e-6) {
        return {};
    }
    feature /= whole;
    return feature;
}

}  // namespace hall
