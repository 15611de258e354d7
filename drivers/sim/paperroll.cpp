// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/paperroll.h"

#include <algorithm>
#include <cstring>

namespace hall::device {

PaperRoll::PaperRoll(int dots, int headToCutterRows)
    : m_dots(dots), m_rowBytes((dots + 7) / 8), m_headToCutterRows(headToCutterRows), m_rows(headToCutterRows),
      m_bits(static_cast<std::size_t>(m_rows) * static_cast<std::size_t>(m_rowBytes), 0)
{
}

void PaperRoll::addBlankRow()
{
    m_bits.resize(m_bits.size() + static_cast<std::size_t>(m_rowBytes), 0);
    ++m_rows;
}

void PaperRoll::addRow(const Bytes &bits, int widthDots, int left)
{
    addBlankRow();
    unsigned char *row = m_bits.data() + m_bits.size() - static_cast<std::size_t>(m_rowBytes);
    const int width = std::min(widthDots, m_dots - left);
    for (int x = 0; x < width; ++x) {
        if ((bits[static_cast<std::size_t>(x / 8)] & (0x80 >> (x % 8))) != 0) {
            const int at = left + x;
            row[at / 8] = static_cast<unsigned char>(row[at / 8] | (0x80 >> (at % 8)));
        }
    }
}

QImage PaperRoll::image(int rows) const
{
    QImage picture(m_dots, rows, QImage::Format_Mono);
    picture.setColorTable({qRgb(255, 255, 255), qRgb(0, 0, 0)});
    picture.fill(0);
    for (int y = 0; y < rows; ++y) {
        std::memcpy(picture.scanLine(y),
                    m_bits.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(m_rowBytes),
                    static_cast<std::size_t>(m_rowBytes));
    }
    return picture;
}

QImage PaperRoll::cut()
{
    const int rows = m_rows - m_headToCutterRows;
    QImage paper = image(rows);
    m_bits.erase(m_bits.begin(), m_bits.begin() + static_cast<std::ptrdiff_t>(rows) * m_rowBytes);
    m_rows = m_headToCutterRows;
    return paper;
}

void PaperRoll::tearOff()
{
    m_rows = m_headToCutterRows;
    m_bits = Bytes(static_cast<std::size_t>(m_rows) * static_cast<std::size_t>(m_rowBytes), 0);
}

QImage PaperRoll::strip() const
{
    return image(m_rows);
}

}  // namespace hall::device
