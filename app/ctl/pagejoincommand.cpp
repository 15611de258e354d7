// SPDX-License-Identifier: GPL-3.0-or-later
// page join: two pictures of a sheet that is larger than the plate as one page.
#include "app/ctl/commandline.h"
#include "app/ctl/pagepictures.h"
#include "app/protocol/secretfile.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/reading/uprightprint.h"
#include "app/recognition/sheethalves.h"

#include <QJsonArray>

#include <cmath>

namespace hall::ctl {

namespace {

constexpr std::chrono::seconds kTurnLimit{30};

// The codes are those of the screen, which asks for the same things in words.
Answer refusal(FaultCode code, const QString &name, const QString &detail)
{
    Answer answer;
    answer.fault = Fault(code, (name + QStringLiteral(": ") + detail).toStdString());
    answer.json.insert(QStringLiteral("error"), errorJson(Fault(code, detail.toStdString()), name));
    answer.faultInJson = true;
    return answer;
}

Answer refusal(HalvesTrouble trouble)
{
    const QString name = latin(troubleName(trouble));
    switch (trouble) {
    case HalvesTrouble::Same:
        return refusal(FaultCode::PageCut, name, QStringLiteral("both pictures show the same half"));
    case HalvesTrouble::Apart:
        return refusal(FaultCode::PageCut, name, QStringLiteral("too little of the middle is in both pictures"));
    case HalvesTrouble::None:
    case HalvesTrouble::Differs:
        break;
    }
    return refusal(FaultCode::PageNotFound, name, QStringLiteral("the pictures are not of one sheet that lies flat"));
}

Result<SheetHalf> halfIn(const QString &path, const std::optional<PlateCalibration> &calibration, cv::Size2f asked)
{
    const Result<cv::Mat> picture = pictureAt(path);
    if (!picture) {
        return fail(picture.error());
    }
    FindOptions options;
    options.plate = calibration ? PlateView::of(*calibration, picture->size()) : std::nullopt;
    if (options.plate && calibration->empty) {
        options.emptyReference = calibration->empty->bgr;
    }
    const std::vector<FoundPage> found = findPages(*picture, options);
    if (found.empty()) {
        return fail(FaultCode::PageNotFound, path.toStdString() + ": no document in the picture");
    }
    const bool measured = options.plate.has_value();
    const std::optional<PlateView> view = measured ? options.plate : assumedView(picture->size());
    const std::optional<HalfLie> lie =
        view ? lieOf(found.front().quad, *view, measured, asked) : std::optional<HalfLie>();
    return lie ? takeHalf(*picture, *lie, *view, measured, asked) : SheetHalf();
}

Outcome join(const Call &call)
{
    if (!call.has("out")) {
        return WrongUsage{QStringLiteral("--out PNG is missing")};
    }
    const QString kind = call.has("kind") ? call.value("kind") : QStringLiteral("a3");
    const std::optional<cv::Size2f> asked = kindSize(kind.toStdString());
    if (!asked) {
        return WrongUsage{QStringLiteral("--kind: '%1' is unknown").arg(kind)};
    }
    const auto calibration = calibrationOf(call);
    if (!calibration) {
        return calibration.error();
    }
    std::vector<SheetHalf> halves;
    for (const QString &path : call.arguments()) {
        Result<SheetHalf> half = halfIn(path, *calibration, *asked);
        if (!half) {
            return half.error();
        }
        if (half->bgr.empty()) {
            return refusal(FaultCode::PageCut, QStringLiteral("page.half-lies"),
                           QStringLiteral("%1: one end and both long sides of %2 must be seen").arg(path, kind));
        }
        halves.push_back(std::move(*half));
    }
    const JoinedSheet sheet = joinHalves(halves[0], halves[1]);
    if (sheet.trouble != HalvesTrouble::None) {
        return refusal(sheet.trouble);
    }
    const auto engine = makeTesseract();
    if (!engine) {
        return engine.error();
    }
    const int turn =
        uprightPrint(sheet.bgr, sheet.dpi / 25.4, **engine, std::chrono::steady_clock::now() + kTurnLimit).turn;
    const cv::Mat upright = turned(sheet.bgr, turn);
    const QByteArray bytes = pngOf(upright, sheet.dpi);
    if (bytes.isEmpty()) {
        return Fault(FaultCode::Internal, "no PNG");
    }
    if (const Done written = writeWholeFile(call.value("out"), bytes, false); !written) {
        return written.error();
    }
    const auto hundredth = [](double value) { return std::round(value * 100) / 100; };
    const cv::Size2f mm = turn % 2 == 0 ? sheet.mm : cv::Size2f(sheet.mm.height, sheet.mm.width);
    Answer answer;
    answer.json = {{QStringLiteral("px"), QJsonArray{upright.cols, upright.rows}},
                   {QStringLiteral("mm"),
                    QJsonArray{hundredth(static_cast<double>(mm.width)), hundredth(static_cast<double>(mm.height))}},
                   {QStringLiteral("dpi"), hundredth(sheet.dpi)},
                   {QStringLiteral("turn"), turn},
                   {QStringLiteral("matched"), sheet.matched},
                   {QStringLiteral("rest_mm"), hundredth(sheet.restMm)}};
    answer.text = QStringLiteral("%1: %2 x %3 pixels, %4\n")
                      .arg(call.value("out"))
                      .arg(upright.cols)
                      .arg(upright.rows)
                      .arg(sheet.matched ? QStringLiteral("joined by what is printed")
                                         : QStringLiteral("joined by the sheet's size, its middle is blank"));
    return answer;
}

}  // namespace

QVector<Command> pageJoinCommands()
{
    return {
        {QStringLiteral("page join"),
         QStringLiteral("FIRST SECOND --out PNG [--kind KIND] [--calibration FILE]"),
         QStringLiteral("Put two pictures of a sheet larger than the plate together into a PNG."),
         QStringLiteral("Each picture shows one end of the sheet and both of its long sides, and both show its\n"
                        "middle. KIND is the sheet's, a3 without it. The page is turned upright by what is printed.\n"
                        "JSON: {\"px\",\"mm\",\"dpi\",\"turn\",\"matched\",\"rest_mm\"}; turn counts the quarter "
                        "turns\n"
                        "clockwise from how the first half lay; matched: joined by what is printed, of which 95 of\n"
                        "100 places are not farther apart than rest_mm; else the middle is blank and the size\n"
                        "tells. What makes no sheet: exit status 1 and page.half-lies, half-same, half-apart or\n"
                        "half-differs."),
         2,
         2,
         {QStringLiteral("out"), QStringLiteral("kind"), QStringLiteral("calibration")},
         join}};
}

}  // namespace hall::ctl
