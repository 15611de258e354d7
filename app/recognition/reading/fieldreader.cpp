// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/fieldreader.h"

#include "app/recognition/reading/boxlines.h"
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
    case ValueType::Masked:
        break;
    }
    return LineMode::Chinese;
}

double FieldReader::probeScore(const PaperKind &kind, const ReadablePage &page, double scale) const
{
    const std::vector<cv::Rect> lines = linesIn(page, scaled(kind.probe->box, scale));
    double best = 0;
    for (const cv::Rect &line : lines) {
        const QString read = lineText(page, line, modeOf(kind.probe->type), Look::Plain).first;
        if (kind.probe->type != ValueType::Text) {
            const FieldValue value = valueOf(kind.probe->type, read);
            best = std::max(best, value.proven ? 1 : value.text.isEmpty() ? 0 : 0.6);
            continue;
        }
        const auto size = static_cast<double>(kind.probe->text.size());
        const int most = static_cast<int>(size) - 1;
        const std::vector<Found> found = findWord(read, kind.probe->text, most);
        best = std::max(best, found.empty() ? 0 : 1 - found.front().slips / size);
    }
    return best;
}

std::pair<QString, double> FieldReader::lineText(const ReadablePage &page, const cv::Rect &box, LineMode mode,
                                                 Look look) const
{
    QString text;
    double least = 1;
    for (const ReadSymbol &symbol : m_engine.read(lineImage(page, box, 0, look), mode, m_deadline)) {
        text += plainCharacter(symbol.character);
        least = std::min<double>(least, symbol.confidence);
    }
    return {text, text.isEmpty() ? 0 : least};
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
        for (const Look look : {Look::Plain, Look::Sharp}) {
            looks.push_back(lookAt(field, page, lines, look));
            const FieldLook &first = looks.front();
            if (looks.size() == 1 && first.value.proven && first.confidence > 0.6) {
                break;  // its form says that it is right
            }
        }
        if (auto found = settled(field.id, field.type, looks, page)) {
            return found;
        }
    }
    return std::nullopt;
}

FieldLook FieldReader::lookAt(const PaperField &field, const ReadablePage &page, const std::vector<cv::Rect> &lines,
                              Look look) const
{
    QString text;
    FieldLook one;
    one.confidence = 1;
    for (const cv::Rect &line : lines) {
        const bool letter =
            look == Look::Plain && line.width < 1.5 * line.height && modeOf(field.type) == LineMode::Chinese;
        const auto [read, least] = lineText(page, line, letter ? LineMode::OneLetter : modeOf(field.type), look);
        text += read;
        one.confidence = std::min(one.confidence, least);
        one.box = one.box.area() == 0 ? line : (one.box | line);
    }
    one.value = valueIn(field, text);
    return one;
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
