// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/pagecodes.h"

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <zbar.h>

namespace hall {

namespace {

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

void scan(zbar::ImageScanner &scanner, const cv::Mat &gray, double scale, std::vector<PageCode> &codes)
{
    const cv::Mat whole = gray.isContinuous() ? gray : gray.clone();
    zbar::Image image(static_cast<unsigned>(whole.cols), static_cast<unsigned>(whole.rows), "Y800", whole.data,
                      whole.total());
    scanner.scan(image);
    for (auto symbol = image.symbol_begin(); symbol != image.symbol_end(); ++symbol) {
        const std::string data = symbol->get_data();
        // One line of bars is easily seen in print: those count that several scan lines agree on.
        const bool bars = symbol->get_type() != zbar::ZBAR_QRCODE;
        if (data.size() > longestCodeText || (bars && symbol->get_quality() < 3) ||
            static_cast<int>(codes.size()) >= mostPageCodes) {
            continue;
        }
        std::vector<cv::Point> points;
        points.reserve(static_cast<std::size_t>(std::max(0, symbol->get_location_size())));
        for (int i = 0; i < symbol->get_location_size(); ++i) {
            points.emplace_back(cvRound(symbol->get_location_x(static_cast<unsigned>(i)) / scale),
                                cvRound(symbol->get_location_y(static_cast<unsigned>(i)) / scale));
        }
        PageCode code{nameOf(symbol->get_type()), QString::fromStdString(data),
                      points.empty() ? cv::Rect() : cv::boundingRect(points)};
        const bool known = std::any_of(codes.begin(), codes.end(), [&](const PageCode &other) {
            return other.type == code.type && other.text == code.text;
        });
        if (!known) {
            codes.push_back(std::move(code));
        }
    }
    image.set_data(nullptr, 0);
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
    scan(scanner, gray, 1, codes);
    if (codes.empty() && gray.total() < 4'000'000) {  // small modules: once more, larger
        cv::Mat large;
        cv::resize(gray, large, {}, 2, 2, cv::INTER_CUBIC);
        scan(scanner, large, 2, codes);
    }
    return codes;
}

}  // namespace hall
