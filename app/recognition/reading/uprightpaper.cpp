// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/uprightpaper.h"

#include "app/recognition/pagestraightener.h"

#include <algorithm>
#include <cmath>

namespace hall {

UprightPaper turnedBy(const cv::Mat &bgr, cv::Size2f mm, int turn)
{
    return {turned(bgr, turn), turn % 2 == 0 ? mm : cv::Size2f(mm.height, mm.width), turn};
}

UprightPaper uprightOf(const PaperKind &kind, const cv::Mat &bgr, cv::Size2f mm, int turn)
{
    UprightPaper page = turnedBy(bgr, mm, turn);
    if (page.mm.width <= 0) {
        page.mm = sizeFor(kind, page.bgr);
    }
    return page;
}

std::vector<int> turnsFor(const PaperKind *kind, const cv::Mat &bgr)
{
    if (kind == nullptr) {
        return {0, 2, 1, 3};
    }
    const double shape = static_cast<double>(bgr.cols) / bgr.rows;
    double straight = 10;
    double across = 10;
    for (const cv::Size2f &size : kind->sizes) {
        straight = std::min(straight, std::abs(std::log(shape * static_cast<double>(size.height / size.width))));
        across = std::min(across, std::abs(std::log(shape * static_cast<double>(size.width / size.height))));
    }
    return straight <= across ? std::vector{0, 2} : std::vector{1, 3};
}

cv::Size2f sizeFor(const PaperKind &kind, const cv::Mat &upright)
{
    const double shape = static_cast<double>(upright.cols) / upright.rows;
    cv::Size2f best = kind.sizes.front();
    double least = 10;
    for (const cv::Size2f &size : kind.sizes) {
        const double off = std::abs(std::log(shape * static_cast<double>(size.height / size.width)));
        if (off < least - 1e-6) {
            least = off;
            best = size;
        }
    }
    return best;
}

double scaleFor(const PaperKind &kind, cv::Size2f mm)
{
    const cv::Size2f &first = kind.sizes.front();
    return mm.width > 0 ? static_cast<double>(mm.width / first.width) : 1;
}

cv::Rect2f scaled(const cv::Rect2f &box, double scale)
{
    const auto s = static_cast<float>(scale);
    return {box.x * s, box.y * s, box.width * s, box.height * s};
}

}  // namespace hall
