// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/autocapture.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace hall {

namespace {

constexpr std::size_t greyCells = kPrintGrey * kPrintGrey;
constexpr double leastInk = 1.5;   // deviation of the ink's cells: less, and a page has nothing that tells its turn
constexpr double alike = 0.6;      // correlation of two looks at one page
constexpr double unlike = 0.3;     // two pages
constexpr double clearTurn = 0.2;  // by which a turn must fit better than none

using Ink = std::array<double, kPrintInk * kPrintInk>;

// Mean 0, deviation 1; all 0 for a page with hardly any ink.
Ink inkOf(const PagePrint &print)
{
    Ink ink{};
    std::copy(print.begin() + greyCells, print.end(), ink.begin());
    const double mean = std::accumulate(ink.begin(), ink.end(), 0.0) / static_cast<double>(ink.size());
    double square = 0;
    for (double &cell : ink) {
        cell -= mean;
        square += cell * cell;
    }
    const double deviation = std::sqrt(square / static_cast<double>(ink.size()));
    for (double &cell : ink) {
        cell = deviation < leastInk ? 0 : cell / deviation;
    }
    return ink;
}

Ink quarterTurn(const Ink &ink)
{
    Ink result{};
    for (std::size_t row = 0; row < kPrintInk; ++row) {
        for (std::size_t column = 0; column < kPrintInk; ++column) {
            result[column * kPrintInk + kPrintInk - 1 - row] = ink[row * kPrintInk + column];
        }
    }
    return result;
}

double correlation(const Ink &a, const Ink &b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / static_cast<double>(a.size());
}

}  // namespace

std::string_view troubleName(PlateTrouble trouble)
{
    switch (trouble) {
    case PlateTrouble::None:
        return {};
    case PlateTrouble::Hand:
        return "page.hand";
    case PlateTrouble::Several:
        return "page.several";
    case PlateTrouble::OtherKind:
        return "page.wrong-kind";
    }
    return {};
}

double difference(const PagePrint &a, const PagePrint &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < greyCells; ++i) {
        sum += std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i]));
    }
    return sum / static_cast<double>(greyCells);
}

Likeness likeness(const PagePrint &now, const PagePrint &before, double otherPage)
{
    const Ink seen = inkOf(now);
    Ink turning = inkOf(before);
    const double straight = correlation(seen, turning);
    double turned = 0;
    for (int quarter = 1; quarter < 4; ++quarter) {
        turning = quarterTurn(turning);
        turned = std::max(turned, correlation(seen, turning));
    }
    if (turned > alike && turned > straight + clearTurn) {
        return Likeness::Turned;
    }
    const double apart = difference(now, before);
    if (straight > alike && apart <= 2 * otherPage) {
        return Likeness::Same;  // in another light
    }
    const bool inked = correlation(seen, seen) > 0.5 && correlation(turning, turning) > 0.5;
    return apart > otherPage || (inked && straight < unlike && apart > otherPage / 4) ? Likeness::Other
                                                                                      : Likeness::Same;
}

void AutoCapture::reset()
{
    m_state = State::Empty;
    m_looks = 0;
    m_gone = 0;
    m_held = false;
}

void AutoCapture::resume()
{
    m_state = m_held ? State::Taken : State::Empty;
    m_looks = 0;
    m_gone = 0;
}

void AutoCapture::hold(const PlateLook &look, bool untilMoved)
{
    m_state = State::Taken;
    m_quad = look.quad;
    m_last = look.quad;
    m_taken = look.print;
    m_takenOthers = look.others;
    m_gone = 0;
    m_held = true;
    m_untilMoved = untilMoved;
}

bool AutoCapture::near(const Quad &a, const Quad &b) const
{
    const double allowed = m_options.stillShare * length(b[2] - b[0]);
    for (std::size_t i = 0; i < 4; ++i) {
        if (length(a[i] - b[i]) > allowed) {
            return false;
        }
    }
    return true;
}

// A page that is pushed stirs the picture, or creeps. One that jumps while all is at rest lies where it lay.
AutoCapture::Rest AutoCapture::restOf(const PlateLook &look) const
{
    if (look.motion > m_options.stillMotion || look.stir > m_options.stillStir || look.crossing) {
        return Rest::Moved;
    }
    return near(look.quad, m_quad) ? Rest::Still : near(look.quad, m_last) ? Rest::Moved : Rest::Otherwise;
}

bool AutoCapture::known(const PlateLook &look) const
{
    return look.others <= m_takenOthers && likeness(look.print, m_taken, m_options.otherPage) == Likeness::Same;
}

PlateTrouble AutoCapture::troubleOf(const PlateLook &look) const
{
    return look.hand                            ? PlateTrouble::Hand
           : look.others > m_options.mostOthers ? PlateTrouble::Several
           : look.otherKind                     ? PlateTrouble::OtherKind
                                                : PlateTrouble::None;
}

void AutoCapture::moving(const PlateLook &look, std::chrono::milliseconds now)
{
    m_state = State::Moving;
    m_quad = look.quad;
    m_last = look.quad;
    m_since = now;
    m_looks = 1;
}

// After the picture: wait for an empty plate, or for another page in its place.
void AutoCapture::whileTaken(const PlateLook &look, std::chrono::milliseconds now)
{
    if (m_untilMoved && look.found) {
        const Rest rest = restOf(look);
        if (rest == Rest::Moved) {
            m_held = false;
            moving(look, now);
            return;
        }
        m_quad = rest == Rest::Otherwise ? look.quad : m_quad;
        m_last = look.quad;
    }
    const bool other = !look.found || !known(look);
    m_gone = other ? m_gone + 1 : 0;
    if (m_gone < m_options.goneLooks) {
        return;
    }
    m_gone = 0;
    m_held = look.found;  // a hand over the page looks like another page: what lies still in the end decides
    if (look.found) {
        moving(look, now);
    } else {
        m_state = State::Empty;
    }
}

AutoCapture::Verdict AutoCapture::look(const PlateLook &look, std::chrono::milliseconds now)
{
    if (m_state == State::Taken) {
        whileTaken(look, now);
        return {m_state, false, std::nullopt};
    }
    if (!look.found) {
        resume();
        return {m_state, false, std::nullopt};
    }
    const Rest rest = m_state == State::Empty ? Rest::Moved : restOf(look);
    if (rest == Rest::Moved) {
        moving(look, now);
        return {m_state, false, std::nullopt};
    }
    m_last = look.quad;
    if (rest == Rest::Otherwise) {
        m_state = State::Moving;
        m_quad = look.quad;
        m_looks = 0;
    }
    ++m_looks;
    if (m_looks < m_options.stableLooks || now - m_since < m_options.stableTime) {
        return {m_state, false, std::nullopt};
    }
    m_state = State::Stable;
    const PlateTrouble trouble = troubleOf(look);
    // What was taken already needs no word about it.
    if (m_held && trouble != PlateTrouble::Hand && known(look)) {
        hold(look, m_untilMoved);
        return {m_state, false, std::nullopt};
    }
    if (trouble != PlateTrouble::None || look.reason) {
        return {m_state, false, look.reason, trouble};
    }
    hold(look, false);
    return {m_state, true, std::nullopt};
}

}  // namespace hall
