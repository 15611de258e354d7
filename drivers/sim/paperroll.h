// SPDX-License-Identifier: GPL-3.0-or-later
// The paper of a virtual printer: one strip between the roll and the cutter. The head prints one dot row at a
// time; the cutter sits some rows ahead of the head, so that a cut without a feed leaves the last rows on the strip,
// where they become the top of the next paper.
#pragma once

#include "drivers/core/values.h"

#include <QImage>

namespace hall::device {

class PaperRoll
{
public:
    PaperRoll(int dots, int headToCutterRows);

    // `bits`: packed, most significant bit left, 1 = black; widthDots of them, the first at dot `left`. What lies
    // beyond the paper's width is not drawn.
    void addRow(const Bytes &bits, int widthDots, int left);
    void addBlankRow();
    // The paper between the last cut and the cutter, white and black; the rest stays on the strip.
    [[nodiscard]] QImage cut();
    void tearOff();  // everything that hangs, as when a new roll is put in

    [[nodiscard]] int rows() const { return m_rows - m_headToCutterRows; }  // printed or fed since the last cut
    [[nodiscard]] QImage strip() const;                                     // what hangs uncut, up to the head
    [[nodiscard]] int headToCutterRows() const { return m_headToCutterRows; }

private:
    [[nodiscard]] QImage image(int rows) const;

    int m_dots;
    int m_rowBytes;
    int m_headToCutterRows;
    int m_rows = 0;  // on the strip, from the cutter's edge to the head
    Bytes m_bits;    // m_rows * m_rowBytes
};

}  // namespace hall::device
