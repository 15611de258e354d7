// SPDX-License-Identifier: GPL-3.0-or-later
// One picture, and what was found in it; what is a hand or a thing is left out (pagedoubt.h). Part of the page finder
// (pagefinder.h). Lengths in working pixels. Pure, any thread.
#pragma once

#include "app/recognition/pagechoice.h"

namespace hall {

struct Look
{
    cv::Mat work;  // 8-bit BGR
    cv::Mat lab;   // the same as CIE L*a*b*
    Witness witness;
    std::vector<Ranked> best;
    std::vector<Quad> things{};  // left out for certain

    // How much of the picture pages are, the uncertain ones less.
    [[nodiscard]] double worth() const;
    // More is found, or the same in fewer pieces.
    [[nodiscard]] bool serves(const Look &plain) const;
    // `empty`: the empty plate, of the picture's size, or none.
    void ask(PaperNet &net, const cv::Mat &empty);
    // 8-bit, not 0 where there is skin, by the light on what the net holds for paper. The net must have been asked.
    [[nodiscard]] const cv::Mat &skinSeen(const cv::Mat &empty);
    // The same in the light as it is: where all that the net holds for paper is skin itself, that tells nothing of the
    // light. Nowhere where so much of the picture is of that colour that the table must be.
    [[nodiscard]] const cv::Mat &plainSkin(const cv::Mat &empty);

    cv::Mat skin{};          // what skinSeen() found
    cv::Mat inPlainLight{};  // what plainSkin() found
};

// Whether it is a hand, a telephone or the like; what is one for certain the look keeps in mind. The net is asked for
// nothing else where the empty plate is known, and only if there is doubt. `net` may be none.
[[nodiscard]] bool isThing(const cv::Mat &empty, PaperNet *net, const Ranked &one, Look &look);
// All of the look's.
void leaveOutThings(const cv::Mat &empty, PaperNet *net, Look &look);

}  // namespace hall
