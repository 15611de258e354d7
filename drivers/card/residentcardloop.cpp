// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/card/residentcardloop.h"

#include <algorithm>
#include <utility>

namespace hall::device {

using Monotonic = std::chrono::steady_clock;
using sdt::Answer;

namespace {

// What a status of the read command means for the person at the reader; no value when it means try the line again.
std::optional<FaultCode> cardFault(std::uint8_t sw3)
{
    switch (sw3) {
    case sdt::cardRejectsReader:
    case sdt::readerRejectsCard:
    case sdt::cardNotVerified:
        return FaultCode::CardNotGenuine;
    case sdt::wrongCard:
    case sdt::readFailed:
    case sdt::randomFailed:
        return FaultCode::CardGarbled;
    case sdt::noCard:
    case sdt::selectFailed:
        return FaultCode::CardPulled;
    default:
        return std::nullopt;
    }
}

bool moduleBroken(std::uint8_t sw3)
{
    return sw3 == sdt::selfTestFailed || sw3 == sdt::moduleNotAuthorised;
}

std::string hex(std::uint8_t value)
{
    constexpr char digits[] = "0123456789ABCDEF";
    return {digits[value >> 4], digits[value & 0x0F]};
}

}  // namespace

void ResidentCardLoop::run(const std::stop_token &stop)
{
    m_board.change([](Snapshot &s) { s.link = Link::Starting; });
    m_transport->onArrival([wake = m_wake] {
        const std::lock_guard lock(wake->mutex);
        wake->arrived = true;
        wake->changed.notify_all();
    });
    while (!stop.stop_requested()) {
        const Done done = session(stop);
        if (stop.stop_requested()) {
            break;
        }
        pauseUntilArrival(stop, recover(done ? Fault(FaultCode::DeviceProtocol) : done.error(), stop));
    }
    m_transport->close();
}

// Returns how long to wait before the line is opened again.
std::chrono::milliseconds ResidentCardLoop::recover(const Fault &fault, const std::stop_token &stop)
{
    if (!m_transport->isOpen() || fault.code == FaultCode::DeviceDisconnected) {
        m_transport->close();
        ended(fault);
        return m_ladder.away();
    }
    const RecoveryLadder::Step step = m_ladder.misbehaved();
    switch (step.rung) {
    case Rung::SoftReset:
        // The answer does not matter: the line is opened anew in any case.
        (void)m_module.ask(sdt::resetModule, m_options.shortTime, stop);
        break;
    case Rung::PortReset:
        m_transport->resetPort();
        break;
    case Rung::Reopen:
    case Rung::GiveUp:
        break;
    }
    m_transport->close();
    const bool given = step.rung == Rung::GiveUp && fault.code != FaultCode::DeviceUnauthorised;
    ended(given ? Fault(FaultCode::DeviceFailed, std::string(fault.name()) + ": " + fault.detail) : fault);
    return step.pause;
}

// From open to the fault that makes a reopening necessary.
Done ResidentCardLoop::session(const std::stop_token &stop)
{
    if (const Done opened = m_transport->open(m_options.openTime); !opened) {
        return opened;
    }
    m_failures = 0;
    m_afterGap = m_cardThere;
    if (const Done ready = begin(stop); !ready) {
        return ready;
    }
    while (!stop.stop_requested()) {
        const Done done = poll(stop);
        if (!done && done.error().code == FaultCode::DeviceDisconnected) {
            return done;
        }
        m_failures = done ? 0 : m_failures + 1;
        if (done) {
            m_ladder.works();
        } else if (m_failures >= m_options.failuresBeforeReset) {
            return done;
        }
        pause(stop, m_options.pollPeriod, !m_cardThere);
    }
    return {};
}

Done ResidentCardLoop::begin(const std::stop_token &stop)
{
    const Result<Answer> status = ask(sdt::moduleStatus, m_options.shortTime, stop);
    if (!status) {
        return fail(status.error());
    }
    if (status->sw3 != sdt::ok) {
        const bool broken = moduleBroken(status->sw3);
        return fail(broken ? FaultCode::DeviceUnauthorised : FaultCode::DeviceProtocol, "status " + hex(status->sw3));
    }
    // A module that does not tell its number still reads cards.
    const Result<Answer> id = ask(sdt::moduleId, m_options.shortTime, stop);
    m_samId = id && id->sw3 == sdt::ok ? sdt::moduleIdText(id->data.reveal()) : std::string();
    m_board.change([this](Snapshot &s) {
        s.link = Link::Ready;
        s.fault.reset();
        s.facts["media"] = std::string(m_cardThere ? "present" : "none");
        if (m_samId.empty()) {
            s.facts["sam"] = Unknown{};
        } else {
            s.facts["sam"] = m_samId;
        }
    });
    return {};
}

// One retry behind a status request, which brings a module that lost its place back into step.
Result<Answer> ResidentCardLoop::ask(sdt::Command command, std::chrono::milliseconds atMost,
                                     const std::stop_token &stop)
{
    const auto lineFault = [](const Result<Answer> &answer) {
        if (!answer) {
            return answer.error().code == FaultCode::DeviceTimeout || answer.error().code == FaultCode::DeviceProtocol;
        }
        return sdt::notUnderstood(answer->sw3);
    };
    Result<Answer> answer = m_module.ask(command, atMost, stop);
    if (!lineFault(answer)) {
        return answer;
    }
    if (!(command == sdt::moduleStatus)) {
        (void)m_module.ask(sdt::moduleStatus, m_options.shortTime, stop);
    }
    answer = m_module.ask(command, atMost, stop);
    if (answer && lineFault(answer)) {
        return fail(FaultCode::DeviceProtocol, "answer " + hex(answer->sw3));
    }
    return answer;
}

Done ResidentCardLoop::poll(const std::stop_token &stop)
{
    if (m_cardThere) {
        return watch(stop);
    }
    return m_polling ? look(stop) : Done();
}

Done ResidentCardLoop::look(const std::stop_token &stop)
{
    const Result<Answer> found = ask(sdt::findCard, m_options.shortTime, stop);
    if (!found) {
        return fail(found.error());
    }
    if (moduleBroken(found->sw3)) {
        return fail(FaultCode::DeviceUnauthorised, "find " + hex(found->sw3));
    }
    const bool firstFind = !std::exchange(m_found, true);
    if (found->sw3 == sdt::cardFound) {
        m_emptyPolls = 0;
        m_readBlindly = true;
        Result<Answer> selected = ask(sdt::selectCard, m_options.shortTime, stop);
        if (!selected) {
            return fail(selected.error());
        }
        m_serial = std::move(selected->data.reveal());
        return readCard(stop, false, firstFind);
    }
    // A card that no find announces was read before this start and has not been lifted since.
    if (++m_emptyPolls % m_options.blindReadEvery == 0) {
        return readCard(stop, true, !std::exchange(m_readBlindly, true));
    }
    return {};
}

Result<Answer> ResidentCardLoop::askBase(const std::stop_token &stop)
{
    if (m_options.asksFingerprint && m_knowsFingerprints) {
        Result<Answer> answer = ask(sdt::readBaseAndFingerprint, m_options.fingerprintTime, stop);
        // Twice not understood, by a module that is otherwise in order.
        m_knowsFingerprints = answer || answer.error().code != FaultCode::DeviceProtocol;
        if (m_knowsFingerprints) {
            return answer;
        }
    }
    return ask(sdt::readBase, m_options.baseTime, stop);
}

// `blind`: no find announced this card, so an answer without data means that none is there.
Done ResidentCardLoop::readCard(const std::stop_token &stop, bool blind, bool atStart)
{
    const auto begun = Monotonic::now();
    if (!blind) {
        arrived(atStart);
    }
    const Result<Answer> answer = askBase(stop);
    if (!answer) {
        if (!blind && answer.error().code != FaultCode::DeviceCancelled) {
            failedCard(FaultCode::CardGarbled, "no base data: " + std::string(answer.error().name()));
        }
        return fail(answer.error());
    }
    if (moduleBroken(answer->sw3)) {
        return fail(FaultCode::DeviceUnauthorised, "read " + hex(answer->sw3));
    }
    if (answer->sw3 != sdt::ok) {
        if (!blind) {
            failedCard(cardFault(answer->sw3).value_or(FaultCode::CardGarbled), "read " + hex(answer->sw3));
        }
        return {};
    }
    Result<sdt::BaseData> base = sdt::parseBase(answer->data.reveal());
    if (!base) {
        if (!blind) {
            failedCard(base.error().code, base.error().detail);
        }
        return {};
    }
    return deliver(stop, std::move(*base), begun, blind, atStart);
}

Done ResidentCardLoop::deliver(const std::stop_token &stop, sdt::BaseData base, Monotonic::time_point begun, bool blind,
                               bool atStart)
{
    const std::size_t card = fingerprint(base.text.reveal());
    if (blind) {
        if (card == m_lastCard) {
            return {};  // read already and never lifted
        }
        arrived(atStart);
    }
    m_lastCard = card;
    ResidentCardContents contents;
    contents.text = std::move(base.text);
    contents.photo = std::move(base.photo);
    contents.fingerprint = base.fingerprint;
    contents.samId = m_samId;
    // 91 and any other answer: the address on the card is the latest one.
    Result<Answer> address = ask(sdt::readNewAddress, m_options.addressTime, stop);
    if (address && address->sw3 == sdt::ok) {
        contents.newAddress = std::move(address->data);
    }
    contents.took = std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now() - begun);
    if (!stop.stop_requested() && m_events.read) {
        m_events.read(std::move(contents));
    }
    return address ? Done() : fail(address.error());
}

Done ResidentCardLoop::watch(const std::stop_token &stop)
{
    Result<Answer> selected = ask(sdt::selectCard, m_options.shortTime, stop);
    if (!selected) {
        return fail(selected.error());
    }
    if (selected->sw3 != sdt::ok) {
        if (++m_missed >= m_options.removedAfter) {
            removed();
        }
        return {};
    }
    m_missed = 0;
    const Bytes serial = std::move(selected->data.reveal());
    const bool doubtful = m_afterGap || (serial != m_serial && m_serialTells);
    m_serial = serial;
    return doubtful ? recheck(stop) : Done();
}

// Whether the card on the reader still is the one that was read: it may have been exchanged between two polls or while
// the reader was away.
Done ResidentCardLoop::recheck(const std::stop_token &stop)
{
    const Result<Answer> answer = ask(sdt::readBase, m_options.baseTime, stop);
    if (!answer) {
        return fail(answer.error());
    }
    const Result<sdt::BaseData> base =
        answer->sw3 == sdt::ok ? sdt::parseBase(answer->data.reveal()) : fail(FaultCode::CardGarbled);
    if (base && fingerprint(base->text.reveal()) == m_lastCard) {
        // A module that makes up another serial number each time cannot be asked this way.
        m_serialTells = m_serialTells && m_afterGap;
        m_afterGap = false;
        return {};
    }
    removed();
    return {};
}

void ResidentCardLoop::arrived(bool atStart)
{
    m_cardThere = true;
    m_missed = 0;
    m_board.change([](Snapshot &s) { s.facts["media"] = std::string("present"); });
    if (atStart && m_events.foundAtStart) {
        m_events.foundAtStart();
    }
    if (m_events.arrived) {
        m_events.arrived();
    }
}

void ResidentCardLoop::failedCard(FaultCode code, const std::string &detail)
{
    if (m_events.failed) {
        m_events.failed(Fault(code, detail));
    }
}

void ResidentCardLoop::removed()
{
    m_cardThere = false;
    m_afterGap = false;
    m_emptyPolls = 0;
    m_board.change([](Snapshot &s) { s.facts["media"] = std::string("none"); });
    if (m_events.removed) {
        m_events.removed();
    }
}

void ResidentCardLoop::ended(const Fault &fault)
{
    m_board.change([&fault](Snapshot &s) {
        const bool gone = fault.code == FaultCode::DeviceDisconnected;
        const bool broken = fault.code == FaultCode::DeviceUnauthorised || fault.code == FaultCode::DeviceFailed ||
                            fault.code == FaultCode::DeviceOther;
        s.link = gone ? Link::Absent : broken ? Link::Failed : Link::Suspended;
        s.fault = fault;
        s.facts["media"] = Unknown{};
    });
}

void ResidentCardLoop::pause(const std::stop_token &stop, std::chrono::milliseconds time, bool wakeOnPolling)
{
    std::unique_lock lock(m_wake->mutex);
    const bool before = m_polling;
    m_wake->changed.wait_for(lock, stop, time, [&] { return wakeOnPolling && m_polling != before; });
}

void ResidentCardLoop::pauseUntilArrival(const std::stop_token &stop, std::chrono::milliseconds time)
{
    std::unique_lock lock(m_wake->mutex);
    m_wake->changed.wait_for(lock, stop, time, [this] { return m_wake->arrived; });
    if (std::exchange(m_wake->arrived, false)) {
        m_ladder.renewed();
    }
}

std::size_t ResidentCardLoop::fingerprint(const Bytes &text) const
{
    // FNV-1a, salted per run: never leaves this object.
    std::size_t hash = 14695981039346656037ULL ^ m_salt;
    for (const unsigned char byte : text) {
        hash = (hash ^ byte) * 1099511628211ULL;
    }
    return hash;
}

}  // namespace hall::device
