// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/shrink.h"

#include <opencv2/imgproc.hpp>

namespace hall {

cv::Mat shrunk(const cv::Mat &picture, cv::Size size)
{
    cv::Mat now = picture;
    while (now.cols / 2 >= size.width && now.rows / 2 >= size.height) {
        // Of an odd number the last row or column is left out: less than a pixel of what comes of it.
        const cv::Mat even = now(cv::Rect(0, 0, now.cols / 2 * 2, now.rows / 2 * 2));
        cv::Mat half;
        cv::resize(even, half, {now.cols / 2, now.rows / 2}, 0, 0, cv::INTER_AREA);
        now = half;
    }
    cv::Mat result;
    cv::resize(now, result, size, 0, 0, cv::INTER_LINEAR);
    return result;
}

}  // namespace hall
