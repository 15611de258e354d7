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
      m_events(std::move(events)), m_board(board), m_listening(listening),
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
        m_transport->close();
        m_assembler.drop();
        if (!done && !stop.stop_requested()) {
            ended(done.error());
            pause(stop);
        }
    }
}

// From open to the fault that makes a reopening necessary.
Done CodeStream::session(const std::stop_token &stop)
{
    if (const Done opened = m_transport->open(m_options.openTime); !opened) {
        return opened;
    }
    m_tries = 0;
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

void CodeStream::pause(const std::stop_token &stop)
{
    const auto time = m_options.backOff[std::min(m_tries, m_options.backOff.size() - 1)];
    ++m_tries;
    std::unique_lock lock(m_wake->mutex);
    m_wake->changed.wait_for(lock, stop, time, [this] { return m_wake->arrived; });
    m_wake->arrived = false;
}

}  // namespace hall::device
