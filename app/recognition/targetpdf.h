// SPDX-License-Identifier: GPL-3.0-or-later
// The sheet that the document camera is calibrated with, to be printed.
#pragma once

#include <QByteArray>

namespace hall {

inline constexpr int kTargetPdfDpi = 300;

// One page of A4 that holds drawTarget() at its true size; always the same bytes.
[[nodiscard]] QByteArray targetPdf();

}  // namespace hall
