// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/boxlines.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

// Values begin at the left: what stands apart further on is security print.
cv::Rect beginningOf(const cv::Rect &line, const std::vector<cv::Rect> &marks)
{
    std::vector<cv::Rect> own;
    for (const cv::Rect &mark : marks) {
        const int overlap = std::min(line.y + line.height, mark.y + mark.height) - std::max(line.y, mark.y);
        if (overlap * 2 > mark.height) {
            own.push_back(mark);
        }
    }
    std::sort(own.begin(), own.end(), [](const cv::Rect &a, const cv::Rect &b) { return a.x < b.x; });
    cv::Rect kept;
    for (const cv::Rect &mark : own) {
        if (kept.area() > 0 && mark.x - (kept.x + kept.width) > 1.4 * line.height) {
            break;
        }
        kept = kept.area() == 0 ? mark : (kept | mark);
    }
    return kept.area() > 0 && 2 * kept.height >= line.height ? kept : line;
}

// Rules of a form that is bent or printed a little off its place stand within the box: as high as it, or longer than
// strokes are.
void takeOutRules(cv::Mat &marks, double perMm)
{
    constexpr double highMm = 4.4;
    constexpr double longMm = 9;
    const int high = std::max(static_cast<int>(0.85 * marks.rows), static_cast<int>(highMm * perMm));
    const int wide = static_cast<int>(longMm * perMm);
    const int lean = std::max(3, cvRound(0.5 * perMm) | 1);  // they are not quite straight, and have gaps
    cv::Mat rules;
    cv::Mat thick;
    cv::dilate(marks, thick, cv::Mat::ones(1, lean, CV_8U));
    cv::morphologyEx(thick, thick, cv::MORPH_CLOSE, cv::Mat::ones(lean, 1, CV_8U));
    cv::morphologyEx(thick, rules, cv::MORPH_OPEN, cv::Mat::ones(high, 1, CV_8U));
    cv::Mat across;
    cv::dilate(marks, thick, cv::Mat::ones(3, 1, CV_8U));
    cv::morphologyEx(thick, across, cv::MORPH_OPEN, cv::Mat::ones(1, wide, CV_8U));
    cv::bitwise_or(rules, across, rules);
    marks.setTo(0, rules);
}

// Characters of which the upper and the lower parts do not touch are one line: lines have white between them.
void joinHalves(std::vector<cv::Rect> &lines)
{
    const auto overlap = [](const cv::Rect &a, const cv::Rect &b) {
        return 3 * (std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y)) > std::min(a.height, b.height);
    };
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (std::size_t k = i + 1; k < lines.size();) {
            if (overlap(lines[i], lines[k])) {
                lines[i] |= lines[k];
                lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(k));
                k = i + 1;
            } else {
                ++k;
            }
        }
    }
}

// A character that stands alone on the last line may be three strokes one above the other, as 号 is: together they are
// no higher than another line.
void joinStrokes(std::vector<cv::Rect> &lines)
{
    constexpr double partOf = 0.75;   // of a line's height
    constexpr double wholeOf = 1.2;   // the same
    constexpr double between = 0.65;  // the same, the gaps of 二
    int tallest = 0;
    for (const cv::Rect &line : lines) {
        tallest = std::max(tallest, line.height);
    }
    std::sort(lines.begin(), lines.end(), [](const cv::Rect &a, const cv::Rect &b) { return a.y < b.y; });
    for (std::size_t i = 0; i + 1 < lines.size();) {
        const cv::Rect both = lines[i] | lines[i + 1];
        const int gap = lines[i + 1].y - lines[i].y - lines[i].height;
        if (std::max(lines[i].height, lines[i + 1].height) < partOf * tallest && both.height < wholeOf * tallest &&
            both.width < wholeOf * tallest && gap < between * tallest) {
            lines[i] = both;
            lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        } else {
            ++i;
        }
    }
}

}  // namespace

std::vector<cv::Rect> linesIn(const ReadablePage &page, const cv::Rect2f &mm)
{
    const cv::Rect area = page.toPixels(mm);
    if (area.width < 8 || area.height < 8) {
        return {};
    }
    cv::Mat soft;
    cv::GaussianBlur(page.gray(area), soft, {0, 0}, std::max(0.5, page.perMm * 0.06));
    // Half way from the paper to the darkest half per cent: security print is not as dark as letters.
    std::array<int, 256> counts{};
    for (int y = 0; y < soft.rows; ++y) {
        for (const uchar *p = soft.ptr(y); p != soft.ptr(y) + soft.cols; ++p) {
            ++counts[*p];
        }
    }
    int dark = 0;
    for (int seen = 0; dark < 255 && seen < area.area() / 200; ++dark) {
        seen += counts[static_cast<std::size_t>(dark)];
    }
    if (dark > 200) {
        return {};
    }
    cv::Mat marks;
    cv::threshold(soft, marks, (dark + 245) / 2.0 - 4, 255, cv::THRESH_BINARY_INV);
    takeOutRules(marks, page.perMm);
    // What comes in over the edge belongs to a neighbour.
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(marks, labels, stats, centres, 8, CV_32S);
    std::vector<cv::Rect> marksFound;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, 0), stats.at<int>(i, 1), stats.at<int>(i, 2), stats.at<int>(i, 3));
        if (stats.at<int>(i, 4) >= 0.03 * page.perMm * page.perMm && box.height < 8 * page.perMm) {
            marksFound.push_back(box);
        }
    }
    std::sort(marksFound.begin(), marksFound.end(),
              [](const cv::Rect &a, const cv::Rect &b) { return a.area() > b.area(); });
    std::vector<cv::Rect> lines;
    for (const cv::Rect &mark : marksFound) {
        const auto line = std::find_if(lines.begin(), lines.end(), [&](const cv::Rect &one) {
            const int overlap = std::min(one.y + one.height, mark.y + mark.height) - std::max(one.y, mark.y);
            return overlap * 2 > mark.height;
        });
        if (line == lines.end()) {
            lines.push_back(mark);
        } else {
            *line |= mark;
        }
    }
    joinHalves(lines);
    joinStrokes(lines);
    std::erase_if(lines, [&](const cv::Rect &line) { return line.height < 1.2 * page.perMm; });
    for (cv::Rect &line : lines) {
        line = beginningOf(line, marksFound) + area.tl();
    }
    return lines;
}

cv::Rect middleLine(const std::vector<cv::Rect> &lines, const cv::Rect &box)
{
    int tallest = 0;
    for (const cv::Rect &line : lines) {
        tallest = std::max(tallest, line.height);
    }
    const auto off = [&](const cv::Rect &line) {
        return std::abs(line.y + line.height / 2 - box.y - box.height / 2) + (2 * line.height < tallest ? 1000 : 0);
    };
    return *std::min_element(lines.begin(), lines.end(),
                             [&](const cv::Rect &a, const cv::Rect &b) { return off(a) < off(b); });
}

}  // namespace hall
