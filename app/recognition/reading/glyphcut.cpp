// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/glyphcut.h"

#include "app/recognition/reading/glyphfeature.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

namespace hall {

namespace {

constexpr float strong = 0.4F;  // of ink
constexpr std::size_t mostPieces = 160;
constexpr double mostCharacters = 36;
constexpr double enough = 17;     // pixels of a line's ink, where it is cut up
constexpr double emOfInk = 1.06;  // an em in heights of a line's ink
constexpr int closest = 9;        // pixels there; a longer stretch without a thin place may hold two characters

// A stretch is cut where it is thinnest, if it is long.
void cutFurther(const float *sums, GlyphPiece piece, std::vector<GlyphPiece> &pieces)
{
    const int width = piece.to - piece.from;
    if (width <= closest) {
        pieces.push_back(piece);
        return;
    }
    const float *from = sums + piece.from + width / 4;
    const int at = static_cast<int>(std::min_element(from, sums + piece.to - width / 4) - sums);
    cutFurther(sums, {piece.from, at}, pieces);
    cutFurther(sums, {at, piece.to}, pieces);
}

// Stretches between gaps and thin places of the print. In large letters every stroke would be one.
std::vector<GlyphPiece> piecesOf(const cv::Mat &whole, GlyphSeams seams)
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
    std::vector<GlyphPiece> pieces;
    const auto add = [&](int from, int to) {
        if (seams == GlyphSeams::Close) {
            cutFurther(p, {from, to}, pieces);
        } else {
            pieces.push_back({from, to});
        }
    };
    int from = -1;
    for (int x = 0; x <= sums.cols; ++x) {
        const bool print = x < sums.cols && p[x] > empty;
        if (print && from < 0) {
            from = x;
        } else if (!print && from >= 0) {
            add(from, x);
            from = -1;
        } else if (print && x - from > 2 && x + 2 < sums.cols && p[x] < thin && p[x] <= p[x - 1] && p[x] < p[x + 1] &&
                   p[x] <= p[x - 2] && p[x] <= p[x + 2]) {
            add(from, x);
            from = x;
        }
    }
    for (GlyphPiece &piece : pieces) {
        piece.from = std::min(whole.cols, cvRound(piece.from / scale));
        piece.to = std::min(whole.cols, cvRound(piece.to / scale));
    }
    return pieces;
}

// Print as 1, paper as 0.
cv::Mat inkIn(const cv::Mat &gray)
{
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
    return ink;
}

}  // namespace

bool isFigure(QChar c)
{
    return c >= u'0' && c <= u'9';
}

double roomFor(const QString &text)
{
    double room = 0;
    for (const QChar c : text) {
        room += c.unicode() < 0x80 ? 0.55 : 1;
    }
    return room;
}

std::vector<int> inkBefore(const std::vector<GlyphPiece> &pieces)
{
    std::vector<int> ink{0};
    for (const GlyphPiece &piece : pieces) {
        ink.push_back(ink.back() + piece.to - piece.from);
    }
    return ink;
}

double oddWidth(const GlyphGuess &guess, bool figure, double em)
{
    const double wide = guess.box.width / em;
    return wide > 1 ? 2 * (wide - 1) : figure && wide > 0.6 ? 2 * (wide - 0.6) : 0;
}

double oddPlace(const GlyphGuess &before, bool figureBefore, const GlyphGuess &guess, bool figure, double em)
{
    const auto middle = [](const GlyphGuess &one) { return one.box.x + one.box.width / 2.0; };
    const int gap = guess.box.x - before.box.br().x;
    const double apart = (middle(guess) - middle(before)) / em;
    const double least = figure && figureBefore ? 0.42 : figure || figureBefore ? 0.62 : 0.88;
    return apart < least ? 1.5 * (least - apart) : apart > 1.3 && gap < 0.4 * em ? apart - 1.3 : 0;
}

GlyphCut cutGlyphs(const cv::Mat &gray, const QString &told, GlyphSeams seams)
{
    GlyphCut cut;
    if (gray.type() != CV_8UC1 || gray.cols < 8 || gray.rows < 8) {
        return cut;
    }
    cv::Mat ink = inkIn(gray);
    if (ink.empty()) {
        return cut;
    }
    const cv::Rect box = cv::boundingRect(cv::Mat(ink > strong));
    if (box.height < 8 || box.width > mostCharacters * 1.2 * box.height) {
        return cut;
    }
    ink = ink(box);
    cut.ink = ink;
    cut.at = box.tl();
    // Letters that dance are not as high as their line: no more than the line's length has room for.
    cut.em = emOfInk * ink.rows;
    if (const double room = roomFor(told); room > 1) {
        cut.em = std::clamp(1.06 * ink.cols / (room - 0.1), 0.7 * cut.em, cut.em);
    }
    cut.pieces = piecesOf(ink, seams);
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
            cut.guesses.push_back({i, j, {cut.pieces[i].from, 0, width, ink.rows}});
        }
    }
    return cut;
}

void describe(GlyphCut &cut)
{
    cut.features = cv::Mat();
    std::erase_if(cut.guesses, [&](const GlyphGuess &guess) {
        const cv::Mat feature = glyphFeature(cut.ink(guess.box));
        if (!feature.empty()) {
            cut.features.push_back(feature);
        }
        return feature.empty();
    });
}

cv::Mat glyphsAt(const cv::Mat &gray, const std::vector<cv::Rect> &boxes)
{
    cv::Mat features = cv::Mat::zeros(static_cast<int>(boxes.size()), glyphFeatureSize, CV_32F);
    const cv::Mat ink = gray.type() == CV_8UC1 && gray.cols >= 8 && gray.rows >= 8 ? inkIn(gray) : cv::Mat();
    for (std::size_t i = 0; i < boxes.size() && !ink.empty(); ++i) {
        const cv::Mat feature = glyphFeature(ink(boxes[i] & cv::Rect(0, 0, ink.cols, ink.rows)));
        if (!feature.empty()) {
            feature.copyTo(features.row(static_cast<int>(i)));
        }
    }
    return features;
}

}  // namespace hall
