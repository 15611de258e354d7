// SPDX-License-Identifier: GPL-3.0-or-later
// QR codes and bar codes in a picture, by ZBar. Pure, any thread.
#pragma once

#include <opencv2/core.hpp>
#include <QString>
#include <vector>

namespace hall {

struct PageCode
{
    QString type;  // "QR", "CODE-128", "EAN-13", …
    QString text;  // as the code has it
    cv::Rect box;  // pixels of the picture
    bool operator==(const PageCode &) const = default;
};

constexpr int mostPageCodes = 32;
constexpr int longestCodeText = 4000;  // bytes; longer ones are left out

// `bgr`: 8-bit, 3 channels or 1, any size up to decodeImage()'s limits; of another form nothing is found. Each code
// once.
[[nodiscard]] std::vector<PageCode> readCodes(const cv::Mat &bgr);

}  // namespace hall
