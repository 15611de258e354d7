// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/glyphreader.h"

#include "app/recognition/reading/glyphbytes.h"
#include "app/recognition/reading/glyphcut.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace hall {

namespace {

constexpr double lost = 0.5;        // ems of score for an em of print that is in no character
constexpr double lostBeside = 0.2;  // the same of print before and behind a form
constexpr double formLead = 0.4;    // ems of score by which the likest form is before the others when it is clear

using Piece = GlyphPiece;
using Guess = GlyphGuess;

struct Way
{
    double score = 0;
    int last = -1;            // guess; -1: there is no way
    std::vector<int> before;  // each guess's predecessor
};

// The way through the line on which its width is filled best. Characters stand an em or a little more apart.
Way wayThrough(const std::vector<Piece> &pieces, const std::vector<Guess> &guesses,
               const std::vector<GlyphBook::Likeness> &likest, double em)
{
    Way way{-1e9, -1, std::vector<int>(guesses.size(), -1)};
    std::vector<double> score(guesses.size());
    const std::vector<int> ink = inkBefore(pieces);
    for (std::size_t g = 0; g < guesses.size(); ++g) {  // in the order of their first piece
        const bool figure = isFigure(likest[g].character);
        score[g] = -lost * guesses[g].box.x;
        double from = score[g];
        for (std::size_t other = 0; other < g; ++other) {
            if (guesses[other].last >= guesses[g].first) {
                continue;
            }
            // Print that lies between is lost, white is not.
            const double skipped = ink[guesses[g].first] - ink[guesses[other].last + 1];
            const double close = oddPlace(guesses[other], isFigure(likest[other].character), guesses[g], figure, em);
            const double through = score[other] - lost * skipped - close * em;
            if (through > from) {
                from = through;
                way.before[g] = static_cast<int>(other);
            }
        }
        score[g] = from + guesses[g].box.width * likest[g].likeness - 0.05 * em - oddWidth(guesses[g], figure, em) * em;
        const double whole = score[g] - lost * (ink.back() - ink[guesses[g].last + 1]);
        if (whole > way.score) {
            way.score = whole;
            way.last = static_cast<int>(g);
        }
    }
    return way;
}

// Where the likeness to a form's character stands: of 0…9, and then of `others`.
int columnOf(QChar c, int likestFigure, const QString &others)
{
    return c == u'#' ? likestFigure : isFigure(c) ? c.digitValue() : 10 + static_cast<int>(others.indexOf(c));
}

// The same for a line that has one character after another of `form`, in which # stands for any figure. `figures`: the
// likest one of each guess, `likeness`: of each guess to 0…9 and then to `others`.
struct FormWay
{
    double score = -1e9;
    std::vector<std::size_t> guesses;
};
FormWay wayOfForm(const std::vector<Piece> &pieces, const std::vector<Guess> &guesses, const cv::Mat &likeness,
                  const std::vector<int> &figures, const QString &others, const QString &form, double em)
{
    const std::vector<int> ink = inkBefore(pieces);
    const auto length = static_cast<std::size_t>(form.size());
    std::vector<std::vector<double>> score(length, std::vector<double>(guesses.size(), -1e9));
    std::vector<std::vector<int>> before(length, std::vector<int>(guesses.size(), -1));
    for (std::size_t k = 0; k < length; ++k) {
        const QChar c = form[static_cast<qsizetype>(k)];
        const bool figure = c == u'#' || isFigure(c);
        const QChar last = k > 0 ? form[static_cast<qsizetype>(k - 1)] : QChar();
        const bool figureBefore = last == u'#' || isFigure(last);
        for (std::size_t g = k; g < guesses.size(); ++g) {
            double from = k == 0 ? -lostBeside * ink[guesses[g].first] : -1e9;
            for (std::size_t other = 0; k > 0 && other < g; ++other) {
                if (guesses[other].last >= guesses[g].first || score[k - 1][other] < -1e8) {
                    continue;
                }
                const double skipped = ink[guesses[g].first] - ink[guesses[other].last + 1];
                const double through = score[k - 1][other] - lost * skipped -
                                       oddPlace(guesses[other], figureBefore, guesses[g], figure, em) * em;
                if (through > from) {
                    from = through;
                    before[k][g] = static_cast<int>(other);
                }
            }
            if (from < -1e8) {
                continue;
            }
            const int column = columnOf(c, figures[g], others);
            const auto like = static_cast<double>(likeness.at<float>(static_cast<int>(g), column));
            score[k][g] = from + guesses[g].box.width * like - 0.05 * em - oddWidth(guesses[g], figure, em) * em;
        }
    }
    FormWay way;
    int last = -1;
    for (std::size_t g = 0; g < guesses.size(); ++g) {
        const double whole = score.back()[g] - lostBeside * (ink.back() - ink[guesses[g].last + 1]);
        if (score.back()[g] > -1e8 && whole > way.score) {
            way.score = whole;
            last = static_cast<int>(g);
        }
    }
    for (std::size_t k = length; last >= 0 && k-- > 0;) {
        way.guesses.insert(way.guesses.begin(), static_cast<std::size_t>(last));
        last = before[k][static_cast<std::size_t>(last)];
    }
    return way;
}

}  // namespace

const GlyphReader *GlyphReader::builtIn()
{
    static const std::optional<GlyphReader> reader = [] {
        Result<GlyphBook> book = GlyphBook::fromBytes(glyphBytes());
        return book ? std::optional<GlyphReader>(std::move(*book)) : std::nullopt;
    }();
    return reader ? &*reader : nullptr;
}

ReadLine GlyphReader::read(const cv::Mat &gray, const Hints &hints, cv::Mat *features) const
{
    GlyphCut cut = cutGlyphs(gray, hints.told);
    describe(cut);
    const std::vector<Guess> &guesses = cut.guesses;
    if (guesses.empty()) {
        return {};
    }
    std::vector<GlyphBook::Wanted> wanted;
    wanted.reserve(guesses.size());
    for (const Guess &guess : guesses) {
        const bool begins = guess.first == 0;
        wanted.push_back({begins ? hints.expected + hints.first : hints.expected, begins ? QString() : hints.later});
    }
    const std::vector<GlyphBook::Likeness> likest = m_book.likest(cut.features, wanted, hints.only, hints.figures);
    if (likest.size() != guesses.size()) {
        return {};
    }
    Way best;
    for (const double share : {1.0, 0.92, 0.85}) {
        Way way = wayThrough(cut.pieces, guesses, likest, share * cut.em);
        if (way.last >= 0 && (best.last < 0 || way.score > best.score)) {
            best = std::move(way);
        }
    }
    ReadLine line;
    for (int at = best.last; at >= 0; at = best.before[static_cast<std::size_t>(at)]) {
        const auto g = static_cast<std::size_t>(at);
        const GlyphBook::Likeness &like = likest[g];
        const double sure = std::clamp((like.likeness - 0.6) / 0.3, 0.0, 1.0) * std::clamp(like.lead / 0.04, 0.0, 1.0);
        line.push_back({like.character, static_cast<float>(sure), guesses[g].box + cut.at});
    }
    std::reverse(line.begin(), line.end());
    if (features != nullptr) {
        *features = cv::Mat();
        for (int at = best.last; at >= 0; at = best.before[static_cast<std::size_t>(at)]) {
            features->push_back(cut.features.row(at));
        }
        cv::flip(*features, *features, 0);
    }
    return line;
}

ReadLine GlyphReader::readForms(const cv::Mat &gray, const QStringList &forms) const
{
    GlyphCut cut = cutGlyphs(gray, {});
    describe(cut);
    QString others;
    for (const QString &form : forms) {
        for (const QChar c : form) {
            others += c != u'#' && !isFigure(c) && !others.contains(c) ? QString(c) : QString();
        }
    }
    const QString characters = QStringLiteral("0123456789") + others;
    const cv::Mat likeness = m_book.likenessTo(cut.features, characters);
    std::vector<int> figures;
    for (int g = 0; g < likeness.rows; ++g) {
        const float *own = likeness.ptr<float>(g);
        figures.push_back(static_cast<int>(std::max_element(own, own + 10) - own));
    }
    FormWay best;
    double second = -1e9;
    QString form;
    for (const QString &one : forms) {
        FormWay own;
        for (const double share : {1.0, 0.92, 0.85}) {
            FormWay way = wayOfForm(cut.pieces, cut.guesses, likeness, figures, others, one, share * cut.em);
            if (way.score > own.score) {
                own = std::move(way);
            }
        }
        if (own.score > best.score) {
            second = best.score;
            best = std::move(own);
            form = one;
        } else {
            second = std::max(second, own.score);
        }
    }
    ReadLine line;
    const double lead = cut.em > 0 ? std::clamp((best.score - second) / cut.em / formLead, 0.0, 1.0) : 0;
    for (std::size_t k = 0; k < best.guesses.size(); ++k) {
        const Guess &guess = cut.guesses[best.guesses[k]];
        const float *own = likeness.ptr<float>(static_cast<int>(best.guesses[k]));
        const QChar c = form[static_cast<qsizetype>(k)];
        const int column = columnOf(c, figures[best.guesses[k]], others);
        float other = -1;
        for (int i = 0; i < likeness.cols; ++i) {
            other = i == column ? other : std::max(other, own[i]);
        }
        const double sure = std::clamp((static_cast<double>(own[column]) - 0.6) / 0.3, 0.0, 1.0) *
                            std::clamp(static_cast<double>(own[column] - other) / 0.04, 0.0, 1.0);
        line.push_back({characters[column], static_cast<float>(std::min(sure, lead)), guess.box + cut.at});
    }
    return line;
}

}  // namespace hall
