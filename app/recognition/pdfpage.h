// SPDX-License-Identifier: GPL-3.0-or-later
// A straightened page as a page of a PDF: upright, in the ink that is wanted, small enough, with what was read of it.
// Any thread.
#pragma once

#include "app/recognition/searchablepdf.h"

#include <optional>

namespace hall {

// Of a format that a service wants a paper in (materialFormats()); none: it is to be pictures.
[[nodiscard]] std::optional<PdfInk> pdfInkOf(const QString &format);

// `bgr`: the page, 8-bit, 3 channels; `mm`: its size as it lies, or 0 × 0. `own`: the JPEG it was decoded from; its
// bytes stay as they are where a reader of PDF shows the same picture, so that the page has the digest the case names.
// At most largestPageBytes, of what is larger than A4 largestSheetBytes. Faults: of encodePage().
[[nodiscard]] Result<PdfPage> pdfPage(const cv::Mat &bgr, cv::Size2f mm, PageSheet sheet, PdfInk ink,
                                      const std::vector<unsigned char> &own = {});

}  // namespace hall
