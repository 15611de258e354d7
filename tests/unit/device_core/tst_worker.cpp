// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/worker.h"

#include <QTest>

#include <atomic>
#include <future>
#include <mutex>
#include <thread>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

class TestWorker : public QObject
{
    Q_OBJECT

private:
    struct Outcome
    {
        std::promise<Done> promise;
        std::atomic<int> count{0};
        Monotonic::time_point at;
    };

    static DeviceWorker::Ended into(const std::shared_ptr<Outcome> &outcome)
    {
        return [outcome](Done done) {
            outcome->at = Monotonic::now();
            if (++outcome->count == 1) {
                outcome->promise.set_value(std::move(done));
            }
        };
    }

private Q_SLOTS:
    void aCommandRunsAndAnswersOnce()
    {
        auto outcome = std::make_shared<Outcome>();
        {
            DeviceWorker worker({});
            worker.submit(
                "read", 1s, [](CommandContext &) -> Done { return {}; }, into(outcome));
            QVERIFY(outcome->promise.get_future().get().has_value());
        }
        QCOMPARE(outcome->count.load(), 1);
    }

    void aQueuedCommandEndsAtItsDeadlineWhileAnotherRuns()
    {
        auto slow = std::make_shared<Outcome>();
        auto queued = std::make_shared<Outcome>();
        DeviceWorker worker({});
        std::promise<void> release;
        auto released = release.get_future().share();
        worker.submit(
            "slow", 10s,
            [released](CommandContext &) -> Done {
                released.wait();
                return {};
            },
            into(slow));
        bool ran = false;
        worker.submit(
            "queued", 50ms,
            [&ran](CommandContext &) -> Done {
                ran = true;
                return {};
            },
            into(queued));
        const Done done = queued->promise.get_future().get();  // answered although the first still runs
        QVERIFY(!done.has_value());
        QCOMPARE(done.error().code, FaultCode::DeviceTimeout);
        release.set_value();
        QVERIFY(slow->promise.get_future().get().has_value());
        QVERIFY(!ran);
    }

    // By a clock that is moved by hand: at the deadline, not before and not after.
    void deadlinesGoByTheTimelineThatIsGiven()
    {
        const auto time = std::make_shared<ManualTimeline>();
        DeviceWorker::Options options;
        options.time = time;
        options.grace = 1min;
        bool hung = false;
        options.hung = [&hung] { hung = true; };
        auto running = std::make_shared<Outcome>();
        auto queued = std::make_shared<Outcome>();
        std::promise<void> release;
        auto released = release.get_future().share();
        DeviceWorker worker(std::move(options));
        worker.submit(
            "running", 2h,
            [released](CommandContext &) -> Done {
                released.wait();
                return {};
            },
            into(running));
        worker.submit(
            "queued", 1h, [](CommandContext &) -> Done { return {}; }, into(queued));
        time->advance(1h - 1ms);
        std::this_thread::sleep_for(20ms);  // for an answer that must not come
        QCOMPARE(queued->count.load(), 0);
        time->advance(1ms);
        QCOMPARE(queued->promise.get_future().get().error().code, FaultCode::DeviceTimeout);
        QCOMPARE(running->count.load(), 0);
        time->advance(1h);
        QCOMPARE(running->promise.get_future().get().error().code, FaultCode::DeviceTimeout);
        time->advance(59s);
        QVERIFY(!worker.hung());
        time->advance(1s);
        QTRY_VERIFY(worker.hung());
        release.set_value();
        worker.stop();
        QVERIFY(hung);
    }

    void whatIsMoreUrgentOvertakesWhatWaits()
    {
        std::promise<void> release;
        auto released = release.get_future().share();
        std::promise<void> started;
        std::mutex mutex;
        QByteArrayList order;
        {
            DeviceWorker worker({});
            worker.submit(
                "running", 10s,
                [released, &started](CommandContext &) -> Done {
                    started.set_value();
                    released.wait();
                    return {};
                },
                [](const Done &) {});
            started.get_future().get();
            const auto add = [&](const char *name, Priority priority) {
                worker.submit(
                    name, 10s,
                    [&, name](CommandContext &) -> Done {
                        const std::lock_guard lock(mutex);
                        order.append(name);
                        return {};
                    },
                    [](const Done &) {}, {priority, Effect::Repeatable});
            };
            add("statistics", Priority::Statistics);
            add("first", Priority::Foreground);
            add("diagnostics", Priority::Diagnostics);
            add("second", Priority::Foreground);
            add("recovery", Priority::Recovery);
            std::promise<void> all;
            worker.submit(
                "last", 10s, [](CommandContext &) -> Done { return {}; }, [&all](const Done &) { all.set_value(); },
                {Priority::Statistics, Effect::Repeatable});
            release.set_value();
            all.get_future().get();
        }
        QCOMPARE(order.join(' '), "recovery first second diagnostics statistics");
    }

    void onlyWhatChangesNothingIsRunOnceMore_data()
    {
        QTest::addColumn<int>("effect");
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("runs");
        QTest::newRow("read, time-out") << int(Effect::ReadOnly) << int(FaultCode::DeviceTimeout) << 2;
        QTest::newRow("read, garbled") << int(Effect::ReadOnly) << int(FaultCode::DeviceProtocol) << 2;
        QTest::newRow("read, gone") << int(Effect::ReadOnly) << int(FaultCode::DeviceDisconnected) << 1;
        QTest::newRow("repeatable, time-out") << int(Effect::Repeatable) << int(FaultCode::DeviceTimeout) << 1;
        QTest::newRow("once only, time-out") << int(Effect::OnceOnly) << int(FaultCode::DeviceTimeout) << 1;
        QTest::newRow("once only, garbled") << int(Effect::OnceOnly) << int(FaultCode::DeviceProtocol) << 1;
    }
    void onlyWhatChangesNothingIsRunOnceMore()
    {
        QFETCH(int, effect);
        QFETCH(int, fault);
        QFETCH(int, runs);
        std::atomic<int> ran{0};
        auto outcome = std::make_shared<Outcome>();
        {
            DeviceWorker worker({});
            worker.submit("work", 10s,
                          [&ran, fault](CommandContext &) -> Done {
                              ++ran;
                              return fail(FaultCode(fault));
                          },
                          into(outcome), {Priority::Foreground, Effect(effect)});
            QCOMPARE(outcome->promise.get_future().get().error().code, FaultCode(fault));
        }
        QCOMPARE(ran.load(), runs);
        QCOMPARE(outcome->count.load(), 1);
    }

    void aCommandThatIgnoresItsStopTokenMakesTheWorkerHung()
    {
        auto stuck = std::make_shared<Outcome>();
        auto later = std::make_shared<Outcome>();
        std::promise<void> hungTold;
        std::promise<void> release;
        auto released = release.get_future().share();
        DeviceWorker::Options options;
        options.grace = 50ms;
        options.hung = [&hungTold] { hungTold.set_value(); };
        {
            DeviceWorker worker(std::move(options));
            worker.submit(
                "stuck", 50ms,
                [released](CommandContext &) -> Done {
                    released.wait();
                    return {};
                },
                into(stuck));
            QCOMPARE(stuck->promise.get_future().get().error().code, FaultCode::DeviceTimeout);
            hungTold.get_future().get();
            QVERIFY(worker.hung());
            worker.submit(
                "later", 1s, [](CommandContext &) -> Done { return {}; }, into(later));
            QCOMPARE(later->promise.get_future().get().error().code, FaultCode::DeviceHung);
            release.set_value();  // comes back at last: no second completion
        }
        QCOMPARE(stuck->count.load(), 1);
    }

    void aCallThatOutlivesItsTimeIsNoticedLongBeforeTheDeadline()
    {
        auto stuck = std::make_shared<Outcome>();
        std::promise<void> release;
        auto released = release.get_future().share();
        const auto calls = std::make_shared<CallWatch>();
        DeviceWorker::Options options;
        options.calls = calls;
        options.callGrace = 50ms;
        {
            DeviceWorker worker(std::move(options));
            const auto before = Monotonic::now();
            worker.submit(
                "stuck", 60s,
                [released, calls](CommandContext &) -> Done {
                    calls->begin(20ms);
                    released.wait();
                    calls->end();
                    return {};
                },
                into(stuck));
            QCOMPARE(stuck->promise.get_future().get().error().code, FaultCode::DeviceHung);
            QVERIFY(stuck->at - before >= 70ms);
            QVERIFY(stuck->at - before < 30s);
            QVERIFY(worker.hung());
            release.set_value();
        }
        QCOMPARE(stuck->count.load(), 1);
    }

    void callsThatKeepTheirTimeAreLeftAlone()
    {
        const auto calls = std::make_shared<CallWatch>();
        auto outcome = std::make_shared<Outcome>();
        DeviceWorker::Options options;
        options.calls = calls;
        options.callGrace = 10ms;
        DeviceWorker worker(std::move(options));
        worker.submit(
            "many", 60s,
            [calls](CommandContext &) -> Done {
                for (int i = 0; i < 30; ++i) {
                    calls->begin(10s);
                    std::this_thread::sleep_for(10ms);
                    calls->end();
                    std::this_thread::sleep_for(10ms);  // between two calls nothing is overdue
                }
                return {};
            },
            into(outcome));
        QVERIFY(outcome->promise.get_future().get().has_value());
        QVERIFY(!worker.hung());
    }

    void cancelOfAQueuedCommandAnswersAtOnce()
    {
        auto first = std::make_shared<Outcome>();
        auto second = std::make_shared<Outcome>();
        std::promise<void> release;
        auto released = release.get_future().share();
        DeviceWorker worker({});
        worker.submit(
            "first", 10s,
            [released](CommandContext &) -> Done {
                released.wait();
                return {};
            },
            into(first));
        const auto handle = worker.submit(
            "second", 10s, [](CommandContext &) -> Done { return {}; }, into(second));
        worker.cancel(handle);
        QCOMPARE(second->promise.get_future().get().error().code, FaultCode::DeviceCancelled);
        release.set_value();
        QVERIFY(first->promise.get_future().get().has_value());
    }

    void cancelOfARunningCommandIsARequest()
    {
        auto outcome = std::make_shared<Outcome>();
        std::promise<void> started;
        DeviceWorker worker({});
        const auto handle = worker.submit(
            "run", 10s,
            [&started](CommandContext &context) -> Done {
                started.set_value();
                while (!context.stop.stop_requested()) {
                    std::this_thread::yield();
                }
                return {};  // it succeeded after all
            },
            into(outcome));
        started.get_future().get();
        worker.cancel(handle);
        QVERIFY(outcome->promise.get_future().get().has_value());
    }

    void anExceptionBecomesAFault()
    {
        auto outcome = std::make_shared<Outcome>();
        DeviceWorker worker({});
        worker.submit(
            "throw", 1s, [](CommandContext &) -> Done { throw std::runtime_error("bad"); }, into(outcome));
        const Done done = outcome->promise.get_future().get();
        QCOMPARE(done.error().code, FaultCode::DeviceInternal);
        QCOMPARE(QString::fromStdString(done.error().detail), QStringLiteral("bad"));
    }

    void aFullQueueRefusesInsteadOfWaiting()
    {
        std::promise<void> release;
        auto released = release.get_future().share();
        std::promise<void> started;
        std::atomic<int> refused{0};
        std::atomic<int> ended{0};
        {
            DeviceWorker worker({});
            worker.submit(
                "block", 10s,
                [released, &started](CommandContext &) -> Done {
                    started.set_value();
                    released.wait();
                    return {};
                },
                [&ended](const Done &) { ++ended; });
            started.get_future().get();
            for (int i = 0; i < DeviceWorker::queueLimit + 5; ++i) {
                worker.submit(
                    "fill", 10s, [](CommandContext &) -> Done { return {}; },
                    [&](const Done &done) {
                        ++ended;
                        if (!done && done.error().code == FaultCode::DeviceQueueFull) {
                            ++refused;
                        }
                    });
            }
            QCOMPARE(refused.load(), 5);
            release.set_value();
        }
        QCOMPARE(ended.load(), DeviceWorker::queueLimit + 6);  // the rest were answered when the worker went
    }
};

QTEST_APPLESS_MAIN(TestWorker)
#include "tst_worker.moc"
