// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/fieldfinder.h"

#include "app/recognition/reading/fieldvalue.h"

#include <algorithm>

namespace hall {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostSpans = 8;
constexpr std::size_t longestFlow = 110;  // characters
constexpr std::size_t longestCell = 60;
constexpr int lastRows = 4;  // what the last place on a page may be above another one

// What is made of specks, folds and ruled lines beside letters.
bool isSpeck(QChar c)
{
    return u"|[]{}'`\"~"_s.contains(c);
}

// Where a label stands, whatever specks lie in it.
std::vector<Found> findLabel(const QString &text, const QString &label)
{
    QString clean;
    std::vector<qsizetype> places;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!isSpeck(text[i])) {
            clean += text[i];
            places.push_back(i);
        }
    }
    std::vector<Found> found = findWord(clean, label, slipsAllowed(label));
    for (Found &one : found) {
        one.from = places[static_cast<std::size_t>(one.from)];
        one.to = places[static_cast<std::size_t>(one.to - 1)] + 1;
    }
    return found;
}

// Labels of two characters that stand far apart, of which the second was read wrong: the first begins a run, and the
// label ends with its run or a colon.
std::vector<Found> wideLabels(const PageText &text, const QString &label)
{
    std::vector<Found> found;
    for (qsizetype i = 0; label.size() == 2 && i + 2 < text.text.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        const TextSymbol &first = text.symbols[at];
        const TextSymbol &second = text.symbols[at + 1];
        const bool begins = i == 0 || text.symbols[at - 1].segment != first.segment;
        const bool wide = second.box.x - first.box.br().x > first.box.height / 2;
        const QChar next = text.text[i + 2];
        const bool ends = isColon(next) || text.symbols[at + 2].segment != second.segment ||
                          (isSpeck(next) && i + 3 < text.text.size());
        if (text.text[i] == label[0] && text.text[i + 1] != label[1] && begins && wide && ends &&
            first.row == second.row) {
            found.push_back({i, i + 2, 1});
        }
    }
    return found;
}

// Where a word that ends a value begins. One that begins with a comma may lack it in what was read: a letter in its
// place is the value's.
qsizetype beginOf(const QString &text, const Found &found, const QString &word)
{
    const QChar first = text[found.from];
    const bool letter = found.slips > 0 && !word[0].isLetterOrNumber() && first.isLetterOrNumber() && first != word[1];
    return letter ? found.from + 1 : found.from;
}

// Where the first of `until` begins at or behind `from`; the end of the text when none does.
std::size_t endBefore(const QString &text, std::size_t from, std::size_t most, const QStringList &until)
{
    const auto start = static_cast<qsizetype>(from);
    const QString part = text.mid(start, static_cast<qsizetype>(most));
    qsizetype end = -1;
    for (const QString &word : until) {
        for (const Found &found : findWord(part, word, slipsAllowed(word))) {
            const qsizetype begin = word.size() > 1 ? beginOf(part, found, word) : found.from;
            if (found.from > 0 && (end < 0 || begin < end)) {
                end = begin;
            }
        }
    }
    return end < 0 ? from + static_cast<std::size_t>(part.size()) : from + static_cast<std::size_t>(end);
}

Span spanBehind(const PageText &text, std::size_t from, const FieldPlace &place)
{
    Span span;
    const std::vector<TextSymbol> &symbols = text.symbols;
    // A speck behind a label is read as a comma. It is the label's, or stands apart from the value.
    const std::size_t label = from - 1;
    const auto speck = [&](std::size_t i) {
        const QChar c = text.text[static_cast<qsizetype>(i)];
        return i + 1 < symbols.size() && symbols[i + 1].row == symbols[i].row && (isSpeck(c) || u",."_s.contains(c)) &&
               (symbols[i + 1].segment != symbols[i].segment ||
                (symbols[i].segment == symbols[label].segment && (c == u']' || c == u'|')));
    };
    // What was made of the end of a label stands before its colon.
    if (from + 1 < symbols.size() && !isColon(text.text[static_cast<qsizetype>(from)]) &&
        isColon(text.text[static_cast<qsizetype>(from + 1)]) && symbols[from + 1].segment == symbols[label].segment) {
        ++from;
    }
    while (from < symbols.size() && (isColon(text.text[static_cast<qsizetype>(from)]) || speck(from))) {
        ++from;
    }
    if (from >= symbols.size()) {
        return span;
    }
    if (place.flows) {
        const std::size_t to = endBefore(text.text, from, longestFlow, place.until);
        span.open = !place.until.isEmpty() && to >= std::min(from + longestFlow, symbols.size());
        // Signatures and stamps between are read as rows of their own.
        const int rows = place.until.isEmpty() ? 5 : 3;
        for (std::size_t i = from; i < to && symbols[i].row <= symbols[from].row + rows; ++i) {
            span.symbols.push_back(i);
        }
        return span;
    }
    // The rest of the label's own run, or the next run of that row.
    const int row = symbols[from - 1].row;
    if (symbols[from].row != row) {
        return span;
    }
    const std::size_t to = endBefore(text.text, from, longestCell, place.until);
    const int gap = 3 * symbols[from].box.height;
    for (std::size_t i = from; i < to && symbols[i].row == row; ++i) {
        // What is far from the value's beginning is another cell's.
        if (i > from && symbols[i].segment != symbols[i - 1].segment &&
            symbols[i].box.x - (symbols[i - 1].box.x + symbols[i - 1].box.width) > gap / 2) {
            break;
        }
        span.symbols.push_back(i);
    }
    if (place.below && !span.symbols.empty()) {
        const cv::Rect first = text.segments[static_cast<std::size_t>(symbols[span.symbols.front()].segment)].box;
        const int left = symbols[span.symbols.front()].box.x;
        int bottom = first.y + first.height;
        for (std::size_t i = span.symbols.back() + 1; i < symbols.size(); ++i) {
            const cv::Rect &box = text.segments[static_cast<std::size_t>(symbols[i].segment)].box;
            if (symbols[i].row > row && std::abs(box.x - left) < first.height &&
                2 * (box.y - bottom) < 3 * first.height && std::abs(box.height - first.height) < first.height / 2) {
                span.symbols.push_back(i);
                if (i + 1 == symbols.size() || symbols[i + 1].segment != symbols[i].segment) {
                    bottom = box.y + box.height;
                }
            }
        }
    }
    return span;
}

// From the start of the line to `until`.
std::vector<Span> spansBefore(const PageText &text, const FieldPlace &place)
{
    std::vector<Span> spans;
    for (const QString &word : place.until) {
        for (const Found &found : findWord(text.text, word, slipsAllowed(word))) {
            Span span;
            span.slips = found.slips;
            const int row = text.symbols[static_cast<std::size_t>(found.from)].row;
            auto first = static_cast<std::size_t>(found.from);
            while (first > 0 && text.symbols[first - 1].row == row) {
                --first;
            }
            const qsizetype end = word.size() > 1 ? beginOf(text.text, found, word) : found.from;
            for (std::size_t i = first; i < static_cast<std::size_t>(end); ++i) {
                span.symbols.push_back(i);
            }
            spans.push_back(span);
        }
    }
    return spans;
}

}  // namespace

std::vector<Span> spansOf(const PageText &text, const FieldPlace &place, bool last)
{
    std::vector<Span> spans;
    if (place.after.isEmpty()) {
        spans = spansBefore(text, place);
    }
    for (const QString &label : place.after) {
        std::vector<Found> labels = findLabel(text.text, label);
        if (labels.empty()) {
            labels = wideLabels(text, label);
        }
        for (const Found &found : labels) {
            Span span = spanBehind(text, static_cast<std::size_t>(found.to), place);
            span.slips = found.slips;
            spans.push_back(std::move(span));
        }
    }
    std::erase_if(spans, [](const Span &span) { return span.symbols.empty(); });
    if (last && !spans.empty()) {
        // Where the last one is illegible, what stands further up is another field's.
        const auto rowOf = [&](const Span &span) { return text.symbols[span.symbols.front()].row; };
        int lowest = 0;
        for (const Span &span : spans) {
            lowest = std::max(lowest, rowOf(span));
        }
        std::erase_if(spans, [&](const Span &span) { return rowOf(span) + lastRows < lowest; });
    }
    std::stable_sort(spans.begin(), spans.end(), [last](const Span &a, const Span &b) {
        return a.slips != b.slips ? a.slips < b.slips : last && a.symbols.front() > b.symbols.front();
    });
    spans.resize(std::min(spans.size(), mostSpans));
    return spans;
}

QString textOf(const PageText &text, const Span &span, bool apart)
{
    QString out;
    int before = -1;
    for (const std::size_t i : span.symbols) {
        if (apart && before >= 0 && text.symbols[i].segment != before) {
            out += u'|';
        }
        before = text.symbols[i].segment;
        out += text.symbols[i].character;
    }
    return out;
}

double confidenceOf(const PageText &text, const Span &span)
{
    double least = span.symbols.empty() ? 0 : 1;
    for (const std::size_t i : span.symbols) {
        least = std::min<double>(least, text.symbols[i].confidence);
    }
    return least;
}

cv::Rect boxOf(const PageText &text, const Span &span)
{
    cv::Rect box;
    for (const std::size_t i : span.symbols) {
        box = box.area() == 0 ? text.symbols[i].box : (box | text.symbols[i].box);
    }
    return box;
}

std::vector<TableCell> cellsBeneath(const PageText &text, const QString &title, cv::Rect *titleBox)
{
    std::vector<TableCell> cells;
    const std::vector<Found> heads = findWord(text.text, title, slipsAllowed(title));
    if (heads.empty()) {
        return cells;
    }
    Span head;
    for (qsizetype i = heads.front().from; i < heads.front().to; ++i) {
        head.symbols.push_back(static_cast<std::size_t>(i));
    }
    const cv::Rect top = boxOf(text, head);
    if (titleBox != nullptr) {
        *titleBox = top;
    }
    const int row = text.symbols[head.symbols.front()].row;
    const int middle = top.x + top.width / 2;
    int bottom = top.y + top.height;
    for (std::size_t i = head.symbols.back() + 1; i < text.symbols.size(); ++i) {
        const TextSymbol &symbol = text.symbols[i];
        const cv::Rect &run = text.segments[static_cast<std::size_t>(symbol.segment)].box;
        // Cells are centred beneath their titles.
        if (symbol.row <= row || std::abs(run.x + run.width / 2 - middle) > 2 * top.height) {
            continue;
        }
        if (run.y - bottom > 5 * top.height) {
            break;
        }
        bottom = run.y + run.height;
        if (cells.empty() || cells.back().line != symbol.row) {
            cells.push_back({symbol.row, {}});
        }
        cells.back().span.symbols.push_back(i);
    }
    return cells;
}

}  // namespace hall
