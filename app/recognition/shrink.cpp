// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/shrink.h"

#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

thread_local KeptHalves *youngest = nullptr;

cv::Mat halfOf(const cv::Mat &picture)
{
    // Of an odd number the last row or column is left out: less than a pixel of what comes of it.
    const cv::Mat even = picture(cv::Rect(0, 0, picture.cols / 2 * 2, picture.rows / 2 * 2));
    cv::Mat half;
    cv::resize(even, half, {picture.cols / 2, picture.rows / 2}, 0, 0, cv::INTER_AREA);
    return half;
}

bool isSame(const cv::Mat &a, const cv::Mat &b)
{
    return a.data == b.data && a.size() == b.size() && a.type() == b.type() && a.step == b.step;
}

}  // namespace

KeptHalves::KeptHalves(const cv::Mat &picture) : m_picture(picture), m_before(youngest)
{
    youngest = this;
}

KeptHalves::~KeptHalves()
{
    youngest = m_before;
}

cv::Mat shrunk(const cv::Mat &picture, cv::Size size)
{
    std::vector<cv::Mat> own;
    std::vector<cv::Mat> &halves = youngest && isSame(youngest->m_picture, picture) ? youngest->m_halves : own;
    cv::Mat now = picture;
    for (std::size_t i = 0; now.cols / 2 >= size.width && now.rows / 2 >= size.height; ++i) {
        if (i == halves.size()) {
            halves.push_back(halfOf(now));
        }
        now = halves[i];
    }
    cv::Mat result;
    cv::resize(now, result, size, 0, 0, cv::INTER_LINEAR);
    return result;
}

}  // namespace hall
