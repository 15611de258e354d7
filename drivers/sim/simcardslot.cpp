// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/sim/simcardslot.h"

#include <array>
#include <utility>

namespace hall::device {

using namespace std::chrono_literals;

namespace {

constexpr auto slowAnswer = 400ms;

}  // namespace

SimCardSlot::SimCardSlot(std::string reader) : m_reader(std::move(reader))
{
}

Done SimCardSlot::insert(const QString &path)
{
    Result<CardFile> file = readCardFile(path);
    if (!file) {
        return fail(file.error());
    }
    insert(std::move(*file));
    return {};
}

void SimCardSlot::insert(CardFile file)
{
    const std::lock_guard lock(m_mutex);
    takeOut();
    m_card = std::make_unique<SimSmartCard>(std::move(file));
    ++m_insertion;
    ++m_changes;
    m_changed.notify_all();
}

void SimCardSlot::remove()
{
    const std::lock_guard lock(m_mutex);
    takeOut();
}

void SimCardSlot::takeOut()
{
    if (m_card) {
        m_card.reset();
        m_connected = false;
        ++m_insertion;
        ++m_changes;
        m_changed.notify_all();
    }
}

Done SimCardSlot::setFault(const std::string &fault, int after)
{
    static constexpr std::array<std::pair<const char *, Trouble>, 7> known{{{"unplug", Trouble::Unplug},
                                                                            {"daemon", Trouble::Daemon},
                                                                            {"shared", Trouble::Shared},
                                                                            {"stall", Trouble::Stall},
                                                                            {"slow", Trouble::Slow},
                                                                            {"garbage", Trouble::Garbage},
                                                                            {"hang", Trouble::Hang}}};
    for (const auto &[name, trouble] : known) {
        if (fault == name) {
            const std::lock_guard lock(m_mutex);
            m_trouble = trouble;
            m_goodFirst = after;
            ++m_changes;
            m_changed.notify_all();
            return {};
        }
    }
    return fail(FaultCode::BadArgument, "the card reader knows no fault '" + fault + "'");
}

void SimCardSlot::heal()
{
    const std::lock_guard lock(m_mutex);
    m_trouble = Trouble::None;
    ++m_changes;
    m_changed.notify_all();
}

int SimCardSlot::exchanges() const
{
    const std::lock_guard lock(m_mutex);
    return m_card ? m_card->answered() : 0;
}

int SimCardSlot::pinTriesLeft() const
{
    const std::lock_guard lock(m_mutex);
    return m_card ? m_card->pinTriesLeft() : -1;
}

SimCardSlot::Trouble SimCardSlot::trouble() const
{
    return m_goodFirst > 0 ? Trouble::None : m_trouble;
}

Done SimCardSlot::reachable() const
{
    if (trouble() == Trouble::Unplug) {
        return fail(FaultCode::DeviceDisconnected, "simulated reader unplugged");
    }
    if (trouble() == Trouble::Daemon) {
        return fail(FaultCode::DeviceNoDaemon, "simulated daemon gone");
    }
    return {};
}

std::vector<CardSlot> SimCardSlot::slotsNow() const
{
    CardSlot slot;
    slot.reader = m_reader;
    slot.present = m_card != nullptr;
    slot.mute = m_card && m_card->file().fault.mute;
    slot.contactless = m_card && m_card->file().interface == CardInterface::Contactless;
    slot.insertion = m_insertion;
    return {slot};
}

Result<std::vector<CardSlot>> SimCardSlot::cardSlots()
{
    const std::lock_guard lock(m_mutex);
    if (const Done there = reachable(); !there) {
        return fail(there.error());
    }
    return slotsNow();
}

Done SimCardSlot::waitForChange(const std::vector<CardSlot> &known, std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, atMost, [&] { return m_cancelled || !reachable() || slotsNow() != known; });
    m_cancelled = false;
    return reachable();
}

void SimCardSlot::cancelWait()
{
    const std::lock_guard lock(m_mutex);
    m_cancelled = true;
    m_changed.notify_all();
}

Result<Bytes> SimCardSlot::connect(const std::string &reader)
{
    const std::lock_guard lock(m_mutex);
    if (const Done there = reachable(); !there) {
        return fail(there.error());
    }
    if (reader != m_reader) {
        return fail(FaultCode::DeviceDisconnected, "no such reader");
    }
    if (!m_card) {
        return fail(FaultCode::CardPulled, "no card");
    }
    if (m_card->file().fault.mute) {
        return fail(FaultCode::CardMute, "card does not answer");
    }
    if (trouble() == Trouble::Shared) {
        return fail(FaultCode::DeviceShared, "card held by another program");
    }
    m_card->reset();
    m_connected = true;
    return m_card->file().atr;
}

Result<Bytes> SimCardSlot::transmit(const Bytes &command, std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    if (const Done there = reachable(); !there) {
        return fail(there.error());
    }
    if (!m_connected) {
        return fail(FaultCode::CardPulled, "card gone");
    }
    const Trouble now = trouble();
    if (m_goodFirst > 0) {
        --m_goodFirst;
    }
    if (now == Trouble::Hang) {
        m_changed.wait(lock, [this] { return m_trouble != Trouble::Hang; });
        return fail(FaultCode::DeviceTimeout, "exchange hung");
    }
    const auto delay = now == Trouble::Stall  ? atMost
                       : now == Trouble::Slow ? std::chrono::milliseconds(slowAnswer)
                                              : std::chrono::milliseconds(m_card->file().fault.delayMs);
    const unsigned before = m_insertion;
    m_changed.wait_for(lock, std::min(delay, atMost), [&] { return m_insertion != before || !reachable(); });
    if (const Done there = reachable(); !there) {
        return fail(there.error());
    }
    if (m_insertion != before || !m_connected) {
        return fail(FaultCode::CardPulled, "card gone");
    }
    if (delay >= atMost && delay > 0ms) {
        return fail(FaultCode::DeviceTimeout, "no answer in time");
    }
    if (now == Trouble::Garbage) {
        return Bytes{0x00};
    }
    std::optional<Bytes> answer = m_card->answer(command);
    if (!answer) {
        takeOut();
        return fail(FaultCode::CardPulled, "card gone");
    }
    return std::move(*answer);
}

void SimCardSlot::disconnect()
{
    const std::lock_guard lock(m_mutex);
    m_connected = false;
}

}  // namespace hall::device
