// SPDX-License-Identifier: GPL-3.0-or-later
// The line protocol of a cabinet's controller board, both ways, on a serial line of 8N1. No maker's protocol for such
// boards is public; this one is framed as NMEA 0183 frames its sentences (IEC 61162-1, 5.3), which any
// microcontroller's libraries know: '$', fields with commas between, '*', two hex digits of the exclusive or of all
// bytes between '$' and
// '*', CR LF; at most 82 bytes. A reader takes up the thread at every '$'. drivers/README.md holds the sentences.
#pragma once

#include "drivers/core/device.h"
#include "drivers/core/values.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hall::device {

constexpr std::size_t longestSentence = 82;  // with '$' and CR LF

// Fields of one sentence, the first of them its name. Printable ASCII without '$', '*' and ','.
using Sentence = std::vector<std::string>;

// Empty when the fields hold what cannot be sent, or are too long together.
[[nodiscard]] Bytes sentenceBytes(const Sentence &sentence);

// Any portions of bytes in, whole sentences out. What is broken is counted and dropped; the next '$' begins anew.
class SentenceReader
{
public:
    [[nodiscard]] std::vector<Sentence> take(std::span<const unsigned char> bytes);
    [[nodiscard]] std::size_t broken() const { return m_broken; }  // since reset()
    void reset();

private:
    [[nodiscard]] std::optional<Sentence> whole() const;

    std::string m_line;  // after '$'
    bool m_inside = false;
    std::size_t m_broken = 0;
};

// What the board reports of itself ("HCSTA"). Nothing where a sensor is not fitted.
struct BoardState
{
    std::optional<bool> doorOpen;
    std::optional<bool> present;
    std::optional<bool> headphones;
    std::optional<char> power;  // 'M' mains, 'B' battery, 'L' battery nearly empty
    std::optional<int> minutes;
    unsigned lights = 0;  // as lightBits()
    bool operator==(const BoardState &) const = default;
};

// Nothing when a field is none of the protocol. A board may send more fields than these: they are of a later version.
[[nodiscard]] std::optional<BoardState> boardState(const Sentence &sentence);
[[nodiscard]] Sentence boardSentence(const BoardState &state);

// Bits 0 to 4: card slot, id plate, camera, printer's mouth, scanner; bit 7: flashing.
[[nodiscard]] unsigned lightBits(const Cabinet::Lights &lights);
[[nodiscard]] Cabinet::Lights lightsOf(unsigned bits);

}  // namespace hall::device
