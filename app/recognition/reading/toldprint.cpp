// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/toldprint.h"

#include "app/recognition/reading/glyphcut.h"

#include <algorithm>

namespace hall {

namespace {

constexpr double leastFit = 0.7;  // of a line with one character in three read wrong; found on drawn papers

// The mean of both looks; where one is much less like anything, thin strokes are lost in it, and the other one counts.
cv::Mat likeness(const cv::Mat &sharp, const cv::Mat &plain)
{
    constexpr double lost = 0.03;
    double most = 0;
    double other = 0;
    cv::minMaxLoc(sharp, nullptr, &most);
    cv::minMaxLoc(plain, nullptr, &other);
    return most > other + lost ? sharp : other > most + lost ? plain : cv::Mat((sharp + plain) / 2);
}

}  // namespace

ToldPrint toldPrint(const GlyphReader &reader, const ReadablePage &page, const ToldLine &line)
{
    ToldPrint print;
    const auto size = static_cast<std::size_t>(line.text.size());
    const auto from = static_cast<std::size_t>(line.from);
    const std::size_t to = line.to < 0 ? size : static_cast<std::size_t>(line.to);
    if (line.box.area() == 0 || from >= to || to > size) {
        return print;
    }
    // Cut up where strokes are strong: thin ones at a line's beginning are lost in the plain look.
    print.sharp = lineImage(page, line.box, 0, Look::Sharp);
    print.plain = lineImage(page, line.box, 0, Look::Plain);
    const PlacedText placed = reader.placed(print.sharp, line.text);
    print.score = placed.score;
    if (placed.score < leastFit) {
        return print;
    }
    const std::vector<cv::Rect> boxes(placed.boxes.begin() + static_cast<std::ptrdiff_t>(from),
                                      placed.boxes.begin() + static_cast<std::ptrdiff_t>(to));
    const cv::Mat sharp = glyphsAt(print.sharp, boxes);
    const cv::Mat plain = glyphsAt(print.plain, boxes);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        ToldCharacter character;
        character.told = line.text[static_cast<qsizetype>(from + i)];
        if (boxes[i].area() > 0) {
            character.sharp = sharp.row(static_cast<int>(i));
            character.plain = plain.row(static_cast<int>(i));
        }
        print.characters.push_back(character);
    }
    for (PlacedText::Left left : placed.left) {
        if (left.before >= from && left.before <= to) {
            left.before -= from;
            print.left.push_back(left);
        }
    }
    return print;
}

Likest likestOf(const GlyphBook &book, const ToldCharacter &character, const QString &candidates,
                const std::vector<float> &ahead)
{
    const cv::Mat like =
        likeness(book.likenessTo(character.sharp, candidates), book.likenessTo(character.plain, candidates));
    Likest best;
    float own = 0;
    float most = 0;
    for (int i = 0; i < like.cols; ++i) {
        const float weighed = like.at<float>(0, i) + ahead[static_cast<std::size_t>(i)];
        own = i == 0 ? weighed : own;
        if (i == 0 || weighed > most) {
            most = weighed;
            best = {candidates[i], like.at<float>(0, i), most - own};
        }
    }
    return best;
}

}  // namespace hall
