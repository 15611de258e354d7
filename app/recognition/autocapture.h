// SPDX-License-Identifier: GPL-3.0-or-later
// When to take the picture by itself: a page arrives, lies still, is good, is taken once; then it must go or be
// replaced before the next is taken. A pure state machine; time comes in with every look, so tests need no clock.
#pragma once

#include "app/domain/base/fault.h"
#include "app/recognition/quad.h"

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

namespace hall {

// What a page shows, coarsely: 8 × 8 grey levels of the straightened page, and 10 × 10 times how much ink is there,
// whatever the light. Tells another page at the same place, and one that was turned.
inline constexpr std::size_t kPrintGrey = 8;
inline constexpr std::size_t kPrintInk = 10;
using PagePrint = std::array<unsigned char, kPrintGrey * kPrintGrey + kPrintInk * kPrintInk>;

// Why nothing is taken although a page lies there, besides what is wrong with the page itself.
enum class PlateTrouble
{
    None,
    Hand,      // a hand is in the picture
    Several,   // more papers than are taken at once
    OtherKind  // not the paper that is asked for, by its size
};
[[nodiscard]] std::string_view troubleName(PlateTrouble trouble);  // "page.hand" …, "" for none

// One look at the plate.
struct PlateLook
{
    bool found = false;
    Quad quad;                        // pixels of the preview
    std::optional<FaultCode> reason;  // the main defect; nothing = good
    double motion = 0;                // mean change inside the quad since the last look, grey levels
    PagePrint print{};
    double stir = 0;         // share of the whole picture that has changed since the last look
    bool crossing = false;   // something comes in over the picture's border or goes out, however little of it is seen
    bool hand = false;       // something reaches into the picture from its border
    int others = 0;          // further papers
    bool otherKind = false;  // not the size of the paper that is asked for
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
        // Hands that let go rest for up to half a second before they leave.
        std::chrono::milliseconds stableTime{500};
        double stillShare = 0.02;   // corners may move this share of the quad's diagonal: a finder is not sure …
        double stillMotion = 6;     // … and the picture inside may change this much …
        double stillStir = 0.0012;  // … and all of it this much
        int mostOthers = 0;         // papers that may lie beside the page
        int goneLooks = 3;          // looks without a page, or with another, before the next may be taken
        double otherPage = 16;      // mean difference of two pages' prints
    };

    struct Verdict
    {
        State state = State::Empty;
        bool capture = false;                       // take the still now; said once per page
        std::optional<FaultCode> reason;            // why a page that lies still is not taken
        PlateTrouble trouble = PlateTrouble::None;  // likewise; said before the reason
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
    enum class Rest
    {
        Still,
        Otherwise,  // the page is found elsewhere at once, and nothing stirs: it was not found well before
        Moved
    };
    [[nodiscard]] Rest restOf(const PlateLook &look) const;
    [[nodiscard]] bool near(const Quad &a, const Quad &b) const;
    [[nodiscard]] bool known(const PlateLook &look) const;  // what was taken last, as it lay
    [[nodiscard]] PlateTrouble troubleOf(const PlateLook &look) const;
    void moving(const PlateLook &look, std::chrono::milliseconds now);
    void whileTaken(const PlateLook &look, std::chrono::milliseconds now);

    Options m_options;
    State m_state = State::Empty;
    Quad m_quad{};  // where the page was when it last counted as moving
    std::chrono::milliseconds m_since{0};
    Quad m_last{};    // where it was found last
    int m_looks = 0;  // still looks in a row
    int m_gone = 0;
    PagePrint m_taken{};
    int m_takenOthers = 0;
    bool m_held = false;
    bool m_untilMoved = false;
};

[[nodiscard]] double difference(const PagePrint &a, const PagePrint &b);  // mean, grey levels

enum class Likeness
{
    Same,
    Turned,  // the same page, by a quarter or half
    Other
};
[[nodiscard]] Likeness likeness(const PagePrint &now, const PagePrint &before, double otherPage);

}  // namespace hall
