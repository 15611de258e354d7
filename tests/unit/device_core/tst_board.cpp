// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/device.h"

#include <QTest>

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
