// SPDX-License-Identifier: GPL-3.0-or-later
// page pdf: pages of a paper as one PDF whose text can be found.
#include "app/ctl/commandline.h"
#include "app/ctl/pagepictures.h"
#include "app/protocol/secretfile.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/searchablepdf.h"

#include <QFile>
#include <QJsonArray>

#include <limits>

namespace hall::ctl {

namespace {

constexpr int kMostPages = 100;

// The picture is a page already, as a case holds it.
StraightPage asItIs(const cv::Mat &picture)
{
    const Quad corners{cv::Point2f(0, 0), cv::Point2f(static_cast<float>(picture.cols), 0),
                       cv::Point2f(static_cast<float>(picture.cols), static_cast<float>(picture.rows)),
                       cv::Point2f(0, static_cast<float>(picture.rows))};
    StraightPage page;
    page.bgr = picture;
    if (const auto mm = kindSize(kindByShape(corners))) {
        const bool across = (mm->width > mm->height) != (picture.cols > picture.rows);
        page.mm = across ? cv::Size2f(mm->height, mm->width) : *mm;
    }
    return page;
}

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

// The file's own bytes where they can stay: then the page in the PDF has the digest that the case names.
Result<std::vector<unsigned char>> ownBytes(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, path.toStdString() + ": " + file.errorString().toStdString());
    }
    const QByteArray bytes = file.read(static_cast<qint64>(largestSheetBytes) + 1);
    return std::vector<unsigned char>(bytes.cbegin(), bytes.cend());
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

Result<PdfPage> pageOf(const QString &path, const Call &call, PdfInk ink,
                       const std::optional<PlateCalibration> &calibration, TextRecogniser &engine, int &turn)
{
    const Result<cv::Mat> picture = pictureAt(path);
    if (!picture) {
        return fail(picture.error());
    }
    const bool straight = call.has("straight");
    const Result<StraightPage> page =
        straight ? Result<StraightPage>(asItIs(*picture)) : pageIn(*picture, path, calibration, nullptr);
    if (!page) {
        return fail(page.error());
    }
    PageSheet sheet = readSheet(page->bgr, page->mm, engine);
    turn = sheet.turn;
    PdfPage made;
    made.ink = ink;
    made.texts = std::move(sheet.texts);
    made.mm = turn % 2 == 0 ? page->mm : cv::Size2f(page->mm.height, page->mm.width);
    const cv::Mat upright = turned(page->bgr, turn);
    // A4 and a little more; nothing is known of a size of 0.
    const std::size_t limit = std::max(made.mm.width, made.mm.height) > 310 ? largestSheetBytes : largestPageBytes;
    if (straight && turn == 0 && ink == PdfInk::Colour) {
        Result<std::vector<unsigned char>> own = ownBytes(path);
        if (!own) {
            return fail(own.error());
        }
        if (own->size() <= limit && isPlainJpeg(*own, upright.size())) {
            made.picture = std::move(*own);
            made.pixels = upright.size();
            return made;
        }
    }
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

std::optional<PdfInk> inkOf(const QString &name)
{
    if (name.isEmpty() || name == QLatin1String("colour")) {
        return PdfInk::Colour;
    }
    if (name == QLatin1String("grey")) {
        return PdfInk::Grey;
    }
    return name == QLatin1String("bilevel") ? std::optional(PdfInk::Bilevel) : std::nullopt;
}

Outcome pdf(const Call &call)
{
    if (!call.has("out")) {
        return WrongUsage{QStringLiteral("--out PDF is missing")};
    }
    if (call.arguments().size() > kMostPages) {
        return WrongUsage{QStringLiteral("at most %1 pages").arg(kMostPages)};
    }
    const std::optional<PdfInk> ink = inkOf(call.value("ink"));
    if (!ink) {
        return WrongUsage{QStringLiteral("--ink is colour, grey or bilevel")};
    }
    const auto calibration = calibrationOf(call);
    if (!calibration) {
        return calibration.error();
    }
    const auto engine = makeTesseract();
    if (!engine) {
        return engine.error();
    }
    std::vector<PdfPage> pages;
    QJsonArray told;
    for (const QString &path : call.arguments()) {
        int turn = 0;
        Result<PdfPage> page = pageOf(path, call, *ink, *calibration, **engine, turn);
        if (!page) {
            return page.error();
        }
        qsizetype characters = 0;
        for (const PdfText &text : page->texts) {
            characters += text.text.size();
        }
        told.append(QJsonObject{{QStringLiteral("image"), path},
                                {QStringLiteral("px"), QJsonArray{page->pixels.width, page->pixels.height}},
                                {QStringLiteral("turn"), turn},
                                {QStringLiteral("bytes"), static_cast<qint64>(page->picture.size())},
                                {QStringLiteral("characters"), static_cast<qint64>(characters)}});
        pages.push_back(std::move(*page));
    }
    const auto made = writePdf(pages);
    if (!made) {
        return made.error();
    }
    const QByteArray bytes(reinterpret_cast<const char *>(made->data()), static_cast<qsizetype>(made->size()));
    if (const Done written = writeWholeFile(call.value("out"), bytes, true); !written) {
        return written.error();
    }
    Answer answer;
    answer.json = {{QStringLiteral("pages"), told}, {QStringLiteral("bytes"), bytes.size()}};
    answer.text = QStringLiteral("%1: %2 pages, %3 bytes\n").arg(call.value("out")).arg(told.size()).arg(bytes.size());
    return answer;
}

}  // namespace

QVector<Command> pagePdfCommands()
{
    return {
        {QStringLiteral("page pdf"),
         QStringLiteral("IMAGE… --out PDF [--ink INK] [--straight] [--calibration FILE]"),
         QStringLiteral("Make one PDF of pages, in the order given, whose text can be found."),
         QStringLiteral(
             "Of each picture the best document is straightened, turned upright and kept as a JPEG of at most\n"
             "300 KiB; what is read of it lies over it, invisible. With --straight the pictures are pages already,\n"
             "as a case holds them: a JPEG that is small enough and upright stays byte for byte. Of what is larger\n"
             "than A4 600 KiB are kept. --ink grey or bilevel makes pages in grey or in black and white.\n"
             "JSON: {\"pages\":[{\"image\",\"px\",\"turn\",\"bytes\",\"characters\"}],\"bytes\"}; turn counts the\n"
             "quarter turns clockwise that made it upright."),
         1,
         std::numeric_limits<int>::max(),
         {QStringLiteral("out"), QStringLiteral("ink"), QStringLiteral("straight"), QStringLiteral("calibration")},
         pdf}};
}

}  // namespace hall::ctl
