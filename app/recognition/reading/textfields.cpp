// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/textfields.h"

#include "app/recognition/reading/figurecount.h"
#include "app/recognition/reading/maskedname.h"

#include <algorithm>

namespace hall {

using namespace Qt::StringLiterals;

namespace {

// Runs beside each other are one text, but not one date or number.
bool apart(const PaperField &field)
{
    return field.type == ValueType::Date || field.type == ValueType::Number || field.type == ValueType::Credit ||
           field.type == ValueType::Digits || field.type == ValueType::Code || !field.pattern.pattern().isEmpty();
}

bool hasShortRuns(ValueType type)
{
    return type == ValueType::Date || type == ValueType::Month || type == ValueType::Integer;
}

// Where it should stand, whatever was read there.
Span likelySpan(const PaperField &field, const PageText &text)
{
    for (const FieldPlace &place : field.places) {
        const std::vector<Span> spans = place.box ? std::vector<Span>() : spansOf(text, place, field.last);
        if (!spans.empty()) {
            return spans.front();
        }
    }
    return {};
}

}  // namespace

FieldLook TextFields::lookOf(const FieldValue &value, const PageText &text, const Span &span)
{
    QString read;
    std::vector<float> sure;
    for (const std::size_t i : span.symbols) {
        read += plainCharacter(text.symbols[i].character);
        sure.push_back(text.symbols[i].confidence);
    }
    return {value, confidenceOf(text, span), boxOf(text, span), {}, eachOf(value.text, read, sure)};
}

PageText TextFields::secondLook(const std::vector<bool> &wanted) const
{
    PageText again;
    again.segments = m_plain.segments;
    for (std::size_t i = 0; i < m_plain.symbols.size();) {
        const int segment = m_plain.symbols[i].segment;
        std::size_t end = i;
        while (end < m_plain.symbols.size() && m_plain.symbols[end].segment == segment) {
            ++end;
        }
        if (wanted[static_cast<std::size_t>(segment)]) {
            for (const TextSymbol &symbol : readSegment(m_page, m_plain, static_cast<std::size_t>(segment), Look::Sharp,
                                                        m_reader.engine(), m_reader.deadline())) {
                again.symbols.push_back(symbol);
                again.text += plainCharacter(symbol.character);
            }
        } else {
            for (std::size_t k = i; k < end; ++k) {
                again.symbols.push_back(m_plain.symbols[k]);
                again.text += m_plain.text[static_cast<qsizetype>(k)];
            }
        }
        i = end;
    }
    return again;
}

std::optional<TextFields::Try> TextFields::tried(const PaperField &field, const PageText &text) const
{
    std::optional<Try> doubtful;
    bool elsewhere = false;  // the doubtful one may be another field's
    for (std::size_t at = 0; at < field.places.size(); ++at) {
        if (field.places[at].box) {
            continue;
        }
        const std::vector<Span> spans = spansOf(text, field.places[at], field.last);
        for (const Span &span : spans) {
            FieldValue value = m_reader.valueIn(field, textOf(text, span, apart(field)));
            if (value.text.isEmpty()) {
                continue;
            }
            // Where the better label has no legible value, one behind a worse label may be another field's. So may one
            // behind such a label that nothing ends.
            const bool astray = !value.proven && (span.slips > spans.front().slips || (span.open && span.slips > 0));
            value.allowed = value.allowed && !astray;
            Try one{lookOf(value, text, span), span, at};
            if (value.allowed) {
                return one;
            }
            if (!doubtful || (elsewhere && !astray)) {
                doubtful = one;
                elsewhere = astray;
            }
        }
    }
    return doubtful;
}

void TextFields::read(const PaperKind &kind, PaperReading &reading) const
{
    std::vector<bool> wanted(m_plain.segments.size(), false);
    const auto want = [&](const Span &span) {
        for (const std::size_t i : span.symbols) {
            wanted[static_cast<std::size_t>(m_plain.symbols[i].segment)] = true;
        }
    };
    std::vector<std::optional<Try>> first;
    for (const PaperField &field : kind.fields) {
        first.push_back(tried(field, m_plain));
        if (first.back()) {
            want(first.back()->span);
        }
    }
    std::vector<Column> columns;
    for (const PaperColumn &column : kind.columns) {
        Column &one = columns.emplace_back();
        one.cells = cellsBeneath(m_plain, column.title, &one.title);
        for (const TableCell &cell : one.cells) {
            want(cell.span);
        }
    }
    const PageText again = secondLook(wanted);
    for (std::size_t i = 0; i < kind.fields.size(); ++i) {
        const PaperField &field = kind.fields[i];
        if (field.type == ValueType::MaskedName) {
            if (const auto name = hiddenName(field)) {
                reading.fields.push_back(*name);
            }
            continue;
        }
        std::vector<FieldLook> looks;
        if (first[i]) {
            looks.push_back(first[i]->look);
        }
        if (const auto second = tried(field, again)) {
            looks.push_back(second->look);
        }
        if (looks.empty() && !field.pattern.pattern().isEmpty() && !field.pattern.pattern().contains(u'一')) {
            if (const cv::Rect box = boxOf(m_plain, likelySpan(field, m_plain)); box.area() > 0) {
                const auto read = m_reader.lineText(m_page, box, LineMode::Digits, Look::Bold);
                looks.push_back({m_reader.valueIn(field, read.text), read.least, box});
            }
        }
        if (field.type == ValueType::Masked && looks.empty()) {
            lookAgain(field, likelySpan(field, m_plain), looks);
        }
        if (modeOf(field.type) != LineMode::Chinese && field.pattern.pattern().isEmpty()) {
            looks.push_back(figuresAgain(field.type, first[i] ? first[i]->span : likelySpan(field, m_plain)));
        }
        const Span span = first[i] ? first[i]->span : Span();
        auto found = answered(field.id, field.type, looks, span);
        if (!found || !found->certain || field.type == ValueType::Date) {
            lookAtShapes(field, first[i] ? span : likelySpan(field, m_plain), looks);
            found = answered(field.id, field.type, looks, span);
        }
        if (found && found->certain && hasShortRuns(field.type) &&
            lacksFigures(first[i] ? span : likelySpan(field, m_plain))) {
            found->certain = false;
        }
        if (found) {
            reading.fields.push_back(*found);
        } else if (const auto boxed = m_reader.boxField(field, m_page, m_scale)) {
            reading.fields.push_back(*boxed);
        }
    }
    readTable(kind, columns, again, reading);
}

// Never shown without its stars.
std::optional<ReadField> TextFields::hiddenName(const PaperField &field) const
{
    const Span span = likelySpan(field, m_plain);
    if (span.symbols.empty()) {
        return std::nullopt;
    }
    const TextSymbol &first = m_plain.symbols[span.symbols.front()];
    cv::Rect box = m_plain.segments[static_cast<std::size_t>(first.segment)].box;
    const bool begins = span.symbols.front() == 0 || m_plain.symbols[span.symbols.front() - 1].segment != first.segment;
    if (!begins) {  // its label stands before it
        const int from = first.box.x - first.box.height / 8;
        box = {from, box.y, box.br().x - from, box.height};
    }
    const QString name = maskedName(m_page, box, first.character);
    return name.isEmpty() ? std::nullopt
                          : std::optional(ReadField{field.id, name, static_cast<double>(first.confidence), false, -1,
                                                    m_page.toMm(box)});
}

std::optional<ReadField> TextFields::answered(const QString &id, ValueType type, const std::vector<FieldLook> &looks,
                                              const Span &span) const
{
    std::optional<ReadField> plain = settled(id, type, looks, m_page);
    // Beneath a stamp all looks see the same wrong stroke.
    const bool stamped = plain && std::any_of(m_page.stamps.begin(), m_page.stamps.end(), [&](const cv::Rect &stamp) {
                             return (stamp & m_page.toPixels(plain->box)).area() > 0;
                         });
    if (auto found = byGlyphs(id, type, looks, span)) {
        return type == ValueType::Text && plain && !stamped ? surerOf(*plain, *found) : *found;
    }
    if (stamped) {
        plain->certain = plain->certain && std::any_of(looks.begin(), looks.end(), [&](const FieldLook &look) {
                             return look.value.proven && look.value.text == plain->text;
                         });
    }
    return plain;
}

std::optional<ReadField> TextFields::byGlyphs(const QString &id, ValueType type, const std::vector<FieldLook> &looks,
                                              const Span &span) const
{
    if (looks.empty() || span.symbols.empty() || (type != ValueType::Name && type != ValueType::Text) ||
        FieldReader::Clock::now() >= m_reader.deadline()) {
        return std::nullopt;
    }
    if (type == ValueType::Name) {
        return nameByGlyphs(id, looks, m_page, nameLine(looks.front().value.text, span));
    }
    const auto surest = std::max_element(looks.begin(), looks.end(), [](const FieldLook &a, const FieldLook &b) {
        return std::pair(!a.value.text.isEmpty(), a.confidence) < std::pair(!b.value.text.isEmpty(), b.confidence);
    });
    return textByGlyphs(id, *surest, looks, m_page, linesOfValue(looks.front().value.text, span));
}

// What a value's characters look like, where few can stand there: of a lone 1 or 日 an engine that reads lines makes
// much.
std::vector<ShapedText> TextFields::shapesOf(const PaperField &field, const Span &span, Look look) const
{
    static const QStringList dates{u"20##年#月#日"_s, u"20##年##月#日"_s, u"20##年#月##日"_s, u"20##年##月##日"_s,
                                   u"19##年#月#日"_s, u"19##年##月#日"_s, u"19##年#月##日"_s, u"19##年##月##日"_s};
    static const QStringList numbers{QString(18, u'#')};
    const std::vector<cv::Rect> rows = rowsOf(span);
    if (field.type == ValueType::Date || field.type == ValueType::Number) {
        std::vector<ShapedText> shapes;  // the first row that has the form counts
        shapes.reserve(rows.size());
        for (const cv::Rect &row : rows) {
            shapes.push_back(shapedForm(m_page, row, look, field.type == ValueType::Date ? dates : numbers));
        }
        return shapes;
    }
    QString only;
    if (field.type == ValueType::Integer) {
        only = u"0123456789年月"_s;
    } else if (field.type == ValueType::Money) {
        only = u"零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整"_s;
    } else if (const WordList *words = m_reader.wordsOf(field); field.type == ValueType::Words && words != nullptr) {
        for (const auto &[word, code] : *words) {
            only += word;
        }
    }
    return only.isEmpty() ? std::vector<ShapedText>() : std::vector{shapedText(m_page, rows, look, only)};
}

// Of a span that flows over many rows, those with a year in Chinese.
Span TextFields::datedPart(const Span &span) const
{
    Span part;
    for (const std::size_t i : span.symbols) {
        const int row = m_plain.symbols[i].row;
        const bool dated = std::any_of(span.symbols.begin(), span.symbols.end(), [&](std::size_t k) {
            return m_plain.symbols[k].row == row && m_plain.symbols[k].character == u'年';
        });
        if (dated) {
            part.symbols.push_back(i);
        }
    }
    return part;
}

void TextFields::lookAtShapes(const PaperField &field, const Span &whole, std::vector<FieldLook> &looks) const
{
    constexpr std::size_t mostSymbols = 40;
    constexpr double clearEnough = 0.95;  // as sure as an engine has to be
    const bool date = field.type == ValueType::Date;
    const Span dated = date ? datedPart(whole) : Span();
    const Span &span = dated.symbols.empty() ? whole : dated;
    const bool told =
        std::any_of(looks.begin(), looks.end(), [](const FieldLook &look) { return !look.value.text.isEmpty(); });
    if (span.symbols.empty() || span.symbols.size() > mostSymbols || FieldReader::Clock::now() >= m_reader.deadline()) {
        return;
    }
    // Of two dates it may be the other, and 2021-05-09 has no such form.
    if (told && (field.type == ValueType::Number || (date && textOf(m_plain, span).count(u'年') != 1))) {
        return;
    }
    for (const Look look : {Look::Sharp, Look::Plain}) {
        for (const ShapedText &shaped : shapesOf(field, span, look)) {
            FieldLook one{
                m_reader.valueIn(field, shaped.text), shaped.clear ? clearEnough : 0, boxOf(m_plain, span), {}, {}};
            const bool formed = date || field.type == ValueType::Number;
            if (one.value.text.isEmpty() || (formed && !(told ? shaped.clear : shaped.likely))) {
                continue;
            }
            one.value.allowed = one.value.allowed && shaped.clear && field.type != ValueType::Number;
            one.value.proven = false;
            const bool alone = std::none_of(looks.begin(), looks.end(),
                                            [&](const FieldLook &other) { return other.value.text == one.value.text; });
            if (date && shaped.clear && alone) {
                // Of figures that are alike an engine leaves some out, in every look.
                one.value.allowed = false;
                looks.clear();
            }
            looks.push_back(std::move(one));
            return;
        }
    }
}

// Whether the print of any of its rows has room for a figure more or less.
bool TextFields::lacksFigures(const Span &whole) const
{
    const Span dated = datedPart(whole);
    const Span &span = dated.symbols.empty() ? whole : dated;
    const std::vector<ToldLine> lines = linesOfValue({}, span);
    return std::any_of(lines.begin(), lines.end(),
                       [&](const ToldLine &line) { return suitsOtherCount(m_page, line.box, line.text); });
}

// A figure beside stars may be read as a letter, in one look and not in another.
void TextFields::lookAgain(const PaperField &field, const Span &span, std::vector<FieldLook> &looks) const
{
    const cv::Rect box = boxOf(m_plain, span);
    for (const Look look : {Look::Bold, Look::Sharp}) {
        if (box.area() > 0) {
            const LineText read = m_reader.lineText(m_page, box, LineMode::Chinese, look);
            looks.push_back({m_reader.valueIn(field, read.text), read.least, box});
        }
    }
}

// Figures and capitals by the model that knows nothing else.
FieldLook TextFields::figuresAgain(ValueType type, const Span &span, bool alone) const
{
    Span figures;
    for (const std::size_t i : span.symbols) {
        const QChar c = m_plain.symbols[i].character;
        const bool latin = c.unicode() < 0x80 && (c.isLetterOrNumber() || (c == u'-' && type == ValueType::Case));
        if (latin) {
            figures.symbols.push_back(i);
        } else if (figures.symbols.size() > 4) {
            break;
        }
    }
    FieldLook one;
    one.box = boxOf(m_plain, figures);
    for (const std::size_t i : alone ? span.symbols : std::vector<std::size_t>()) {
        one.box |= m_plain.segments[static_cast<std::size_t>(m_plain.symbols[i].segment)].box;
    }
    if (one.box.area() == 0) {
        return one;
    }
    const LineText read = m_reader.lineText(m_page, one.box, modeOf(type), Look::Bold);
    one.value = valueOf(type, read.text);
    one.confidence = read.least;
    return one;
}

}  // namespace hall
