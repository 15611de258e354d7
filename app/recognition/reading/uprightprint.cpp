// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/reading/uprightprint.h"

#include "app/recognition/pagestraightener.h"

#include <algorithm>

namespace hall {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kProbed = 8;   // runs
constexpr double kSureEnough = 0.8;  // as the engine says it: print does not lie on its side then
constexpr std::size_t kSureLetters = 16;

struct Probe
{
    double sure = 0;  // mean of the letters
    std::size_t letters = 0;
    [[nodiscard]] double weight() const { return sure * static_cast<double>(letters); }
};

Probe probe(const ReadablePage &page, TextRecogniser &engine, Clock::time_point until)
{
    PageText text;
    text.segments = findSegments(page);
    std::vector<std::size_t> widest(text.segments.size());
    for (std::size_t i = 0; i < widest.size(); ++i) {
        widest[i] = i;
    }
    std::stable_sort(widest.begin(), widest.end(), [&](std::size_t a, std::size_t b) {
        return text.segments[a].box.width > text.segments[b].box.width;
    });
    widest.resize(std::min(widest.size(), kProbed));
    Probe found;
    double sum = 0;
    for (const std::size_t segment : widest) {
        for (const TextSymbol &symbol : readSegment(page, text, segment, Look::Plain, engine, until)) {
            sum += static_cast<double>(symbol.confidence);
            ++found.letters;
        }
    }
    found.sure = found.letters > 0 ? sum / static_cast<double>(found.letters) : 0;
    return found;
}

}  // namespace

UprightPrint uprightPrint(const cv::Mat &bgr, double perMm, TextRecogniser &engine, Clock::time_point deadline)
{
    Probe best;
    UprightPrint chosen;
    for (const int turn : {0, 2, 1, 3}) {
        ReadablePage page = readablePage(turned(bgr, turn), perMm);
        const Probe seen = probe(page, engine, deadline);
        if (turn == 0 || seen.weight() > best.weight()) {
            best = seen;
            chosen = {turn, std::move(page)};
        }
        // Print standing on its head is read with some confidence as well; lying on its side it is not.
        if (turn == 2 && best.sure >= kSureEnough && best.letters >= kSureLetters) {
            break;
        }
    }
    return chosen;
}

}  // namespace hall
