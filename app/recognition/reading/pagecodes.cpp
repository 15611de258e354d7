// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/pagecodes.h"

#include "app/recognition/reading/barreader.h"

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

// One way of looking at a place again; lengths in pixels of the page.
struct Again
{
    double scale;
    double blur;       // deviation
    double sharp;      // how much of what the blur takes away is added; 0: the blurred picture itself
    double unblurred;  // deviation of a blur that is undone; 0: none
    int steps;         // in how many: the more, the finer and the slower
};

// A picture as it was before a blur, by van Cittert's steps: what the blur of the guess lacks is added to it.
cv::Mat withoutBlur(const cv::Mat &gray, double blur, int steps)
{
    cv::Mat seen;
    gray.convertTo(seen, CV_32F);
    cv::Mat guess = seen.clone();
    cv::Mat soft;
    for (int i = 0; i < steps; ++i) {
        cv::GaussianBlur(guess, soft, {0, 0}, blur);
        guess += seen - soft;
        cv::max(guess, 0, guess);
        cv::min(guess, 255, guess);
    }
    cv::Mat out;
    guess.convertTo(out, CV_8U);
    return out;
}

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
    return way.unblurred > 0 ? withoutBlur(large, way.unblurred * way.scale, way.steps) : large;
}

// The place with its bars set upright: the direction in which the print changes most becomes level. Empty: it changes
// in all of them.
cv::Mat uprightBars(const cv::Mat &page, const cv::Rect &place)
{
    constexpr double coherent = 0.5;
    cv::Mat soft;
    cv::GaussianBlur(page(place), soft, {0, 0}, 1);
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
    // As large as the place is when it is turned.
    const double c = std::abs(std::cos(angle * CV_PI / 180));
    const double s = std::abs(std::sin(angle * CV_PI / 180));
    const cv::Size size(cvCeil(c * place.width + s * place.height), cvCeil(s * place.width + c * place.height));
    const cv::Point2f middle(static_cast<float>(place.x) + static_cast<float>(place.width) / 2,
                             static_cast<float>(place.y) + static_cast<float>(place.height) / 2);
    cv::Mat turn = cv::getRotationMatrix2D(middle, angle, 1);
    turn.at<double>(0, 2) += size.width / 2.0 - middle.x;
    turn.at<double>(1, 2) += size.height / 2.0 - middle.y;
    cv::Mat upright;
    cv::warpAffine(page, upright, turn, size, cv::INTER_CUBIC, cv::BORDER_CONSTANT, cv::mean(page(place)));
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

// The mean of these rows: what bars are is the same all along them, so it is sharp where each row is noise.
std::vector<float> meanOf(const cv::Mat &upright, cv::Range rows)
{
    cv::Mat mean;
    cv::reduce(upright.rowRange(rows), mean, 0, cv::REDUCE_AVG, CV_32F);
    return {mean.ptr<float>(0), mean.ptr<float>(0) + mean.cols};
}

// Believed when all rows and one of three bands, or two of these that share no row, say the same.
void lookAlongBars(const cv::Mat &gray, const cv::Rect &place, std::vector<PageCode> &codes)
{
    constexpr int bands = 3;
    constexpr int leastRows = 2;  // of a band
    const cv::Mat upright = uprightBars(gray, place);
    const cv::Range rows = upright.empty() ? cv::Range(0, 0) : barRows(upright);
    const int high = rows.size() / bands;
    if (high < leastRows) {
        return;
    }
    std::vector<QString> texts;
    for (int band = 0; band <= bands; ++band) {
        const cv::Range part = band == 0 ? rows : cv::Range(rows.start + (band - 1) * high, rows.start + band * high);
        const std::optional<BarReading> reading = readCode128(meanOf(upright, part));
        if (!reading) {
            continue;
        }
        if (std::find(texts.begin(), texts.end(), reading->text) != texts.end()) {
            take({{{QStringLiteral("CODE-128"), reading->text, place}, linesEnough}}, codes);
            return;
        }
        texts.push_back(reading->text);
    }
}

// Small modules want enlarging, those out of focus the blur undone or sharpening, noisy ones the contrary. The first
// cure most.
constexpr std::array<Again, 11> ways{{{2, 0, 0, 0, 0},
                                      {2, 0.7, 0, 2.5, 8},
                                      {2, 1.5, 1.5, 0, 0},
                                      {1, 0.8, 0, 0, 0},
                                      {2, 0.7, 0, 3.2, 50},
                                      {1.4, 3, 3, 0, 0},
                                      {2, 0.8, 0, 0, 0},
                                      {2, 0.7, 0, 4, 50},
                                      {2, 3, 3, 0, 0},
                                      {3, 0, 0, 0, 0},
                                      {3, 1.5, 1.5, 0, 0}}};
constexpr std::size_t firstWays = 3;

// How far the sharpest edges of a place are blurred: deviation, pixels; a blurred step is steepest in its middle, by
// its height / (deviation · √2π).
double blurOf(const cv::Mat &gray)
{
    constexpr double smoothed = 0.8;  // or noise would look sharp
    cv::Mat soft;
    cv::GaussianBlur(gray, soft, {0, 0}, smoothed);
    cv::Mat dx;
    cv::Mat dy;
    cv::Sobel(soft, dx, CV_32F, 1, 0, 1, 0.5);
    cv::Sobel(soft, dy, CV_32F, 0, 1, 1, 0.5);
    cv::Mat slope;
    cv::magnitude(dx, dy, slope);
    const auto at = [](auto begin, auto end, double share) {
        const auto place = begin + static_cast<std::ptrdiff_t>(share * static_cast<double>(end - begin - 1));
        std::nth_element(begin, place, end);
        return static_cast<double>(*place);
    };
    std::vector<uchar> levels(soft.begin<uchar>(), soft.end<uchar>());
    const double height = at(levels.begin(), levels.end(), 0.98) - at(levels.begin(), levels.end(), 0.02);
    const double steepest = at(slope.begin<float>(), slope.end<float>(), 0.995);
    return height / std::max(1e-6, steepest * std::sqrt(2 * CV_PI));
}

// Undoing a blur takes long: only of what is blurred, and where a square code may be. A code that fills more has large
// modules.
bool isWorthUnblurring(const cv::Mat &gray, const cv::Rect &place, double scale)
{
    constexpr double mostPixels = 1'600'000;
    constexpr double longest = 1.7;    // a code with a line of print beside it
    constexpr double leastBlur = 1.8;  // a sharp camera's pages have 1 to 1.7, and are read without
    const auto [least, most] = std::minmax(place.width, place.height);
    return place.area() * scale * scale <= mostPixels && most <= longest * least && blurOf(gray(place)) > leastBlur;
}

void lookAgain(zbar::ImageScanner &scanner, const cv::Mat &gray, const cv::Rect &place, bool first,
               std::vector<PageCode> &codes)
{
    constexpr int mostPixels = 12'000'000;
    std::vector<Seen> together;
    for (std::size_t i = first ? 0 : firstWays; i < (first ? firstWays : ways.size()); ++i) {
        const Again &way = ways[i];
        if (place.area() * way.scale * way.scale > mostPixels ||
            (way.unblurred > 0 && !isWorthUnblurring(gray, place, way.scale))) {
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
    const std::vector<cv::Rect> places = densePlaces(gray);
    for (const cv::Rect &place : places) {
        const bool known = std::any_of(codes.begin(), codes.end(), [&](const PageCode &code) {
            return (code.box & place).area() * 2 > code.box.area() ||
                   place.contains((code.box.tl() + code.box.br()) / 2);
        });
        const std::size_t before = codes.size();
        if (!known) {
            lookAlongBars(gray, place, codes);
        }
        if (!known && codes.size() == before) {
            lookAgain(scanner, gray, place, true, codes);
        }
    }
    // Most dense places are text: more is done only while there is no code at all.
    for (auto place = places.begin(); place != places.end() && codes.empty(); ++place) {
        lookAgain(scanner, gray, *place, false, codes);
    }
    if (codes.empty() && gray.total() < 4'000'000) {  // small modules: once more, larger
        take(scan(scanner, lookedAt(gray, {2, 0, 0, 0, 0}), 2, {}), codes);
    }
    return codes;
}

}  // namespace hall
