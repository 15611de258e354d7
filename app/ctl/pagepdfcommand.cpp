// SPDX-License-Identifier: GPL-3.0-or-later
// page pdf: pages of a paper as one PDF whose text can be found.
#include "app/ctl/commandline.h"
#include "app/ctl/pagepictures.h"
#include "app/protocol/secretfile.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"
#include "app/recognition/pdfpage.h"

#include <QFile>
#include <QJsonArray>

#include <limits>

namespace hall::ctl {

namespace {

constexpr int kMostPages = 100;

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

Result<PdfPage> pageOf(const QString &path, const Call &call, PdfInk ink,
                       const std::optional<PlateCalibration> &calibration, TextRecogniser &engine, int &turn)
{
    const Result<cv::Mat> picture = pictureAt(path);
    if (!picture) {
        return fail(picture.error());
    }
    const bool straight = call.has("straight");
    const Result<StraightPage> page =
        straight ? Result<StraightPage>(asItIs(*picture, path)) : pageIn(*picture, path, calibration, nullptr);
    if (!page) {
        return fail(page.error());
    }
    PageSheet sheet = readSheet(page->bgr, page->mm, engine);
    turn = sheet.turn;
    std::vector<unsigned char> own;
    if (straight) {
        Result<std::vector<unsigned char>> bytes = ownBytes(path);
        if (!bytes) {
            return fail(bytes.error());
        }
        own = std::move(*bytes);
    }
    return pdfPage(page->bgr, page->mm, std::move(sheet), ink, own);
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
