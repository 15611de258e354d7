// SPDX-License-Identifier: GPL-3.0-or-later
// One document on its way through a page printer: asked for what it can, sent once, followed to its end.
#pragma once

#include "drivers/core/worker.h"
#include "drivers/printer/ippline.h"
#include "drivers/printer/ippmessage.h"

#include <atomic>

namespace hall::device {

// Shared between the run and whoever answers in its place at the deadline: whoever comes first decides whether the
// document is sent at all.
class PageProgress
{
public:
    std::atomic<std::size_t> accepted{0};

    [[nodiscard]] bool begin()  // false: it has been answered already, and must not go out any more
    {
        State expected = State::Waiting;
        return m_state.compare_exchange_strong(expected, State::Begun);
    }
    // The printer has refused it as a whole: it may begin once more.
    void refused()
    {
        State expected = State::Begun;
        m_state.compare_exchange_strong(expected, State::Waiting);
        accepted = 0;
    }
    // Whether the document, or a part of it, may be in the printer.
    [[nodiscard]] bool end() { return m_state.exchange(State::Ended) == State::Begun; }

private:
    enum class State
    {
        Waiting,
        Begun,
        Ended
    };
    std::atomic<State> m_state{State::Waiting};
};

class PageRun
{
public:
    struct Times
    {
        std::chrono::milliseconds lookEvery;
        std::chrono::milliseconds answerWithin;
        std::chrono::milliseconds busyPause;
        std::chrono::milliseconds takeBackWithin;
    };
    // `seen`: each time that the printer was asked, what it says, or why it says nothing.
    using Seen = std::function<void(const Result<ipp::PrinterSays> &)>;

    PageRun(IppLine &line, std::string uri, const PageJob &job, PageProgress &progress, const CommandContext &context,
            Times times, Seen seen);

    // On the device's thread; returns at the context's deadline at the latest, but for the time of one answer.
    [[nodiscard]] PrintReport run();

private:
    Result<ipp::PrinterSays> look(bool stoppable);
    [[nodiscard]] std::optional<PrintReport> refuse();
    [[nodiscard]] Result<ipp::JobSays> submit();
    [[nodiscard]] PrintReport follow(int job);
    [[nodiscard]] Result<ipp::JobSays> lookAt(int job, bool stoppable);
    [[nodiscard]] PrintReport takeBack(int job);
    [[nodiscard]] PrintReport judge(const ipp::JobSays &last, const Result<ipp::PrinterSays> &printer) const;
    [[nodiscard]] PrintReport report(PrintOutcome outcome, std::string_view reason) const;
    void pause(std::chrono::milliseconds time) const;
    [[nodiscard]] IppLine::Limit limit(bool stoppable) const;

    IppLine &m_line;
    const std::string m_uri;
    const PageJob &m_job;
    PageProgress &m_progress;
    const CommandContext &m_context;
    const Times m_times;
    const Seen m_seen;
    const Monotonic::time_point m_enough;  // from here on it is taken back
    std::optional<Fault> m_before;         // what was wrong with the printer before
    std::optional<Fault> m_waitsFor;       // what it said last that keeps it from printing
};

}  // namespace hall::device
