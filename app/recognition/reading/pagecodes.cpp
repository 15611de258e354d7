// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/pagecodes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <zbar.h>

namespace hall {

namespace {

constexpr int linesEnough = 3;

QString nameOf(zbar::zbar_symbol_type_t type)
{
    static constexpr std::array<std::pair<int, const char *>, 8> names{{{zbar::ZBAR_QRCODE, "QR"},
                                                                        {zbar::ZBAR_CODE128, "CODE-128"},
                                                                        {zbar::ZBAR_CODE39, "CODE-39"},
                                                                        {zbar::ZBAR_CODE93, "CODE-93"},
                                                                        {zbar::ZBAR_EAN13, "EAN-13"},
                                                                        {zbar::ZBAR_EAN8, "EAN-8"},
                                                                        {zbar::ZBAR_I25, "I25"},
                                                                        {zbar::ZBAR_CODABAR, "CODABAR"}}};
    for (const auto &[known, name] : names) {
        if (known == type) {
            return QString::fromLatin1(name);
        }
    }
    return QString::fromLatin1("OTHER");
}

struct Seen
{
    PageCode code;
    int lines = 0;  // of bars: scan lines that agree; of other codes their own words correct them
};

// Codes in a picture that lies `scale` times enlarged at `offset` of the page.
std::vector<Seen> scan(zbar::ImageScanner &scanner, const cv::Mat &gray, double scale, cv::Point offset)
{
    const cv::Mat whole = gray.isContinuous() ? gray : gray.clone();
    zbar::Image image(static_cast<unsigned>(whole.cols), static_cast<unsigned>(whole.rows), "Y800", whole.data,
                      whole.total());
    scanner.scan(image);
    std::vector<Seen> seen;
    for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) {
        const std::string data = symbol->get_data();
        if (data.size() > longestCodeText || static_cast<int>(seen.size()) >= mostPageCodes) {
            continue;
        }
        std::vector<cv::Point> points;
        points.reserve(static_cast<std::size_t>(std::max(0, symbol->get_location_size())));
        for (int i = 0; i < symbol->get_location_size(); ++i) {
            points.emplace_back(cvRound(symbol->get_location_x(static_cast<unsigned>(i)) / scale) + offset.x,
                                cvRound(symbol->get_location_y(static_cast<unsigned>(i)) / scale) + offset.y);
        }
        PageCode code{nameOf(symbol->get_type()), QString::fromStdString(data),
                      points.empty() ? cv::Rect() : cv::boundingRect(points)};
        const bool bars = symbol->get_type() != zbar::ZBAR_QRCODE;
        seen.push_back({std::move(code), bars ? symbol->get_quality() : linesEnough});
    }
    image.set_data(nullptr, 0);
    return seen;
}

// Takes what is sure. True: there was something new.
bool take(std::vector<Seen> &&seen, std::vector<PageCode> &codes)
{
    bool any = false;
    for (Seen &one : seen) {
        const bool known = std::any_of(codes.begin(), codes.end(), [&](const PageCode &other) {
            return other.type == one.code.type && other.text == one.code.text;
        });
        // One line of bars is easily seen in print: those count that several scan lines agree on.
        if (!known && one.lines >= linesEnough && static_cast<int>(codes.size()) < mostPageCodes) {
            codes.push_back(std::move(one.code));
            any = true;
        }
    }
    return any;
}

// Where a code may be: half black, half white, over more than letters are high. The largest first.
std::vector<cv::Rect> densePlaces(const cv::Mat &gray)
{
    constexpr double workSide = 1000;  // pixels
    constexpr int window = 21;         // 6 mm of an A4 sheet
    constexpr double darkEnough = 0.3;
    constexpr int least = 24;
    constexpr std::size_t most = 6;
    const double scale = std::min(1.0, workSide / std::max(gray.cols, gray.rows));
    cv::Mat small;
    cv::resize(gray, small, {}, scale, scale, cv::INTER_AREA);
    cv::Mat around;
    cv::blur(small, around, {3 * window, 3 * window});
    cv::Mat dark;
    cv::compare(small, around - 12, dark, cv::CMP_LT);
    cv::blur(dark, dark, {window, window});
    cv::threshold(dark, dark, 255 * darkEnough, 255, cv::THRESH_BINARY);
    cv::morphologyEx(dark, dark, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {window, window}));
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(dark, labels, stats, centres, 8, CV_32S);
    std::vector<cv::Rect> places;
    for (int i = 1; i < count; ++i) {
        const cv::Rect box(stats.at<int>(i, 0), stats.at<int>(i, 1), stats.at<int>(i, 2), stats.at<int>(i, 3));
        if (box.width < least || box.height < least) {
            continue;
        }
        // With its quiet zone.
        const int margin = window + std::max(box.width, box.height) / 6;
        const cv::Rect wide(cvFloor((box.x - margin) / scale), cvFloor((box.y - margin) / scale),
                            cvCeil((box.width + 2 * margin) / scale), cvCeil((box.height + 2 * margin) / scale));
        places.push_back(wide & cv::Rect(0, 0, gray.cols, gray.rows));
    }
    std::sort(places.begin(), places.end(), [](const cv::Rect &a, const cv::Rect &b) { return a.area() > b.area(); });
    places.resize(std::min(places.size(), most));
    return places;
}

// One way of looking at a place again.
struct Again
{
    double scale;
    double blur;   // pixels of the page, deviation
    double sharp;  // how much of what the blur takes away is added; 0: the blurred picture itself
};

cv::Mat lookedAt(const cv::Mat &gray, const Again &way)
{
    cv::Mat large;
    cv::resize(gray, large, {}, way.scale, way.scale, cv::INTER_CUBIC);
    if (way.blur > 0) {
        cv::Mat soft;
        cv::GaussianBlur(large, soft, {0, 0}, way.blur * way.scale);
        if (way.sharp > 0) {
            cv::addWeighted(large, 1 + way.sharp, soft, -way.sharp, 0, large);
        } else {
            large = soft;
        }
    }
    return large;
}

// Bars set upright: the direction in which the print changes most becomes level. Empty: it changes in all of them.
cv::Mat uprightBars(const cv::Mat &gray)
{
    constexpr double coherent = 0.5;
    cv::Mat soft;
    cv::GaussianBlur(gray, soft, {0, 0}, 1);
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(soft, dx, CV_32F, 1, 0);
    cv::Sobel(soft, dy, CV_32F, 0, 1);
    const double xx = dx.dot(dx);
    const double yy = dy.dot(dy);
    const double xy = dx.dot(dy);
    const double spread = std::sqrt((xx - yy) * (xx - yy) + 4 * xy * xy);
    if (xx + yy <= 0 || spread < coherent * (xx + yy)) {
        return {};
    }
    const double angle = 0.5 * std::atan2(2 * xy, xx - yy) * 180 / CV_PI;
    const int side = cvCeil(std::hypot(gray.cols, gray.rows));
    cv::Mat turn = cv::getRotationMatrix2D({gray.cols / 2.0F, gray.rows / 2.0F}, angle, 1);
    turn.at<double>(0, 2) += (side - gray.cols) / 2.0;
    turn.at<double>(1, 2) += (side - gray.rows) / 2.0;
    cv::Mat upright;
    cv::warpAffine(gray, upright, turn, {side, side}, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return upright;
}

// Rows that bars cross, of a picture in which they stand upright.
cv::Range barRows(const cv::Mat &upright)
{
    cv::Mat dx;
    cv::Sobel(upright, dx, CV_32F, 1, 0);
    cv::Mat change;
    cv::reduce(cv::abs(dx), change, 1, cv::REDUCE_SUM);
    cv::GaussianBlur(change, change, {1, 9}, 2, 2);
    double most = 0;
    cv::Point at;
    cv::minMaxLoc(change, nullptr, &most, nullptr, &at);
    int from = at.y;
    int to = at.y;
    while (from > 0 && change.at<float>(from - 1) > 0.6 * most) {
        --from;
    }
    while (to + 1 < change.rows && change.at<float>(to + 1) > 0.6 * most) {
        ++to;
    }
    const int edge = (to - from) / 10;
    return {from + edge, to + 1 - edge};
}

constexpr int enlarged = 4;  // times, a row of bars that is looked at by itself

// A row of bars (CV_32F) as it was before a blur, 8-bit and enlarged. By van Cittert's steps: what the blur of the
// guess lacks is added to it.
cv::Mat withoutBlur(const cv::Mat &row, double blur)
{
    constexpr int steps = 12;
    cv::Mat wide;
    cv::resize(row, wide, {}, enlarged, 1, cv::INTER_CUBIC);
    cv::Mat guess = wide.clone();
    for (int i = 0; blur > 0 && i < steps; ++i) {
        cv::Mat soft;
        cv::GaussianBlur(guess, soft, {0, 0}, blur * enlarged, 0.1);
        guess += wide - soft;
        cv::max(guess, 0, guess);
        cv::min(guess, 255, guess);
    }
    cv::Mat out;
    guess.convertTo(out, CV_8U);
    return out;
}

// Bars are the same all along: the mean of many rows is sharp where each row is noise. Believed when two of three bands
// that share no row say the same.
void lookAlongBars(zbar::ImageScanner &scanner, const cv::Mat &gray, const cv::Rect &place,
                   std::vector<PageCode> &codes)
{
    constexpr int bands = 3;
    constexpr int leastRows = 2;                                      // of a band
    constexpr int copies = 12;                                        // rows of the picture that is scanned
    static constexpr std::array<double, 5> blurs{0, 1, 1.5, 2, 2.5};  // pixels of the page, deviation
    const cv::Mat upright = uprightBars(gray(place));
    const cv::Range rows = upright.empty() ? cv::Range(0, 0) : barRows(upright);
    const int high = rows.size() / bands;
    if (high < leastRows) {
        return;
    }
    std::vector<Seen> together;
    for (const double blur : blurs) {
        for (int band = 0; band < bands; ++band) {
            cv::Mat mean;
            cv::reduce(upright.rowRange(rows.start + band * high, rows.start + (band + 1) * high), mean, 0,
                       cv::REDUCE_AVG, CV_32F);
            cv::Mat wide;
            cv::repeat(withoutBlur(mean, blur), copies, 1, wide);
            for (Seen &one : scan(scanner, wide, enlarged, place.tl())) {
                if (one.code.type != QLatin1String("CODE-128")) {
                    continue;
                }
                one.code.box = place;
                const auto before = std::find_if(together.begin(), together.end(),
                                                 [&](const Seen &other) { return other.code.text == one.code.text; });
                if (before == together.end()) {
                    one.lines = 1 << band;
                    together.push_back(one);
                } else {
                    before->lines |= 1 << band;  // a bit for each band that says so
                }
            }
        }
        for (Seen &one : together) {
            const bool two = one.lines != 1 && one.lines != 2 && one.lines != 4;
            if (two && take({{one.code, linesEnough}}, codes)) {
                return;
            }
        }
    }
}

// Small modules want enlarging, those out of focus sharpening, noisy ones the contrary.
void lookAgain(zbar::ImageScanner &scanner, const cv::Mat &gray, const cv::Rect &place, std::vector<PageCode> &codes)
{
    static constexpr std::array<Again, 8> ways{
        {{2, 0, 0}, {2, 1.5, 1.5}, {1, 0.8, 0}, {1.4, 3, 3}, {2, 0.8, 0}, {2, 3, 3}, {3, 0, 0}, {3, 1.5, 1.5}}};
    constexpr int mostPixels = 12'000'000;
    std::vector<Seen> together;
    for (const Again &way : ways) {
        if (place.area() * way.scale * way.scale > mostPixels) {
            continue;
        }
        std::vector<Seen> seen = scan(scanner, lookedAt(gray(place), way), way.scale, place.tl());
        for (Seen &one : seen) {
            // Code 128 has a check character of its own: lines of several looks count together.
            const auto before = std::find_if(together.begin(), together.end(), [&](const Seen &other) {
                return other.code.type == one.code.type && other.code.text == one.code.text;
            });
            if (one.code.type != QLatin1String("CODE-128")) {
                continue;
            }
            if (before == together.end()) {
                together.push_back(one);
            } else {
                before->lines += one.lines;
                one.lines = before->lines;
            }
        }
        if (take(std::move(seen), codes)) {
            return;
        }
    }
}

}  // namespace

std::vector<PageCode> readCodes(const cv::Mat &bgr)
{
    std::vector<PageCode> codes;
    if (bgr.depth() != CV_8U || (bgr.channels() != 1 && bgr.channels() != 3) || bgr.cols < 24 || bgr.rows < 24) {
        return codes;
    }
    cv::Mat gray = bgr;
    if (bgr.channels() == 3) {
        cv::cvtColor(bgr, gray, cv::COLOR_BGR2GRAY);
    }
    zbar::ImageScanner scanner;
    scanner.set_config(zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
    for (const auto type : {zbar::ZBAR_QRCODE, zbar::ZBAR_CODE128, zbar::ZBAR_CODE39, zbar::ZBAR_EAN13}) {
        scanner.set_config(type, zbar::ZBAR_CFG_ENABLE, 1);
    }
    take(scan(scanner, gray, 1, {}), codes);
    for (const cv::Rect &place : densePlaces(gray)) {
        const bool known = std::any_of(codes.begin(), codes.end(), [&](const PageCode &code) {
            return (code.box & place).area() * 2 > code.box.area() ||
                   place.contains((code.box.tl() + code.box.br()) / 2);
        });
        const std::size_t before = codes.size();
        if (!known) {
            lookAgain(scanner, gray, place, codes);
        }
        if (!known && codes.size() == before) {
            lookAlongBars(scanner, gray, place, codes);
        }
    }
    if (codes.empty() && gray.total() < 4'000'000) {  // small modules: once more, larger
        take(scan(scanner, lookedAt(gray, {2, 0, 0}), 2, {}), codes);
    }
    return codes;
}

}  // namespace hall
