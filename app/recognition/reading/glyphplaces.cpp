// SPDX-License-Identifier: GPL-3.0-or-later
// GlyphReader::placed(): the cuts are sought in which a text's characters fill a line's print best.
#include "app/recognition/reading/glyphcut.h"
#include "app/recognition/reading/glyphreader.h"

#include <algorithm>
#include <cmath>

namespace hall {

namespace {

constexpr double lost = 0.5;        // ems of score for an em of print that is in no character
constexpr double skipped = 0.45;    // the same for a character that has no print
constexpr float leastLike = 0.62F;  // a character that was read wrong is not like its print at all
constexpr double anyLike = 0.75;    // Latin letters and punctuation are not in the book
constexpr double mostAstray = 2.2;  // ems from where it stands in a line of even print
constexpr double widestGap = 2.5;   // ems
constexpr double narrowest = 0.4;   // ems of a Han character
constexpr qsizetype mostTold = 40;
constexpr double never = -1e9;

bool isHan(QChar c)
{
    return c.unicode() >= 0x4E00 && c.unicode() <= 0x9FFF;
}

// A text that something else read, and where its characters would stand in a line of even print.
struct Told
{
    explicit Told(const QString &read) : text(read)
    {
        double at = 0;
        for (const QChar c : read) {
            const double room = roomFor(QString(c));
            places.push_back(at + room / 2);
            at += room;
            columns.push_back(static_cast<int>(known.contains(c) ? known.indexOf(c) : known.size()));
            known += known.contains(c) ? QString() : QString(c);
        }
        whole = at;
    }

    [[nodiscard]] std::size_t size() const { return places.size(); }
    [[nodiscard]] QChar at(std::size_t k) const { return text[static_cast<qsizetype>(k)]; }
    [[nodiscard]] bool figureAt(std::size_t k) const { return isFigure(at(k)); }

    QString text;
    std::vector<double> places;  // ems, of the characters' middles
    double whole = 0;            // ems
    QString known;               // each character once
    std::vector<int> columns;    // of each character, in `known`
};

struct Way
{
    double score = never;      // pixels
    std::vector<int> guesses;  // of each character; -1: none
};

class Placing
{
public:
    Placing(GlyphCut &cut, const Told &told) : m_cut(cut), m_told(told)
    {
        // What can be none of the characters near by costs time.
        std::erase_if(cut.guesses, [&](const GlyphGuess &guess) {
            for (std::size_t k = 0; k < told.size(); ++k) {
                if (near(guess, k) && (!isHan(told.at(k)) || guess.box.width > narrowest * cut.em)) {
                    return false;
                }
            }
            return true;
        });
        describe(cut);
        m_ink = inkBefore(cut.pieces);
        m_endingAt.resize(cut.pieces.size());
        for (std::size_t g = 0; g < cut.guesses.size(); ++g) {
            m_endingAt[cut.guesses[g].last].push_back(g);
        }
    }

    [[nodiscard]] Way through(const cv::Mat &like, double em) const
    {
        const std::size_t count = m_cut.guesses.size();
        std::vector score(m_told.size(), std::vector(count, never));
        std::vector before(m_told.size(), std::vector(count, Step()));
        Way best;
        Step last;
        for (std::size_t k = 0; k < m_told.size(); ++k) {
            for (std::size_t g = 0; g < count; ++g) {
                const GlyphGuess &guess = m_cut.guesses[g];
                if (!near(guess, k)) {
                    continue;
                }
                const auto [from, step] = reached(score, k, g, em);
                if (from <= never) {
                    continue;
                }
                const float seen = like.at<float>(static_cast<int>(g), m_told.columns[k]);
                const bool inBook = isHan(m_told.at(k)) || m_told.figureAt(k);
                const double fits = inBook ? static_cast<double>(std::max(leastLike, seen)) : anyLike;
                score[k][g] = from + guess.box.width * fits - 0.05 * em - oddWidth(guess, m_told.figureAt(k), em) * em;
                before[k][g] = step;
                const std::size_t behind = m_told.size() - 1 - k;
                const double whole = score[k][g] - lost * (m_ink.back() - m_ink[guess.last + 1]) -
                                     skipped * em * static_cast<double>(behind);
                if (behind <= 1 && whole > best.score) {
                    best.score = whole;
                    last = {static_cast<int>(k), static_cast<int>(g)};
                }
            }
        }
        best.guesses.assign(m_told.size(), -1);
        while (last.character >= 0) {
            best.guesses[static_cast<std::size_t>(last.character)] = last.guess;
            last = before[static_cast<std::size_t>(last.character)][static_cast<std::size_t>(last.guess)];
        }
        return best;
    }

    [[nodiscard]] const std::vector<int> &ink() const { return m_ink; }

private:
    struct Step
    {
        int character = -1;
        int guess = -1;
    };

    [[nodiscard]] bool near(const GlyphGuess &guess, std::size_t k) const
    {
        const double middle = (guess.box.x + guess.box.width / 2.0) / m_cut.ink.cols * m_told.whole;
        return std::abs(middle - m_told.places[k]) < mostAstray;
    }

    // The best score before a guess becomes the character at `k`. One character may have no print.
    [[nodiscard]] std::pair<double, Step> reached(const std::vector<std::vector<double>> &score, std::size_t k,
                                                  std::size_t g, double em) const
    {
        const GlyphGuess &guess = m_cut.guesses[g];
        const int ink = m_ink[guess.first];
        std::pair<double, Step> best{k < 2 ? -lost * ink - skipped * em * static_cast<double>(k) : never, {}};
        for (std::size_t piece = guess.first; k > 0 && piece-- > 0;) {
            if (guess.box.x - m_cut.pieces[piece].to > widestGap * em) {
                break;
            }
            for (const std::size_t other : m_endingAt[piece]) {
                for (std::size_t step = 1; step <= std::min<std::size_t>(2, k); ++step) {
                    const double reach = score[k - step][other];
                    if (reach <= never) {
                        continue;
                    }
                    const double odd = step == 2 ? skipped
                                                 : oddPlace(m_cut.guesses[other], m_told.figureAt(k - 1), guess,
                                                            m_told.figureAt(k), em);
                    const double through = reach - lost * (ink - m_ink[piece + 1]) - odd * em;
                    if (through > best.first) {
                        best = {through, {static_cast<int>(k - step), static_cast<int>(other)}};
                    }
                }
            }
        }
        return best;
    }

    const GlyphCut &m_cut;
    const Told &m_told;
    std::vector<int> m_ink;
    std::vector<std::vector<std::size_t>> m_endingAt;  // guesses, by their last piece
};

}  // namespace

PlacedText GlyphReader::placed(const cv::Mat &gray, const QString &told) const
{
    PlacedText text;
    text.boxes.resize(static_cast<std::size_t>(told.size()));
    if (told.isEmpty() || told.size() > mostTold) {
        return text;
    }
    GlyphCut cut = cutGlyphs(gray, told, GlyphSeams::Close);
    const Told known(told);
    const Placing placing(cut, known);
    if (cut.guesses.empty()) {
        return text;
    }
    const cv::Mat like = m_book.likenessTo(cut.features, known.known);
    Way best;
    double em = 0;
    for (const double share : {1.0, 0.92, 0.85}) {
        Way way = placing.through(like, share * cut.em);
        if (way.score > best.score) {
            best = std::move(way);
            em = share * cut.em;
        }
    }
    if (best.score <= never) {
        return text;
    }
    const std::vector<int> &ink = placing.ink();
    text.score = best.score / ink.back();
    std::size_t done = 0;  // the first piece behind the last character
    std::size_t next = 0;
    const auto leave = [&](std::size_t upTo) {
        if (ink[upTo] > ink[done]) {
            const int from = cut.pieces[done].from;
            const cv::Rect box(from, 0, cut.pieces[upTo - 1].to - from, cut.ink.rows);
            text.left.push_back({next, box + cut.at, (ink[upTo] - ink[done]) / em});
        }
    };
    for (std::size_t k = 0; k < best.guesses.size(); ++k) {
        if (best.guesses[k] >= 0) {
            const GlyphGuess &guess = cut.guesses[static_cast<std::size_t>(best.guesses[k])];
            text.boxes[k] = guess.box + cut.at;
            next = k;
            leave(guess.first);
            done = guess.last + 1;
        }
    }
    next = best.guesses.size();
    leave(cut.pieces.size());
    return text;
}

}  // namespace hall
