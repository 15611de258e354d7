// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/socialcardloop.h"

#include <algorithm>
#include <utility>

namespace hall::device {

using namespace std::chrono_literals;

namespace {

// The longest the loop sleeps without looking at the slots again, should a notification get lost.
constexpr auto waitSlice = 1000ms;
// While a card waits to be authorised: a wait that is about to begin cannot be cancelled, and somebody stands there.
constexpr auto heldSlice = 100ms;
// pcscd polls slots every 400 ms: so long after a senseless answer it may turn out that the card was being pulled.
constexpr auto pullNotice = 500ms;
// How long a card that was lost in the middle of an exchange may still look present.
constexpr auto pullSettle = 1000ms;

}  // namespace

SocialCardLoop::SocialCardLoop(std::shared_ptr<SmartCardTransport> transport, const SocialCardReader::Options &options,
                               const CardReader::Events &events, StateBoard &board, bool polling)
    : m_transport(std::move(transport)), m_options(options), m_events(events), m_board(board), m_polling(polling),
      m_pin(options.pin), m_reading(m_transport, m_options, [this] { showHung(); }),
      m_authorisation(m_reading, {options.module, options.apduDeadline}), m_ladder(options.recovery)
{
    m_thread = std::thread([this] { run(); });
}

SocialCardLoop::~SocialCardLoop()
{
    {
        std::unique_lock lock(m_mutex);
        m_stopping = true;
        m_changed.notify_all();
        m_reading.stop();
        // A wait that has not begun yet cannot be cancelled, so it is asked again until the thread is out.
        while (!m_changed.wait_for(lock, 10ms, [this] { return m_ended; })) {
            lock.unlock();
            m_transport->cancelWait();
            lock.lock();
        }
    }
    m_thread.join();
    for (Command &command : m_commands) {
        if (auto *change = std::get_if<ChangePin>(&command)) {
            change->done(fail(FaultCode::DeviceCancelled));
        } else if (auto *proof = std::get_if<ProvePin>(&command)) {
            proof->done({fail(FaultCode::DeviceCancelled)});
        }
    }
}

void SocialCardLoop::post(Command command)
{
    {
        const std::lock_guard lock(m_mutex);
        m_commands.push_back(std::move(command));
    }
    m_transport->cancelWait();
}

void SocialCardLoop::setPolling(bool on)
{
    m_polling = on;
    m_transport->cancelWait();
}

void SocialCardLoop::run()
{
    m_board.change([](Snapshot &s) { s.link = Link::Starting; });
    while (!stopping() && step()) {
    }
    const std::lock_guard lock(m_mutex);
    m_ended = true;
    m_changed.notify_all();
}

// False ends the loop: an exchange never returned and the transport must not be touched any more.
bool SocialCardLoop::step()
{
    const Result<std::vector<CardSlot>> now = m_transport->cardSlots();
    if (!now) {
        lost(now.error());
        return true;
    }
    found(*now);
    visitsBegin();
    watch(*now);
    obey();
    if (m_reading.hung()) {
        return false;
    }
    if (stopping()) {
        return true;
    }
    if (const Done waited = m_transport->waitForChange(*now, m_reading.holding() ? heldSlice : waitSlice); !waited) {
        lost(waited.error());
    }
    return true;
}

// Before the slots are looked at: a card that comes next belongs to the visit that begins now.
void SocialCardLoop::visitsBegin()
{
    const std::lock_guard lock(m_mutex);
    while (!m_commands.empty() && std::holds_alternative<BeginVisit>(m_commands.front())) {
        m_commands.pop_front();
        m_authorisation.beginVisit();
    }
}

void SocialCardLoop::obey()
{
    while (true) {
        std::optional<Command> command;
        {
            const std::lock_guard lock(m_mutex);
            if (m_stopping || m_commands.empty()) {
                return;
            }
            command = std::move(m_commands.front());
            m_commands.pop_front();
        }
        if (std::holds_alternative<BeginVisit>(*command)) {
            m_authorisation.beginVisit();
        } else if (auto *change = std::get_if<ChangePin>(&*command)) {
            changePin(*change);
        } else if (auto *proof = std::get_if<ProvePin>(&*command)) {
            provePin(*proof);
        } else if (m_authorisation.waiting()) {
            showActivity(true);
            auto state = m_authorisation.answer(std::move(std::get<HolderAuthorisation::Request>(*command)));
            showActivity(false);
            if (state) {
                authorise(std::move(*state));
            }
        }
        if (m_reading.hung()) {
            return;
        }
    }
}

void SocialCardLoop::changePin(ChangePin &command)
{
    if (!m_current || m_currentId.empty() || m_authorisation.waiting()) {
        command.done(fail(FaultCode::DeviceNotReady, "no card that was read"));
        return;
    }
    SocialCardOptions card;
    card.regions = m_options.regions;
    showActivity(true);
    const Done done = m_authorisation.changePin(m_current->reader, card, m_currentId, command.old, command.fresh);
    showActivity(false);
    command.done(done);
}

void SocialCardLoop::provePin(ProvePin &command)
{
    if (!m_current || m_currentId.empty() || m_authorisation.waiting()) {
        command.done({fail(FaultCode::DeviceNotReady, "no card that was read")});
        return;
    }
    SocialCardOptions card;
    card.regions = m_options.regions;
    card.variants = m_variants;
    showActivity(true);
    PinAnswer answer = m_authorisation.provePin(m_current->reader, card, m_currentId, std::move(command.pin));
    showActivity(false);
    command.done(std::move(answer));
}

void SocialCardLoop::authorise(HolderAuthorisation::State state)
{
    if (auto *waiting = std::get_if<HolderAuthorisation::Waiting>(&state)) {
        m_events.needsAuthorisation(std::move(waiting->need));
        return;
    }
    report(std::move(std::get<Result<SocialCardContents>>(state)));
}

bool SocialCardLoop::held(const Result<SocialCardContents> &contents) const
{
    return contents && contents->needsAuthorisation && m_reading.holding();
}

// Returns how long to wait before the readers are looked at again; makes `fault` say so when nothing helps any more.
std::chrono::milliseconds SocialCardLoop::recover(Fault &fault)
{
    if (fault.code == FaultCode::DeviceNoDaemon || fault.code == FaultCode::DeviceDisconnected) {
        return m_ladder.away();
    }
    const RecoveryLadder::Step step = m_ladder.misbehaved();
    m_transport->reopen();
    if (step.rung == Rung::GiveUp) {
        fault = Fault(FaultCode::DeviceFailed, std::string(fault.name()) + ": " + fault.detail);
    }
    return step.pause;
}

void SocialCardLoop::lost(Fault fault)
{
    const auto now = Monotonic::now();
    const auto wait = recover(fault);
    if (!m_lostSince) {
        m_lostSince = now;
    }
    m_board.change([&](Snapshot &s) {
        s.link = fault.code == FaultCode::DeviceDisconnected ? Link::Absent
                 : fault.code == FaultCode::DeviceFailed     ? Link::Failed
                                                             : Link::Suspended;
        s.fault = fault;
        s.facts["media"] = Unknown{};
    });
    if (m_current && now - *m_lostSince >= m_options.blip) {
        m_firstLook.erase(m_current->reader);  // whose card lies there after so long is not known any more
        leave();
    }
    pause(wait);
}

void SocialCardLoop::found(const std::vector<CardSlot> &seen)
{
    m_ladder.works();
    const CardSlot *card = choose(seen);
    m_board.change([&](Snapshot &s) {
        s.link = Link::Ready;
        s.fault.reset();
        if (!m_current) {
            s.facts["media"] = std::string(card == nullptr ? "none" : card->mute ? "mute" : "present");
        }
    });
}

void SocialCardLoop::watch(const std::vector<CardSlot> &seen)
{
    const bool afterGap = m_lostSince.has_value();
    m_lostSince.reset();
    noteFirstLook(seen);
    if (m_current) {
        const auto same = std::find_if(seen.begin(), seen.end(), [this](const CardSlot &slot) {
            return slot.reader == m_current->reader && fits(slot);
        });
        const bool there = same != seen.end();
        if (afterGap && !there) {
            if (const auto back = waitBack(m_current->reader)) {
                reunite(*back);
                return;
            }
        }
        if (!there || (!afterGap && same->insertion != m_current->insertion)) {
            if (movedOn(seen)) {
                return;
            }
            leave();
        } else if (afterGap) {
            reunite(*same);
            return;
        }
    }
    if (m_current || !m_polling) {
        return;
    }
    if (const CardSlot *card = choose(seen)) {
        arrive(*card);
    }
}

void SocialCardLoop::showMedia(const char *media, const CardSlot *slot)
{
    m_board.change([&](Snapshot &s) {
        s.facts["media"] = std::string(media);
        if (slot) {
            s.facts["reader"] = slot->reader;
        } else {
            s.facts.erase("interface");
        }
    });
}

void SocialCardLoop::arrive(const CardSlot &slot)
{
    m_current = slot;
    m_currentId.clear();
    showMedia(slot.mute ? "mute" : "present", &slot);
    std::optional<unsigned> &atStart = m_firstLook[slot.reader];
    if (atStart == slot.insertion && m_events.foundAtStart) {
        m_events.foundAtStart();
    }
    atStart.reset();
    if (m_events.arrived) {
        m_events.arrived();
    }
    if (slot.mute) {
        report(fail(FaultCode::CardMute, "no answer to reset"));
        return;
    }
    Result<SocialCardContents> contents = read(slot);
    const bool senseless =
        !contents && (contents.error().code == FaultCode::CardGarbled || contents.error().code == FaultCode::CardMute);
    if (senseless && waitGone(slot, pullNotice)) {
        contents = fail(FaultCode::CardPulled, contents.error().detail);
    }
    if (held(contents)) {
        m_currentId = contents->ef05.at(0x01);
        authorise(m_authorisation.begin(*contents));
        return;
    }
    report(std::move(contents));
}

void SocialCardLoop::report(Result<SocialCardContents> contents)
{
    if (!contents) {
        const Fault fault = contents.error();
        if (fault.code == FaultCode::DeviceCancelled && stopping()) {
            return;
        }
        if (fault.code == FaultCode::CardMute) {
            m_board.change([](Snapshot &s) { s.facts["media"] = std::string("mute"); });
        }
        if (m_events.failed) {
            m_events.failed(fault);
        }
        if (fault.code == FaultCode::CardPulled && m_current) {
            const CardSlot pulled = *m_current;
            leave();
            waitGone(pulled, pullSettle);
        }
        return;
    }
    m_currentId = contents->ef05.at(0x01);
    const bool contact = contents->interface == CardInterface::Contact;
    m_board.change([contact](Snapshot &s) { s.facts["interface"] = std::string(contact ? "contact" : "contactless"); });
    if (m_events.read) {
        m_events.read(std::move(*contents));
    }
}

void SocialCardLoop::leave()
{
    m_authorisation.drop();
    forget();
}

void SocialCardLoop::forget()
{
    m_current.reset();
    wipe(m_currentId);
    showMedia("none", nullptr);
    if (m_events.removed) {
        m_events.removed();
    }
}

Result<SocialCardContents> SocialCardLoop::read(const CardSlot &slot)
{
    SocialCardOptions card;
    card.pin = std::exchange(m_pin, std::nullopt);
    card.pinLastTry = m_options.pinLastTry;
    card.regions = m_options.regions;
    card.variants = m_variants;
    // Told from here, not by the worker: a hung worker outlives this object.
    showActivity(true);
    Result<SocialCardContents> contents = m_reading.read(slot.reader, card);
    showActivity(false);
    return contents;
}

void SocialCardLoop::showActivity(bool busy)
{
    m_board.change([busy](Snapshot &s) { s.activity = Activity{busy, busy ? "read-card" : ""}; });
}

void SocialCardLoop::showHung()
{
    m_board.change([](Snapshot &s) {
        s.link = Link::Hung;
        s.fault = Fault(FaultCode::DeviceHung, "card exchange never returned");
    });
}

void SocialCardLoop::pause(std::chrono::milliseconds time)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, time, [this] { return m_stopping; });
}

bool SocialCardLoop::stopping()
{
    const std::lock_guard lock(m_mutex);
    return m_stopping;
}

}  // namespace hall::device
