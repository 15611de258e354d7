// SPDX-License-Identifier: GPL-3.0-or-later
// Where a page must go so that all of it can be seen: so many millimetres to the side, up or down, and a turn. Told so
// that somebody who does not see the picture can follow it, and no more often than can be listened to.
#pragma once

#include "app/recognition/platecalibration.h"
#include "app/recognition/quad.h"

#include <chrono>
#include <opencv2/core.hpp>
#include <optional>

namespace hall {

// As the camera's picture shows the plate; whoever stands there is below it.
struct GuideStep
{
    double rightMm = 0;  // less than 0: to the left
    double downMm = 0;   // towards whoever stands there; less than 0: away
    double turn = 0;     // degrees clockwise, done first, about the page's middle

    bool operator==(const GuideStep &) const = default;
};

inline constexpr double kGuideMargin = 8;  // mm between page and picture's border: a centimetre said is half a one off
inline constexpr double kGuideTurn = 12;   // degrees; less need not be put right

// Nothing when the page lies right. `picture`: the size of the picture `quad` is in. `plate`: of that picture; without
// it the plate is assumed to be a little larger than A4. `asked`: mm of the paper that is asked for, either way round:
// what the picture's border cuts off is as long as that says, or else goes on a little.
[[nodiscard]] std::optional<GuideStep> guideTo(const Quad &quad, cv::Size picture,
                                               const std::optional<PlateView> &plate = {},
                                               std::optional<cv::Size2f> asked = {});

// A corner is so near to the picture's border that the page may go on beyond it.
[[nodiscard]] bool touchesBorder(const Quad &quad, cv::Size picture);

// What is said of a row of looks: nothing while the page is being moved, then one step until it is no longer true and
// has been heard. Pure; time comes in with every look. One thread.
class PageGuide
{
public:
    // `calm`: nothing moves. The step to be told now.
    std::optional<GuideStep> look(const std::optional<GuideStep> &step, bool calm, std::chrono::milliseconds now);
    void reset() { *this = PageGuide(); }
    [[nodiscard]] const std::optional<GuideStep> &told() const { return m_told; }

private:
    std::optional<GuideStep> m_told;
    std::optional<std::chrono::milliseconds> m_since;  // something was told last
    int m_calm = 0;                                    // looks in a row that ask for another step than the one told
    int m_right = 0;                                   // looks in a row at a page that lies right, or at none
};

}  // namespace hall
