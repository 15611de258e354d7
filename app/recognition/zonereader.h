// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the machine-readable zone of a card (three lines of thirty, ICAO Doc 9303 part 5) from its straightened picture
// with Tesseract. Pure but for Tesseract's data files; any thread, one call at a time takes up to a second of one core.
#pragma once

#include "app/domain/base/result.h"
#include "app/domain/travelpermit.h"

#include <chrono>
#include <opencv2/core.hpp>
#include <string>

namespace hall {

// What the picture should have at least: OCR-B letters of a zone are 2.4 mm high, and Tesseract wants some 40 pixels.
constexpr double zoneDpi = 400;

// The zone as text, three lines. Where a field holds digits or letters alone (Doc 9303 part 5, 4.2.2), only those are
// looked for there; no character is put in another's place afterwards. `card`: 8-bit BGR, the whole card and nothing
// else, either way up or on its side. `tessdata`: folder of eng.traineddata, empty: where Debian has it.
//
// Most characters are covered by a check digit, names are not: only what three renderings of the picture give alike,
// with every check digit right, counts as read. Faults: CardGarbled (no zone seen, or it cannot be read without doubt,
// or not before `deadline`), CardUnknownKind (a zone, read without doubt, of some other document), FileUnreadable (no
// Tesseract data).
[[nodiscard]] Result<TravelPermit> readPermit(const cv::Mat &card, const QDate &today,
                                              std::chrono::steady_clock::time_point deadline,
                                              const std::string &tessdata = {});

}  // namespace hall
