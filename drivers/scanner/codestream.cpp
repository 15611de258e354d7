// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/scanner/codestream.h"

#include <algorithm>
#include <utility>

namespace hall::device {

namespace {

constexpr std::size_t readAtMost = 1024;  // bytes

using Clock = std::chrono::steady_clock;

void countUp(Fact &fact)
{
    const auto *const before = std::get_if<std::int64_t>(&fact);
    fact = (before ? *before : 0) + 1;
}

}  // namespace

CodeStream::CodeStream(std::shared_ptr<ByteTransport> transport, std::unique_ptr<CodeCharacters> characters,
                       CodeScannerOptions options, CodeScanner::Events events, StateBoard &board, bool listening)
    : m_transport(std::move(transport)), m_characters(std::move(characters)), m_options(std::move(options)),
      m_events(std::move(events)), m_board(board), m_listening(listening), m_ladder(m_options.recovery),
      m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

void CodeStream::run(const std::stop_token &stop)
{
    m_board.change([](Snapshot &s) { s.link = Link::Starting; });
    m_transport->onArrival([wake = m_wake] {
        const std::lock_guard lock(wake->mutex);
        wake->arrived = true;
        wake->changed.notify_all();
    });
    while (!stop.stop_requested()) {
        const Done done = session(stop);
        m_assembler.drop();
        if (!done && !stop.stop_requested()) {
            Fault fault = done.error();
            const auto wait = recover(fault);
            ended(fault);
            pause(stop, wait);
        }
        m_transport->close();
    }
}

// Closes the line. Returns how long to wait before it is opened again; makes `fault` say so when nothing helps any
// more.
std::chrono::milliseconds CodeStream::recover(Fault &fault)
{
    if (!m_transport->isOpen() || fault.code == FaultCode::DeviceDisconnected) {
        m_transport->close();
        return m_ladder.away();
    }
    const RecoveryLadder::Step step = m_ladder.misbehaved();
    m_transport->close();
    if (step.rung == Rung::GiveUp) {
        fault = Fault(FaultCode::DeviceFailed, std::string(fault.name()) + ": " + fault.detail);
    }
    return step.pause;
}

// From open to the fault that makes a reopening necessary.
Done CodeStream::session(const std::stop_token &stop)
{
    if (const Done opened = m_transport->open(m_options.openTime); !opened) {
        return opened;
    }
    m_characters->reset();
    m_assembler.drop();
    m_board.change([](Snapshot &s) {
        s.link = Link::Ready;
        s.fault.reset();
        s.facts.try_emplace("codes", std::int64_t(0));
        s.facts.try_emplace("unreadable", std::int64_t(0));
    });
    auto silentFrom = Clock::now();
    while (!stop.stop_requested()) {
        const bool coming = m_assembler.begun();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(silentFrom + m_options.silence - Clock::now());
        Result<Bytes> bytes = m_transport->read(
            readAtMost, coming ? std::clamp(left, std::chrono::milliseconds(1), m_options.look) : m_options.look);
        if (!bytes) {
            return fail(bytes.error());
        }
        m_ladder.works();  // not the opening: a line that breaks as soon as it is read is no use
        if (!bytes->empty()) {
            take(std::move(*bytes));
            silentFrom = Clock::now();
        } else if (coming && Clock::now() - silentFrom >= m_options.silence) {
            tell(m_assembler.fallSilent());
        }
    }
    return {};
}

void CodeStream::take(Bytes bytes)
{
    m_characters->take(bytes, [this](unsigned char character) {
        m_heard = (m_heard || !m_assembler.begun()) && m_listening;
        tell(m_assembler.push(character));
    });
    wipe(bytes);
}

void CodeStream::tell(CodeAssembler::Ended ended)
{
    if (!ended || !m_heard || !m_listening) {
        return;
    }
    m_board.change([&ended](Snapshot &s) { countUp(s.facts[*ended ? "codes" : "unreadable"]); });
    if (!*ended) {
        if (m_events.unreadable) {
            m_events.unreadable((*ended).error());
        }
    } else if (m_events.scanned) {
        m_events.scanned(std::move(**ended));
    }
}

void CodeStream::ended(const Fault &fault)
{
    m_board.change([&fault](Snapshot &s) {
        s.link = fault.code == FaultCode::DeviceDisconnected ? Link::Absent
                 : fault.who() == Who::Technician            ? Link::Failed
                                                             : Link::Suspended;
        s.fault = fault;
    });
}

void CodeStream::pause(const std::stop_token &stop, std::chrono::milliseconds time)
{
    std::unique_lock lock(m_wake->mutex);
    m_wake->changed.wait_for(lock, stop, time, [this] { return m_wake->arrived; });
    if (std::exchange(m_wake->arrived, false)) {
        m_ladder.renewed();
    }
}

}  // namespace hall::device
