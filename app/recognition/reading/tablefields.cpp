// SPDX-License-Identifier: GPL-3.0-or-later
// TextFields: tables.
#include "app/recognition/reading/textfields.h"

#include <algorithm>

namespace hall {

// Lines in which a column that knows its values by form has one.
std::vector<int> TextFields::linesOfTable(const PaperKind &kind, const std::vector<Column> &columns) const
{
    std::vector<int> lines;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const ValueType type = kind.columns[c].type;
        if (type == ValueType::Text || type == ValueType::Name) {
            continue;
        }
        for (const TableCell &cell : columns[c].cells) {
            if (!valueOf(type, textOf(m_plain, cell.span)).text.isEmpty()) {
                lines.push_back(cell.line);
            }
        }
    }
    std::sort(lines.begin(), lines.end());
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
    return lines;
}

// `slope`: of the page's lines. Middles are those of a level page.
std::vector<TableRow> TextFields::rowsOfTable(const std::vector<Column> &columns, const std::vector<int> &lines,
                                              double slope) const
{
    const auto level = [slope](const cv::Rect &box) {
        return box.y + box.height / 2.0 - slope * (box.x + box.width / 2.0);
    };
    std::vector<double> sums(lines.size(), 0);
    std::vector<int> counts(lines.size(), 0);
    cv::Rect table;
    double title = 0;
    int titles = 0;
    for (const Column &column : columns) {
        if (column.title.area() > 0) {
            title += level(column.title);
            table |= column.title;
            ++titles;
        }
        for (const TableCell &cell : column.cells) {
            const auto line = std::find(lines.begin(), lines.end(), cell.line);
            if (line != lines.end()) {
                const cv::Rect box = boxOf(m_plain, cell.span);
                sums[static_cast<std::size_t>(line - lines.begin())] += level(box);
                ++counts[static_cast<std::size_t>(line - lines.begin())];
                table |= box;
            }
        }
    }
    if (titles == 0) {
        return {};
    }
    std::vector<double> middles;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        middles.push_back(sums[i] / counts[i]);
    }
    std::vector<double> print;
    for (const Segment &segment : m_plain.segments) {
        if ((segment.box & table).area() > 0 && !std::binary_search(lines.begin(), lines.end(), segment.row)) {
            print.push_back(level(segment.box));
        }
    }
    return tableRows(title / titles, middles, print);
}

// Of a row that the page's reader did not find, beneath and above the column's other cells.
std::optional<ReadField> TextFields::cellAt(const PaperColumn &column, const std::vector<TableCell> &cells,
                                            double middle, double slope) const
{
    cv::Rect wide;
    int high = 0;
    for (const TableCell &cell : cells) {
        const cv::Rect box = boxOf(m_plain, cell.span);
        wide |= box;
        high = std::max(high, box.height);
    }
    if (wide.area() == 0) {
        return std::nullopt;
    }
    const double y = middle + slope * (wide.x + wide.width / 2.0);
    const cv::Rect box = cv::Rect(wide.x, cvRound(y - high / 2.0), wide.width, high) &
                         cv::Rect(0, 0, m_page.gray.cols, m_page.gray.rows);
    std::vector<FieldLook> looks;
    for (const Look look : {Look::Plain, Look::Sharp, Look::Bold}) {
        const LineText read = m_reader.lineText(m_page, box, modeOf(column.type), look);
        looks.push_back({valueOf(column.type, read.text), read.least, box});
    }
    return settled(column.id, column.type, looks, m_page);
}

void TextFields::readTable(const PaperKind &kind, const std::vector<Column> &columns, const PageText &again,
                           PaperReading &reading) const
{
    const std::vector<int> lines = linesOfTable(kind, columns);
    const double slope = pageSlope(m_plain.segments);
    const std::vector<TableRow> rows = rowsOfTable(columns, lines, slope);
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const PaperColumn &column = kind.columns[c];
        for (std::size_t number = 0; number < rows.size(); ++number) {
            const TableRow &row = rows[number];
            std::optional<ReadField> found;
            if (row.line < 0) {
                found = cellAt(column, columns[c].cells, row.middle, slope);
            }
            for (const TableCell &cell : columns[c].cells) {
                if (row.line < 0 || cell.line != lines[static_cast<std::size_t>(row.line)]) {
                    continue;
                }
                std::vector<FieldLook> looks;
                looks.push_back(lookOf(valueOf(column.type, textOf(m_plain, cell.span)), m_plain, cell.span));
                for (const TableCell &other : sameCell(again, cell)) {
                    looks.push_back(lookOf(valueOf(column.type, textOf(again, other.span)), again, other.span));
                }
                if (modeOf(column.type) != LineMode::Chinese) {
                    looks.push_back(figuresAgain(column.type, cell.span, true));
                }
                found = answered(column.id, column.type, looks, cell.span);
            }
            if (found) {
                found->row = static_cast<int>(number);
                reading.fields.push_back(*found);
            }
        }
    }
}

std::vector<TableCell> TextFields::sameCell(const PageText &again, const TableCell &cell) const
{
    TableCell other{cell.line, {}};
    for (std::size_t i = 0; i < again.symbols.size(); ++i) {
        const bool same = std::any_of(cell.span.symbols.begin(), cell.span.symbols.end(), [&](std::size_t k) {
            return m_plain.symbols[k].segment == again.symbols[i].segment;
        });
        if (same) {
            other.span.symbols.push_back(i);
        }
    }
    return {other};
}

}  // namespace hall
