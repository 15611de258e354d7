// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/glyphjudge.h"

#include "app/recognition/reading/glyphcut.h"

#include <algorithm>

namespace hall {

namespace {

// Of an engine that says the same in all its looks.
constexpr float sureEngine = 0.97F;
constexpr float agreedEngine = 0.85F;
constexpr float likely = 0.12F;  // where it said nothing
// By how much a character's likeness may be behind another one's, for other reasons. Found on drawn papers.
constexpr float aheadSure = 0.02F;      // the engine says so in all its looks, and is sure
constexpr float aheadTold = 0.01F;      // it says so
constexpr float aheadOrdinary = 0.02F;  // it is common in such a text
constexpr float aheadName = 0.01F;      // or in a name
constexpr float aheadLikely = 0.006F;   // or is met now and then
constexpr float behindRare = 0.012F;    // print that is blurred resembles rare ones
// How like another one must be to stand in the place of the engine's, and how far ahead.
struct Enough
{
    float like;
    float lead;
};
// The engine's looks differ, or it is not sure; they agree; and it is sure as well. It seldom met characters of names.
struct EnoughOver
{
    Enough doubtful;
    Enough agreed;
    Enough sure;
};
constexpr EnoughOver overText{{0.9F, 0.006F}, {0.91F, 0.006F}, {0.93F, 0.03F}};
constexpr EnoughOver overName{{0.8F, 0}, {0.93F, 0.005F}, {0.93F, 0.012F}};
constexpr float likeItself = 0.85F;  // what stands beside a gap
// Ems of print between characters that may be one that was left out.
constexpr double leastCharacter = 0.45;
constexpr double mostCharacter = 1.15;

float clearnessOf(const GlyphBook::Likeness &like)
{
    return static_cast<float>(std::clamp((like.likeness - 0.6) / 0.3, 0.0, 1.0) *
                              std::clamp(like.lead / 0.04, 0.0, 1.0));
}

}  // namespace

bool isHan(QChar c)
{
    return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF;
}

bool isKnown(QChar c)
{
    return isHan(c) || (c >= u'0' && c <= u'9');
}

// Which character of `other` stands at the place of each of `text`; -1: none. By the fewest changes.
std::vector<int> placesIn(const QString &text, const QString &other)
{
    const auto rows = static_cast<std::size_t>(text.size()) + 1;
    const auto cols = static_cast<std::size_t>(other.size()) + 1;
    std::vector<int> cost(rows * cols);
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < cols; ++j) {
            int &least = cost[i * cols + j];
            if (i == 0 || j == 0) {
                least = static_cast<int>(i + j);
                continue;
            }
            const bool same = text[static_cast<qsizetype>(i - 1)] == other[static_cast<qsizetype>(j - 1)];
            least = std::min({cost[(i - 1) * cols + j - 1] + (same ? 0 : 1), cost[(i - 1) * cols + j] + 1,
                              cost[i * cols + j - 1] + 1});
        }
    }
    std::vector<int> places(rows - 1, -1);
    for (std::size_t i = rows - 1, j = cols - 1; i > 0 && j > 0;) {
        const bool same = text[static_cast<qsizetype>(i - 1)] == other[static_cast<qsizetype>(j - 1)];
        if (cost[i * cols + j] == cost[(i - 1) * cols + j - 1] + (same ? 0 : 1)) {
            places[--i] = static_cast<int>(--j);
        } else if (cost[i * cols + j] == cost[(i - 1) * cols + j] + 1) {
            --i;
        } else {
            --j;
        }
    }
    return places;
}

Judged judged(const GlyphBook &book, const ToldCharacter &character, const Told &told, TextKind kind,
              const QString &usual, const QString &likelyHere)
{
    Judged one{told.own, 0, false};
    if (character.sharp.empty() || !book.knows(told.own)) {
        return one;
    }
    const bool sureOfIt = !told.doubt && told.sure >= sureEngine;
    const std::vector<GlyphBook::Wanted> wanted{{told.doubt ? QString() : QString(told.own), usual}};
    QString candidates(told.own);
    const auto add = [&](QChar c) {
        if (!candidates.contains(c) && book.knows(c)) {
            candidates += c;
        }
    };
    std::vector<GlyphBook::Likeness> looks;
    for (const cv::Mat &feature : {character.sharp, character.plain}) {
        for (const GlyphBook::Likeness &like : book.likest(feature, wanted, {}, kind == TextKind::Mixed)) {
            looks.push_back(like);
            add(like.character);
        }
    }
    for (const QChar c : told.said) {
        add(c);
    }
    std::vector<float> ahead;
    for (const QChar c : candidates) {
        float own = c != told.own ? 0 : sureOfIt ? aheadSure : aheadTold;
        if (usual.contains(c)) {
            own += kind == TextKind::Name ? aheadName : aheadOrdinary;
        } else if (likelyHere.contains(c)) {
            own += aheadLikely;
        } else if (book.isRare(c)) {
            own -= behindRare;
        }
        ahead.push_back(own);
    }
    const Likest best = likestOf(book, character, candidates, ahead);
    const EnoughOver &over = kind == TextKind::Name ? overName : overText;
    const Enough &enough = sureOfIt                                   ? over.sure
                           : !told.doubt && told.sure >= agreedEngine ? over.agreed
                                                                      : over.doubtful;
    const bool good = best.like >= enough.like && best.lead >= enough.lead;
    if (best.character != told.own && good) {
        one.character = best.character;
    }
    one.like = best.character == one.character && best.like >= likeItself;
    for (const GlyphBook::Likeness &look : looks) {
        if (look.character == one.character && best.character == one.character) {
            one.clear = std::max(one.clear, clearnessOf(look));
        }
    }
    return one;
}

QChar leftOut(const GlyphBook &book, const ToldPrint &print, const PlacedText::Left &left, bool figures)
{
    if (left.wide < leastCharacter || left.wide > mostCharacter) {
        return {};
    }
    const std::vector<GlyphBook::Likeness> sharp = book.likest(glyphsAt(print.sharp, {left.box}), {}, {}, figures);
    const std::vector<GlyphBook::Likeness> plain = book.likest(glyphsAt(print.plain, {left.box}), {}, {}, figures);
    const bool same = !sharp.empty() && !plain.empty() && sharp.front().character == plain.front().character;
    return same && isHan(sharp.front().character) && clearnessOf(sharp.front()) >= likely ? sharp.front().character
                                                                                          : QChar();
}

std::optional<Fitting> fitting(const GlyphReader &reader, const std::vector<FieldLook> &looks, const ReadablePage &page,
                               const ToldLine &where)
{
    std::optional<Fitting> best;
    QStringList tried;
    const qsizetype to = where.to < 0 ? where.text.size() : where.to;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const QString &text = looks[i].value.text;
        if (text.isEmpty() || tried.contains(text)) {
            continue;
        }
        tried.push_back(text);
        ToldPrint print = toldPrint(
            reader, page,
            {where.box, where.text.left(where.from) + text + where.text.mid(to), where.from, where.from + text.size()});
        if (!print.characters.empty() && (!best || print.score > best->print.score)) {
            best = Fitting{i, std::move(print)};
        }
    }
    return best;
}

}  // namespace hall
