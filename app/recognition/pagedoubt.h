// SPDX-License-Identifier: GPL-3.0-or-later
// What speaks against a quad with clear sides being a page. It refuses and never chooses: which of two quads is better
// the colour steps say alone. Lengths in working pixels. Pure, any thread.
#pragma once

#include "app/recognition/papernet.h"
#include "app/recognition/sidescore.h"

#include <optional>

namespace hall {

// The smallest document that may lie there: narrower are rulers and fingers.
struct LeastPage
{
    double width = 0;
    double area = 0;
};
// An identity card is 54 mm × 85.6 mm. `pixelsPerMm` of the picture, where the plate is calibrated; else it is taken to
// show A3 at most.
[[nodiscard]] LeastPage leastPage(cv::Size picture, std::optional<double> pixelsPerMm);
[[nodiscard]] bool isTooSmall(const Quad &quad, const LeastPage &least);

// Lines printed on the plate: beyond them it is inside as it is outside.
[[nodiscard]] bool isDrawnOnThePlate(const ScoreSource &source, const Quad &quad, const QuadScore &steps);

// Hardly one of its sides steps all along, or most corners are none: something round lies there, or several things.
[[nodiscard]] bool isNoBox(const QuadScore &steps);

struct Contents
{
    double lightness = 0;  // mean, 8 bits
    double print = 0;      // the Laplacian that 98 % of the places do not exceed, over the mean lightness plus 10
    double colour = 0;     // of the mean: its distance from grey over its lightness, both as CIE L*a*b* has them
    double sharp = 0;      // the most that a pixel adds to the step at a side, of the second softest; 0: none steps
    int rims = 0;          // sides along which a narrow black rim runs
    int sides = 4;         // so many can be told of
    double beyond = 0;     // lightness just outside of the darkest side; 0 where fewer than three sides can be told of
};
// The middle lightness just outside of the quad's side where it is least, 8 bits; 0 where fewer than three sides can be
// told of. `lab`: as below.
[[nodiscard]] double lightBeyond(const cv::Mat &lab, const Quad &quad);
// `lab`: 8-bit CIE L*a*b* of the picture. Print and colour away from the quad's sides.
[[nodiscard]] Contents contentsOf(const cv::Mat &lab, const Quad &quad);

// Where so little is on a place, or it hardly steps, or it is small and cut off by the picture's edge, there is doubt;
// then the net is heard.
class ThingDoubt
{
public:
    ThingDoubt(const Quad &quad, const QuadScore &steps, const Contents &contents, cv::Size picture);

    [[nodiscard]] bool any() const
    {
        return m_bare || m_dull || m_cut || m_weak || m_black || m_dark || m_tinted || m_rimmed || m_onLight;
    }
    // Without the net: nearly black with nothing on it, or what is seen of it tells nothing.
    [[nodiscard]] bool isCertain() const;
    // Far darker than what lies around it.
    [[nodiscard]] bool isOnLight() const { return m_onLight; }
    // A black rim all round: a telephone, unless the net is sure of the paper within.
    [[nodiscard]] bool isRimmed() const { return m_rimmed; }
    // Coloured, and nothing is printed on it; or little, and the net sees a hand or a thing.
    [[nodiscard]] bool isPlain(const PaperEvidence &said) const;
    // Coloured and not light with little on it: a purse. Paper in a dim warm light is, too, but nothing else to the
    // net.
    [[nodiscard]] bool isLeather(const PaperEvidence &said) const;
    // Whether this is a hand or a thing. `plateKnown`: the net saw what lies there apart from the plate.
    [[nodiscard]] bool confirmedBy(const PaperEvidence &said, bool plateKnown) const;

private:
    Contents m_contents;
    bool m_bare = false;
    bool m_cut = false;
    bool m_dull = false;  // coloured and not light, with little on it
    bool m_weak = false;
    bool m_small = false;
    bool m_black = false;
    bool m_dark = false;
    bool m_tinted = false;     // as skin is
    bool m_softCover = false;  // a booklet out of focus or moved: what is printed on it does not show
    bool m_softCard = false;   // of a card's shape, out of focus or moved
    bool m_card = false;       // surely one: isCard()
    bool m_rimmed = false;
    bool m_white = false;    // a large white sheet with clear sides all round, whatever the net makes of its table
    bool m_onLight = false;  // far darker than what lies around it
    bool m_booklet = false;  // a large box
};

struct SkinShare
{
    double within = 0;  // of the quad
    double beyond = 0;  // of the places just outside of its sides
};
[[nodiscard]] SkinShare skinOf(const cv::Mat &skin, const Quad &quad);
// A piece of an arm or of the back of a hand, which the net may hold for paper: all of it is skin, and it goes on.
[[nodiscard]] bool isOfArm(const cv::Mat &skin, const Quad &quad);
// Between fingers there are quads, too. `skin`: 8-bit, not 0 where there is some.
[[nodiscard]] bool isOfHand(const cv::Mat &skin, const Quad &quad, const PaperEvidence &said);

}  // namespace hall
