// SPDX-License-Identifier: GPL-3.0-or-later
// What every device promises, whatever it is. One table of promises, run for each driver.
#include "tests/contract/fitted.h"

#include <QTest>

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

QByteArray told(const Snapshot &now)
{
    const std::string_view link = linkName(now.link);
    return QByteArray(link.data(), qsizetype(link.size())) + ' ' +
           (now.fault ? QByteArray(now.fault->name().data()) : QByteArray("no fault"));
}

// Whatever happens to the device in the middle of a task: one answer, at the deadline of the task at the latest, and a
// device that is whole again once the cause is gone.
QString defectOfTask(const QString &name, const QString &fault)
{
    Watched watched(name);
    if (!watched.start() || !watched.fit.breakIt(fault.toStdString())) {
        return QStringLiteral("does not come up");
    }
    watched.fit.use();
    const auto now = [&] { return watched.fit.device->board().current(); };
    const bool card = isShownThings(name.toStdString());
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
        return QStringLiteral("does not come back: ") + QString::fromUtf8(told(*now()));
    }
    std::this_thread::sleep_for(100ms);  // for a second answer that must not come
    return *watched.fit.answered <= 1 ? QString() : QStringLiteral("answered twice");
}

}  // namespace

class TestContract : public QObject
{
    Q_OBJECT

    static void devices()
    {
        QTest::addColumn<QString>("name");
        for (const std::string &name : fittedNames()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    static void devicesAndFaults()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("fault");
        for (const std::string &name : fittedNames()) {
            for (const std::string &fault : fitted(name).faults) {
                QTest::newRow((name + ' ' + fault).c_str())
                    << QString::fromStdString(name) << QString::fromStdString(fault);
            }
        }
    }

    QMap<QString, QString> m_defects;  // of everyTaskEndsOnce, by device and fault

private Q_SLOTS:
    void initTestCase();
    void isAbsentUntilStartedThenReady_data() { devices(); }
    void isAbsentUntilStartedThenReady();
    void startsAndStopsAnyNumberOfTimes_data() { devices(); }
    void startsAndStopsAnyNumberOfTimes();
    void snapshotsAreVersionedAndWhole_data() { devices(); }
    void snapshotsAreVersionedAndWhole();
    void saysNothingOnceStopped_data() { devices(); }
    void saysNothingOnceStopped();
    void comesBackByItself_data() { devices(); }
    void comesBackByItself();
    void everyTaskEndsOnce_data() { devicesAndFaults(); }
    void everyTaskEndsOnce();
    void stopsUnderEveryFault_data() { devicesAndFaults(); }
    void stopsUnderEveryFault();
    void theSnapshotIsNeverWaitedFor_data() { devicesAndFaults(); }
    void theSnapshotIsNeverWaitedFor();
    void unknownFaultsAreRefused_data() { devices(); }
    void unknownFaultsAreRefused();
};

// The tasks wait for their times side by side: none takes much of the machine.
void TestContract::initTestCase()
{
    std::vector<std::thread> threads;
    std::mutex mutex;
    for (const std::string &device : fittedNames()) {
        for (const std::string &trouble : fitted(device).faults) {
            threads.emplace_back([&, name = QString::fromStdString(device), fault = QString::fromStdString(trouble)] {
                const QString defect = defectOfTask(name, fault);
                const std::lock_guard lock(mutex);
                m_defects.insert(name + u' ' + fault, defect);
            });
        }
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
}

void TestContract::isAbsentUntilStartedThenReady()
{
    QFETCH(QString, name);
    Watched watched(name);
    const auto before = watched.fit.device->board().current();
    QCOMPARE(before->id, name.toStdString());
    QVERIFY2(before->link == Link::Absent, told(*before));
    QVERIFY2(watched.start(), told(*watched.fit.device->board().current()));
    const auto ready = watched.fit.device->board().current();
    QVERIFY(!ready->fault);
    QVERIFY2(!ready->facts.empty(), "a device that is ready has something to say of itself");
}

void TestContract::startsAndStopsAnyNumberOfTimes()
{
    QFETCH(QString, name);
    Watched watched(name);
    watched.fit.device->stop();
    for (int round = 0; round < 3; ++round) {
        QVERIFY(watched.start());
        watched.fit.device->start();
        QVERIFY(watched.waitForLink(Link::Ready, comesUp));
        watched.fit.device->stop();
        watched.fit.device->stop();
        const auto stopped = watched.fit.device->board().current();
        QVERIFY2(stopped->link != Link::Ready, told(*stopped));
        QVERIFY2(!stopped->activity.busy, stopped->activity.command.c_str());
    }
}

void TestContract::snapshotsAreVersionedAndWhole()
{
    QFETCH(QString, name);
    Watched watched(name);
    QVERIFY(watched.start());
    watched.fit.use();
    QVERIFY(eventually([&] { return *watched.fit.answered == 1; }, 20s));
    watched.fit.endUse();
    QVERIFY(watched.fit.breakIt("unplug"));
    QVERIFY(watched.waitFor([](const Snapshot &now) { return now.link != Link::Ready; }, notices));
    watched.fit.mend();
    QVERIFY(watched.waitForLink(Link::Ready, comesUp));
    watched.fit.device->stop();

    const auto seen = watched.seen();
    QVERIFY(seen.size() >= 3);
    QVERIFY2(watched.couldLook(), "the board shows less than its listener was told");
    for (std::size_t i = 1; i < seen.size(); ++i) {
        const Snapshot &before = *seen[i - 1];
        const Snapshot &now = *seen[i];
        QVERIFY2(now.version > before.version, "versions rise");
        const bool same = now.link == before.link && now.activity == before.activity && now.facts == before.facts &&
                          now.fault == before.fault;
        QVERIFY2(!same, "nothing changed, and yet it was told");
    }
    for (const auto &now : seen) {
        QVERIFY2(now->link != Link::Ready || !now->fault, told(*now));
        const bool broken = now->link == Link::Failed || now->link == Link::Hung || now->link == Link::Blocked ||
                            now->link == Link::Suspended;
        QVERIFY2(!broken || now->fault, "whoever must act is named with the state");
    }
}

void TestContract::saysNothingOnceStopped()
{
    QFETCH(QString, name);
    Watched watched(name);
    QVERIFY(watched.start());
    watched.fit.use();
    watched.fit.device->stop();
    const int calls = *watched.fit.called;
    const auto version = watched.fit.device->board().current()->version;
    watched.fit.endUse();
    (void)watched.fit.breakIt("unplug");
    watched.fit.mend();
    std::this_thread::sleep_for(200ms);  // time for a call that must not come
    QCOMPARE(watched.fit.called->load(), calls);
    QCOMPARE(watched.fit.device->board().current()->version, version);
}

void TestContract::comesBackByItself()
{
    QFETCH(QString, name);
    Watched watched(name);
    QVERIFY(watched.start());
    QVERIFY(watched.fit.breakIt("unplug"));
    if (name == QLatin1String("document-camera")) {
        watched.fit.use();
    }
    QVERIFY(watched.waitFor([](const Snapshot &now) { return now.link == Link::Absent; }, notices));
    const auto gone = watched.fit.device->board().current();
    QVERIFY(gone->fault);
    QVERIFY2(gone->fault->who() == Who::Staff, told(*gone));
    watched.fit.mend();
    QVERIFY2(watched.waitForLink(Link::Ready, comesUp), told(*watched.fit.device->board().current()));
    watched.fit.use();
    QVERIFY2(eventually([&] { return watched.fit.answered->load() == watched.fit.asked->load(); }, 20s),
             "it is there, and does no work");
}

void TestContract::everyTaskEndsOnce()
{
    QFETCH(QString, name);
    QFETCH(QString, fault);
    const QString defect = m_defects.value(name + u' ' + fault, QStringLiteral("was not tried"));
    QVERIFY2(defect.isEmpty(), qPrintable(defect));
}

void TestContract::stopsUnderEveryFault()
{
    QFETCH(QString, name);
    QFETCH(QString, fault);
    Watched watched(name);
    QVERIFY(watched.start());
    QVERIFY(watched.fit.breakIt(fault.toStdString()));
    watched.fit.use();
    std::this_thread::sleep_for(50ms);  // into the middle of it
    const auto before = Monotonic::now();
    watched.fit.device->stop();
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Monotonic::now() - before);
    QVERIFY2(took < goesDown, QByteArray::number(qint64(took.count())));
    const int answers = *watched.fit.answered;
    QVERIFY(answers <= 1);
    const bool card = isShownThings(name.toStdString());
    QVERIFY2(card || answers == 1, "a stopped device answers what it was asked");
    // A thread that was left behind in a call comes back now, to nobody.
    const auto told = watched.seen().size();
    watched.fit.mend();
    std::this_thread::sleep_for(100ms);
    QCOMPARE(watched.seen().size(), told);
    QCOMPARE(watched.fit.answered->load(), answers);
}

void TestContract::theSnapshotIsNeverWaitedFor()
{
    QFETCH(QString, name);
    QFETCH(QString, fault);
    Watched watched(name);
    QVERIFY(watched.start());
    QVERIFY(watched.fit.breakIt(fault.toStdString()));
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
    QVERIFY(looks > 10);
    QVERIFY2(longest < longestLook, QByteArray::number(qint64(longest.count() / 1000)) + " us");
}

void TestContract::unknownFaultsAreRefused()
{
    QFETCH(QString, name);
    const Fitted fit = fitted(name.toStdString());
    const Done done = fit.breakIt("earthquake");
    QVERIFY(!done);
    QCOMPARE(done.error().code, FaultCode::BadArgument);
}

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"
