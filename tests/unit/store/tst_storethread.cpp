// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is on the store's thread: the order in which work is done, by a clock that stands where the test puts
// it.
#include "app/store/storethread.h"

#include <QSqlDatabase>
#include <QTest>

#include <mutex>

using namespace hall;

namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr int longMs = 20'000;  // how long a test that hangs hangs
constexpr int roundTrips = 50;  // each a chance for what should wait

}  // namespace

class TestStoreThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup()
    {
        m_thread.reset();
        m_done.clear();
        m_moments.clear();
    }

    // The moment until which it stands aside does not come: whatever a visitor writes and reads meanwhile goes first.
    void theDrainStandsAsideAfterAVisitorsWrite()
    {
        start({far()});
        auto first = write(Lane::Submit, QStringLiteral("case"));
        auto drained = write(Lane::Drain, QStringLiteral("drain"));
        QVERIFY(ended(first));
        for (int i = 0; i < roundTrips; ++i) {
            auto read = m_thread->read<int>(Lane::Visitor, [](QSqlDatabase &) { return Result<int>(1); });
            QVERIFY(ended(read));
        }
        auto next = write(Lane::Visitor, QStringLiteral("print"));
        QVERIFY(ended(next));
        QVERIFY(!drained.isFinished());
        m_thread->stop();  // finishes what was handed over
        QCOMPARE(m_done, (QStringList{QStringLiteral("case"), QStringLiteral("print"), QStringLiteral("drain")}));
    }

    void itGoesOnWhenTheTimeIsOver()
    {
        start({past()});
        auto first = write(Lane::Submit, QStringLiteral("case"));
        auto drained = write(Lane::Drain, QStringLiteral("drain"));
        QVERIFY(ended(first) && ended(drained));
        QCOMPARE(m_done.size(), 2);
    }

    // Visitors write again and again, and it has waited for long enough: it goes on before the next one is over.
    void itDoesNotStandAsideForEver()
    {
        start({far(), past()});
        auto first = write(Lane::Submit, QStringLiteral("case"));
        QVERIFY(ended(first));
        auto drained = write(Lane::Drain, QStringLiteral("drain"));
        QVERIFY(ended(drained));
    }

    // Only what a visitor writes is followed by more of it.
    void neitherReadsNorItsOwnWritesHoldItUp()
    {
        start({far()});
        auto read = m_thread->read<int>(Lane::Visitor, [](QSqlDatabase &) { return Result<int>(1); });
        QVERIFY(ended(read));
        for (int i = 0; i < 3; ++i) {
            auto drained = write(Lane::Drain, QStringLiteral("drain"));
            QVERIFY(ended(drained));
        }
        QCOMPARE(m_done.size(), 3);
    }

private:
    static Moment far() { return std::chrono::steady_clock::now() + std::chrono::hours(1); }
    static Moment past() { return std::chrono::steady_clock::now() - std::chrono::hours(1); }

    // The clock says these one after the other, and the last one for good.
    void start(const QList<Moment> &moments)
    {
        m_moments = moments;
        StoreThreadHooks hooks;
        hooks.open = [](QSqlDatabase &db) {
            db.setDatabaseName(QStringLiteral(":memory:"));
            return db.open() ? Done() : Done(fail(FaultCode::StoreIo));
        };
        hooks.makeRoom = hooks.betweenJobs = hooks.idle = [](QSqlDatabase &) {};
        hooks.now = [this] {
            const std::lock_guard lock(m_mutex);
            return m_moments.size() > 1 ? m_moments.takeFirst() : m_moments.constFirst();
        };
        m_thread = std::make_unique<StoreThread>();
        QVERIFY(m_thread->start(hooks));
    }

    QFuture<Result<int>> write(Lane lane, const QString &name)
    {
        return m_thread->write<int>(lane, [this, name](WriteScope &) {
            const std::lock_guard lock(m_mutex);
            m_done.append(name);
            return Result<int>(1);
        });
    }

    template <typename T> static bool ended(const QFuture<T> &future)
    {
        return QTest::qWaitFor([&future] { return future.isFinished(); }, longMs) && future.result();
    }

    std::mutex m_mutex;
    QStringList m_done;
    QList<Moment> m_moments;
    std::unique_ptr<StoreThread> m_thread;
};

QTEST_GUILESS_MAIN(TestStoreThread)
#include "tst_storethread.moc"
