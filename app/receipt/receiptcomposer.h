// SPDX-License-Identifier: GPL-3.0-or-later
// A receipt on paper: the same document laid out for any width and resolution. One composer per thread; it needs a
// QGuiApplication and the font "Noto Sans CJK SC". The first receipt loads fonts (about 15 ms), later ones do not.
#pragma once

#include "app/domain/receiptdocument.h"
#include "app/receipt/papercanvas.h"
#include "drivers/core/values.h"

#include <QImage>

#include <string>

namespace hall {

class ReceiptComposer
{
public:
    // Never clips: texts wrap, the number and the title shrink, and a QR text too long for the width is printed as
    // text. A copy always carries its band. A profile whose mode is "text" gets lines of the printer's own font.
    [[nodiscard]] device::PrintJob compose(const ReceiptDocument &document, const device::PrinterProfile &profile,
                                           const std::string &jobId);
    // Dot for dot what compose() prints, 1 bit a dot (colour 1 = black); in text mode the same lines in our font.
    [[nodiscard]] QImage renderPreview(const ReceiptDocument &document, const device::PrinterProfile &profile);

private:
    PaperFonts m_fonts;
};

}  // namespace hall
