// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/device.h"

#include <QTest>

#include <thread>

using namespace hall;
using namespace hall::device;

class TestBoard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyChangeIsOneNewVersion()
    {
        StateBoard board("receipt-printer");
        std::vector<std::shared_ptr<const Snapshot>> seen;
        board.listen([&seen](const std::shared_ptr<const Snapshot> &snapshot) { seen.push_back(snapshot); });
        board.change([](Snapshot &snapshot) {
            snapshot.link = Link::Blocked;
            snapshot.facts["paper"] = std::string("out");
            snapshot.fault = Fault(FaultCode::PaperOut);
        });
        QCOMPARE(seen.size(), std::size_t(1));
        QCOMPARE(seen[0]->version, std::uint64_t(1));
        QCOMPARE(seen[0]->link, Link::Blocked);
        QVERIFY(seen[0]->fault == Fault(FaultCode::PaperOut));
    }

    void whatIsRefusedShowsWhy()
    {
        StateBoard board("cabinet");
        board.change([](Snapshot &snapshot) { snapshot.link = Link::Ready; });
        board.refuse(Fault(FaultCode::DeviceOther, "another one"));
        QCOMPARE(board.current()->link, Link::Failed);
        QVERIFY(board.current()->fault == Fault(FaultCode::DeviceOther, "another one"));
        board.change([](Snapshot &snapshot) { snapshot.facts["door"] = std::string("open"); });
        QCOMPARE(board.current()->link, Link::Failed);
        board.hold(true);
        QCOMPARE(board.current()->link, Link::Held);
        board.hold(false);
        QCOMPARE(board.current()->link, Link::Failed);
        board.refuse(std::nullopt);
        QCOMPARE(board.current()->link, Link::Ready);
        QVERIFY(!board.current()->fault);
    }

    void nothingIsPublishedWhenNothingChanged()
    {
        StateBoard board("receipt-printer");
        int published = 0;
        board.change([](Snapshot &snapshot) { snapshot.link = Link::Ready; });
        board.listen([&published](const std::shared_ptr<const Snapshot> &) { ++published; });
        board.change([](Snapshot &snapshot) { snapshot.link = Link::Ready; });
        QCOMPARE(published, 0);
        QCOMPARE(board.current()->version, std::uint64_t(1));
    }

    void aSlowListenerIsToldTheNewestOnceOnItsOwnThread()
    {
        StateBoard board("receipt-printer");
        std::vector<std::function<void()>> tasks;
        std::vector<std::uint64_t> told;
        board.listen([&told](const std::shared_ptr<const Snapshot> &snapshot) { told.push_back(snapshot->version); },
                     [&tasks](std::function<void()> task) { tasks.push_back(std::move(task)); });
        for (std::int64_t i = 0; i < 1000; ++i) {
            board.change([i](Snapshot &snapshot) { snapshot.facts["count"] = i; });
        }
        QVERIFY(told.empty());
        QCOMPARE(tasks.size(), std::size_t(1));
        tasks[0]();
        QCOMPARE(told, (std::vector<std::uint64_t>{1000}));
        board.change([](Snapshot &snapshot) { snapshot.link = Link::Ready; });
        QCOMPARE(tasks.size(), std::size_t(2));
        tasks[1]();
        QCOMPARE(told.back(), std::uint64_t(1001));
    }

    void aTaskThatComesAfterTheBoardTellsNobody()
    {
        std::function<void()> late;
        int told = 0;
        {
            StateBoard board("receipt-printer");
            board.listen([&told](const std::shared_ptr<const Snapshot> &) { ++told; },
                         [&late](std::function<void()> task) { late = std::move(task); });
            board.change([](Snapshot &snapshot) { snapshot.link = Link::Ready; });
        }
        late();
        QCOMPARE(told, 0);
    }

    void aHeldDeviceShowsNothingElseUntilItIsPutBack()
    {
        StateBoard board("id-card-reader");
        board.change([](Snapshot &snapshot) { snapshot.link = Link::Ready; });
        board.hold(true);
        QCOMPARE(board.current()->link, Link::Held);
        QVERIFY(board.current()->fault == Fault(FaultCode::DeviceHeld));
        board.change([](Snapshot &snapshot) {
            snapshot.link = Link::Absent;
            snapshot.fault = Fault(FaultCode::DeviceDisconnected);
            snapshot.facts["media"] = Unknown{};
        });
        QCOMPARE(board.current()->link, Link::Held);
        QCOMPARE(board.current()->facts.count("media"), std::size_t(1));
        board.hold(false);
        QCOMPARE(board.current()->link, Link::Absent);
        QVERIFY(board.current()->fault == Fault(FaultCode::DeviceDisconnected));
    }

    void changesOfManyThreadsAreToldInTheirOrder()
    {
        StateBoard board("document-camera");
        std::vector<std::uint64_t> told;
        board.listen([&told](const std::shared_ptr<const Snapshot> &snapshot) { told.push_back(snapshot->version); });
        std::vector<std::thread> threads;
        for (std::int64_t thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&board, thread] {
                for (std::int64_t i = 0; i < 2000; ++i) {
                    board.change([thread, i](Snapshot &snapshot) { snapshot.facts["count"] = thread * 10000 + i; });
                }
            });
        }
        for (std::thread &thread : threads) {
            thread.join();
        }
        QCOMPARE(told.size(), std::size_t(8000));
        for (std::size_t i = 0; i < told.size(); ++i) {
            QCOMPARE(told[i], std::uint64_t(i + 1));
        }
    }

    void aChangeMadeByTheListenerIsToldAfterIt()
    {
        StateBoard board("cabinet");
        std::vector<std::uint64_t> begun;
        std::vector<std::uint64_t> ended;
        board.listen([&](const std::shared_ptr<const Snapshot> &snapshot) {
            begun.push_back(snapshot->version);
            board.change([](Snapshot &own) { own.link = Link::Ready; });
            ended.push_back(snapshot->version);
        });
        board.change([](Snapshot &snapshot) { snapshot.link = Link::Starting; });
        QCOMPARE(begun, (std::vector<std::uint64_t>{1, 2}));
        QCOMPARE(ended, begun);
    }

    void anOldSnapshotStaysAsItWas()
    {
        StateBoard board("document-camera");
        const auto before = board.current();
        board.change([](Snapshot &snapshot) { snapshot.link = Link::Ready; });
        QCOMPARE(before->link, Link::Absent);
        QCOMPARE(board.current()->link, Link::Ready);
    }
};

QTEST_APPLESS_MAIN(TestBoard)
#include "tst_board.moc"
