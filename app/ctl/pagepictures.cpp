// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/pagepictures.h"

#include "app/recognition/pagefinder.h"
#include "app/recognition/pageimage.h"
#include "app/recognition/reading/paperreader.h"

#include <QFile>

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

}  // namespace hall::ctl
