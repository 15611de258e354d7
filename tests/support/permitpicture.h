// SPDX-License-Identifier: GPL-3.0-or-later
// Backs of fictional travel permits, and pictures of them as a document camera takes them. Everything follows from the
// seed. The zone is set in OCR B (Debian: fonts-ocr-b), the rest in no real document's design. For tests and
// demonstration pages only.
#pragma once

#include <QImage>
#include <QString>

namespace hall::test {

// Three lines of thirty: the check digits are worked out here. `number`: "H00000018", "00000018" …, at most nine
// characters; dates YYMMDD; names as in a zone ("CHAN<<SHI<LI").
[[nodiscard]] QString permitZone(const QString &number, const QString &birth, QChar sex, const QString &until,
                                 const QString &names);

[[nodiscard]] bool zoneTypeInstalled();

// 85.6 × 54 mm at 16 pixels a millimetre, corners transparent. `lineStep`: of the zone, millimetres.
[[nodiscard]] QImage permitBack(const QString &zone, double lineStep = 5.3);

struct PhotoOptions
{
    QSize size{2592, 1944};  // pixels; the plate is 400 mm wide for `perMm` 6.5
    double perMm = 8.2;      // 8 megapixels over an A4 plate
    double degrees = 0;
    double blur = 0;   // standard deviation, pixels
    double light = 1;  // 1: as it should be
    double slope = 0;  // how much darker the far corner is, 0 … 1
    int noise = 2;     // levels
    unsigned seed = 1;
};

[[nodiscard]] QImage photographOf(const QImage &card, const PhotoOptions &options);

}  // namespace hall::test
