// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/fieldreader.h"

#include "app/recognition/reading/boxlines.h"
#include "app/recognition/reading/figurecount.h"
#include "app/recognition/reading/namereader.h"
#include "app/recognition/reading/uprightpaper.h"

#include <algorithm>

namespace hall {

LineMode modeOf(ValueType type)
{
    switch (type) {
    case ValueType::Number:
        return LineMode::Number;
    case ValueType::Credit:
    case ValueType::Code:
    case ValueType::Case:
        return LineMode::Code;
    case ValueType::Digits:
    case ValueType::Account:
    case ValueType::Integer:
        return LineMode::Digits;
    case ValueType::Text:
    case ValueType::Name:
    case ValueType::Date:
    case ValueType::Month:
    case ValueType::Time:
    case ValueType::Money:
    case ValueType::Words:
    case ValueType::Document:
    case ValueType::Masked:
    case ValueType::MaskedName:
        break;
    }
    return LineMode::Chinese;
}

double FieldReader::probeScore(const PaperKind &kind, const ReadablePage &page, double scale) const
{
    const std::vector<cv::Rect> lines = linesIn(page, scaled(kind.probe->box, scale));
    const auto fit = [&](const QString &read) {
        if (kind.probe->type != ValueType::Text) {
            const FieldValue value = valueOf(kind.probe->type, read);
            return value.proven ? 1 : value.text.isEmpty() ? 0 : 0.6;
        }
        const auto size = static_cast<double>(kind.probe->text.size());
        const std::vector<Found> found = findWord(read, kind.probe->text, static_cast<int>(size) - 1);
        return found.empty() ? 0 : 1 - found.front().slips / size;
    };
    double best = 0;
    for (const cv::Rect &line : lines) {
        // Thin or pale titles are legible in one look and not in another.
        for (const Look look : {Look::Sharp, Look::Plain}) {
            best = std::max(best, fit(lineText(page, line, modeOf(kind.probe->type), look).text));
            if (best > 0.8) {
                return best;
            }
        }
    }
    // A title that is too pale: a number with a check digit stands upright as well.
    for (const PaperField &field : kind.fields) {
        if (best >= 0.5 || field.type != ValueType::Number || !field.places.front().box) {
            continue;
        }
        for (const cv::Rect &line : linesIn(page, scaled(*field.places.front().box, scale))) {
            const LineText read = lineText(page, line, LineMode::Number, Look::Plain);
            best = valueOf(field.type, read.text).proven ? 0.75 : best;
        }
    }
    return best;
}

LineText FieldReader::lineText(const ReadablePage &page, const cv::Rect &box, LineMode mode, Look look) const
{
    LineText line;
    for (const ReadSymbol &symbol : m_engine.read(lineImage(page, box, 0, look), mode, m_deadline)) {
        line.text += plainCharacter(symbol.character);
        line.each.push_back(symbol.confidence);
    }
    line.least = line.each.empty() ? 0 : static_cast<double>(*std::min_element(line.each.begin(), line.each.end()));
    return line;
}

ReadField surerOf(const ReadField &engines, const ReadField &looksLike)
{
    if (!engines.certain) {
        return looksLike;
    }
    ReadField text = engines;
    text.certain = text.text == looksLike.text;
    return text;
}

std::optional<ReadField> FieldReader::boxField(const PaperField &field, const ReadablePage &page, double scale) const
{
    for (const FieldPlace &place : field.places) {
        if (!place.box) {
            continue;
        }
        const cv::Rect2f box = scaled(*place.box, scale);
        std::vector<cv::Rect> lines = linesIn(page, box);
        if (!place.below && lines.size() > 1) {
            lines = {middleLine(lines, page.toPixels(box))};
        }
        std::vector<FieldLook> looks;
        std::vector<Look> ways{Look::Plain, Look::Sharp};
        if (modeOf(field.type) != LineMode::Chinese) {
            ways.push_back(Look::Bold);
        }
        const bool whole = field.pattern.pattern().isEmpty();
        const bool alone = lines.size() == 1 && whole;
        for (const Look look : ways) {
            looks.push_back(lookAt(field, page, lines, look));
            const FieldLook &first = looks.front();
            if (field.type != ValueType::Account && first.value.proven && first.confidence >= sureProvenAlone) {
                break;  // its form says that it is right
            }
            if (alone && field.type == ValueType::Name && Clock::now() < m_deadline) {
                auto name = nameByGlyphs(field.id, looks, page, {lines.front(), {}});
                if (name && (name->certain || look == ways.back())) {
                    return name;
                }
            }
        }
        const bool late = Clock::now() >= m_deadline;
        auto found = settled(field.id, field.type, looks, page);
        if (whole && !late && field.type == ValueType::Text && found) {
            if (auto text = textInLines(field, looks, page, lines)) {
                return surerOf(*found, *text);
            }
        }
        if (alone && !late && field.type == ValueType::Words && !(found && found->certain)) {
            found = listed(field, page, lines.front(), looks);
        }
        if (found && found->certain && field.type == ValueType::Date && alone && !late) {
            found->certain = !suitsOtherCount(page, lines.front(), looks.front().lines.front().text);
        }
        if (found) {
            return found;
        }
    }
    return std::nullopt;
}

// Of a closed list the engine reads one, and its characters look like one.
std::optional<ReadField> FieldReader::listed(const PaperField &field, const ReadablePage &page, const cv::Rect &line,
                                             std::vector<FieldLook> looks) const
{
    const ShapedText shaped = listedByGlyphs(page, line, *wordsOf(field));
    const FieldValue value = valueIn(field, shaped.text);
    if (looks.back().value.text.isEmpty()) {
        looks.push_back({value, 0, line});
    }
    const bool legible =
        std::any_of(looks.begin(), looks.end(), [](const FieldLook &look) { return !look.value.text.isEmpty(); });
    if (!legible) {  // never certain: the list chose it
        looks.push_back({{likestWord(page, line, *wordsOf(field)), false, false}, 0, line});
    }
    auto found = settled(field.id, field.type, looks, page);
    if (found && shaped.clear && !value.text.isEmpty()) {
        found->certain = found->text == value.text && value.allowed;
        found->text = value.text;
    }
    return found;
}

// Looks may read one line well and another one wrong: of each line the text that fits its print best.
std::optional<ReadField> FieldReader::textInLines(const PaperField &field, const std::vector<FieldLook> &looks,
                                                  const ReadablePage &page, const std::vector<cv::Rect> &lines) const
{
    std::vector<LineText> texts;
    std::vector<ToldLine> told;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::vector<LineText> read;
        for (const FieldLook &look : looks) {
            read.push_back(look.lines[i]);
        }
        texts.push_back(read[fittingText(read, page, lines[i])]);
        told.push_back({lines[i], texts.back().text});
    }
    return textByGlyphs(field.id, lookOf(field, lines, texts), looks, page, told);
}

FieldLook FieldReader::lookOf(const PaperField &field, const std::vector<cv::Rect> &lines,
                              const std::vector<LineText> &texts) const
{
    FieldLook one;
    one.confidence = 1;
    QString text;
    std::vector<float> sure;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += texts[i].text;
        sure.insert(sure.end(), texts[i].each.begin(), texts[i].each.end());
        one.confidence = std::min(one.confidence, texts[i].least);
        one.box = one.box.area() == 0 ? lines[i] : (one.box | lines[i]);
    }
    one.lines = texts;
    one.value = valueIn(field, text);
    one.each = eachOf(one.value.text, text, sure);
    return one;
}

FieldLook FieldReader::lookAt(const PaperField &field, const ReadablePage &page, const std::vector<cv::Rect> &lines,
                              Look look) const
{
    std::vector<LineText> texts;
    texts.reserve(lines.size());
    for (const cv::Rect &line : lines) {
        const bool letter =
            look == Look::Plain && line.width < 1.5 * line.height && modeOf(field.type) == LineMode::Chinese;
        texts.push_back(lineText(page, line, letter ? LineMode::OneLetter : modeOf(field.type), look));
    }
    return lookOf(field, lines, texts);
}

FieldValue FieldReader::valueIn(const PaperField &field, const QString &read) const
{
    if (field.pattern.pattern().isEmpty()) {
        return valueOf(field.type, read, wordsOf(field));
    }
    QString plain;
    for (const QChar c : read) {
        plain += plainCharacter(c);
    }
    const auto match = field.pattern.match(plain);
    return match.hasMatch() ? valueOf(field.type, match.captured(match.lastCapturedIndex()), wordsOf(field))
                            : FieldValue();
}

const WordList *FieldReader::wordsOf(const PaperField &field) const
{
    const auto list = m_papers.words.find(field.words);
    return list == m_papers.words.end() ? nullptr : &list->second;
}

}  // namespace hall
