// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/figurecount.h"

#include "app/recognition/reading/glyphcut.h"
#include "app/recognition/reading/glyphjudge.h"
#include "app/recognition/reading/glyphreader.h"

#include <algorithm>

namespace hall {

namespace {

constexpr double better = 0.004;       // of GlyphReader::placed()'s score
constexpr float unlike = 0.75F;        // what stands where another character was told
constexpr float plainer = 0.12F;       // by how much the others are more like themselves
constexpr qsizetype longestRun = 2;    // figures; of a longer run the form says how many it has
constexpr qsizetype longestText = 32;  // of which it is worth while

// How well a text suits a line's print, and how like its least like character is. `added`: one that stands for any.
struct Suit
{
    double score = 0;
    float least = 1;
    bool lost = false;  // print between its characters belongs to none of them
};
Suit suitOf(const GlyphReader &reader, const cv::Mat &print, const QString &text, qsizetype added)
{
    const PlacedText placed = reader.placed(print, text);
    Suit suit{placed.score, 1};
    suit.lost = std::any_of(placed.left.begin(), placed.left.end(), [&](const PlacedText::Left &left) {
        return left.wide >= speckOfPrint && left.before > 0 && left.before < placed.boxes.size();
    });
    const cv::Mat features = glyphsAt(print, placed.boxes);
    for (int i = 0; i < features.rows; ++i) {
        if (i == added || !reader.book().knows(text[i])) {
            continue;
        }
        const bool there = placed.boxes[static_cast<std::size_t>(i)].area() > 0;
        const float like = there ? reader.book().likenessTo(features.row(i), QString(text[i])).at<float>(0, 0) : 0;
        suit.least = std::min(suit.least, like);
    }
    return suit;
}

}  // namespace

std::vector<OtherCount> otherCounts(const QString &text)
{
    std::vector<OtherCount> others;
    for (qsizetype from = 0; from < text.size(); ++from) {
        if (!isFigure(text[from])) {
            continue;
        }
        qsizetype to = from;
        while (to < text.size() && isFigure(text[to])) {
            ++to;
        }
        const qsizetype length = to - from;
        if (length < longestRun) {
            const QString more = text.left(to) + text[from] + text.mid(to);
            others.push_back({more, from});
            others.push_back({more, to});
        } else if (length == longestRun) {
            others.push_back({text.left(from) + text.mid(from + 1), -1});
            if (text[from] != text[from + 1]) {
                others.push_back({text.left(from + 1) + text.mid(from + 2), -1});
            }
        }
        from = to;
    }
    return others;
}

bool suitsOtherCount(const ReadablePage &page, const cv::Rect &line, const QString &text)
{
    const GlyphReader *reader = GlyphReader::builtIn();
    if (reader == nullptr || line.area() == 0 || text.size() > longestText) {
        return false;
    }
    for (const Look look : {Look::Sharp, Look::Plain}) {
        const cv::Mat print = lineImage(page, line, 0, look);
        const Suit own = suitOf(*reader, print, text, -1);
        if (own.least >= unlike && !own.lost) {
            continue;
        }
        for (const OtherCount &other : otherCounts(text)) {
            const Suit suit = suitOf(*reader, print, other.text, other.added);
            if (suit.score > own.score + better && (suit.least > own.least + plainer || (own.lost && !suit.lost))) {
                return true;
            }
        }
    }
    return false;
}

}  // namespace hall
