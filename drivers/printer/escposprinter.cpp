// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/printer/escposprinter.h"

#include "drivers/printer/presenter.h"
#include "drivers/transport/watchedtransport.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace hall::device {

using namespace std::chrono_literals;

namespace {

constexpr auto pollDeadline = 8s;
constexpr auto grace = 3s;      // the longest chain of short waits that may still run when a deadline passes
constexpr int silentPolls = 3;  // then the connection is taken for dead

// No right to it and another program's are for a technician; whatever else keeps a printer from being opened, somebody
// has to look at its cable.
Fault absence(const Fault &why)
{
    const bool technician = why.code == FaultCode::DeviceUnauthorised || why.code == FaultCode::DeviceShared;
    return technician ? why : Fault(FaultCode::DeviceDisconnected, why.detail);
}

}  // namespace

struct EscposPrinter::Core
{
    Core(std::unique_ptr<ByteTransport> transport, PrinterProfile printerProfile, Options opts)
        : options(std::move(opts)), profile(std::move(printerProfile)), board(options.id),
          link(std::make_unique<WatchedTransport>(std::move(transport), calls), profile, options.answerWithin),
          tryEvery(options.recovery.pauses.empty() ? options.pollEvery : options.recovery.pauses.front()),
          ladder(options.recovery), roll(profile, options.roll), presenter(profile)
    {
    }

    const Options options;
    const PrinterProfile profile;
    const std::shared_ptr<CallWatch> calls = std::make_shared<CallWatch>();
    StateBoard board;
    EscposLink link;
    JournalIntent journal;
    std::atomic<bool> hung{false};
    std::atomic<bool> pollWaiting{false};
    std::atomic<bool> connected{false};
    std::atomic<bool> arrived{false};  // plugged in: the pause before the next try is over
    std::mutex mutex;
    std::condition_variable_any wake;
    const std::chrono::milliseconds tryEvery;  // while there is no connection

    // On the worker's thread only:
    RecoveryLadder ladder;
    RollCounter roll;
    Presenter presenter;
    Monotonic::time_point nextTry;
    int silent = 0;

    void poll();
    bool connect();
    void show();
    void publish();
    void lookAtPaper();
    void countPaper(const PrintProgress &progress, PrintOutcome outcome);
    [[nodiscard]] std::map<std::string, Fact> facts() const;
    [[nodiscard]] std::optional<Fault> fault() const;
    void publishAway(Link state, const Fault &fault);
    void recover(const Fault &fault);
};

struct EscposPrinter::Running
{
    explicit Running(const std::shared_ptr<Core> &core);

    DeviceWorker worker;
    std::jthread ticker;  // last: it ends before the worker does
};

void EscposPrinter::Core::poll()
{
    if (!link.isOpen() && !connect()) {
        return;
    }
    const Done asked = link.refresh();
    if (!asked && asked.error().code == FaultCode::DeviceTimeout && ++silent < silentPolls) {
        return;
    }
    if (!asked) {
        recover(asked.error());
        return;
    }
    silent = 0;
    ladder.works();
    (void)link.heal();
    lookAtPaper();
    publish();
}

// Of a connected printer that says nothing, or nonsense, or has gone.
void EscposPrinter::Core::recover(const Fault &fault)
{
    const bool gone = !link.isOpen() || fault.code == FaultCode::DeviceDisconnected;
    const RecoveryLadder::Step step = gone ? RecoveryLadder::Step{Rung::Reopen, ladder.away()} : ladder.misbehaved();
    if (step.rung == Rung::PortReset) {
        link.resetPort();
    }
    link.close();
    connected = false;
    nextTry = Monotonic::now() + step.pause;
    if (step.rung == Rung::GiveUp) {
        publishAway(Link::Failed, Fault(FaultCode::DeviceFailed, std::string(fault.name()) + ": " + fault.detail));
    } else {
        publishAway(Link::Absent, fault);
    }
}

bool EscposPrinter::Core::connect()
{
    if (arrived.exchange(false)) {
        ladder.renewed();
    } else if (Monotonic::now() < nextTry) {
        return false;
    }
    const Done opened = link.open(options.limits.openWithin);
    if (!opened) {
        nextTry = Monotonic::now() + ladder.away();
        publishAway(Link::Absent, absence(opened.error()));
        return false;
    }
    silent = 0;
    const std::lock_guard lock(mutex);
    connected = true;
    wake.notify_all();
    return true;
}

// After a print: the connection may have come or gone on the way.
void EscposPrinter::Core::show()
{
    connected = link.isOpen();
    if (link.isOpen()) {
        publish();
    } else {
        publishAway(Link::Absent, Fault(FaultCode::DeviceDisconnected));
    }
}

void EscposPrinter::Core::publish()
{
    if (hung) {
        return;
    }
    const std::optional<Fault> wrong = fault();
    board.change([&](Snapshot &next) {
        next.facts = facts();
        if (const std::string identity = link.identity(); !identity.empty()) {
            next.facts["identity"] = identity;
        }
        next.link = wrong ? linkFor(*wrong) : Link::Ready;
        next.fault = wrong;
    });
}

std::optional<Fault> EscposPrinter::Core::fault() const
{
    if (const auto printers = link.fault()) {
        return printers;
    }
    if (!link.clean()) {
        return Fault(FaultCode::DeviceNotReady, "the rest of an unfinished paper is still in the printer");
    }
    if (roll.usedUp()) {
        return Fault(FaultCode::PaperNearEnd, "the count since the near end is used up");
    }
    if (presenter.last() == LastPaper::Left) {
        return Fault(FaultCode::DeviceBusy, "a paper was left in the mouth");
    }
    return {};
}

std::map<std::string, Fact> EscposPrinter::Core::facts() const
{
    if (!link.answers()) {
        return unknownFacts(profile);
    }
    std::map<std::string, Fact> all = printerFacts(link.conditions(), profile);
    if (const auto left = roll.leftMm()) {
        all["paper-left-mm"] = *left;
    }
    if (profile.presenter) {
        all["last-paper"] = std::string(lastPaperName(presenter.last()));
    }
    return all;
}

// After a whole round of answers.
void EscposPrinter::Core::lookAtPaper()
{
    if (!link.answers()) {
        return;
    }
    roll.look(link.conditions());
    if (profile.presenter && presenter.look(link.conditions().has(Condition::TicketInMouth), Monotonic::now()) &&
        link.retract()) {
        presenter.retracting();
    }
}

// By the share of the bytes that went out; what is fed to separate an unfinished paper counts too.
void EscposPrinter::Core::countPaper(const PrintProgress &progress, PrintOutcome outcome)
{
    const std::size_t total = progress.total;
    if (total == 0 || progress.accepted == 0) {
        return;
    }
    const double share = static_cast<double>(progress.accepted.load()) / static_cast<double>(total);
    const double separation = outcome == PrintOutcome::Printed ? 0 : 2 * profile.headToCutterMm;
    roll.printed(progress.rows * share * 25.4 / profile.dpi + separation);
}

void EscposPrinter::Core::publishAway(Link state, const Fault &fault)
{
    if (hung) {
        return;
    }
    board.change([&](Snapshot &next) {
        next.facts = unknownFacts(profile);
        next.link = state;
        next.fault = fault;
    });
}

EscposPrinter::Running::Running(const std::shared_ptr<Core> &core)
    : worker({.grace = grace,
              .activity =
                  [core](bool busy, const std::string &command) {
                      if (command == "poll" || core->hung) {
                          return;
                      }
                      core->board.change([&](Snapshot &next) { next.activity = {busy, busy ? command : ""}; });
                  },
              .hung =
                  [core] {
                      core->hung = true;
                      core->board.change([](Snapshot &next) {
                          next.link = Link::Hung;
                          next.activity = {};
                          next.fault = Fault(FaultCode::DeviceHung);
                      });
                  },
              .calls = core->calls}),
      ticker([this, core](const std::stop_token &stop) {
          while (!stop.stop_requested()) {
              if (!core->pollWaiting.exchange(true)) {
                  worker.submit(
                      "poll", pollDeadline,
                      [core](CommandContext &) {
                          core->poll();
                          return Done{};
                      },
                      [core](const Done &) { core->pollWaiting = false; }, {Priority::Statistics, Effect::Repeatable});
              }
              std::unique_lock lock(core->mutex);
              const bool before = core->connected;
              core->wake.wait_for(lock, stop, before ? core->options.pollEvery : core->tryEvery, [&core, before] {
                  const bool waitsForIt = !core->connected && !core->pollWaiting;
                  return core->connected != before || (core->arrived && waitsForIt);
              });
          }
      })
{
}

EscposPrinter::EscposPrinter(std::unique_ptr<ByteTransport> transport, PrinterProfile profile)
    : EscposPrinter(std::move(transport), std::move(profile), Options())
{
}

EscposPrinter::EscposPrinter(std::unique_ptr<ByteTransport> transport, PrinterProfile profile, Options options)
    : m_core(std::make_shared<Core>(std::move(transport), std::move(profile), std::move(options)))
{
    if (m_core->options.lastRunUnfinished) {
        m_core->link.leaveUnfinished(largestCommand(m_core->profile));
    }
    m_core->link.onArrival([known = std::weak_ptr(m_core)] {
        if (const auto core = known.lock()) {
            const std::lock_guard lock(core->mutex);
            core->arrived = true;
            core->wake.notify_all();
        }
    });
    m_core->link.setChanged([core = m_core.get()] { core->publish(); });
    m_core->board.change([this](Snapshot &next) {
        next.facts = unknownFacts(m_core->profile);
        next.link = Link::Absent;
    });
}

EscposPrinter::~EscposPrinter()
{
    stop();
}

void EscposPrinter::start()
{
    if (m_running || m_core->hung) {
        return;
    }
    m_core->board.change([](Snapshot &next) { next.link = Link::Starting; });
    m_running = std::make_unique<Running>(m_core);
}

void EscposPrinter::stop()
{
    if (!m_running) {
        return;
    }
    m_running->ticker.request_stop();
    m_running->ticker.join();
    const bool cameBack = m_running->worker.stop();
    m_running.reset();
    if (!cameBack || m_core->hung) {
        // Its thread is still in the transport and may come back any time, to nobody.
        m_core->hung = true;
        m_core->board.change([](Snapshot &next) {
            next.link = Link::Hung;
            next.activity = {};
            next.fault = Fault(FaultCode::DeviceHung);
        });
        m_core->board.close();
        return;
    }
    m_core->link.close();
    m_core->board.change([](Snapshot &next) {
        next.link = Link::Absent;
        next.fault.reset();
    });
}

StateBoard &EscposPrinter::board()
{
    return m_core->board;
}

void EscposPrinter::setJournal(JournalIntent intent)
{
    m_core->journal = std::move(intent);
}

const PrinterProfile &EscposPrinter::profile() const
{
    return m_core->profile;
}

void EscposPrinter::print(PrintJob job, std::chrono::milliseconds deadline, PrintDone done)
{
    const auto progress = std::make_shared<PrintProgress>();
    const auto report = std::make_shared<PrintReport>();
    auto ended = [progress, report, done = std::move(done)](const Done &result) {
        if (result) {
            done(*report);
            return;
        }
        PrintReport late;
        late.outcome = progress->end() ? PrintOutcome::Unknown : PrintOutcome::NotPrinted;
        late.reason = std::string(result.error().name());
        late.bytesTotal = progress->total;
        late.bytesAccepted = progress->accepted;
        done(late);
    };
    if (!m_running) {
        ended(fail(FaultCode::DeviceNotReady, "the printer is stopped"));
        return;
    }
    auto body = [core = m_core, progress, report, job = std::move(job)](CommandContext &context) {
        if (core->roll.usedUp()) {
            core->poll();  // the roll may have been changed since the last look
        }
        if (core->roll.usedUp()) {
            report->reason = std::string(Fault(FaultCode::PaperNearEnd).name());
            report->outcome = PrintOutcome::NotPrinted;
            return Done{};
        }
        *report = PrintRun(core->link, job, core->journal, *progress, context, core->options.limits).run();
        core->countPaper(*progress, report->outcome);
        if (core->link.isOpen()) {
            core->lookAtPaper();
        }
        core->show();
        return Done{};
    };
    m_running->worker.submit("print", deadline, std::move(body), std::move(ended),
                             {Priority::Foreground, Effect::OnceOnly});
}

}  // namespace hall::device
