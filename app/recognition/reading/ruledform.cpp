// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/ruledform.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr double finePerMm = 5;   // pixels, where rules are sought
constexpr double besideMm = 0.8;  // of a rule: paper
constexpr double darker = 12;     // levels, than what is beside it
constexpr double longMm = 8;      // longer than strokes of letters
constexpr float ruled = 0.3F;     // of a page's width, at least, is a rule that goes across a form
constexpr double mostShift = 5;   // mm
constexpr double mostGrowth = 0.08;
constexpr double mostLean = 0.012;  // of rules on a page that is not quite straight
constexpr double nearMm = 1.2;      // of where the others say it is

// Pixels that belong to level rules.
cv::Mat levelRules(const cv::Mat &gray)
{
    const int beside = cvRound(besideMm * finePerMm);
    cv::Mat soft;
    cv::blur(gray, soft, {cvRound(2 * finePerMm), 1});
    cv::Mat above;
    cv::Mat below;
    const auto moved = [&](double by) {
        cv::Mat out;
        cv::warpAffine(soft, out, cv::Matx23d(1, 0, 0, 0, 1, by), soft.size(), cv::INTER_NEAREST, cv::BORDER_REPLICATE);
        return out;
    };
    cv::min(moved(beside), moved(-beside), above);
    cv::subtract(above, soft, below);
    cv::Mat rules;
    cv::threshold(below, rules, darker, 255, cv::THRESH_BINARY);
    cv::dilate(rules, rules, cv::Mat::ones(3, 1, CV_8U));
    cv::morphologyEx(rules, rules, cv::MORPH_OPEN, cv::Mat::ones(1, cvRound(longMm * finePerMm), CV_8U));
    return rules;
}

// How much of each row is ruled.
std::vector<float> shareOfRows(const cv::Mat &rules, double lean)
{
    cv::Mat level;
    const cv::Matx23d shear(1, 0, 0, lean, 1, -lean * rules.cols / 2);
    cv::warpAffine(rules, level, shear, rules.size(), cv::INTER_NEAREST | cv::WARP_INVERSE_MAP);
    cv::Mat sums;
    cv::reduce(level, sums, 1, cv::REDUCE_AVG, CV_32F);
    sums /= 255;
    return {sums.begin<float>(), sums.end<float>()};
}

// Millimetres of a kind's paper to those of this page, by the rules on both sides of a place.
double moved(double place, const std::vector<double> &told, const std::vector<double> &seen)
{
    if (seen.size() != told.size() || told.size() < 2) {
        return place;
    }
    const auto above = std::upper_bound(told.begin() + 1, told.end() - 1, place);
    const auto i = static_cast<std::size_t>(above - told.begin());
    const double share = (place - told[i - 1]) / (told[i] - told[i - 1]);
    return seen[i - 1] + share * (seen[i] - seen[i - 1]);
}

struct Rows
{
    std::vector<double> seen;
    double lean = 0;
    double middle = 0;  // mm from the left: where `seen` holds
};

Rows rowsOn(const cv::Mat &gray, const std::vector<double> &told)
{
    Rows best;
    double most = 0;
    const cv::Mat rules = levelRules(gray);
    for (int i = 0; i <= 12; ++i) {
        const double lean = mostLean * (i - 6) / 6;
        const std::vector<float> share = shareOfRows(rules, lean);
        const std::vector<double> seen = rulesSeen(told, share, 1 / finePerMm);
        double sum = 0;  // squares: a rule that is level fills few rows
        for (const double place : seen) {
            const auto row = static_cast<std::size_t>(std::clamp<double>(place * finePerMm, 0, gray.rows - 1));
            sum += static_cast<double>(share[row] * share[row]);
        }
        if (!seen.empty() && sum > most) {
            most = sum;
            best = {seen, lean, gray.cols / finePerMm / 2};
        }
    }
    return best;
}

}  // namespace

std::vector<double> rulesSeen(const std::vector<double> &told, const std::vector<float> &seen, double step)
{
    if (told.size() < 3 || seen.size() < 3) {
        return {};
    }
    // How near a rule is to a place, and how long it is.
    cv::Mat soft(1, static_cast<int>(seen.size()), CV_32F);
    std::copy(seen.begin(), seen.end(), soft.begin<float>());
    cv::min(soft, 2 * ruled, soft);
    cv::GaussianBlur(soft, soft, {0, 0}, 0.5 / step, 0.5 / step, cv::BORDER_CONSTANT);
    const auto at = [&](double mm) {
        const int i = cvRound(mm / step);
        return i >= 0 && i < soft.cols ? static_cast<double>(soft.at<float>(0, i)) : 0;
    };
    double best = 0;
    double shift = 0;
    double growth = 1;
    for (double grown = 1 - mostGrowth; grown <= 1 + mostGrowth; grown += 0.005) {
        for (double by = -mostShift; by <= mostShift; by += 0.2) {
            double sum = 0;
            for (const double rule : told) {
                sum += at(told.front() + by + (rule - told.front()) * grown);
            }
            sum *= 1 - 0.02 * std::abs(by) - std::abs(grown - 1);
            if (sum > best) {
                best = sum;
                shift = by;
                growth = grown;
            }
        }
    }
    std::vector<double> places;
    std::size_t found = 0;
    for (const double rule : told) {
        const double likely = told.front() + shift + (rule - told.front()) * growth;
        double most = 0;
        double place = likely;
        for (double mm = likely - nearMm; mm <= likely + nearMm; mm += step) {
            const int i = cvRound(mm / step);
            const bool there = i >= 0 && i < soft.cols && at(mm) > most;
            if (there && *std::max_element(seen.begin() + std::max(0, i - 2),
                                           seen.begin() + std::min(soft.cols, i + 3)) >= ruled) {
                most = at(mm);
                place = mm;
            }
        }
        found += most > 0 ? 1 : 0;
        places.push_back(place);
    }
    return 4 * found >= 3 * told.size() ? places : std::vector<double>();
}

PaperKind onItsRules(const PaperKind &kind, const ReadablePage &page, double scale)
{
    if (kind.rowRules.empty() || page.gray.empty()) {
        return kind;
    }
    cv::Mat gray;
    const double shrink = finePerMm / page.perMm;
    cv::resize(page.gray, gray, {}, shrink, shrink, cv::INTER_AREA);
    std::vector<double> across = kind.rowRules;
    std::vector<double> down = kind.columnRules;
    for (std::vector<double> *places : {&across, &down}) {
        for (double &place : *places) {
            place *= scale;
        }
    }
    const Rows rows = rowsOn(gray, across);
    if (rows.seen.empty()) {
        return kind;
    }
    Rows columns;
    if (!down.empty()) {
        const int top = std::clamp(cvRound(rows.seen.front() * finePerMm), 0, gray.rows - 1);
        const int end = std::clamp(cvRound(rows.seen.back() * finePerMm), top + 1, gray.rows);
        cv::Mat upright;
        cv::transpose(gray.rowRange(top, end), upright);
        columns = rowsOn(upright, down);
    }
    const auto onPage = [&](const cv::Rect2d &box) {
        const double left = moved(box.x * scale, down, columns.seen);
        const double right = moved((box.x + box.width) * scale, down, columns.seen);
        const double lean = rows.lean * ((left + right) / 2 - rows.middle);
        const double top = moved(box.y * scale, across, rows.seen) + lean;
        const double end = moved((box.y + box.height) * scale, across, rows.seen) + lean;
        return cv::Rect2d(left / scale, top / scale, (right - left) / scale, (end - top) / scale);
    };
    PaperKind fitted = kind;
    for (PaperField &field : fitted.fields) {
        for (FieldPlace &place : field.places) {
            if (place.box) {
                place.box = onPage(*place.box);
            }
        }
    }
    if (fitted.probe) {
        fitted.probe->box = onPage(fitted.probe->box);
    }
    return fitted;
}

}  // namespace hall
