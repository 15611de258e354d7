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
constexpr double lost = 0.5;      // ems of score for an em of print that is in no character
constexpr double enough = 17;     // pixels of a line's ink, where it is cut up
constexpr double emOfInk = 1.06;  // an em in heights of a line's ink

struct Piece
{
    int from = 0;
    int to = 0;  // columns, the last one not in it
};

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

// A run of pieces that may be one character.
struct Guess
{
    std::size_t first = 0;
    std::size_t last = 0;
    cv::Rect box;
};

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
    // Print up to each piece.
    std::vector<int> ink{0};
    for (const Piece &piece : pieces) {
        ink.push_back(ink.back() + piece.to - piece.from);
    }
    const auto middle = [&](std::size_t g) { return guesses[g].box.x + guesses[g].box.width / 2.0; };
    for (std::size_t g = 0; g < guesses.size(); ++g) {  // in the order of their first piece
        const double wide = guesses[g].box.width / em;
        const bool figure = isFigure(likest[g].character);
        const double odd = wide > 1 ? 2 * (wide - 1) : figure && wide > 0.6 ? 2 * (wide - 0.6) : 0;
        score[g] = -lost * guesses[g].box.x;
        double from = score[g];
        for (std::size_t other = 0; other < g; ++other) {
            const int gap = guesses[g].box.x - guesses[other].box.br().x;
            if (guesses[other].last >= guesses[g].first) {
                continue;
            }
            // Print that lies between is lost, white is not.
            const double skipped = ink[guesses[g].first] - ink[guesses[other].last + 1];
            const double apart = (middle(g) - middle(other)) / em;
            const bool beside = isFigure(likest[other].character);
            const double least = figure && beside ? 0.42 : figure || beside ? 0.62 : 0.88;
            const double close = apart < least                   ? 1.5 * (least - apart)
                                 : apart > 1.3 && gap < 0.4 * em ? apart - 1.3
                                                                 : 0;
            const double through = score[other] - lost * skipped - close * em;
            if (through > from) {
                from = through;
                way.before[g] = static_cast<int>(other);
            }
        }
        score[g] = from + guesses[g].box.width * likest[g].likeness - 0.05 * em - odd * em;
        const double whole = score[g] - lost * (ink.back() - ink[guesses[g].last + 1]);
        if (whole > way.score) {
            way.score = whole;
            way.last = static_cast<int>(g);
        }
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

ReadLine GlyphReader::read(const cv::Mat &gray, const QString &expected, const QString &first,
                           const QString &told) const
{
    if (gray.type() != CV_8UC1 || gray.cols < 8 || gray.rows < 8) {
        return {};
    }
    double darkest = 0;
    cv::Mat soft;
    cv::GaussianBlur(gray, soft, {0, 0}, 1);
    cv::minMaxLoc(soft, &darkest);
    if (darkest > 200) {
        return {};
    }
    cv::Mat ink;
    gray.convertTo(ink, CV_32F, -1 / (235 - darkest), 235 / (235 - darkest));
    cv::max(ink, 0, ink);
    cv::min(ink, 1, ink);
    const cv::Rect box = cv::boundingRect(cv::Mat(ink > strong));
    if (box.height < 8 || box.width > mostCharacters * 1.2 * box.height) {
        return {};
    }
    ink = ink(box);
    // Letters that dance are not as high as their line: no more than the line's length has room for.
    double em = emOfInk * ink.rows;
    if (const double room = roomFor(told); room > 1) {
        em = std::clamp(1.06 * ink.cols / (room - 0.1), 0.7 * em, em);
    }
    const std::vector<Piece> pieces = piecesOf(ink);
    if (pieces.empty() || pieces.size() > mostPieces) {
        return {};
    }
    std::vector<Guess> guesses;
    cv::Mat features;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        for (std::size_t j = i; j < pieces.size(); ++j) {
            const int width = pieces[j].to - pieces[i].from;
            if (width > 1.08 * em) {
                break;
            }
            if (width < 0.1 * em) {
                continue;
            }
            const cv::Rect part(pieces[i].from, 0, width, ink.rows);
            const cv::Mat feature = glyphFeature(ink(part));
            if (!feature.empty()) {
                guesses.push_back({i, j, part});
                features.push_back(feature);
            }
        }
    }
    std::vector<QString> wanted;
    wanted.reserve(guesses.size());
    for (const Guess &guess : guesses) {
        wanted.push_back(guess.first == 0 ? expected + first : expected);
    }
    const std::vector<GlyphBook::Likeness> likest = m_book.likest(features, wanted);
    Way best;
    for (const double share : {1.0, 0.92, 0.85}) {
        Way way = wayThrough(pieces, guesses, likest, share * em);
        if (way.last >= 0 && (best.last < 0 || way.score > best.score)) {
            best = std::move(way);
        }
    }
    ReadLine line;
    for (int at = best.last; at >= 0; at = best.before[static_cast<std::size_t>(at)]) {
        const auto g = static_cast<std::size_t>(at);
        const GlyphBook::Likeness &like = likest[g];
        const double sure = std::clamp((like.likeness - 0.6) / 0.3, 0.0, 1.0) * std::clamp(like.lead / 0.04, 0.0, 1.0);
        line.push_back({like.character, static_cast<float>(sure), guesses[g].box + box.tl()});
    }
    std::reverse(line.begin(), line.end());
    return line;
}

}  // namespace hall
