// SPDX-License-Identifier: GPL-3.0-or-later
// Pictures in and out: views of camera frames, decoding of untrusted files, and the JPEG a page travels as.
#pragma once

#include "app/domain/base/result.h"

#include <filesystem>
#include <opencv2/core.hpp>
#include <vector>

namespace hall {

// Limits of what is decoded at all; a picture beyond them is refused from its header.
constexpr std::size_t largestImageFile = 32U * 1024 * 1024;  // bytes
constexpr int largestImageSide = 12000;                      // pixels
constexpr int largestImagePixels = 50'000'000;

// A page's JPEG is at most this large when the page is A4 or smaller (the outbox is sized for it).
constexpr std::size_t largestPageBytes = 300U * 1024;
constexpr std::size_t largestSheetBytes = 2 * largestPageBytes;  // of what is larger, up to A3

struct JpegPage
{
    std::vector<unsigned char> bytes;
    int width = 0;  // pixels
    int height = 0;
    int quality = 0;  // 1..100
};

// The pixels themselves, not a copy: 24-bit BGR rows, `stride` bytes apart. Must not outlive them; read only.
[[nodiscard]] cv::Mat viewOf(const unsigned char *bgr, int width, int height, int stride);

// JPEG or PNG, turned upright as its EXIF says, 8-bit BGR. Anything else, too large or damaged: PageBadImage.
[[nodiscard]] Result<cv::Mat> decodeImage(const std::vector<unsigned char> &file);
[[nodiscard]] Result<cv::Mat> readImage(const std::filesystem::path &path);  // also FileUnreadable

// Lowers quality, then size, until the limit holds. `bgr`: 8-bit, 3 channels, not empty; else PageBadImage.
[[nodiscard]] Result<JpegPage> encodePage(const cv::Mat &bgr, std::size_t limit = largestPageBytes);
// The same in grey: one channel.
[[nodiscard]] Result<JpegPage> encodeGreyPage(const cv::Mat &bgr, std::size_t limit = largestPageBytes);

// A page in black and white: rows of bits from the left, 1 is white, each row begins with a byte of its own, all of it
// compressed by zlib (RFC 1950). What is small is enlarged first, so that letters keep their form.
struct BilevelPage
{
    std::vector<unsigned char> bytes;
    int width = 0;  // pixels
    int height = 0;
};
[[nodiscard]] Result<BilevelPage> encodeBilevelPage(const cv::Mat &bgr, std::size_t limit = largestPageBytes);

}  // namespace hall
