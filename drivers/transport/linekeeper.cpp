// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/linekeeper.h"

#include <utility>

namespace hall::device {

LineKeeper::LineKeeper(std::shared_ptr<ByteTransport> line, StateBoard &board, Options options, Talk talk,
                       Broken broken)
    : m_line(std::move(line)), m_board(board), m_options(std::move(options)), m_talk(std::move(talk)),
      m_broken(std::move(broken)), m_ladder(m_options.recovery),
      m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

void LineKeeper::run(const std::stop_token &stop)
{
    m_board.change([](Snapshot &s) { s.link = Link::Starting; });
    m_line->onArrival([wake = m_wake] {
        const std::lock_guard lock(wake->mutex);
        wake->arrived = true;
        wake->changed.notify_all();
    });
    while (!stop.stop_requested()) {
        Done done = m_line->open(m_options.openTime);
        if (done) {
            done = m_talk(*this, *m_line, stop);
        }
        if (!done && !stop.stop_requested()) {
            const auto time = recover(done.error());
            if (m_broken) {
                m_broken(done.error());
            }
            pause(stop, time);
        }
    }
    m_line->close();
}

std::chrono::milliseconds LineKeeper::recover(const Fault &fault)
{
    if (!m_line->isOpen() || fault.code == FaultCode::DeviceDisconnected) {
        m_line->close();
        show(fault);
        return m_ladder.away();
    }
    const RecoveryLadder::Step step = m_ladder.misbehaved();
    if (step.rung == Rung::PortReset) {
        m_line->resetPort();
    }
    m_line->close();
    const bool given = step.rung == Rung::GiveUp && fault.who() != Who::Technician;
    show(given ? Fault(FaultCode::DeviceFailed, std::string(fault.name()) + ": " + fault.detail) : fault);
    return step.pause;
}

void LineKeeper::show(const Fault &fault)
{
    m_board.change([&fault](Snapshot &s) {
        s.link = fault.code == FaultCode::DeviceDisconnected ? Link::Absent
                 : fault.who() == Who::Technician            ? Link::Failed
                                                             : Link::Suspended;
        s.fault = fault;
        // What was known is known no more; which board it was still is, and keys have a cable of their own.
        for (auto &[name, fact] : s.facts) {
            if (name != "identity" && name != "keypad" && !std::holds_alternative<NotSupported>(fact)) {
                fact = Unknown{};
            }
        }
    });
}

void LineKeeper::pause(const std::stop_token &stop, std::chrono::milliseconds time)
{
    std::unique_lock lock(m_wake->mutex);
    m_wake->changed.wait_for(lock, stop, time, [this] { return m_wake->arrived; });
    if (std::exchange(m_wake->arrived, false)) {
        m_ladder.renewed();
    }
}

Done sendAll(ByteTransport &line, std::span<const unsigned char> bytes, std::chrono::milliseconds atMost)
{
    const auto until = Monotonic::now() + atMost;
    while (!bytes.empty()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Monotonic::now());
        const Written written = line.write(bytes, std::max(left, std::chrono::milliseconds(1)));
        bytes = bytes.subspan(std::min(written.bytes, bytes.size()));
        if (written.fault && (written.fault->code != FaultCode::DeviceTimeout || Monotonic::now() >= until)) {
            return fail(*written.fault);
        }
        if (!bytes.empty() && Monotonic::now() >= until) {
            return fail(FaultCode::DeviceTimeout, "the line takes no bytes");
        }
    }
    return {};
}

void showStopped(StateBoard &board)
{
    board.change([](Snapshot &s) {
        s.link = Link::Absent;
        s.activity = {};
        s.facts.clear();
        s.fault.reset();
    });
}

}  // namespace hall::device
