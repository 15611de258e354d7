// SPDX-License-Identifier: GPL-3.0-or-later
// Futures between threads: what is attached to one runs once, on the main thread, whenever the answer comes.
#include "app/domain/homepromise.h"

#include <QTest>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

using namespace hall;

class TestHomePromise : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The answer comes a little earlier and a little later than the continuation, so that some hit the very moment. A
    // QPromise that is finished by the other thread dies of it within some thousand rounds.
    void whatIsAttachedWhileTheAnswerComesRunsOnce()
    {
        constexpr int rounds = 60'000;
        constexpr int longestWait = 300;
        std::atomic<int> round{0};
        std::atomic<const HomePromise<int> *> asked{nullptr};
        std::thread other([&] {
            for (int i = 1; i <= rounds; ++i) {
                const HomePromise<int> *promise = nullptr;
                while (!(promise = asked.exchange(nullptr))) {
                }
                promise->answer(i);
                round = i;
            }
        });
        int good = 0;
        int wrong = 0;
        for (int i = 1; i <= rounds; ++i) {
            const HomePromise<int> promise;
            QFuture<int> future = promise.future();
            asked = &promise;
            for (std::atomic<int> wait{i % longestWait}; wait > 0; --wait) {
            }
            future.then(this, [&, i](int answer) { ++(answer == i ? good : wrong); });
            while (round != i) {
            }
            if (i % 100 == 0) {
                QCoreApplication::processEvents();
            }
        }
        other.join();
        finishAnswered();
        QCOMPARE(good, rounds);
        QCOMPARE(wrong, 0);
    }

    void whatIsAttachedRunsOnTheMainThread()
    {
        const HomePromise<int> promise;
        QThread *ran = nullptr;
        auto after = promise.future().then([&ran](int answer) {
            ran = QThread::currentThread();
            return answer + 1;
        });
        std::thread([promise] { promise.answer(1); }).join();
        QVERIFY(!after.isFinished());
        QTRY_VERIFY(after.isFinished());
        QCOMPARE(after.result(), 2);
        QCOMPARE(ran, QThread::currentThread());
    }

    void whoBlocksGetsTheAnswerWithoutTheEventLoop()
    {
        const HomePromise<int> promise;
        std::thread other([promise] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            promise.answer(7);
        });
        QCOMPARE(promise.future().result(), 7);
        other.join();
    }

    void anAnswerOnTheMainThreadIsThereAtOnce()
    {
        const HomePromise<int> promise;
        promise.answer(3);
        QVERIFY(promise.future().isFinished());
    }

    void anotherThreadsFutureNeedsNoEventLoop()
    {
        std::thread([] {
            const HomePromise<int> promise;
            std::thread([promise] { promise.answer(5); }).join();
            QVERIFY(promise.future().isFinished());
            QCOMPARE(promise.future().result(), 5);
        }).join();
    }

    void workRunsApart()
    {
        auto future = runApart([] { return QThread::currentThread(); });
        QVERIFY(future.result() != QThread::currentThread());
    }

    void workThatThrowsCancels()
    {
        bool ran = false;
        auto future = runApart([]() -> int { throw std::runtime_error("no"); });
        auto after = future.then(this, [&ran](int) { ran = true; });
        QTRY_VERIFY(after.isFinished());
        QVERIFY(after.isCanceled());
        QVERIFY(!ran);
    }
};

QTEST_GUILESS_MAIN(TestHomePromise)
#include "tst_homepromise.moc"
