// SPDX-License-Identifier: GPL-3.0-or-later
// Everything between a still and the page that the visitor is shown. Pure, any thread; takes up to a second of a
// worker.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "app/recognition/autocapture.h"
#include "app/recognition/platecalibration.h"
#include "app/recognition/sheethalves.h"
#include "drivers/core/device.h"

#include <QByteArray>
#include <QImage>
#include <QString>

#include <memory>
#include <vector>

namespace hall {

// A page as it was taken: never on any disk in this form.
struct CapturedPage
{
    QImage shown;                // straightened and cleaned, for the screen
    Sensitive<QByteArray> jpeg;  // straightened, at most 300 KiB; a joined sheet at most 600 KiB; of one half none
    std::vector<FaultCode> reasons;
    PlateTrouble trouble = PlateTrouble::None;  // besides those of the page itself
    bool found = false;                         // false: no outline; the whole picture is offered
};

// What is asked of the picture itself, whatever paper it is of.
struct PictureWish
{
    double leastDpi = 0;  // fewer are "page.small"
    bool grey = false;
};

[[nodiscard]] QImage toImage(const cv::Mat &bgr);  // a copy
// `dpi`: of the straightened page, where the plate is not known.
[[nodiscard]] Result<CapturedPage> makePage(const device::Frame &still, const QString &kind, double dpi,
                                            const std::shared_ptr<const PlateCalibration> &plate,
                                            const PictureWish &wish = {});

// One half of a sheet of `asked` mm; with the first half the whole sheet, turned upright by what is printed on it.
// `note`: why there is no page, for the visitor: kHalfLies or a HalvesTrouble's name.
inline const QString kHalfLies = QStringLiteral("page.half-lies");  // it does not lie as half a sheet should
struct HalfOutcome
{
    SheetHalf half;
    CapturedPage page;
    QString note;
};
[[nodiscard]] Result<HalfOutcome> makeHalf(const device::Frame &still, cv::Size2f asked,
                                           const std::shared_ptr<const PlateCalibration> &plate, const SheetHalf &first,
                                           const PictureWish &wish = {});

}  // namespace hall
