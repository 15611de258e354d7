// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/contract/promises.h"

#include "tests/contract/fitted.h"

#include <condition_variable>
#include <mutex>
#include <thread>

using namespace hall;
using namespace hall::device;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

// A device comes up, is told to go, and notices what happens to it, within times that do not depend on the machine's
// load by much: they are limits for a visitor who waits.
constexpr auto comesUp = 5s;
constexpr auto goesDown = 8s;
constexpr auto notices = 5s;
constexpr auto longestLook = 50ms;  // at the snapshot, whatever the device does; a wait for it would take seconds

// A started device with everything it ever showed.
class Watched
{
public:
    explicit Watched(const QString &name) : fit(fitted(name.toStdString()))
    {
        fit.device->board().listen([this](const std::shared_ptr<const Snapshot> &now) {
            // A listener may look at the board: no lock is held while it is called.
            const auto looked = fit.device->board().current();
            const std::lock_guard lock(m_mutex);
            m_looked = m_looked && looked->version >= now->version;
            m_seen.push_back(now);
            m_news.notify_all();
        });
    }
    ~Watched()
    {
        fit.mend();  // a device that hangs on its simulator would outlive it
        fit.device->stop();
        fit.device->board().close();  // one that talks on talks to nobody
    }

    bool waitFor(const std::function<bool(const Snapshot &)> &wanted, std::chrono::milliseconds atMost)
    {
        std::unique_lock lock(m_mutex);
        return m_news.wait_for(lock, atMost, [&] { return !m_seen.empty() && wanted(*m_seen.back()); });
    }
    bool waitForLink(Link link, std::chrono::milliseconds atMost)
    {
        return waitFor([link](const Snapshot &now) { return now.link == link; }, atMost);
    }
    bool start()
    {
        fit.device->start();
        return waitForLink(Link::Ready, comesUp);
    }
    std::vector<std::shared_ptr<const Snapshot>> seen()
    {
        const std::lock_guard lock(m_mutex);
        return m_seen;
    }
    [[nodiscard]] bool couldLook()
    {
        const std::lock_guard lock(m_mutex);
        return m_looked;
    }

    Fitted fit;

private:
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::vector<std::shared_ptr<const Snapshot>> m_seen;
    bool m_looked = true;
};

bool eventually(const std::function<bool()> &truth, std::chrono::milliseconds atMost)
{
    const auto until = Monotonic::now() + atMost;
    while (!truth()) {
        if (Monotonic::now() >= until) {
            return false;
        }
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

QString told(const Snapshot &now)
{
    const std::string_view link = linkName(now.link);
    return QString::fromUtf8(link.data(), qsizetype(link.size())) + u' ' +
           (now.fault ? QString::fromUtf8(now.fault->name().data()) : QStringLiteral("no fault"));
}

// The first thing that is wrong is said.
#define MUST(truth, words)                                                                                             \
    do {                                                                                                               \
        if (!(truth)) {                                                                                                \
            return said(words);                                                                                        \
        }                                                                                                              \
    } while (false)

QString said(const QString &words)
{
    return words;
}
QString said(const char *words)
{
    return QString::fromUtf8(words);
}

}  // namespace

namespace hall::test {

QString brokenTask(const QString &name, const QString &fault)
{
    Watched watched(name);
    if (!watched.start() || !watched.fit.breakIt(fault.toStdString())) {
        return QStringLiteral("does not come up");
    }
    watched.fit.use();
    const auto now = [&] { return watched.fit.device->board().current(); };
    const bool card = isShownThings(watched.fit.name);
    if (!eventually([&] { return *watched.fit.answered >= 1; }, card ? 6s : 25s)) {
        if (!card) {
            return QStringLiteral("no answer at all");
        }
        if (now()->link == Link::Ready) {
            return QStringLiteral("it is ready, a card or code is there, and nothing is said");
        }
    }
    watched.fit.mend();
    watched.fit.endUse();
    if (now()->link != Link::Hung && !watched.waitForLink(Link::Ready, 60s)) {
        return QStringLiteral("does not come back: ") + told(*now());
    }
    std::this_thread::sleep_for(100ms);  // for a second answer that must not come
    return *watched.fit.answered <= 1 ? QString() : QStringLiteral("answered twice");
}

QString brokenReady(const QString &name)
{
    Watched watched(name);
    const auto before = watched.fit.device->board().current();
    MUST(before->id == watched.fit.name, "another id");
    MUST(before->link == Link::Absent, told(*before));
    MUST(watched.start(), told(*watched.fit.device->board().current()));
    const auto ready = watched.fit.device->board().current();
    MUST(!ready->fault, "ready, and with a fault");
    MUST(!ready->facts.empty(), "ready, and it has nothing to say of itself");
    return {};
}

QString brokenRestart(const QString &name)
{
    Watched watched(name);
    watched.fit.device->stop();
    for (int round = 0; round < 3; ++round) {
        MUST(watched.start(), "does not come up");
        watched.fit.device->start();
        MUST(watched.waitForLink(Link::Ready, comesUp), "does not come up again");
        watched.fit.device->stop();
        watched.fit.device->stop();
        const auto stopped = watched.fit.device->board().current();
        MUST(stopped->link != Link::Ready, told(*stopped));
        MUST(!stopped->activity.busy, "stopped, and at work");
    }
    return {};
}

QString brokenSnapshots(const QString &name)
{
    Watched watched(name);
    MUST(watched.start(), "does not come up");
    watched.fit.use();
    MUST(eventually([&] { return *watched.fit.answered == 1; }, 20s), "no answer to its task");
    watched.fit.endUse();
    MUST(watched.fit.breakIt("unplug"), "cannot be unplugged");
    MUST(watched.waitFor([](const Snapshot &now) { return now.link != Link::Ready; }, notices),
         "does not notice that it was unplugged");
    watched.fit.mend();
    MUST(watched.waitForLink(Link::Ready, comesUp), "does not come up again");
    watched.fit.device->stop();

    const auto seen = watched.seen();
    MUST(seen.size() >= 3, "tells less than what happened");
    MUST(watched.couldLook(), "the board shows less than its listener was told");
    for (std::size_t i = 1; i < seen.size(); ++i) {
        const Snapshot &before = *seen[i - 1];
        const Snapshot &now = *seen[i];
        MUST(now.version > before.version, "versions do not rise");
        const bool same = now.link == before.link && now.activity == before.activity && now.facts == before.facts &&
                          now.fault == before.fault;
        MUST(!same, "nothing changed, and yet it was told");
    }
    for (const auto &now : seen) {
        MUST(now->link != Link::Ready || !now->fault, told(*now));
        const bool broken = now->link == Link::Failed || now->link == Link::Hung || now->link == Link::Blocked ||
                            now->link == Link::Suspended;
        MUST(!broken || now->fault, "broken, and nobody is named who must act");
    }
    return {};
}

QString brokenSilence(const QString &name)
{
    Watched watched(name);
    MUST(watched.start(), "does not come up");
    watched.fit.use();
    watched.fit.device->stop();
    const int calls = *watched.fit.called;
    const auto version = watched.fit.device->board().current()->version;
    watched.fit.endUse();
    (void)watched.fit.breakIt("unplug");
    watched.fit.mend();
    std::this_thread::sleep_for(200ms);  // time for a call that must not come
    MUST(watched.fit.called->load() == calls, "stopped, and it calls");
    MUST(watched.fit.device->board().current()->version == version, "stopped, and something new to show");
    return {};
}

QString brokenReturn(const QString &name)
{
    Watched watched(name);
    MUST(watched.start(), "does not come up");
    MUST(watched.fit.breakIt("unplug"), "cannot be unplugged");
    if (watched.fit.name == "document-camera") {
        watched.fit.use();
    }
    MUST(watched.waitFor([](const Snapshot &now) { return now.link == Link::Absent; }, notices),
         "does not notice that it was unplugged");
    const auto gone = watched.fit.device->board().current();
    MUST(gone->fault, "gone without a fault");
    MUST(gone->fault->who() == Who::Staff, told(*gone));
    watched.fit.mend();
    MUST(watched.waitForLink(Link::Ready, comesUp), told(*watched.fit.device->board().current()));
    watched.fit.use();
    MUST(eventually([&] { return watched.fit.answered->load() == watched.fit.asked->load(); }, 20s),
         "it is there, and does no work");
    return {};
}

QString brokenStop(const QString &name, const QString &fault)
{
    Watched watched(name);
    MUST(watched.start(), "does not come up");
    MUST(watched.fit.breakIt(fault.toStdString()), "does not know the fault");
    watched.fit.use();
    std::this_thread::sleep_for(50ms);  // into the middle of it
    const auto before = Monotonic::now();
    watched.fit.device->stop();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now() - before);
    MUST(took < goesDown, QString::number(took.count()) + QStringLiteral(" ms to stop"));
    const int answers = *watched.fit.answered;
    MUST(answers <= 1, "answered twice");
    const bool card = isShownThings(watched.fit.name);
    MUST(card || answers == 1, "stopped without an answer to what it was asked");
    // A thread that was left behind in a call comes back now, to nobody.
    const auto told = watched.seen().size();
    watched.fit.mend();
    std::this_thread::sleep_for(100ms);
    MUST(watched.seen().size() == told, "stopped, and it tells of something");
    MUST(watched.fit.answered->load() == answers, "stopped, and it answers");
    return {};
}

QString brokenLook(const QString &name, const QString &fault)
{
    Watched watched(name);
    MUST(watched.start(), "does not come up");
    MUST(watched.fit.breakIt(fault.toStdString()), "does not know the fault");
    watched.fit.use();
    auto longest = 0ns;
    const auto until = Monotonic::now() + 300ms;
    int looks = 0;
    while (Monotonic::now() < until) {
        const auto before = Monotonic::now();
        (void)watched.fit.device->board().current();
        longest = std::max<std::chrono::nanoseconds>(longest, Monotonic::now() - before);
        ++looks;
        std::this_thread::sleep_for(1ms);
    }
    MUST(looks > 10, "too few looks");
    MUST(longest < longestLook, QString::number(longest.count() / 1000) + QStringLiteral(" us for a look"));
    return {};
}

QString brokenFaults(const QString &name)
{
    const Fitted fit = fitted(name.toStdString());
    const Done done = fit.breakIt("earthquake");
    MUST(!done, "an earthquake is accepted");
    MUST(done.error().code == FaultCode::BadArgument, "another fault than that of a bad argument");
    return {};
}

}  // namespace hall::test
