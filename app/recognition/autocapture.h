// SPDX-License-Identifier: GPL-3.0-or-later
// When to take the picture by itself: a page arrives, lies still, is good, is taken once; then it must go or be
// replaced before the next is taken. A pure state machine; time comes in with every look, so tests need no clock.
#pragma once

#include "app/domain/base/fault.h"
#include "app/recognition/quad.h"

#include <array>
#include <chrono>
#include <optional>

namespace hall {

// What a page shows, coarsely: 8 × 8 grey levels of the straightened page. Tells another page at the same place.
using PagePrint = std::array<unsigned char, 64>;

// One look at the plate.
struct PlateLook
{
    bool found = false;
    Quad quad;                        // pixels of the preview
    std::optional<FaultCode> reason;  // the main defect; nothing = good
    double motion = 0;                // mean change inside the quad since the last look, grey levels
    PagePrint print{};
};

class AutoCapture
{
public:
    enum class State
    {
        Empty,
        Moving,
        Stable,
        Taken
    };

    struct Options
    {
        int stableLooks = 5;
        std::chrono::milliseconds stableTime{300};
        double stillShare = 0.006;  // corners may move this share of the quad's diagonal (about 2 mm on A4) …
        double stillMotion = 6;     // … and the picture inside may change this much
        int goneLooks = 3;          // looks without a page, or with another, before the next may be taken
        double otherPage = 16;      // mean difference of two pages' prints
    };

    struct Verdict
    {
        State state = State::Empty;
        bool capture = false;             // take the still now; said once per page
        std::optional<FaultCode> reason;  // why a page that lies still is not taken
    };

    AutoCapture() = default;
    explicit AutoCapture(Options options) : m_options(options) {}

    [[nodiscard]] Verdict look(const PlateLook &look, std::chrono::milliseconds now);
    void reset();  // the page on the plate may be taken (again)
    // The page of this look counts as taken. untilMoved: its being moved is enough for it to be taken again.
    void hold(const PlateLook &look, bool untilMoved);
    void resume();  // the plate was not watched for a while: a page that was held before still is
    // The page that was taken last has not been seen to go, or to be replaced.
    [[nodiscard]] bool held() const { return m_held; }
    [[nodiscard]] State state() const { return m_state; }

private:
    [[nodiscard]] bool still(const PlateLook &look) const;
    void moving(const PlateLook &look, std::chrono::milliseconds now);
    void whileTaken(const PlateLook &look, std::chrono::milliseconds now);

    Options m_options;
    State m_state = State::Empty;
    Quad m_quad{};  // where the page was when it last counted as moving
    std::chrono::milliseconds m_since{0};
    int m_looks = 0;  // still looks in a row
    int m_gone = 0;
    PagePrint m_taken{};
    bool m_held = false;
    bool m_untilMoved = false;
};

[[nodiscard]] double difference(const PagePrint &a, const PagePrint &b);  // mean, grey levels

}  // namespace hall
