// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/glyphreader.h"

#include "app/recognition/reading/glyphbytes.h"
#include "app/recognition/reading/glyphfeature.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>

namespace hall {

namespace {

constexpr float strong = 0.4F;  // of ink
constexpr std::size_t mostPieces = 160;
constexpr double mostCharacters = 36;
constexpr double lost = 0.5;        // ems of score for an em of print that is in no character
constexpr double enough = 17;       // pixels of a line's ink, where it is cut up
constexpr double emOfInk = 1.06;    // an em in heights of a line's ink
constexpr double lostBeside = 0.2;  // the same of print before and behind a form
constexpr double formLead = 0.4;    // ems of score by which the likest form is before the others when it is clear

using Piece = GlyphReader::Piece;
using Guess = GlyphReader::Guess;

// Stretches between gaps and thin places of the print. In large letters every stroke would be one.
std::vector<Piece> piecesOf(const cv::Mat &whole)
{
    const double scale = std::min(1.0, enough / whole.rows);
    cv::Mat ink;
    cv::resize(whole, ink, {}, scale, scale, cv::INTER_AREA);
    cv::Mat sums;
    cv::reduce(ink, sums, 0, cv::REDUCE_SUM);
    cv::GaussianBlur(sums, sums, {5, 1}, 0.8, 0.8);
    const float *p = sums.ptr<float>();
    double most = 0;
    cv::minMaxLoc(sums, nullptr, &most);
    const auto empty = static_cast<float>(0.05 * most);
    const auto thin = static_cast<float>(0.75 * most);
    std::vector<Piece> pieces;
    int from = -1;
    for (int x = 0; x <= sums.cols; ++x) {
        const bool print = x < sums.cols && p[x] > empty;
        if (print && from < 0) {
            from = x;
        } else if (!print && from >= 0) {
            pieces.push_back({from, x});
            from = -1;
        } else if (print && x - from > 2 && x + 2 < sums.cols && p[x] < thin && p[x] <= p[x - 1] && p[x] < p[x + 1] &&
                   p[x] <= p[x - 2] && p[x] <= p[x + 2]) {
            pieces.push_back({from, x});
            from = x;
        }
    }
    for (Piece &piece : pieces) {
        piece.from = std::min(whole.cols, cvRound(piece.from / scale));
        piece.to = std::min(whole.cols, cvRound(piece.to / scale));
    }
    return pieces;
}

bool isFigure(QChar c)
{
    return c >= u'0' && c <= u'9';
}

// Ems.
double roomFor(const QString &text)
{
    double room = 0;
    for (const QChar c : text) {
        room += c.unicode() < 0x80 ? 0.55 : 1;
    }
    return room;
}

struct Way
{
    double score = 0;
    int last = -1;            // guess; -1: there is no way
    std::vector<int> before;  // each guess's predecessor
};

// What print is lost up to each piece.
std::vector<int> inkBefore(const std::vector<Piece> &pieces)
{
    std::vector<int> ink{0};
    for (const Piece &piece : pieces) {
        ink.push_back(ink.back() + piece.to - piece.from);
    }
    return ink;
}

// Ems that speak against a character of this width.
double oddWidth(const Guess &guess, bool figure, double em)
{
    const double wide = guess.box.width / em;
    return wide > 1 ? 2 * (wide - 1) : figure && wide > 0.6 ? 2 * (wide - 0.6) : 0;
}

// Ems that speak against these two standing beside each other.
double oddPlace(const Guess &before, bool figureBefore, const Guess &guess, bool figure, double em)
{
    const auto middle = [](const Guess &one) { return one.box.x + one.box.width / 2.0; };
    const int gap = guess.box.x - before.box.br().x;
    const double apart = (middle(guess) - middle(before)) / em;
    const double least = figure && figureBefore ? 0.42 : figure || figureBefore ? 0.62 : 0.88;
    return apart < least ? 1.5 * (least - apart) : apart > 1.3 && gap < 0.4 * em ? apart - 1.3 : 0;
}

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

GlyphReader::Cut GlyphReader::cutUp(const cv::Mat &gray, const QString &told)
{
    Cut cut;
    if (gray.type() != CV_8UC1 || gray.cols < 8 || gray.rows < 8) {
        return cut;
    }
    double darkest = 0;
    cv::Mat soft;
    cv::GaussianBlur(gray, soft, {0, 0}, 1);
    cv::minMaxLoc(soft, &darkest);
    if (darkest > 200) {
        return cut;
    }
    cv::Mat ink;
    gray.convertTo(ink, CV_32F, -1 / (235 - darkest), 235 / (235 - darkest));
    cv::max(ink, 0, ink);
    cv::min(ink, 1, ink);
    const cv::Rect box = cv::boundingRect(cv::Mat(ink > strong));
    if (box.height < 8 || box.width > mostCharacters * 1.2 * box.height) {
        return cut;
    }
    ink = ink(box);
    cut.at = box.tl();
    // Letters that dance are not as high as their line: no more than the line's length has room for.
    cut.em = emOfInk * ink.rows;
    if (const double room = roomFor(told); room > 1) {
        cut.em = std::clamp(1.06 * ink.cols / (room - 0.1), 0.7 * cut.em, cut.em);
    }
    cut.pieces = piecesOf(ink);
    if (cut.pieces.size() > mostPieces) {
        cut.pieces.clear();
    }
    for (std::size_t i = 0; i < cut.pieces.size(); ++i) {
        for (std::size_t j = i; j < cut.pieces.size(); ++j) {
            const int width = cut.pieces[j].to - cut.pieces[i].from;
            if (width > 1.08 * cut.em) {
                break;
            }
            if (width < 0.1 * cut.em) {
                continue;
            }
            const cv::Rect part(cut.pieces[i].from, 0, width, ink.rows);
            const cv::Mat feature = glyphFeature(ink(part));
            if (!feature.empty()) {
                cut.guesses.push_back({i, j, part});
                cut.features.push_back(feature);
            }
        }
    }
    return cut;
}

ReadLine GlyphReader::read(const cv::Mat &gray, const Hints &hints, cv::Mat *features) const
{
    const Cut cut = cutUp(gray, hints.told);
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
    const Cut cut = cutUp(gray, {});
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
