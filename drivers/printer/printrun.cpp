// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/printrun.h"

#include <algorithm>

namespace hall::device {

using namespace std::chrono_literals;

namespace {

// Little is outstanding where the printer cannot be told to forget what it holds.
constexpr std::size_t chunk = 4096;
constexpr std::size_t smallChunk = 1024;
constexpr double slowestMmPerSecond = 100;  // for level C, where only time says that the paper is out
constexpr auto orderlyEnd = 300ms;

}  // namespace

PrintRun::PrintRun(EscposLink &link, const PrintJob &job, const ReceiptPrinter::JournalIntent &journal,
                   PrintProgress &progress, CommandContext &context, Limits limits)
    : m_link(link), m_job(job), m_journal(journal), m_progress(progress), m_context(context), m_limits(limits),
      m_stream(encodeEscpos(job, link.profile())),
      m_deadline(context.deadline - std::min<Monotonic::duration>(orderlyEnd, context.left() / 4)),
      m_lastLook(Monotonic::now())
{
    m_progress.total = m_stream.size();
    m_progress.rows = m_stream.rows();
}

PrintReport PrintRun::run()
{
    for (int attempt = 1;; ++attempt) {
        Done done = lookFirst();
        if (done && attempt == 1) {
            done = begin();
        }
        if (done) {
            done = sendAll();
        }
        if (done) {
            break;
        }
        const bool gone = done.error().code == FaultCode::DeviceDisconnected;
        if (gone) {
            m_link.close();
        }
        const bool mayRepeat = gone && m_progress.accepted == 0 && attempt == 1;
        if (!mayRepeat || !outOfTime()) {
            return gaveUp(done.error());
        }
    }
    const Result<char> proof = waitForProof();
    if (!proof) {
        return gaveUp(proof.error());
    }
    return ended(PrintOutcome::Printed, *proof, nullptr);
}

Done PrintRun::lookFirst()
{
    if (!m_link.isOpen()) {
        if (Done done = m_link.open(left(m_limits.openWithin)); !done) {
            return fail(FaultCode::DeviceDisconnected, done.error().detail);
        }
    }
    if (Done done = m_link.refresh(); !done) {
        return done;
    }
    if (const auto fault = m_link.fault()) {
        return fail(*fault);
    }
    if (m_link.conditions().has(Condition::TicketInMouth)) {
        return fail(FaultCode::DeviceBusy, "the last paper is still in the mouth");
    }
    if (Done done = m_link.heal(); !done) {
        return done;
    }
    return outOfTime();
}

Done PrintRun::begin()
{
    if (m_journal && !m_journal(m_job)) {
        return fail(FaultCode::StoreIo, "the print journal refused");
    }
    if (!m_progress.begin()) {
        return fail(FaultCode::DeviceTimeout);
    }
    return {};
}

Done PrintRun::sendAll()
{
    // A printer that does not confirm is not held back here: nothing of an earlier paper is known to be in it.
    if (Done done = m_link.clearBuffer(); !done && done.error().code == FaultCode::DeviceDisconnected) {
        return done;
    }
    m_link.forgetMarkers();
    for (const EscposCommand &command : m_stream.commands) {
        if (Done done = lookBetween(); !done) {
            return done;
        }
        m_answersBefore = m_link.inOrderAnswers();
        if (Done done = sendCommand(command); !done) {
            return done;
        }
    }
    return {};
}

Done PrintRun::sendCommand(const EscposCommand &command)
{
    std::span<const unsigned char> rest = command.bytes;
    auto lastMoved = Monotonic::now();
    while (!rest.empty()) {
        if (Done done = outOfTime(); !done) {
            return done;
        }
        const std::size_t size = std::min(rest.size(), m_link.profile().clearBuffer ? chunk : smallChunk);
        const Written written = m_link.send(rest.first(size), left(m_limits.pollEvery));
        rest = rest.subspan(written.bytes);
        m_progress.accepted += written.bytes;
        m_hanging = rest.size() == command.bytes.size() ? 0 : rest.size();
        if (written.fault && written.fault->code != FaultCode::DeviceTimeout) {
            return fail(*written.fault);
        }
        if (Done done = m_link.listen(0ms); !done) {
            return done;
        }
        if (const auto fault = stopping()) {
            return fail(*fault);
        }
        if (written.bytes > 0) {
            lastMoved = Monotonic::now();
        } else if (Monotonic::now() - lastMoved > m_limits.stall) {
            return fail(FaultCode::DeviceTimeout, "the printer takes no more bytes");
        }
    }
    return {};
}

Done PrintRun::lookBetween()
{
    if (m_silent || !m_link.answers() || Monotonic::now() - m_lastLook < m_limits.pollEvery) {
        return {};
    }
    const Done done = m_link.refresh();
    m_lastLook = Monotonic::now();
    if (!done) {
        if (done.error().code != FaultCode::DeviceTimeout) {
            return done;
        }
        m_silent = true;
    }
    if (const auto fault = stopping()) {
        return fail(*fault);
    }
    return {};
}

Result<char> PrintRun::waitForProof()
{
    m_silent = false;
    switch (m_link.profile().proof) {
    case 'A':
    case 'B':
        return waitForMarker();
    case 'C':
        return waitForSensors();
    default:
        return fail(FaultCode::PrintUnknown, "this printer says nothing");
    }
}

Result<char> PrintRun::waitForMarker()
{
    const char level = m_link.profile().proof;
    const auto arrived = [&] {
        return level == 'A' ? m_link.lastProcessId() == m_stream.processId : m_link.inOrderAnswers() > m_answersBefore;
    };
    std::optional<Fault> trouble;
    Monotonic::time_point giveUpAt = m_deadline;
    while (!arrived()) {
        if (m_context.stop.stop_requested()) {
            return fail(FaultCode::DeviceCancelled);
        }
        if (Monotonic::now() >= std::min(giveUpAt, m_deadline)) {
            return fail(trouble.value_or(Fault(FaultCode::DeviceTimeout, "no end marker came back")));
        }
        if (Done done = m_link.listen(left(std::min(m_limits.pollEvery, 50ms))); !done) {
            return fail(done.error());
        }
        if (!arrived()) {
            m_silent = false;
            const Done looked = lookBetween();
            if (!looked && looked.error().code == FaultCode::DeviceDisconnected) {
                return fail(looked.error());
            }
            if (!trouble && (trouble = stopping())) {
                giveUpAt = Monotonic::now() + m_limits.lateMarker;
            }
        }
    }
    return judgeEnd(level);
}

// Level C: clean for as long as the paper takes, and with a presenter the paper seen in the mouth. While a hot head or
// a pressed button makes the printer wait, the paper waits too, and that time does not count.
Result<char> PrintRun::waitForSensors()
{
    const double mm = m_stream.rows() * 25.4 / m_link.profile().dpi;
    const auto needed = std::chrono::milliseconds(500 + static_cast<int>(mm / slowestMmPerSecond * 1000));
    Monotonic::duration moved{0};
    auto last = Monotonic::now();
    bool seen = false;
    while (moved < needed || m_link.fault() || (m_link.profile().presenter && !seen)) {
        if (Done time = outOfTime(); !time) {
            return fail(time.error());
        }
        if (Done heard = m_link.listen(left(50ms)); !heard) {
            return fail(heard.error());
        }
        if (Done looked = lookBetween(); !looked) {
            return fail(looked.error());
        }
        if (m_silent) {
            return fail(FaultCode::DeviceTimeout, "no status while printing");
        }
        seen = seen || m_link.conditions().has(Condition::TicketInMouth);
        const auto now = Monotonic::now();
        moved += m_link.fault() ? Monotonic::duration{0} : now - last;
        last = now;
    }
    return judgeEnd('C');
}

// The process id is sent after the cut, so paper or cover afterwards do not matter to it; the weaker proofs hold only
// together with a clean status.
Result<char> PrintRun::judgeEnd(char proof)
{
    const Done looked = m_link.refresh();
    if (!looked && proof != 'A') {
        return fail(looked.error());
    }
    const auto fault = stopping();
    if (!fault) {
        return proof;
    }
    const bool afterwards = fault->code == FaultCode::PaperOut || fault->code == FaultCode::CoverOpen;
    if (proof == 'A' && afterwards) {
        return proof;
    }
    return fail(*fault);
}

Done PrintRun::outOfTime() const
{
    if (m_context.stop.stop_requested()) {
        return fail(FaultCode::DeviceCancelled);
    }
    if (Monotonic::now() >= m_deadline) {
        return fail(FaultCode::DeviceTimeout);
    }
    return {};
}

std::optional<Fault> PrintRun::stopping() const
{
    const auto fault = m_link.fault();
    return fault && stopsPaper(*fault) ? fault : std::nullopt;
}

std::chrono::milliseconds PrintRun::left(std::chrono::milliseconds atMost) const
{
    const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(m_deadline - Monotonic::now());
    return std::clamp(rest, 0ms, atMost);
}

PrintReport PrintRun::ended(PrintOutcome outcome, char proof, const Fault *why)
{
    PrintReport report;
    report.outcome = outcome;
    report.proof = proof;
    report.reason = why ? std::string(why->name()) : std::string();
    report.bytesTotal = m_progress.total;
    report.bytesAccepted = m_progress.accepted;
    return report;
}

PrintReport PrintRun::gaveUp(const Fault &why)
{
    if (m_progress.accepted == 0) {
        return ended(PrintOutcome::NotPrinted, 'D', &why);
    }
    const bool complete = m_progress.accepted == m_progress.total;
    if (m_link.answers() || !complete) {
        // With the connection, bytes on their way are lost too: then any command may be the one cut short.
        m_link.leaveUnfinished(m_link.isOpen() ? m_hanging : m_stream.longestCommand());
    }
    if (!m_link.isOpen()) {
        return ended(PrintOutcome::Unknown, 'D', &why);
    }
    // A stall has a cause as a rule, and it may be asked now: the command is given up anyway.
    Fault reason = why;
    if (m_link.answers() && why.code == FaultCode::DeviceTimeout && m_link.refresh()) {
        reason = stopping().value_or(why);
    }
    (void)m_link.heal();  // what cannot be done now is done by the next poll or before the next paper
    return ended(PrintOutcome::Unknown, 'D', &reason);
}

}  // namespace hall::device
