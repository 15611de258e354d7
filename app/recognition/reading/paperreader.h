// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the fields of a straightened paper: which kind it is, which way up it lies, what stands in each field and how
// sure that is. One thread at a time, never the GUI's: a card takes 0.2 s of one core, a full sheet some seconds.
#pragma once

#include "app/recognition/quad.h"
#include "app/recognition/reading/fieldvalue.h"
#include "app/recognition/reading/pagetext.h"

#include <QDate>

namespace hall {

struct ReadField
{
    QString id;             // of the dictionary, or one that resources/papers/README.md lists
    QString text;           // the value; never empty
    double confidence = 0;  // 0…1
    bool certain = false;   // may be shown without asking for a look at it
    int row = -1;           // of a table
    cv::Rect2f box;         // millimetres of the upright paper
    bool operator==(const ReadField &) const = default;
};

struct PaperReading
{
    QString kind;      // "": of no kind that is known, or not of the one that was named; then there are no fields
    int turn = 0;      // quarter turns clockwise that made the picture upright
    double perMm = 0;  // pixels of the picture to a millimetre of the fields' boxes; 0: there are no fields
    std::vector<ReadField> fields;
    QString text;  // what was read of the whole page, lines apart; empty when only fields were read
};

struct ReadOptions
{
    QString kind;            // empty: find out
    QDate today;             // for centuries; invalid: the day by the clock
    bool wholePage = false;  // PaperReading::text is wanted too
    bool accounts = false;   // numbers of bank cards in full; else the first six and the last four characters
    std::chrono::milliseconds limit{20'000};
};

// What a page of this size should be straightened to, dots an inch: `native` is what the camera saw there. Small cards
// get more dots than were seen; sheets no more than reading needs.
[[nodiscard]] double readingDpi(cv::Size2f mm, double native);

// The kind's size whose proportions fit the quad best, lying as the quad lies.
[[nodiscard]] cv::Size2f sizeLike(const PaperKind &kind, const Quad &quad);

// `bgr`: straightened, 8-bit, 3 channels, any way up; `mm`: its size, 0 × 0 when it is not known (then that of the kind
// is taken). Faults: BadArgument (a kind that is not known), PageBadImage (another form of picture, or none).
[[nodiscard]] Result<PaperReading> readPaper(const cv::Mat &bgr, cv::Size2f mm, const PaperLibrary &papers,
                                             TextRecogniser &engine, const ReadOptions &options = {});

}  // namespace hall
