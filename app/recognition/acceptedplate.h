// SPDX-License-Identifier: GPL-3.0-or-later
// A calibration with the figures that it was accepted by, and who did. The file is a calibration's, with more in it:
// readCalibration() reads it as well. Values; any thread.
#pragma once

#include "app/recognition/platecalibration.h"

namespace hall {

// "edge-px", "lens-px", "geometry-mm", "sheet-share", "flat-spread", "flat-delta-e", "empty-unrest" (calibrationrun.h);
// "print-…" (printtarget.h).
struct CalibrationFigure
{
    std::string name;
    double value = 0;
    double limit = 0;  // good up to here
    bool operator==(const CalibrationFigure &) const = default;
};

struct AcceptedPlate
{
    PlateCalibration plate;
    std::vector<CalibrationFigure> figures;
    std::string by;       // a role and the tag of a card, no name
    std::int64_t at = 0;  // Unix seconds; 0: it was not accepted yet, or by another program
};

// Errors as those of parseCalibration(), encodeCalibration() and readCalibration().
[[nodiscard]] Result<AcceptedPlate> parseAccepted(const std::vector<unsigned char> &json);
[[nodiscard]] Result<std::vector<unsigned char>> encodeAccepted(const AcceptedPlate &accepted);
[[nodiscard]] Result<AcceptedPlate> readAccepted(const std::filesystem::path &path);

}  // namespace hall
