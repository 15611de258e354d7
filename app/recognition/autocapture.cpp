// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recognition/autocapture.h"

#include <algorithm>
#include <cstdlib>

namespace hall {

double difference(const PagePrint &a, const PagePrint &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i]));
    }
    return sum / static_cast<double>(a.size());
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
    m_taken = look.print;
    m_gone = 0;
    m_held = true;
    m_untilMoved = untilMoved;
}

bool AutoCapture::still(const PlateLook &look) const
{
    const double allowed = m_options.stillShare * length(m_quad[2] - m_quad[0]);
    for (std::size_t i = 0; i < 4; ++i) {
        if (length(look.quad[i] - m_quad[i]) > allowed) {
            return false;
        }
    }
    return look.motion <= m_options.stillMotion;
}

void AutoCapture::moving(const PlateLook &look, std::chrono::milliseconds now)
{
    m_state = State::Moving;
    m_quad = look.quad;
    m_since = now;
    m_looks = 1;
}

// After the picture: wait for an empty plate, or for another page in its place.
void AutoCapture::whileTaken(const PlateLook &look, std::chrono::milliseconds now)
{
    if (m_untilMoved && look.found && !still(look)) {
        m_held = false;
        moving(look, now);
        return;
    }
    const bool other = !look.found || difference(look.print, m_taken) > m_options.otherPage;
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
    if (m_state == State::Empty || !still(look)) {
        moving(look, now);
        return {m_state, false, std::nullopt};
    }
    ++m_looks;
    if (m_looks < m_options.stableLooks || now - m_since < m_options.stableTime) {
        return {m_state, false, std::nullopt};
    }
    m_state = State::Stable;
    if (look.reason) {
        return {m_state, false, look.reason};
    }
    if (m_held && difference(look.print, m_taken) <= m_options.otherPage) {
        hold(look, m_untilMoved);
        return {m_state, false, std::nullopt};
    }
    hold(look, false);
    return {m_state, true, std::nullopt};
}

}  // namespace hall
