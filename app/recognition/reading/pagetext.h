// SPDX-License-Identifier: GPL-3.0-or-later
// Where print stands on a straightened page, and the page's text with a place for every character. Pure but for the
// engine; any thread.
#pragma once

#include "app/recognition/reading/textrecogniser.h"

#include <optional>

namespace hall {

// A straightened page made ready for reading: stamps in red gone, shadows divided out, paper white.
struct ReadablePage
{
    cv::Mat gray;                       // 8-bit, one channel
    cv::Mat unruled;                    // the same without ruled lines; empty: it has none
    double perMm = 11.8;                // pixels
    bool guarded = false;               // security print lies behind the letters
    std::vector<cv::Rect> stamps = {};  // pixels; where print was freed of red ink
    [[nodiscard]] cv::Rect2f toMm(const cv::Rect &pixels) const;
    [[nodiscard]] cv::Rect toPixels(const cv::Rect2f &mm) const;
};

enum class Ground
{
    Paper,    // white or nearly so; stamps in red may lie on the print
    Guarded,  // security print in light colours behind dark letters
    Dark      // letters are lighter than what they stand on
};
// `bgr`: 8-bit, 3 channels.
[[nodiscard]] ReadablePage readablePage(const cv::Mat &bgr, double perMm, Ground ground = Ground::Paper);
// Of a page that was made from `bgr`: what is printed or stamped in red is paler then.
void leaveRedOut(const cv::Mat &bgr, ReadablePage &page);

// A run of print without a wide gap or a ruled line in it.
struct Segment
{
    cv::Rect box;      // pixels of the page, tight
    double slope = 0;  // pixels down for a pixel to the right
    int row = 0;       // runs of one row stand beside each other; rows from the top
};
// Of most of the wide runs.
[[nodiscard]] double pageSlope(const std::vector<Segment> &segments);
// In reading order. At most 600. `faint`: pale print counts too.
[[nodiscard]] std::vector<Segment> findSegments(const ReadablePage &page, bool faint = false);

// Different looks at the same print: what one blurs another may keep apart.
enum class Look
{
    Plain,
    Sharp,
    Bold
};
constexpr int lineMargin = 10;  // pixels
// The picture of a segment as an engine wants it: level, 32 pixels high letters, white around as wide as the margin.
[[nodiscard]] cv::Mat lineImage(const ReadablePage &page, const cv::Rect &box, double slope, Look look,
                                double *scale = nullptr);

struct TextSymbol
{
    QChar character;
    float confidence = 0;
    cv::Rect box;     // pixels of the page
    int segment = 0;  // index
    int row = 0;
};
struct PageText
{
    std::vector<Segment> segments;
    std::vector<TextSymbol> symbols;  // reading order
    QString text;                     // one character for each symbol, punctuation and width made alike
};

// The same character however it is printed: full-width letters, digits and punctuation become ASCII.
[[nodiscard]] QChar plainCharacter(QChar c);

// One run of it, with a look of one's own choice.
[[nodiscard]] std::vector<TextSymbol> readSegment(const ReadablePage &page, const PageText &text, std::size_t segment,
                                                  Look look, TextRecogniser &engine,
                                                  std::chrono::steady_clock::time_point deadline);
[[nodiscard]] PageText readPage(const ReadablePage &page, TextRecogniser &engine,
                                std::chrono::steady_clock::time_point deadline, bool faint = false);

}  // namespace hall
