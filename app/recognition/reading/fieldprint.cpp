// SPDX-License-Identifier: GPL-3.0-or-later
// TextFields: where the print of a value stands.
#include "app/recognition/reading/textfields.h"

#include <algorithm>

namespace hall {

// Boxes of the runs of a span; runs beside each other are one.
std::vector<cv::Rect> TextFields::rowsOf(const Span &span) const
{
    std::vector<cv::Rect> rows;
    for (const ToldLine &line : linesOfValue({}, span)) {
        const cv::Rect &box = line.box;
        const bool beside = !rows.empty() && box.x > rows.back().x &&
                            std::abs(2 * box.y + box.height - 2 * rows.back().y - rows.back().height) < box.height;
        if (beside) {  // wide gaps between figures and their characters
            rows.back() |= box;
        } else {
            rows.push_back(box);
        }
    }
    return rows;
}

// The same of a text that may run over several lines: what of each run was taken for it.
std::vector<ToldLine> TextFields::linesOfValue(const QString &value, const Span &span) const
{
    QString read;
    for (const std::size_t i : span.symbols) {
        read += plainCharacter(m_plain.symbols[i].character);
    }
    const qsizetype from = std::max<qsizetype>(0, read.indexOf(value));
    const auto own = static_cast<qsizetype>(span.symbols.size());
    const qsizetype to = value.isEmpty() || read.indexOf(value) < 0 ? own : from + value.size();
    std::vector<ToldLine> lines;
    for (qsizetype i = from; i < to;) {
        const int segment = m_plain.symbols[span.symbols[static_cast<std::size_t>(i)]].segment;
        Span part;
        for (; i < to && m_plain.symbols[span.symbols[static_cast<std::size_t>(i)]].segment == segment; ++i) {
            part.symbols.push_back(span.symbols[static_cast<std::size_t>(i)]);
        }
        const cv::Rect run = m_plain.segments[static_cast<std::size_t>(segment)].box;
        const auto inRun = static_cast<std::size_t>(
            std::count_if(m_plain.symbols.begin(), m_plain.symbols.end(),
                          [&](const TextSymbol &symbol) { return symbol.segment == segment; }));
        const cv::Rect ink = boxOf(m_plain, part);
        const int around = run.height / 8;
        const cv::Rect alone = cv::Rect(ink.x - around, run.y, ink.width + 2 * around, run.height) & run;
        lines.push_back({inRun == part.symbols.size() ? run : alone, textOf(m_plain, part)});
    }
    return lines;
}

// Where the value alone stands: its own run, or the characters that were taken for it.
cv::Rect TextFields::boxOfValue(const QString &value, const Span &span) const
{
    const auto length = static_cast<std::size_t>(value.size());
    if (span.symbols.empty() || length == 0) {
        return {};
    }
    Span name;
    for (const std::size_t i : span.symbols) {
        if (name.symbols.size() < length && value.contains(m_plain.symbols[i].character)) {
            name.symbols.push_back(i);
        }
    }
    const int segment = m_plain.symbols[span.symbols.front()].segment;
    const auto inRun =
        static_cast<std::size_t>(std::count_if(m_plain.symbols.begin(), m_plain.symbols.end(),
                                               [&](const TextSymbol &symbol) { return symbol.segment == segment; }));
    const cv::Rect run = m_plain.segments[static_cast<std::size_t>(segment)].box;
    if (inRun == length) {
        return run;
    }
    const cv::Rect ink = boxOf(m_plain, name);
    const int around = run.height / 8;
    // An engine's boxes are a guess: behind a colon there is room.
    int before = around;
    if (const std::size_t first = name.symbols.empty() ? 0 : name.symbols.front();
        first > 0 && m_plain.symbols[first - 1].segment == segment &&
        isColon(m_plain.text[static_cast<qsizetype>(first - 1)])) {
        const cv::Rect &colon = m_plain.symbols[first - 1].box;
        before = std::clamp(ink.x - colon.x - colon.width / 2, around, run.height / 2);
    }
    return cv::Rect(ink.x - before, run.y, ink.width + before + around, run.height) & run;
}

// The same with some of what stands beside it: an engine's boxes are a guess, and what is known beside a name says
// where it begins.
ToldLine TextFields::nameLine(const QString &value, const Span &span) const
{
    constexpr std::size_t around = 5;  // characters
    const auto length = static_cast<std::size_t>(value.size());
    std::size_t at = 0;
    while (at + length <= span.symbols.size() && length > 0) {
        QString part;
        for (std::size_t i = at; i < at + length; ++i) {
            part += m_plain.symbols[span.symbols[i]].character;
        }
        if (part == value) {
            break;
        }
        ++at;
    }
    if (length == 0 || at + length > span.symbols.size() ||
        span.symbols[at + length - 1] - span.symbols[at] + 1 != length) {
        return {boxOfValue(value, span), {}};
    }
    const std::size_t first = span.symbols[at];
    const std::size_t last = span.symbols[at + length - 1];
    const int segment = m_plain.symbols[first].segment;
    if (m_plain.symbols[last].segment != segment) {
        return {boxOfValue(value, span), {}};
    }
    Span part;
    ToldLine line;
    for (std::size_t i = first > around ? first - around : 0; i < std::min(last + 1 + around, m_plain.symbols.size());
         ++i) {
        if (m_plain.symbols[i].segment == segment) {
            line.from += i < first ? 1 : 0;
            line.text += m_plain.text[static_cast<qsizetype>(i)];
            part.symbols.push_back(i);
        }
    }
    line.to = line.from + value.size();
    const cv::Rect run = m_plain.segments[static_cast<std::size_t>(segment)].box;
    const auto ends = [&](std::size_t i) {
        return i >= m_plain.symbols.size() || m_plain.symbols[i].segment != segment;
    };
    const cv::Rect ink = boxOf(m_plain, part);
    const bool begins = part.symbols.front() == 0 || ends(part.symbols.front() - 1);
    const int left = begins ? run.x : ink.x;
    const int right = ends(part.symbols.back() + 1) ? run.br().x : ink.br().x;
    line.box = {left, run.y, std::max(1, right - left), run.height};
    return line;
}

}  // namespace hall
