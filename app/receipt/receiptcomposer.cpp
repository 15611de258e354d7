// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/receiptcomposer.h"

#include "app/receipt/nativetext.h"
#include "app/receipt/qrsymbol.h"
#include "app/receipt/rasterband.h"
#include "app/receipt/textreceipt.h"

#include <algorithm>

namespace hall {

namespace {

using namespace Qt::StringLiterals;

// All sizes in millimetres. People of every age read this at arm's length: 3.4 mm is about 9.6 pt.
constexpr double bodyMm = 3.4;
constexpr double labelMm = 3.1;
constexpr double smallMm = 2.8;
constexpr double titleMm = 6.0;
constexpr double leastTitleMm = 4.4;  // a longer title wraps
constexpr double numberMm = 7.4;
constexpr double largePrintScale = 1.5;
constexpr double leastWord = 0.7;
constexpr double leastGrowth = 1.2;  // of the number in large print
constexpr double edgeMm = 1.5;       // white at both sides, over and above the unprintable edge
constexpr double qrMm = 27;          // aimed at, quiet zone not counted; in large print too, it is no text
constexpr int leastModuleDots = 4;   // 0.5 mm at 203 dpi: read by phones from worn paper

// With what the slices add, 70,000 bytes: 0.1 s of USB at full speed.
constexpr std::size_t mostBytes = 63'000;

class ReceiptLayout
{
public:
    ReceiptLayout(const ReceiptDocument &document, const device::PrinterProfile &profile, PaperFonts &fonts)
        : m_document(document), m_canvas(profile.dots, profile.dpi, fonts),
          m_scale(document.largePrint ? largePrintScale : 1.0), m_left(std::max(8, m_canvas.dots(edgeMm))),
          m_width(profile.dots - 2 * m_left)
    {
    }

    QImage drawn()
    {
        m_canvas.skip(2);
        copyBand();
        const int headingTop = m_canvas.y();
        heading();
        number();
        stateLine();
        const int rowsTop = m_canvas.y();
        rows();
        notes();
        m_canvas.mayBeCoarse(rowsTop, m_canvas.y());
        m_canvas.mayBeCoarse(headingTop, rowsTop);
        qr();
        footer();
        return m_canvas.drawn(mostBytes);
    }

private:
    [[nodiscard]] TextStyle style(double mm, bool bold = false, Qt::Alignment align = Qt::AlignLeft) const
    {
        return {mm * m_scale, bold, 1.34, 0, align};
    }

    void paragraph(const QString &text, const TextStyle &textStyle)
    {
        m_canvas.moveTo(m_canvas.text(text, textStyle, m_left, m_canvas.y(), m_width));
    }

    void rule(double thicknessMm)
    {
        const int thickness = m_canvas.dots(thicknessMm);
        m_canvas.fill({m_left, m_canvas.y(), m_width, thickness});
        m_canvas.moveTo(m_canvas.y() + thickness);
    }

    void dashedRule()
    {
        m_canvas.dashes(m_left, m_canvas.y(), m_width, m_canvas.dots(0.25), m_canvas.dots(1), m_canvas.dots(0.75));
        m_canvas.skip(0.25);
    }

    void copyBand()
    {
        if (m_document.copy <= 0) {
            return;
        }
        // The band itself is never left out, whatever the document lacks.
        const QString words =
            m_document.copyLabel.trimmed().isEmpty() ? u"# %1"_s.arg(m_document.copy) : m_document.copyLabel;
        const TextStyle bold = style(4, true, Qt::AlignHCenter);
        const int padding = m_canvas.dots(1);
        const int top = m_canvas.y();
        // The text is placed twice: once to know the height of what goes beneath it.
        PaperCanvas measure = m_canvas;
        const int bottom = measure.text(words, bold, m_left, top + padding, m_width, true) + padding;
        m_canvas.band({m_left, top, m_width, bottom - top}, m_canvas.dots(1));
        m_canvas.text(words, bold, m_left + padding, top + padding, m_width - 2 * padding, true);
        m_canvas.moveTo(bottom);
        m_canvas.skip(3);
    }

    void heading()
    {
        paragraph(m_document.hall, style(labelMm, false, Qt::AlignHCenter));
        m_canvas.skip(0.8);
        const TextStyle title = style(titleMm, true, Qt::AlignHCenter);
        TextStyle fitting = m_canvas.fitted(m_document.title, title, m_width, leastTitleMm * m_scale);
        for (const QString &word : m_document.title.split(u' ')) {
            fitting = m_canvas.fitted(word, fitting, m_width, labelMm);  // it may wrap, but not within a word
        }
        paragraph(m_document.title, fitting);
        m_canvas.skip(2.2);
        rule(0.5);
        m_canvas.skip(2.2);
    }

    void number()
    {
        if (m_document.number.isEmpty()) {
            return;
        }
        if (!m_document.numberLabel.isEmpty()) {
            paragraph(m_document.numberLabel, style(smallMm, false, Qt::AlignHCenter));
        }
        TextStyle ordinary{numberMm, true, 1.2, 0.4, Qt::AlignHCenter};
        TextStyle big = ordinary;
        big.sizeMm *= m_scale;
        ordinary = m_canvas.fitted(m_document.number, ordinary, m_width, bodyMm);
        const TextStyle oneLine = m_canvas.fitted(m_document.number, big, m_width, bodyMm);
        if (!m_document.largePrint || oneLine.sizeMm >= ordinary.sizeMm * leastGrowth) {
            paragraph(m_document.number, oneLine);
        } else {
            // It fills its line at the ordinary size already: larger it takes two, broken between groups.
            const QStringList lines = inTwo(m_document.number);
            const TextStyle first = m_canvas.fitted(lines.first(), big, m_width, bodyMm);
            const TextStyle last = m_canvas.fitted(lines.last(), big, m_width, bodyMm);
            for (const QString &line : lines) {
                paragraph(line, first.sizeMm < last.sizeMm ? first : last);
            }
        }
        m_canvas.skip(1.6);
    }

    void stateLine()
    {
        if (m_document.stateLine.isEmpty()) {
            return;
        }
        const int paddingX = m_canvas.dots(2.5);
        const int paddingY = m_canvas.dots(1.4);
        const int top = m_canvas.y();
        const int bottom = m_canvas.text(m_document.stateLine, style(3.6, true, Qt::AlignHCenter), m_left + paddingX,
                                         top + paddingY, m_width - 2 * paddingX) +
                           paddingY;
        const int line = m_canvas.dots(0.35);
        if (m_document.largePrint) {
            // The right side of a box would send every row at the full width of the paper.
            m_canvas.fill({m_left, top, m_width, line});
            m_canvas.fill({m_left, bottom - line, m_width, line});
        } else {
            m_canvas.frame({m_left, top, m_width, bottom - top}, line, m_canvas.dots(1.6));
        }
        m_canvas.moveTo(bottom);
        m_canvas.skip(3);
    }

    // A number that is still too long for its line is broken between its groups.
    QString inGroups(const QString &text, const TextStyle &textStyle, int width)
    {
        const QStringList groups = groupsOf(text);
        if (groups.size() < 2 || text.contains(u' ') || m_canvas.textWidth(text, textStyle) <= width) {
            return text;
        }
        QString shown;
        QString line;
        for (const QString &group : groups) {
            if (!line.isEmpty() && m_canvas.textWidth(line + group, textStyle) > width) {
                shown += line + QChar(QChar::LineSeparator);
                line.clear();
            }
            line += group;
        }
        return shown + line;
    }

    // A number or another single word is set a little smaller rather than torn.
    TextStyle wordsStyle(const QString &text, const TextStyle &wanted, int width)
    {
        const bool single = std::all_of(text.begin(), text.end(), [](QChar c) { return c > u' ' && c < u'\x7F'; });
        const TextStyle fitting = single ? m_canvas.fitted(text, wanted, width, wanted.sizeMm * leastWord) : wanted;
        return m_canvas.textWidth(text, fitting) <= width ? fitting : wanted;
    }

    // Labels in one column, values in the other; under one another where the labels would take too much of the width.
    void rows()
    {
        if (m_document.rows.isEmpty()) {
            return;
        }
        const TextStyle label = style(labelMm);
        const TextStyle value = style(bodyMm, true);
        const int gap = m_canvas.dots(3 * m_scale);
        int column = 0;
        for (const ReceiptRow &row : m_document.rows) {
            column = std::max(column, m_canvas.textWidth(row.label, label));
        }
        const bool stacked = column + gap > m_width * 45 / 100;
        for (const ReceiptRow &row : m_document.rows) {
            if (stacked) {
                paragraph(row.label, label);
                const TextStyle words = wordsStyle(row.value, value, m_width);
                paragraph(inGroups(row.value, words, m_width), words);
                m_canvas.skip(1.8 * m_scale);
            } else {
                besideEachOther(row, label, value, column, gap);
                m_canvas.skip(0.9 * m_scale);
            }
        }
        m_canvas.skip(2.1);
    }

    // How much lower smaller text begins, to stand on the line of the larger.
    [[nodiscard]] int lower(const TextStyle &larger, const TextStyle &smaller) const
    {
        return m_canvas.dots((larger.sizeMm - smaller.sizeMm) * (larger.leading / 2 + 0.38));
    }

    void besideEachOther(const ReceiptRow &row, const TextStyle &label, const TextStyle &value, int column, int gap)
    {
        const int top = m_canvas.y();
        const int drop = lower(value, label);
        const int valueLeft = m_left + column + gap;
        const int labelBottom = m_canvas.text(row.label, label, m_left, top + drop, column);
        const int valueWidth = m_width - column - gap;
        const TextStyle words = wordsStyle(row.value, value, valueWidth);
        const int valueBottom = m_canvas.text(inGroups(row.value, words, valueWidth), words, valueLeft,
                                              top + lower(value, words), valueWidth);
        m_canvas.moveTo(std::max(labelBottom, valueBottom));
    }

    void notes()
    {
        if (m_document.notes.isEmpty()) {
            return;
        }
        dashedRule();
        m_canvas.skip(2.6);
        const TextStyle text = style(labelMm);
        const int indent = m_canvas.dots(3.4 * m_scale);
        const int bullet = m_canvas.dots(1.0 * m_scale);
        for (const QString &note : m_document.notes) {
            const int lineHeight = m_canvas.dots(text.sizeMm * text.leading);
            m_canvas.band({m_left + m_canvas.dots(0.4), m_canvas.y() + (lineHeight - bullet) / 2, bullet, bullet},
                          bullet / 2);
            m_canvas.moveTo(m_canvas.text(note, text, m_left + indent, m_canvas.y(), m_width - indent));
            m_canvas.skip(0.9 * m_scale);
        }
    }

    void qr()
    {
        if (m_document.qr.isEmpty()) {
            return;
        }
        const auto symbol = makeQr(m_document.qr, m_canvas.width() / leastModuleDots);
        if (!symbol) {
            paragraph(m_document.qr, style(smallMm));
            m_canvas.skip(2);
            return;
        }
        const int widest = m_canvas.width() / symbol->outerSize();
        // Dots and rows of an even number, at an even place: a printer takes those for a quarter of the bytes.
        const int module =
            std::clamp((m_canvas.dots(qrMm) / symbol->size + 1) / 2 * 2, leastModuleDots, widest / 2 * 2);
        const int outer = symbol->outerSize() * module;
        m_canvas.qr(*symbol, (m_canvas.width() - outer) / 4 * 2, m_canvas.y(), module);
        m_canvas.moveTo(m_canvas.y() + outer);
        if (!m_document.qrCaption.isEmpty()) {
            paragraph(m_document.qrCaption, style(labelMm, false, Qt::AlignHCenter));
        }
        m_canvas.skip(2.4);
    }

    void footer()
    {
        dashedRule();
        m_canvas.skip(1.6);
        const TextStyle small = style(smallMm, false, Qt::AlignHCenter);
        paragraph(m_document.printedAt, m_canvas.fitted(m_document.printedAt, small, m_width, smallMm));
        m_canvas.skip(2);
    }

    const ReceiptDocument &m_document;
    PaperCanvas m_canvas;
    double m_scale;
    int m_left;
    int m_width;
};

}  // namespace

device::PrintJob ReceiptComposer::compose(const ReceiptDocument &document, const device::PrinterProfile &profile,
                                          const std::string &jobId)
{
    device::PrintJob job;
    job.id = jobId;
    if (profile.mode == "text") {
        job.parts = TextReceipt(document, profile, m_fonts).parts();
    } else {
        job.parts.emplace_back(toBand(ReceiptLayout(document, profile, m_fonts).drawn()));
    }
    job.cut = true;
    return job;
}

QImage ReceiptComposer::renderPreview(const ReceiptDocument &document, const device::PrinterProfile &profile)
{
    if (profile.mode == "text") {
        return TextReceipt(document, profile, m_fonts).picture();
    }
    return toImage(toBand(ReceiptLayout(document, profile, m_fonts).drawn()));
}

}  // namespace hall
