// SPDX-License-Identifier: GPL-3.0-or-later
// A receipt as lines of the printer's own font, for lines too slow for pictures: 12 dots an ASCII character, 24 a
// Chinese one, whatever the resolution. A line with a character that the font lacks is drawn by us, that line alone.
#pragma once

#include "app/domain/receiptdocument.h"
#include "app/receipt/papercanvas.h"
#include "app/receipt/qrsymbol.h"
#include "drivers/core/values.h"

#include <QImage>

#include <variant>
#include <vector>

namespace hall {

class TextReceipt
{
public:
    TextReceipt(const ReceiptDocument &document, const device::PrinterProfile &profile, PaperFonts &fonts);

    [[nodiscard]] std::vector<device::PaperPart> parts();
    // Every line in our font where the printer's would be; 1 bit a dot, colour 1 = black.
    [[nodiscard]] QImage picture();

private:
    struct Line
    {
        QString text;
        device::TextLine::Align align = device::TextLine::Align::Left;
        int scale = 1;
        bool bold = false;
        bool inverted = false;
    };
    struct Code
    {
        QString text;
        QrSymbol symbol;
        int module = 4;
    };
    struct Gap
    {
        int rows = 0;
    };
    using Item = std::variant<Line, Code, Gap>;

    void lay(const ReceiptDocument &document);
    void paragraph(const QString &text, Line style);
    void number(const QString &number);
    void rule(QChar dash);
    void copyBand(const ReceiptDocument &document);
    void rows(const QVector<ReceiptRow> &rows);
    void row(const ReceiptRow &row, int labelColumns);
    void notes(const QVector<QString> &notes);
    void code(const ReceiptDocument &document);
    [[nodiscard]] int columns(int scale) const;
    [[nodiscard]] device::PaperPart partOf(const Item &item);
    [[nodiscard]] device::RasterBand bandOf(const Item &item);
    [[nodiscard]] device::RasterBand drawn(const Line &line);
    [[nodiscard]] device::RasterBand drawn(const Code &code);

    const device::PrinterProfile &m_profile;
    PaperFonts &m_fonts;
    int m_body;  // scale of ordinary text
    std::vector<Item> m_items;
};

}  // namespace hall
