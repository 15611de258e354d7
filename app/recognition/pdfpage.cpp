// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/pdfpage.h"

#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"

#include <algorithm>

namespace hall {

namespace {

constexpr float kLongestPageMm = 310;  // A4 and a little more

// Whether a reader of PDF shows these bytes as they were decoded here: a JPEG of this size in three colours. Notes of a
// camera (APP1) may turn the picture, which such readers do not do, and say where it was taken. Segments: ITU-T T.81,
// B.1.1 and B.2.2.
bool isPlainJpeg(const std::vector<unsigned char> &bytes, cv::Size size)
{
    const auto word = [&bytes](std::size_t at) { return bytes[at] * 256 + bytes[at + 1]; };
    if (bytes.size() < 4 || word(0) != 0xffd8) {
        return false;
    }
    for (std::size_t at = 2; at + 10 <= bytes.size() && bytes[at] == 0xff;) {
        const unsigned char marker = bytes[at + 1];
        if (marker >= 0xc0 && marker <= 0xc2) {  // the frame: length, bits, height, width, number of colours
            return word(at + 5) == size.height && word(at + 7) == size.width && bytes[at + 9] == 3;
        }
        if (marker == 0xe1 || marker == 0xda) {
            return false;
        }
        at += 2 + static_cast<std::size_t>(word(at + 2));
    }
    return false;
}

Result<void> putPicture(PdfPage &page, const cv::Mat &upright, std::size_t limit)
{
    if (page.ink == PdfInk::Bilevel) {
        Result<BilevelPage> bits = encodeBilevelPage(upright, limit);
        if (!bits) {
            return fail(bits.error());
        }
        page.picture = std::move(bits->bytes);
        page.pixels = {bits->width, bits->height};
        return {};
    }
    Result<JpegPage> jpeg = page.ink == PdfInk::Grey ? encodeGreyPage(upright, limit) : encodePage(upright, limit);
    if (!jpeg) {
        return fail(jpeg.error());
    }
    page.picture = std::move(jpeg->bytes);
    page.pixels = {jpeg->width, jpeg->height};
    return {};
}

}  // namespace

std::optional<PdfInk> pdfInkOf(const QString &format)
{
    if (format == QLatin1String("pdf")) {
        return PdfInk::Colour;
    }
    if (format == QLatin1String("pdf-grey")) {
        return PdfInk::Grey;
    }
    return format == QLatin1String("pdf-bilevel") ? std::optional(PdfInk::Bilevel) : std::nullopt;
}

Result<PdfPage> pdfPage(const cv::Mat &bgr, cv::Size2f mm, PageSheet sheet, PdfInk ink,
                        const std::vector<unsigned char> &own)
{
    PdfPage made;
    made.ink = ink;
    made.texts = std::move(sheet.texts);
    made.mm = sheet.turn % 2 == 0 ? mm : cv::Size2f(mm.height, mm.width);
    // Nothing is known of a size of 0.
    const std::size_t limit = std::max(mm.width, mm.height) > kLongestPageMm ? largestSheetBytes : largestPageBytes;
    if (sheet.turn == 0 && ink == PdfInk::Colour && own.size() <= limit && isPlainJpeg(own, bgr.size())) {
        made.picture = own;
        made.pixels = bgr.size();
        return made;
    }
    const cv::Mat upright = turned(bgr, sheet.turn);
    if (const Result<void> put = putPicture(made, upright, limit); !put) {
        return fail(put.error());
    }
    const double scale = made.pixels.width / static_cast<double>(upright.cols);  // too large a page became smaller
    for (PdfText &text : made.texts) {
        text.box =
            cv::Rect(cvRound(text.box.x * scale), cvRound(text.box.y * scale),
                     std::max(1, cvRound(text.box.width * scale)), std::max(1, cvRound(text.box.height * scale)));
    }
    return made;
}

}  // namespace hall
