// SPDX-License-Identifier: GPL-3.0-or-later
// Where the three lines of a machine-readable zone are, and each laid out with a cell of its own for every character:
// the letters are OCR-B, of fixed pitch (Doc 9303 part 3, 4.7: ten to the inch). Pure, any thread.
#pragma once

#include <array>
#include <opencv2/core.hpp>
#include <vector>

namespace hall {

constexpr int zoneLineCells = 30;
constexpr int zoneCellWidth = 44;   // pixels of a cell in ZoneLine::gray
constexpr int zoneCellHeight = 76;  // letters stand in the middle of it, some 42 high

struct ZoneLine
{
    cv::Mat gray;  // 8-bit, zoneLineCells × zoneCellWidth wide: dark letters, level, one to a cell
    std::array<cv::Rect, zoneLineCells> mark{};  // the letter alone, nothing of its neighbours; may be empty
    std::array<bool, zoneLineCells> filler{};    // the cell holds '<', by its shape
};

// Three lines from top to bottom, or nothing. `card`: 8-bit BGR of the whole card, 85.6 mm wide (ISO/IEC 7810 ID-1),
// the zone along its lower edge.
[[nodiscard]] std::vector<ZoneLine> findZoneLines(const cv::Mat &card);

}  // namespace hall
