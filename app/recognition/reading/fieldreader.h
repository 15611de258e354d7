// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a field where it stands in a box, and makes values of what was read. Belongs to one thread at a time, as its
// engine does; papers and engine outlive it.
#pragma once

#include "app/recognition/reading/fieldlook.h"

namespace hall {

// What an engine is told of a line with such a value.
[[nodiscard]] LineMode modeOf(ValueType type);

// Of a text: what an engine is certain of stays, and stays certain while its characters do not look like others.
[[nodiscard]] ReadField surerOf(const ReadField &engines, const ReadField &looksLike);

class FieldReader
{
public:
    using Clock = std::chrono::steady_clock;

    FieldReader(const PaperLibrary &papers, TextRecogniser &engine, Clock::time_point deadline)
        : m_papers(papers), m_engine(engine), m_deadline(deadline)
    {
    }

    [[nodiscard]] const PaperLibrary &papers() const { return m_papers; }
    [[nodiscard]] TextRecogniser &engine() const { return m_engine; }
    [[nodiscard]] Clock::time_point deadline() const { return m_deadline; }

    // `box`: pixels.
    [[nodiscard]] LineText lineText(const ReadablePage &page, const cv::Rect &box, LineMode mode, Look look) const;
    [[nodiscard]] FieldValue valueIn(const PaperField &field, const QString &read) const;
    // The field in the first of its boxes that has a value. `scale`: by how much boxes grow.
    [[nodiscard]] std::optional<ReadField> boxField(const PaperField &field, const ReadablePage &page,
                                                    double scale) const;
    [[nodiscard]] const WordList *wordsOf(const PaperField &field) const;  // nullptr: it has no list
    // How well the kind's probe, which it must have, fits: 1 = all of it.
    [[nodiscard]] double probeScore(const PaperKind &kind, const ReadablePage &page, double scale) const;

private:
    [[nodiscard]] std::optional<ReadField> listed(const PaperField &field, const ReadablePage &page,
                                                  const cv::Rect &line, std::vector<FieldLook> looks) const;
    [[nodiscard]] std::optional<ReadField> textInLines(const PaperField &field, const std::vector<FieldLook> &looks,
                                                       const ReadablePage &page,
                                                       const std::vector<cv::Rect> &lines) const;
    [[nodiscard]] FieldLook lookOf(const PaperField &field, const std::vector<cv::Rect> &lines,
                                   const std::vector<LineText> &texts) const;
    [[nodiscard]] FieldLook lookAt(const PaperField &field, const ReadablePage &page,
                                   const std::vector<cv::Rect> &lines, Look look) const;

    const PaperLibrary &m_papers;
    TextRecogniser &m_engine;
    Clock::time_point m_deadline;
};

}  // namespace hall
