// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/pagepictures.h"

#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/reading/paperreader.h"

#include <QBuffer>
#include <QFile>
#include <QImage>

namespace hall::ctl {

Result<cv::Mat> pictureAt(const QString &path)
{
    Result<cv::Mat> picture = readImage(QFile::encodeName(path).toStdString());
    if (!picture) {
        return fail(picture.error().code, path.toStdString() + ": " + picture.error().detail);
    }
    return picture;
}

Result<std::optional<PlateCalibration>> calibrationOf(const Call &call)
{
    if (!call.has("calibration")) {
        return std::optional<PlateCalibration>();
    }
    auto calibration = readCalibration(QFile::encodeName(call.value("calibration")).toStdString());
    return calibration ? Result<std::optional<PlateCalibration>>(std::move(*calibration)) : fail(calibration.error());
}

Result<StraightPage> pageIn(const cv::Mat &picture, const QString &path,
                            const std::optional<PlateCalibration> &calibration, const PaperKind *kind)
{
    FindOptions options;
    if (calibration) {
        options.plate = PlateView::of(*calibration, picture.size());
        if (calibration->empty) {
            options.emptyReference = calibration->empty->bgr;
        }
    }
    const std::vector<FoundPage> pages = findPages(picture, options);
    if (pages.empty()) {
        return fail(FaultCode::PageNotFound, path.toStdString() + ": no document in the picture");
    }
    const Quad &quad = pages.front().quad;
    StraightPage page;
    if (options.plate) {
        page = straightenOnPlate(picture, quad, *options.plate);
    } else {
        const std::optional<cv::Size2f> mm =
            kind != nullptr ? std::optional(sizeLike(*kind, quad)) : kindSize(kindByShape(quad));
        const double longest = std::max(cv::norm(quad[1] - quad[0]), cv::norm(quad[2] - quad[1]));
        page = straighten(picture, quad, mm,
                          mm ? readingDpi(*mm, longest / static_cast<double>(std::max(mm->width, mm->height)) * 25.4)
                             : 200);
    }
    if (page.bgr.empty()) {
        return fail(FaultCode::PageNotFound, path.toStdString() + ": the document found has no area");
    }
    return page;
}

StraightPage asItIs(const cv::Mat &picture, const QString &path)
{
    constexpr double leastDpi = 120;  // what Qt says of a file that says nothing is less
    StraightPage page;
    page.bgr = picture;
    const QImage file = path.endsWith(QLatin1String(".png"), Qt::CaseInsensitive) ? QImage(path) : QImage();
    const double dpi = file.dotsPerMeterX() * 0.0254;
    if (!file.isNull() && dpi >= leastDpi && file.size() == QSize(picture.cols, picture.rows)) {
        page.dpi = dpi;
        page.mm = {static_cast<float>(picture.cols / dpi * 25.4), static_cast<float>(picture.rows / dpi * 25.4)};
        return page;
    }
    const Quad corners{cv::Point2f(0, 0), cv::Point2f(static_cast<float>(picture.cols), 0),
                       cv::Point2f(static_cast<float>(picture.cols), static_cast<float>(picture.rows)),
                       cv::Point2f(0, static_cast<float>(picture.rows))};
    if (const auto mm = kindSize(kindByShape(corners))) {
        const bool across = (mm->width > mm->height) != (picture.cols > picture.rows);
        page.mm = across ? cv::Size2f(mm->height, mm->width) : *mm;
    }
    return page;
}

QByteArray pngOf(const cv::Mat &bgr, double dpi)
{
    if (bgr.type() != CV_8UC3 || bgr.empty()) {
        return {};
    }
    QImage image(bgr.data, bgr.cols, bgr.rows, static_cast<qsizetype>(bgr.step), QImage::Format_BGR888);
    const int perMetre = qRound(dpi / 0.0254);
    image.setDotsPerMeterX(perMetre);
    image.setDotsPerMeterY(perMetre);
    QBuffer bytes;
    bytes.open(QIODevice::WriteOnly);
    return image.save(&bytes, "PNG") ? bytes.data() : QByteArray();
}

}  // namespace hall::ctl
