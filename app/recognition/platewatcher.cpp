// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/platewatcher.h"

#include "app/recognition/pagestraightener.h"

#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

// A card may be 120 pixels high in a preview.
JudgeLimits previewLimits()
{
    JudgeLimits limits;
    limits.shortSide = 90;
    return limits;
}

double meanChange(const cv::Mat &now, const cv::Mat &before, const Quad &quad)
{
    std::vector<cv::Point> corners;
    for (const cv::Point2f &corner : quad) {
        corners.emplace_back(corner * 0.25F);
    }
    cv::Mat mask(now.size(), CV_8U, cv::Scalar(0));
    cv::fillConvexPoly(mask, corners, cv::Scalar(255));
    cv::Mat change;
    cv::absdiff(now, before, change);
    return cv::mean(change, mask)[0];
}

}  // namespace

PagePrint printOf(const cv::Mat &bgr, const Quad &quad)
{
    PagePrint print{};
    const cv::Mat page = straighten(bgr, quad).bgr;
    if (page.empty()) {
        return print;
    }
    cv::Mat grey;
    cv::cvtColor(page, grey, cv::COLOR_BGR2GRAY);
    cv::resize(grey, grey, {8, 8}, 0, 0, cv::INTER_AREA);
    std::copy(grey.begin<uchar>(), grey.end<uchar>(), print.begin());
    return print;
}

PlateLook PlateWatcher::look(const cv::Mat &preview)
{
    PlateLook look;
    const std::vector<FoundPage> pages = findPages(preview, m_options);
    cv::Mat small;
    if (preview.type() == CV_8UC3) {
        cv::Mat grey;
        cv::cvtColor(preview, grey, cv::COLOR_BGR2GRAY);
        cv::resize(grey, small, {}, 0.25, 0.25, cv::INTER_AREA);
    }
    if (!pages.empty()) {
        look.found = true;
        look.quad = pages.front().quad;
        look.print = printOf(preview, look.quad);
        const PageQuality quality = judgePage(preview, look.quad, previewLimits());
        if (!quality.reasons.empty()) {
            look.reason = quality.reasons.front();
        }
        look.motion = m_last.size() == small.size() ? meanChange(small, m_last, look.quad) : 0;
    }
    m_last = small;
    return look;
}

void PlateWatcher::forget()
{
    if (!m_last.empty()) {
        m_last.setTo(0);
    }
    m_last.release();
}

}  // namespace hall
