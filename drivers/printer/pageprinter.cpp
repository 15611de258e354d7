// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/pageprinter.h"

#include "drivers/printer/pagerun.h"
#include "drivers/printer/pagestate.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace hall::device {

using namespace std::chrono_literals;

namespace {

constexpr auto pollDeadline = 8s;
constexpr auto grace = 7s;  // a connection, a document taken back, and the last look at it

}  // namespace

struct IppPagePrinter::Core
{
    Core(IppAddress address, PagePrinterOptions opts)
        : options(std::move(opts)), uri(ippUri(address)), board(options.id), line(std::move(address)),
          ladder(options.recovery)
    {
    }

    const PagePrinterOptions options;
    const std::string uri;
    StateBoard board;
    std::atomic<bool> hung{false};
    std::atomic<bool> pollWaiting{false};
    std::mutex mutex;
    std::condition_variable_any wake;

    // On the worker's thread only:
    IppLine line;
    RecoveryLadder ladder;
    Monotonic::time_point nextTry;

    void poll(const CommandContext &context);
    PrintReport print(const PageJob &job, PageProgress &progress, const CommandContext &context);
    void seen(const Result<ipp::PrinterSays> &says);
    void publish(Link link, const std::optional<Fault> &fault, std::map<std::string, Fact> facts);
    void showHung();
};

struct IppPagePrinter::Running
{
    explicit Running(const std::shared_ptr<Core> &core);

    DeviceWorker worker;
    std::vector<DeviceWorker::Handle> prints;  // since the last cancel(): ended ones too
    std::jthread ticker;                       // last: it ends before the worker does
};

void IppPagePrinter::Core::poll(const CommandContext &context)
{
    if (Monotonic::now() < nextTry) {
        return;
    }
    const IppLine::Limit limit{Monotonic::now() + options.answerWithin, context.stop, 0ms};
    const Result<Bytes> answer = line.ask(ipp::askPrinter(uri), limit);
    const Result<ipp::PrinterSays> says = answer ? ipp::printerSays(*answer) : fail(answer.error());
    if (!context.stop.stop_requested()) {
        seen(says);
    }
}

void IppPagePrinter::Core::seen(const Result<ipp::PrinterSays> &says)
{
    if (says) {
        ladder.works();
        nextTry = {};
        const std::optional<Fault> fault = pageFault(*says);
        publish(fault ? pageLink(*fault) : Link::Ready, fault, pageFacts(*says));
        return;
    }
    const Fault &fault = says.error();
    if (fault.code == FaultCode::DeviceDisconnected) {
        nextTry = Monotonic::now() + ladder.away();
        publish(Link::Absent, fault, unknownPageFacts());
        return;
    }
    line.close();
    const RecoveryLadder::Step step = ladder.misbehaved();
    nextTry = Monotonic::now() + step.pause;
    if (step.rung == Rung::GiveUp && fault.who() != Who::Technician) {
        publish(Link::Failed, Fault(FaultCode::DeviceFailed, std::string(fault.name()) + ": " + fault.detail),
                unknownPageFacts());
    } else {
        publish(pageLink(fault), fault, unknownPageFacts());
    }
}

// Which printer it was stays known.
void IppPagePrinter::Core::publish(Link link, const std::optional<Fault> &fault, std::map<std::string, Fact> facts)
{
    if (hung) {
        return;
    }
    board.change([&](Snapshot &next) {
        if (const auto known = next.facts.find("identity"); known != next.facts.end()) {
            facts.insert(*known);
        }
        next.facts = std::move(facts);
        next.link = link;
        next.fault = fault;
    });
}

PrintReport IppPagePrinter::Core::print(const PageJob &job, PageProgress &progress, const CommandContext &context)
{
    const PageRun::Times times{options.lookEvery, options.answerWithin, options.busyPause, options.takeBackWithin};
    return PageRun(line, uri, job, progress, context, times,
                   [this](const Result<ipp::PrinterSays> &says) { seen(says); })
        .run();
}

void IppPagePrinter::Core::showHung()
{
    hung = true;
    board.change([](Snapshot &next) {
        next.link = Link::Hung;
        next.activity = {};
        next.fault = Fault(FaultCode::DeviceHung);
    });
}

IppPagePrinter::Running::Running(const std::shared_ptr<Core> &core)
    : worker({.grace = grace,
              .activity =
                  [core](bool busy, const std::string &command) {
                      if (command == "poll" || core->hung) {
                          return;
                      }
                      core->board.change([&](Snapshot &next) { next.activity = {busy, busy ? command : ""}; });
                  },
              .hung = [core] { core->showHung(); }}),
      ticker([this, core](const std::stop_token &stop) {
          while (!stop.stop_requested()) {
              if (!core->pollWaiting.exchange(true)) {
                  worker.submit(
                      "poll", pollDeadline,
                      [core](CommandContext &context) {
                          core->poll(context);
                          return Done{};
                      },
                      [core](const Done &) { core->pollWaiting = false; }, {Priority::Statistics, Effect::Repeatable});
              }
              std::unique_lock lock(core->mutex);
              const bool ready = core->board.current()->link == Link::Ready;
              const auto every = ready ? core->options.pollEvery : core->options.recovery.pauses.front();
              core->wake.wait_for(lock, stop, every, [] { return false; });
          }
      })
{
}

IppPagePrinter::IppPagePrinter(IppAddress address) : IppPagePrinter(std::move(address), PagePrinterOptions())
{
}

IppPagePrinter::IppPagePrinter(IppAddress address, PagePrinterOptions options)
    : m_core(std::make_shared<Core>(std::move(address), std::move(options)))
{
    m_core->board.change([](Snapshot &next) {
        next.facts = unknownPageFacts();
        next.link = Link::Absent;
    });
}

IppPagePrinter::~IppPagePrinter()
{
    IppPagePrinter::stop();
}

void IppPagePrinter::start()
{
    if (m_running || m_core->hung) {
        return;
    }
    m_core->board.change([](Snapshot &next) { next.link = Link::Starting; });
    m_core->pollWaiting = false;
    m_core->nextTry = {};
    m_running = std::make_unique<Running>(m_core);
}

void IppPagePrinter::stop()
{
    if (!m_running) {
        return;
    }
    m_running->ticker.request_stop();
    m_running->ticker.join();
    const bool cameBack = m_running->worker.stop();
    m_running.reset();
    if (!cameBack || m_core->hung) {
        m_core->showHung();
        m_core->board.close();
        return;
    }
    m_core->line.close();
    m_core->board.change([](Snapshot &next) {
        next.link = Link::Absent;
        next.activity = {};
        next.fault.reset();
    });
}

StateBoard &IppPagePrinter::board()
{
    return m_core->board;
}

void IppPagePrinter::print(PageJob job, std::chrono::milliseconds deadline, PrintDone done)
{
    const auto progress = std::make_shared<PageProgress>();
    const auto report = std::make_shared<PrintReport>();
    auto ended = [progress, report, done = std::move(done), total = job.pdf ? job.pdf->size() : 0](const Done &result) {
        if (result) {
            done(*report);
            return;
        }
        PrintReport late;
        late.outcome = progress->end() ? PrintOutcome::Unknown : PrintOutcome::NotPrinted;
        late.reason = std::string(result.error().name());
        late.bytesTotal = total;
        late.bytesAccepted = progress->accepted;
        done(late);
    };
    if (!m_running) {
        ended(fail(FaultCode::DeviceNotReady, "the page printer is stopped"));
        return;
    }
    auto body = [core = m_core, progress, report, job = std::move(job)](CommandContext &context) {
        *report = core->print(job, *progress, context);
        return Done{};
    };
    m_running->prints.push_back(m_running->worker.submit("print", deadline, std::move(body), std::move(ended),
                                                         {Priority::Foreground, Effect::OnceOnly}));
}

void IppPagePrinter::cancel()
{
    if (!m_running) {
        return;
    }
    for (const DeviceWorker::Handle handle : m_running->prints) {
        m_running->worker.cancel(handle);
    }
    m_running->prints.clear();
}

}  // namespace hall::device
