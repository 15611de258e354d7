// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pageimage.h"

#include "app/recognition/pagecleaner.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <QByteArray>

namespace hall {

namespace {

constexpr double bilevelSide = 3508;  // pixels: A4 at 300 dpi
constexpr int bilevelWindows = 40;    // a window is a line of print and what is around it
constexpr int bilevelDark = 110;      // grey level of a cleaned page: surely ink
constexpr double bilevelStep = 14;    // grey levels by which ink is darker than that

using Bytes = std::vector<unsigned char>;

unsigned word(const Bytes &file, std::size_t at)
{
    return static_cast<unsigned>(file[at] << 8 | file[at + 1]);
}

bool endsWithMark(const Bytes &file, std::size_t from, std::initializer_list<unsigned char> mark)
{
    return std::search(file.begin() + static_cast<std::ptrdiff_t>(from), file.end(), mark.begin(), mark.end()) !=
           file.end();
}

// PNG: signature, then IHDR with width and height (ISO/IEC 15948, 11.2.2), IEND at the end.
std::optional<cv::Size> pngSize(const Bytes &file)
{
    constexpr std::array<unsigned char, 8> signature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    if (file.size() < 45 || !std::equal(signature.begin(), signature.end(), file.begin()) ||
        !endsWithMark(file, file.size() - 12, {'I', 'E', 'N', 'D'})) {
        return std::nullopt;
    }
    const unsigned width = word(file, 16) << 16 | word(file, 18);
    const unsigned height = word(file, 20) << 16 | word(file, 22);
    if (width > largestImageSide || height > largestImageSide) {
        return std::nullopt;
    }
    return cv::Size(static_cast<int>(width), static_cast<int>(height));
}

// JPEG: segments up to the frame header (ITU-T T.81, B.2.2), and an end marker behind it.
std::optional<cv::Size> jpegSize(const Bytes &file)
{
    if (file.size() < 100 || word(file, 0) != 0xffd8) {
        return std::nullopt;
    }
    std::size_t at = 2;
    while (at + 9 < file.size()) {
        if (file[at] != 0xff) {
            return std::nullopt;
        }
        const unsigned char marker = file[at + 1];
        if (marker == 0xff) {
            ++at;
            continue;
        }
        const bool frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame) {
            if (!endsWithMark(file, at, {0xff, 0xd9})) {
                return std::nullopt;
            }
            return cv::Size(static_cast<int>(word(file, at + 7)), static_cast<int>(word(file, at + 5)));
        }
        at += 2 + word(file, at + 2);
    }
    return std::nullopt;
}

bool acceptable(cv::Size size)
{
    return size.width > 0 && size.height > 0 && size.width <= largestImageSide && size.height <= largestImageSide &&
           static_cast<std::int64_t>(size.width) * size.height <= largestImagePixels;
}

}  // namespace

cv::Mat viewOf(const unsigned char *bgr, int width, int height, int stride)
{
    // OpenCV has no read-only picture; callers are told not to write.
    return cv::Mat(height, width, CV_8UC3, const_cast<unsigned char *>(bgr), static_cast<std::size_t>(stride));
}

Result<cv::Mat> decodeImage(const Bytes &file)
{
    if (file.size() > largestImageFile) {
        return fail(FaultCode::PageBadImage, "file too large");
    }
    const std::optional<cv::Size> png = pngSize(file);
    const std::optional<cv::Size> size = png ? png : jpegSize(file);
    if (!size || !acceptable(*size)) {
        return fail(FaultCode::PageBadImage, "not a whole JPEG or PNG of acceptable size");
    }
    try {
        cv::Mat bgr = cv::imdecode(file, cv::IMREAD_COLOR);
        if (bgr.empty() || bgr.type() != CV_8UC3) {
            return fail(FaultCode::PageBadImage, "damaged picture");
        }
        return bgr;
    } catch (const std::exception &) {
        return fail(FaultCode::PageBadImage, "decoder refused the picture");
    }
}

Result<cv::Mat> readImage(const std::filesystem::path &path)
{
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        return fail(FaultCode::FileUnreadable, "not a file");
    }
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (error || size > largestImageFile) {
        return fail(FaultCode::PageBadImage, "file too large");
    }
    Bytes bytes(static_cast<std::size_t>(size));
    std::ifstream stream(path, std::ios::binary);
    if (!stream.read(reinterpret_cast<char *>(bytes.data()), static_cast<std::streamsize>(bytes.size()))) {
        return fail(FaultCode::FileUnreadable, "cannot be read");
    }
    return decodeImage(bytes);
}

namespace {

Result<JpegPage> encoded(cv::Mat page, std::size_t limit)
{
    // Each round of the outer loop shrinks by a fifth: a dozen rounds reach a tenth of the side.
    for (int round = 0; round < 12; ++round) {
        for (const int quality : {85, 75, 65, 55, 45}) {
            JpegPage result{{}, page.cols, page.rows, quality};
            if (!cv::imencode(".jpg", page, result.bytes, {cv::IMWRITE_JPEG_QUALITY, quality})) {
                return fail(FaultCode::PageBadImage, "encoder refused the picture");
            }
            if (result.bytes.size() <= limit) {
                return result;
            }
        }
        if (page.cols < 20 || page.rows < 20) {
            break;
        }
        cv::resize(page, page, {}, 0.8, 0.8, cv::INTER_AREA);
    }
    return fail(FaultCode::PageBadImage, "does not fit the limit");
}

bool isPicture(const cv::Mat &bgr)
{
    return !bgr.empty() && bgr.type() == CV_8UC3;
}

cv::Mat greyOf(const cv::Mat &bgr)
{
    cv::Mat grey;
    cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

QByteArray bitsOf(const cv::Mat &white)
{
    const int stride = (white.cols + 7) / 8;
    QByteArray bits(static_cast<qsizetype>(stride) * white.rows, '\0');
    for (int y = 0; y < white.rows; ++y) {
        const uchar *row = white.ptr<uchar>(y);
        auto *out = reinterpret_cast<uchar *>(bits.data()) + static_cast<std::ptrdiff_t>(y) * stride;
        for (int x = 0; x < white.cols; ++x) {
            out[x / 8] = static_cast<uchar>(out[x / 8] | (row[x] != 0 ? 0x80 >> (x % 8) : 0));
        }
    }
    return bits;
}

}  // namespace

Result<JpegPage> encodePage(const cv::Mat &bgr, std::size_t limit)
{
    if (!isPicture(bgr)) {
        return fail(FaultCode::PageBadImage, "nothing to encode");
    }
    return encoded(bgr, limit);
}

Result<JpegPage> encodeGreyPage(const cv::Mat &bgr, std::size_t limit)
{
    if (!isPicture(bgr)) {
        return fail(FaultCode::PageBadImage, "nothing to encode");
    }
    return encoded(greyOf(bgr), limit);
}

Result<BilevelPage> encodeBilevelPage(const cv::Mat &bgr, std::size_t limit)
{
    if (!isPicture(bgr)) {
        return fail(FaultCode::PageBadImage, "nothing to encode");
    }
    const cv::Mat grey = greyOf(cleanPage(bgr));
    double scale = std::clamp(bilevelSide / static_cast<double>(std::max(grey.cols, grey.rows)), 1.0, 2.0);
    for (int round = 0; round < 12; ++round, scale *= 0.8) {
        cv::Mat sized;
        cv::resize(grey, sized, {}, scale, scale, scale > 1 ? cv::INTER_CUBIC : cv::INTER_AREA);
        if (sized.cols < 20 || sized.rows < 20) {
            break;
        }
        cv::Mat white;
        const int window = std::max(15, std::max(sized.cols, sized.rows) / bilevelWindows) | 1;
        cv::adaptiveThreshold(sized, white, 255, cv::ADAPTIVE_THRESH_GAUSSIAN_C, cv::THRESH_BINARY, window,
                              bilevelStep);
        white &= sized > bilevelDark;  // the middle of a thick stroke is no darker than what is around it
        // Four bytes of length go before zlib's own.
        const QByteArray packed = qCompress(bitsOf(white), 9).mid(4);
        if (static_cast<std::size_t>(packed.size()) <= limit) {
            return BilevelPage{{packed.cbegin(), packed.cend()}, white.cols, white.rows};
        }
    }
    return fail(FaultCode::PageBadImage, "does not fit the limit");
}

}  // namespace hall
