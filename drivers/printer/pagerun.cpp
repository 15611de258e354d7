// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/pagerun.h"

#include "drivers/printer/pagestate.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace hall::device {

using ipp::JobSays;
using ipp::JobState;
using ipp::PrinterSays;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds lastLooks{100};  // at a document that was taken back

// A third of the time at most goes into taking the document back.
Monotonic::time_point enoughOf(const CommandContext &context, milliseconds takeBack)
{
    return context.deadline - std::min(takeBack, context.left() / 3);
}

std::string_view nameOf(const std::optional<Fault> &fault, FaultCode otherwise)
{
    return fault ? fault->name() : faultName(otherwise);
}

}  // namespace

PageRun::PageRun(IppLine &line, std::string uri, const PageJob &job, PageProgress &progress,
                 const CommandContext &context, Times times, Seen seen)
    : m_line(line), m_uri(std::move(uri)), m_job(job), m_progress(progress), m_context(context), m_times(times),
      m_seen(std::move(seen)), m_enough(enoughOf(context, times.takeBackWithin))
{
}

IppLine::Limit PageRun::limit(bool stoppable) const
{
    const auto within = Monotonic::now() + m_times.answerWithin;
    return {std::min(within, m_context.deadline + m_times.answerWithin), stoppable ? m_context.stop : std::stop_token(),
            milliseconds(0)};
}

void PageRun::pause(milliseconds time) const
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, m_context.stop, time, [] { return false; });
}

PrintReport PageRun::report(PrintOutcome outcome, std::string_view reason) const
{
    PrintReport made;
    made.outcome = outcome;
    made.proof = outcome == PrintOutcome::Printed ? 'A' : 'D';
    made.reason = reason;
    made.bytesTotal = m_job.pdf ? m_job.pdf->size() : 0;
    made.bytesAccepted = m_progress.accepted;
    return made;
}

Result<PrinterSays> PageRun::look(bool stoppable)
{
    const Result<Bytes> answer = m_line.ask(ipp::askPrinter(m_uri), limit(stoppable));
    Result<PrinterSays> says = answer ? ipp::printerSays(*answer) : fail(answer.error());
    if (says || says.error().code != FaultCode::DeviceCancelled) {
        m_seen(says);
    }
    return says;
}

std::optional<PrintReport> PageRun::refuse()
{
    const Bytes &pdf = *m_job.pdf;
    constexpr std::string_view head = "%PDF-";
    if (pdf.size() < head.size() || !std::equal(head.begin(), head.end(), pdf.begin())) {
        return report(PrintOutcome::NotPrinted, faultName(FaultCode::BadArgument));
    }
    const Result<PrinterSays> says = look(true);
    if (!says) {
        return report(PrintOutcome::NotPrinted, says.error().name());
    }
    if (const auto fault = pageFault(*says)) {
        return report(PrintOutcome::NotPrinted, fault->name());
    }
    m_before = hindrance(*says);
    return {};
}

// A printer that is busy with another's document has not taken ours, and is asked again.
Result<JobSays> PageRun::submit()
{
    const Bytes request = ipp::printJob(m_uri, m_job.id);
    for (;;) {
        // The document takes as long as the printer takes to swallow it; nobody knows how long that is.
        const IppLine::Limit whole{m_enough, m_context.stop, m_times.answerWithin};
        const Result<Bytes> answer = m_line.send(
            request, *m_job.pdf, whole, [this] { return !m_context.stop.stop_requested() && m_progress.begin(); },
            m_progress.accepted);
        if (!answer) {
            return fail(answer.error());
        }
        Result<JobSays> says = ipp::jobSays(*answer);
        if (says || says.error().code == FaultCode::DeviceProtocol) {
            return says;
        }
        m_progress.refused();
        if (says.error().code != FaultCode::DeviceBusy) {
            return says;
        }
        if (m_context.stop.stop_requested()) {
            return fail(FaultCode::DeviceCancelled);
        }
        if (Monotonic::now() + m_times.busyPause >= m_enough) {
            return says;
        }
        pause(m_times.busyPause);
    }
}

Result<JobSays> PageRun::lookAt(int job, bool stoppable)
{
    const Result<Bytes> answer = m_line.ask(ipp::askJob(m_uri, job), limit(stoppable));
    return answer ? ipp::jobSays(*answer) : fail(answer.error());
}

PrintReport PageRun::run()
{
    if (!m_job.pdf) {
        return report(PrintOutcome::NotPrinted, faultName(FaultCode::BadArgument));
    }
    if (auto refused = refuse()) {
        return *refused;
    }
    const Result<JobSays> begun = submit();
    if (!begun) {
        // Without a number it cannot be asked about: what became of it, nobody knows.
        const bool mayBeThere = m_progress.end();
        return report(mayBeThere ? PrintOutcome::Unknown : PrintOutcome::NotPrinted, begun.error().name());
    }
    return follow(begun->id);
}

PrintReport PageRun::follow(int job)
{
    while (!m_context.stop.stop_requested() && Monotonic::now() < m_enough) {
        const Result<JobSays> says = lookAt(job, true);
        const Result<PrinterSays> printer = look(true);
        if (printer) {
            m_waitsFor = hindrance(*printer);
        }
        if (says && ipp::over(says->state)) {
            return judge(*says, printer);
        }
        pause(m_times.lookEvery);
    }
    return takeBack(job);
}

// Its time is over, or nobody wants it any more. What the printer says of it then is what holds.
PrintReport PageRun::takeBack(int job)
{
    const FaultCode why = m_context.stop.stop_requested() ? FaultCode::DeviceCancelled : FaultCode::DeviceTimeout;
    const auto until = std::min(m_context.deadline, Monotonic::now() + m_times.takeBackWithin);
    const Result<Bytes> answer = m_line.ask(ipp::cancelJob(m_uri, job), limit(false));
    if (!answer || !ipp::said(*answer)) {
        // It may have ended just before.
        const Result<JobSays> says = lookAt(job, false);
        if (says && ipp::over(says->state)) {
            return judge(*says, look(false));
        }
        return report(PrintOutcome::Unknown, nameOf(m_waitsFor, why));
    }
    do {
        const Result<JobSays> says = lookAt(job, false);
        if (says && says->state == JobState::Completed) {
            return judge(*says, look(false));
        }
        if (says && ipp::over(says->state)) {
            return report(says->sheets == 0 ? PrintOutcome::NotPrinted : PrintOutcome::Unknown,
                          why == FaultCode::DeviceCancelled ? faultName(why) : nameOf(m_waitsFor, why));
        }
        std::this_thread::sleep_for(lastLooks);
    } while (Monotonic::now() < until);
    return report(PrintOutcome::Unknown, nameOf(m_waitsFor, why));
}

PrintReport PageRun::judge(const JobSays &last, const Result<PrinterSays> &printer) const
{
    if (last.state == JobState::Completed) {
        // A sheet that a jam or an open cover has kept is no sheet, whatever is said of the document.
        const auto now = printer ? pageFault(*printer) : std::nullopt;
        const bool wrong = now && now->who() == Who::Staff && (!m_before || m_before->code != now->code);
        return wrong ? report(PrintOutcome::Unknown, now->name()) : report(PrintOutcome::Printed, {});
    }
    const auto has = [&last](std::string_view word) {
        return std::find(last.reasons.begin(), last.reasons.end(), word) != last.reasons.end();
    };
    const bool format = has("document-format-error") || has("unsupported-document-format");
    const FaultCode why = last.state == JobState::Cancelled ? FaultCode::DeviceCancelled
                          : format                          ? FaultCode::PagePrinterNoPdf
                                                            : FaultCode::PagePrinterRefused;
    const std::string_view reason = format ? faultName(why) : nameOf(m_waitsFor, why);
    return report(last.sheets == 0 ? PrintOutcome::NotPrinted : PrintOutcome::Unknown, reason);
}

}  // namespace hall::device
