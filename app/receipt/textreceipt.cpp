// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/receipt/textreceipt.h"

#include "app/receipt/nativetext.h"
#include "app/receipt/rasterband.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace hall {

using namespace Qt::StringLiterals;
using device::TextLine;

namespace {

constexpr int cell = 12;   // dots a column
constexpr int glyph = 24;  // dots a line, without what is between lines
constexpr int linesPerInch = 6;
constexpr int gapRows = 8;
constexpr double qrMm = 24;         // aimed at, quiet zone not counted; in large print too, it is no text
constexpr int leastModuleDots = 4;  // read by phones from worn paper
constexpr int mostModuleDots = 8;   // all that every printer knows
constexpr int labelGap = 2;         // columns
// Line pitch in em of scripts that hang far below their line: the height of a cell would cut Uyghur letters.
constexpr double joinedLeading = 1.6;

// No control characters, no line ends: the printer would obey them.
QString plain(const QString &text)
{
    QString clean = text;
    for (QChar &c : clean) {
        if (c.category() == QChar::Other_Control || c.category() == QChar::Separator_Line ||
            c.category() == QChar::Separator_Paragraph) {
            c = u' ';
        }
    }
    return clean.trimmed();
}

// Scripts whose letters join, or run from the right: they cannot be set cell by cell.
bool standsInCells(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        const QChar::Script script = c.script();
        return script == QChar::Script_Common || script == QChar::Script_Inherited || script == QChar::Script_Han ||
               script == QChar::Script_Latin || script == QChar::Script_Unknown || c.isSurrogate() ||
               script == QChar::Script_Hangul || script == QChar::Script_Hiragana || script == QChar::Script_Katakana ||
               script == QChar::Script_Cyrillic || script == QChar::Script_Greek;
    });
}

bool speaksToPrinter(const QByteArray &bytes)
{
    return std::any_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

}  // namespace

TextReceipt::TextReceipt(const ReceiptDocument &document, const device::PrinterProfile &profile, PaperFonts &fonts)
    : m_profile(profile), m_fonts(fonts), m_body(document.largePrint ? 2 : 1)
{
    lay(document);
}

int TextReceipt::columns(int scale) const
{
    return std::max(2, m_profile.dots / cell / scale);
}

void TextReceipt::lay(const ReceiptDocument &document)
{
    copyBand(document);
    paragraph(document.hall, {{}, TextLine::Align::Centre, m_body});
    paragraph(document.title, {{}, TextLine::Align::Centre, 2, true});
    rule(u'=');
    paragraph(document.numberLabel, {{}, TextLine::Align::Centre, m_body});
    number(document.number);
    m_items.emplace_back(Gap{gapRows});
    paragraph(document.stateLine, {{}, TextLine::Align::Centre, m_body, true});
    m_items.emplace_back(Gap{gapRows});
    rows(document.rows);
    notes(document.notes);
    code(document);
    rule(u'-');
    paragraph(document.printedAt, {{}, TextLine::Align::Centre, 1});
}

void TextReceipt::paragraph(const QString &text, Line style)
{
    if (plain(text).isEmpty()) {
        return;
    }
    for (const QString &line : wrapped(plain(text), columns(style.scale))) {
        style.text = line;
        m_items.emplace_back(style);
        if (style.scale > 1) {
            m_items.emplace_back(Gap{gapRows});  // the printer sets tall lines without any white between them
        }
    }
}

// In large print larger than the text around it, which stands at twice the size already.
void TextReceipt::number(const QString &number)
{
    if (number.isEmpty()) {
        return;
    }
    const QString word = plain(number);
    const bool ascii = columnsOf(word) == word.size();
    const int scale = m_body > 1 && ascii ? 3 : 2;
    const bool fits = columnsOf(word) <= columns(scale);
    for (const QString &line : fits ? QStringList{word} : inTwo(word)) {
        paragraph(line, {{}, TextLine::Align::Centre, scale, true});
    }
}

void TextReceipt::rule(QChar dash)
{
    m_items.emplace_back(Line{QString(columns(1), dash)});
}

void TextReceipt::copyBand(const ReceiptDocument &document)
{
    if (document.copy <= 0) {
        return;
    }
    // The band itself is never left out, whatever the document lacks.
    const QString words =
        plain(document.copyLabel).isEmpty() ? u"# %1"_s.arg(document.copy) : plain(document.copyLabel);
    for (const QString &line : wrapped(words, columns(2) - 2)) {
        const int white = columns(2) - columnsOf(line);
        const QString band = QString(white / 2, u' ') + line + QString(white - white / 2, u' ');
        m_items.emplace_back(Line{band, TextLine::Align::Left, 2, true, true});
    }
    m_items.emplace_back(Gap{gapRows});
}

void TextReceipt::rows(const QVector<ReceiptRow> &rows)
{
    int label = 0;
    for (const ReceiptRow &row : rows) {
        label = std::max(label, columnsOf(plain(row.label)));
    }
    const bool stacked = (label + labelGap) * 100 > columns(m_body) * 45;
    for (const ReceiptRow &one : rows) {
        row(one, stacked ? 0 : label);
    }
}

// Beside each other, or under one another when no column is given for the labels.
void TextReceipt::row(const ReceiptRow &row, int labelColumns)
{
    // A number or another single word is not torn for the sake of a column.
    const QString word = plain(row.value);
    const bool single = columnsOf(word) == word.size() && !word.contains(u' ');
    const int room = columns(m_body) - (labelColumns > 0 ? labelColumns + labelGap : 0);
    if (labelColumns == 0 || (single && word.size() > room)) {
        paragraph(row.label, {{}, TextLine::Align::Left, m_body});
        paragraph(row.value, {{}, TextLine::Align::Left, m_body, true});
        m_items.emplace_back(Gap{gapRows});
        return;
    }
    QString head = plain(row.label) + QString(labelColumns - columnsOf(plain(row.label)) + labelGap, u' ');
    for (const QString &value : wrapped(plain(row.value), columns(m_body) - labelColumns - labelGap)) {
        m_items.emplace_back(Line{head + value, TextLine::Align::Left, m_body});
        if (m_body > 1) {
            m_items.emplace_back(Gap{gapRows});
        }
        head = QString(labelColumns + labelGap, u' ');
    }
}

void TextReceipt::notes(const QVector<QString> &notes)
{
    if (notes.isEmpty()) {
        return;
    }
    rule(u'-');
    for (const QString &note : notes) {
        QString head = u"* "_s;
        for (const QString &line : wrapped(plain(note), columns(m_body) - 2)) {
            m_items.emplace_back(Line{head + line, TextLine::Align::Left, m_body});
            if (m_body > 1) {
                m_items.emplace_back(Gap{gapRows});
            }
            head = u"  "_s;
        }
    }
}

void TextReceipt::code(const ReceiptDocument &document)
{
    if (document.qr.isEmpty()) {
        return;
    }
    const auto symbol = makeQr(document.qr, m_profile.dots / leastModuleDots);
    if (!symbol) {
        paragraph(document.qr, {});
        return;
    }
    const int wanted = static_cast<int>(qrMm * m_profile.dpi / 25.4) / symbol->size;
    const int widest = std::min(mostModuleDots, m_profile.dots / symbol->outerSize());
    m_items.emplace_back(Gap{gapRows});
    m_items.emplace_back(Code{document.qr, *symbol, std::clamp(wanted, leastModuleDots, widest)});
    m_items.emplace_back(Gap{gapRows});
    paragraph(document.qrCaption, {{}, TextLine::Align::Centre, m_body});
}

std::vector<device::PaperPart> TextReceipt::parts()
{
    std::vector<device::PaperPart> parts;
    parts.reserve(m_items.size());
    for (const Item &item : m_items) {
        parts.push_back(partOf(item));
    }
    return parts;
}

device::PaperPart TextReceipt::partOf(const Item &item)
{
    if (const auto *line = std::get_if<Line>(&item)) {
        if (auto bytes = nativeText(line->text, m_profile.charset)) {
            return TextLine{std::move(*bytes), line->align, line->scale, line->bold, line->inverted};
        }
    } else if (const auto *code = std::get_if<Code>(&item); code && m_profile.nativeQr) {
        const QByteArray text = code->text.toUtf8();
        if (!speaksToPrinter(text)) {
            const int rows = code->symbol.size * code->module;
            return device::NativeQr{device::Bytes(text.begin(), text.end()), code->module, code->symbol.level, rows};
        }
    }
    return bandOf(item);
}

device::RasterBand TextReceipt::bandOf(const Item &item)
{
    if (const auto *line = std::get_if<Line>(&item)) {
        return drawn(*line);
    }
    if (const auto *code = std::get_if<Code>(&item)) {
        return drawn(*code);
    }
    const int rows = std::get<Gap>(item).rows;
    return {8, rows, device::Bytes(static_cast<std::size_t>(rows), 0)};
}

device::RasterBand TextReceipt::drawn(const Line &line)
{
    // Tall letters hang below their cell, into the gap that follows.
    const int hanging = line.scale > 1 && !line.inverted ? gapRows : 0;
    const int height = std::max(m_profile.dpi / linesPerInch, glyph * line.scale + hanging);
    const int used = columnsOf(line.text) * cell * line.scale;
    const int white = std::max(0, m_profile.dots - used);
    int x = line.align == TextLine::Align::Left ? 0 : line.align == TextLine::Align::Centre ? white / 2 : white;
    const bool inCells = standsInCells(line.text);
    const TextStyle style{
        glyph * line.scale * 25.4 / m_profile.dpi, line.bold, inCells ? 1.0 : joinedLeading, 0, Qt::AlignLeft, true};
    PaperCanvas canvas(m_profile.dots, m_profile.dpi, m_fonts);
    canvas.moveTo(height);
    if (line.inverted) {
        canvas.fill({x, 0, used, static_cast<int>(std::lround(glyph * line.scale * style.leading))});
    }
    if (inCells) {
        for (const QString &cluster : clustersOf(line.text)) {
            canvas.text(cluster, style, x, 0, m_profile.dots, line.inverted);
            x += columnsOf(cluster) * cell * line.scale;
        }
    } else {
        const TextStyle whole = canvas.fitted(line.text, style, m_profile.dots, style.sizeMm / 2);
        canvas.text(line.text, whole, x, 0, m_profile.dots - x, line.inverted);
    }
    return toBand(canvas.drawn());
}

device::RasterBand TextReceipt::drawn(const Code &code)
{
    const int quiet = QrSymbol::quietModules * code.module;
    const int side = code.symbol.size * code.module;
    PaperCanvas canvas(m_profile.dots, m_profile.dpi, m_fonts);
    canvas.qr(code.symbol, (m_profile.dots - side) / 2 - quiet, -quiet, code.module);
    return toBand(canvas.drawn().copy(0, 0, m_profile.dots, side));
}

QImage TextReceipt::picture()
{
    std::vector<device::RasterBand> bands;
    int height = 0;
    for (const Item &item : m_items) {
        bands.push_back(bandOf(item));
        height += bands.back().rows;
    }
    device::RasterBand whole{m_profile.dots, height, {}};
    const auto rowBytes = static_cast<std::size_t>((m_profile.dots + 7) / 8);
    for (const device::RasterBand &band : bands) {
        const auto from = static_cast<std::size_t>((band.widthDots + 7) / 8);
        for (std::size_t row = 0; row < static_cast<std::size_t>(band.rows); ++row) {
            const auto begin = band.bits.begin() + static_cast<std::ptrdiff_t>(row * from);
            whole.bits.insert(whole.bits.end(), begin, begin + static_cast<std::ptrdiff_t>(from));
            whole.bits.insert(whole.bits.end(), rowBytes - from, 0);
        }
    }
    return toImage(whole);
}

}  // namespace hall
