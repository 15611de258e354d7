// SPDX-License-Identifier: GPL-3.0-or-later
// page find, page rectify: the page finder on picture files.
#include "app/ctl/commandline.h"
#include "app/ctl/pagepictures.h"
#include "app/protocol/secretfile.h"
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/pagestraightener.h"

#include <QFile>
#include <QJsonArray>

#include <cmath>
#include <limits>

namespace hall::ctl {

namespace {

double hundredth(float pixels)
{
    return std::round(static_cast<double>(pixels) * 100) / 100;
}

QJsonArray quadJson(const Quad &quad)
{
    QJsonArray corners;
    for (const cv::Point2f &corner : quad) {
        corners.append(QJsonArray{hundredth(corner.x), hundredth(corner.y)});
    }
    return corners;
}

QJsonArray sizeJson(cv::Size2f mm)
{
    return {hundredth(mm.width), hundredth(mm.height)};
}

QString reasonOf(FaultCode code)
{
    return latin(faultName(code)).remove(QStringLiteral("page."));
}

QJsonArray pagesJson(const std::vector<FoundPage> &pages)
{
    QJsonArray list;
    for (const FoundPage &page : pages) {
        QJsonArray reasons;
        for (const FaultCode reason : page.reasons) {
            reasons.append(reasonOf(reason));
        }
        QJsonObject told{{QStringLiteral("quad"), quadJson(page.quad)},
                         {QStringLiteral("reasons"), reasons},
                         {QStringLiteral("score"), std::round(page.score * 1000) / 1000}};
        if (page.mm) {
            told.insert(QStringLiteral("mm"), sizeJson(*page.mm));
        }
        list.append(told);
    }
    return list;
}

QString pagesText(const QString &path, const QJsonArray &pages)
{
    QString text =
        QStringLiteral("%1: %2\n")
            .arg(path, pages.isEmpty() ? QStringLiteral("no document") : QStringLiteral("%1 found").arg(pages.size()));
    for (const QJsonValue page : pages) {
        QStringList corners;
        for (const QJsonValue corner : page[u"quad"].toArray()) {
            corners.append(QStringLiteral("%1,%2").arg(corner[0].toDouble()).arg(corner[1].toDouble()));
        }
        const QStringList reasons = page[u"reasons"].toVariant().toStringList();
        text += QStringLiteral("  %1  score %2  %3\n")
                    .arg(corners.join(QLatin1Char(' ')))
                    .arg(page[u"score"].toDouble())
                    .arg(reasons.isEmpty() ? QStringLiteral("good") : reasons.join(QStringLiteral(", ")));
    }
    return text;
}

// A broken picture is told beside its path, and the others are answered all the same.
Outcome find(const Call &call)
{
    FindOptions options;
    options.judge = true;
    if (call.has("reference")) {
        Result<cv::Mat> empty = pictureAt(call.value("reference"));
        if (!empty) {
            return empty.error();
        }
        options.emptyReference = *empty;
    }
    const auto calibration = calibrationOf(call);
    if (!calibration) {
        return calibration.error();
    }
    if (*calibration && (*calibration)->empty && !options.emptyReference) {
        options.emptyReference = (*calibration)->empty->bgr;
    }
    Answer answer;
    answer.faultInJson = true;
    for (const QString &path : call.arguments()) {
        const Result<cv::Mat> picture = pictureAt(path);
        if (!picture) {
            answer.json.insert(path, QJsonObject{{QStringLiteral("error"), errorJson(picture.error())}});
            answer.text += QStringLiteral("%1: %2\n").arg(path, latin(picture.error().name()));
            answer.fault = picture.error();
            continue;
        }
        options.plate = *calibration ? PlateView::of(**calibration, picture->size()) : std::nullopt;
        const QJsonArray pages = pagesJson(findPages(*picture, options));
        answer.json.insert(path, pages);
        answer.text += pagesText(path, pages);
    }
    return answer;
}

Outcome rectify(const Call &call)
{
    if (!call.has("out")) {
        return WrongUsage{QStringLiteral("--out PNG is missing")};
    }
    std::optional<cv::Size2f> mm;
    if (call.has("kind")) {
        mm = kindSize(call.value("kind").toStdString());
        if (!mm) {
            return WrongUsage{QStringLiteral("--kind: '%1' is unknown").arg(call.value("kind"))};
        }
    }
    const auto calibration = calibrationOf(call);
    if (!calibration) {
        return calibration.error();
    }
    const QString path = call.arguments().constFirst();
    const Result<cv::Mat> picture = pictureAt(path);
    if (!picture) {
        return picture.error();
    }
    FindOptions options;
    if (*calibration) {
        options.plate = PlateView::of(**calibration, picture->size());
        if ((*calibration)->empty) {
            options.emptyReference = (*calibration)->empty->bgr;
        }
    }
    const std::vector<FoundPage> pages = findPages(*picture, options);
    if (pages.empty()) {
        return Fault(FaultCode::PageNotFound, path.toStdString() + ": no document in the picture");
    }
    const Quad &quad = pages.front().quad;
    const StraightPage straight = options.plate && !mm
                                      ? straightenOnPlate(*picture, quad, *options.plate)
                                      : straighten(*picture, quad, mm ? mm : kindSize(kindByShape(quad)));
    const QByteArray bytes = pngOf(straight.bgr, straight.dpi);
    if (bytes.isEmpty()) {
        return Fault(FaultCode::PageNotFound, path.toStdString() + ": the document found has no area");
    }
    if (const Done written = writeWholeFile(call.value("out"), bytes, false); !written) {
        return written.error();
    }
    Answer answer;
    answer.json = {{QStringLiteral("quad"), quadJson(quad)},
                   {QStringLiteral("mm"), sizeJson(straight.mm)},
                   {QStringLiteral("dpi"), straight.dpi},
                   {QStringLiteral("turn"), 0},
                   {QStringLiteral("px"), QJsonArray{straight.bgr.cols, straight.bgr.rows}}};
    answer.text =
        QStringLiteral("%1: %2 x %3 pixels\n").arg(call.value("out")).arg(straight.bgr.cols).arg(straight.bgr.rows);
    return answer;
}

}  // namespace

QVector<Command> pageCommands()
{
    return {
        {QStringLiteral("page find"),
         QStringLiteral("IMAGE… [--reference EMPTY] [--calibration FILE]"),
         QStringLiteral("Find the documents in pictures of the capture plate."),
         QStringLiteral(
             "For each picture the corners of each document, clockwise from the top left, in pixels of the picture as\n"
             "its EXIF turns it; the reasons why it should not be taken as it is (blur, glare, cut, covered, dark,\n"
             "small); and a score from 0 to 1. Best first; an empty list means that there is no document.\n"
             "With a calibration of the plate also its width and height there, in mm.\n"
             "JSON: {\"IMAGE\":[{\"quad\",\"reasons\",\"score\"}]}, for a picture that cannot be read\n"
             "{\"IMAGE\":{\"error\"}} and exit status 1."),
         1,
         std::numeric_limits<int>::max(),
         {QStringLiteral("reference"), QStringLiteral("calibration")},
         find},
        {QStringLiteral("page rectify"),
         QStringLiteral("IMAGE --out PNG [--kind KIND] [--calibration FILE]"),
         QStringLiteral("Straighten the best document of a picture into a PNG."),
         QStringLiteral("With a known kind of paper (given, or told by the proportions) the PNG has that size at\n"
                        "200 dpi; otherwise one pixel for one of the picture, and mm and dpi are 0. With a\n"
                        "calibration of the plate and no --kind it has its true size and what the camera sees of it,\n"
                        "at most 300 dpi.\n"
                        "JSON: {\"quad\",\"mm\",\"dpi\",\"turn\",\"px\"}; turn counts quarter turns clockwise."),
         1,
         1,
         {QStringLiteral("out"), QStringLiteral("kind"), QStringLiteral("calibration")},
         rectify}};
}

}  // namespace hall::ctl
