// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of a sheet that was read whole: behind their labels, or beneath the titles of a table.
#pragma once

#include "app/recognition/reading/fieldfinder.h"
#include "app/recognition/reading/fieldreader.h"
#include "app/recognition/reading/namereader.h"
#include "app/recognition/reading/tablerows.h"

namespace hall {

class TextFields
{
public:
    // `scale`: by how much the boxes of the kind grow. All of them outlive it.
    TextFields(const FieldReader &reader, const ReadablePage &page, const PageText &plain, double scale)
        : m_reader(reader), m_page(page), m_plain(plain), m_scale(scale)
    {
    }

    // Adds what is found.
    void read(const PaperKind &kind, PaperReading &reading) const;

private:
    struct Try
    {
        FieldLook look;
        Span span;
        std::size_t place = 0;
    };

    [[nodiscard]] static FieldLook lookOf(const FieldValue &value, const PageText &text, const Span &span);
    [[nodiscard]] PageText secondLook(const std::vector<bool> &wanted) const;
    [[nodiscard]] std::optional<Try> tried(const PaperField &field, const PageText &text) const;
    // `alone`: nothing else stands in the runs of the span.
    [[nodiscard]] FieldLook figuresAgain(ValueType type, const Span &span, bool alone = false) const;
    void lookAgain(const PaperField &field, const Span &span, std::vector<FieldLook> &looks) const;
    [[nodiscard]] std::optional<ReadField> answered(const QString &id, ValueType type,
                                                    const std::vector<FieldLook> &looks, const Span &span) const;
    [[nodiscard]] std::optional<ReadField> hiddenName(const PaperField &field) const;
    [[nodiscard]] std::vector<cv::Rect> rowsOf(const Span &span) const;
    [[nodiscard]] Span datedPart(const Span &span) const;
    [[nodiscard]] bool lacksFigures(const Span &whole) const;
    [[nodiscard]] std::vector<ShapedText> shapesOf(const PaperField &field, const Span &span, Look look) const;
    // Adds a look, or puts one in the place of those that it shows to be wrong.
    void lookAtShapes(const PaperField &field, const Span &span, std::vector<FieldLook> &looks) const;
    [[nodiscard]] std::optional<ReadField> byGlyphs(const QString &id, ValueType type,
                                                    const std::vector<FieldLook> &looks, const Span &span) const;
    [[nodiscard]] std::vector<ToldLine> linesOfValue(const QString &value, const Span &span) const;
    [[nodiscard]] ToldLine nameLine(const QString &value, const Span &span) const;
    [[nodiscard]] cv::Rect boxOfValue(const QString &value, const Span &span) const;
    [[nodiscard]] std::vector<TableCell> sameCell(const PageText &again, const TableCell &cell) const;

    struct Column
    {
        std::vector<TableCell> cells;
        cv::Rect title;  // pixels
    };
    void readTable(const PaperKind &kind, const std::vector<Column> &columns, const PageText &again,
                   PaperReading &reading) const;
    [[nodiscard]] std::vector<int> linesOfTable(const PaperKind &kind, const std::vector<Column> &columns) const;
    [[nodiscard]] std::vector<TableRow> rowsOfTable(const std::vector<Column> &columns, const std::vector<int> &lines,
                                                    double slope) const;
    [[nodiscard]] std::optional<ReadField> cellAt(const PaperColumn &column, const std::vector<TableCell> &cells,
                                                  double middle, double slope) const;

    const FieldReader &m_reader;
    const ReadablePage &m_page;
    const PageText &m_plain;
    double m_scale;
};

}  // namespace hall
