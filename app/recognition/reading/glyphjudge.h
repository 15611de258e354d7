// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine made of single characters is held against what they look like. Any thread.
#pragma once

#include "app/recognition/reading/fieldlook.h"
#include "app/recognition/reading/toldprint.h"

namespace hall {

[[nodiscard]] bool isHan(QChar c);
[[nodiscard]] bool isKnown(QChar c);  // to the book of glyphs

// Which character of `other` stands at the place of each of `text`; -1: none. By the fewest changes.
[[nodiscard]] std::vector<int> placesIn(const QString &text, const QString &other);

// What the engine says of a character.
struct Told
{
    QChar own;
    float sure = -1;  // < 0: not known
    QString said;     // others in its place, in other looks
    bool doubt = false;
};

struct Judged
{
    QChar character;
    float clear = 0;    // 0…1, of its look
    bool like = false;  // it looks like itself
};

enum class TextKind
{
    Name,  // of a person: no figures
    Mixed  // Han characters and figures
};
// `usual`: what is common in such a place. `likelyHere`: what is met there now and then.
[[nodiscard]] Judged judged(const GlyphBook &book, const ToldCharacter &character, const Told &told, TextKind kind,
                            const QString &usual, const QString &likelyHere = {});

// Ems of print that belongs to no character, and is no speck.
constexpr double speckOfPrint = 0.15;

// A character that the engine left out between two others, if its look is clear. Null: there is none.
[[nodiscard]] QChar leftOut(const GlyphBook &book, const ToldPrint &print, const PlacedText::Left &left, bool figures);

// Of looks that read a line differently: the one whose text fits its print best. Nothing: none does.
struct Fitting
{
    std::size_t look = 0;
    ToldPrint print;
};
[[nodiscard]] std::optional<Fitting> fitting(const GlyphReader &reader, const std::vector<FieldLook> &looks,
                                             const ReadablePage &page, const ToldLine &where);

}  // namespace hall
