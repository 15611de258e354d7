// SPDX-License-Identifier: GPL-3.0-or-later
// What characters look like in print, and which of them a given one resembles most. Pure, any thread.
//
// hall-glyphs/1, little-endian: "HGLYPH1\n"; 32-bit counts of characters and of dimensions; a 32-bit float, the size of
// a step; floats: the mean feature, then one feature for each dimension (principal components); 16-bit code units; for
// each character one signed byte a dimension, in steps.
#pragma once

#include "app/domain/base/result.h"

#include <opencv2/core.hpp>
#include <QByteArray>
#include <QHash>
#include <QString>
#include <vector>

namespace hall {

// `features`: one row of glyphFeature() for each character of `characters`; a character may come several times.
[[nodiscard]] QByteArray glyphBookOf(const QString &characters, const cv::Mat &features);

class GlyphBook
{
public:
    struct Likeness
    {
        QChar character;
        double likeness = 0;  // 1: the same
        double lead = 0;      // before the likest other character
    };

    // FileInvalid: not of this form.
    [[nodiscard]] static Result<GlyphBook> fromBytes(const QByteArray &bytes);

    // What speaks for characters beside their looks.
    struct Wanted
    {
        QString expected;  // something else reads them there
        QString likely;    // they are common there
    };
    // For each row of `features` (glyphFeature()). Of characters that are about as like, those of `wanted[row]` win;
    // `wanted` may be empty. A lead below 0 says that another one is more like. `only`: no other characters come into
    // question; empty: all do, figures if `figures` says so.
    [[nodiscard]] std::vector<Likeness> likest(const cv::Mat &features, const std::vector<Wanted> &wanted,
                                               const QString &only = {}, bool figures = true) const;
    // How like each row of `features` is to each of `characters`: rows × characters, CV_32F; -1: it is not in the book.
    [[nodiscard]] cv::Mat likenessTo(const cv::Mat &features, const QString &characters) const;

    [[nodiscard]] bool knows(QChar character) const { return m_places.contains(character); }
    // It is of those that GB 2312 lists behind the common ones.
    [[nodiscard]] bool isRare(QChar character) const
    {
        return knows(character) && m_penalties[static_cast<std::size_t>(m_places.value(character))] > 0;
    }

private:
    [[nodiscard]] cv::Mat projected(const cv::Mat &features) const;
    [[nodiscard]] QChar characterAt(int number) const
    {
        return m_characters[m_drawings[static_cast<std::size_t>(number)].front()];
    }
    [[nodiscard]] float distanceTo(const std::vector<int> &drawings, const float *seen) const;

    QString m_characters;  // of each drawing
    cv::Mat m_mean;        // 1 × features
    cv::Mat m_basis;       // dimensions × features
    cv::Mat m_known;       // drawings × dimensions
    // Of each character: its drawings, the mean of their first dimensions, that one's squared length, and what a rare
    // one has to be more like.
    std::vector<std::vector<int>> m_drawings;
    cv::Mat m_means;
    std::vector<float> m_lengths;
    std::vector<float> m_penalties;
    QHash<QChar, int> m_places;  // of each character, in those
};

}  // namespace hall
