// SPDX-License-Identifier: GPL-3.0-or-later
// Which card in which slot: the one to read, the one that was told already, and what a security module is.
#include "drivers/card/socialcardloop.h"

#include <algorithm>

namespace hall::device {

using namespace std::chrono_literals;

void SocialCardLoop::noteFirstLook(const std::vector<CardSlot> &seen)
{
    for (const CardSlot &slot : seen) {
        m_firstLook.try_emplace(slot.reader, fits(slot) ? std::optional(slot.insertion) : std::nullopt);
    }
}

// Of several cards one in contacts, whatever order pcscd has its slots in; one that does not answer last.
const CardSlot *SocialCardLoop::choose(const std::vector<CardSlot> &seen) const
{
    const auto rank = [this](const CardSlot &slot) {
        return !fits(slot) ? 0 : slot.mute ? 1 : slot.contactless ? 2 : 3;
    };
    const auto best = std::max_element(seen.begin(), seen.end(),
                                       [&rank](const CardSlot &a, const CardSlot &b) { return rank(a) < rank(b); });
    return best == seen.end() || rank(*best) == 0 ? nullptr : &*best;
}

// Reads the card in this slot. True: it is the one that was told already, and it goes on with it without a word.
bool SocialCardLoop::carriesOn(const CardSlot &slot, Result<SocialCardContents> &contents)
{
    const bool waited = m_authorisation.waiting();
    m_authorisation.drop();
    contents = slot.mute ? fail(FaultCode::CardMute) : read(slot);
    if (!contents || m_currentId.empty() || contents->ef05.at(0x01) != m_currentId) {
        return false;
    }
    m_current = slot;
    showMedia("present", &slot);
    if (waited && held(contents)) {
        authorise(m_authorisation.begin(*contents));  // a challenge of before is worth nothing now
    } else {
        m_reading.letGo();
    }
    return true;
}

// The card left its slot. One with both interfaces may still lie on the other, or have been moved there: it makes no
// second visit of the same person.
bool SocialCardLoop::movedOn(const std::vector<CardSlot> &seen)
{
    for (const CardSlot &slot : seen) {
        const bool other = slot.reader != m_current->reader && fits(slot) && !slot.mute;
        Result<SocialCardContents> contents = fail(FaultCode::CardMute);
        if (other && !m_currentId.empty() && carriesOn(slot, contents)) {
            return true;
        }
    }
    m_reading.letGo();
    return false;
}

// Whether the card leaves its slot in time. One that was pulled out in the middle may look present for a moment and
// must not count as a new one.
bool SocialCardLoop::waitGone(const CardSlot &pulled, std::chrono::milliseconds atMost)
{
    const auto until = Monotonic::now() + atMost;
    while (!stopping() && Monotonic::now() < until) {
        const Result<std::vector<CardSlot>> now = m_transport->cardSlots();
        const bool there = now && std::any_of(now->begin(), now->end(), [&](const CardSlot &slot) {
                               return slot.reader == pulled.reader && fits(slot) && slot.insertion == pulled.insertion;
                           });
        if (!there) {
            return true;
        }
        if (!m_transport->waitForChange(*now, 100ms)) {
            return true;
        }
    }
    return false;
}

std::optional<CardSlot> SocialCardLoop::waitBack(const std::string &reader)
{
    const auto until = Monotonic::now() + m_options.settle;
    while (!stopping() && Monotonic::now() < until) {
        const Result<std::vector<CardSlot>> now = m_transport->cardSlots();
        if (!now) {
            return std::nullopt;
        }
        const auto same = std::find_if(now->begin(), now->end(),
                                       [&](const CardSlot &slot) { return slot.reader == reader && fits(slot); });
        if (same != now->end()) {
            return *same;
        }
        if (!m_transport->waitForChange(*now, std::min(m_options.settle, 100ms))) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

// A security module is a card too, and nobody's.
bool SocialCardLoop::holdsModule(const std::string &reader) const
{
    const auto names = [&reader](const RegionProfile &region) {
        return !region.psamReader.empty() && reader.find(region.psamReader) != std::string::npos;
    };
    return m_options.regions && std::any_of(m_options.regions->begin(), m_options.regions->end(), names);
}

bool SocialCardLoop::fits(const CardSlot &slot) const
{
    return (slot.present || slot.mute) && slot.reader.find(m_options.readerFilter) != std::string::npos &&
           !holdsModule(slot.reader);
}

void SocialCardLoop::reunite(const CardSlot &slot)
{
    Result<SocialCardContents> contents = fail(FaultCode::CardMute);
    if (carriesOn(slot, contents)) {
        return;
    }
    const bool holding = held(contents);
    forget();
    m_current = slot;
    showMedia(slot.mute ? "mute" : "present", &slot);
    if (m_events.arrived) {
        m_events.arrived();
    }
    if (holding) {
        m_currentId = contents->ef05.at(0x01);
        authorise(m_authorisation.begin(*contents));
        return;
    }
    report(std::move(contents));
}

}  // namespace hall::device
