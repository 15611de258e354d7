// SPDX-License-Identifier: GPL-3.0-or-later
// How often a commit waits for the disk, and how much it writes, seen from below SQLite.
#include "tests/support/recordingvfs.h"
#include "tests/unit/store/storetools.h"

#include <QFileInfo>
#include <QTemporaryDir>

using namespace hall;
using namespace hall::test;

namespace {

// The design's bound for a submission.
constexpr qint64 mostBytesPerCommit = 80'000;

// Syncs of each of `n` commits; housekeeping is off.
QVector<qint64> syncsPerCommit(StoreOptions options, int n, qint64 *mostBytes = nullptr)
{
    options.idleAfter = std::chrono::hours(1);
    const auto store = opened(options);
    QVector<qint64> syncs;
    for (int i = 0; i < n; ++i) {
        const NewCase fresh = newCase();
        const DiskCounts before = RecordingVfs::counts();
        if (!store->commit(fresh).result()) {
            return {};
        }
        const DiskCounts after = RecordingVfs::counts();
        syncs.append(after.syncs - before.syncs);
        if (mostBytes) {
            *mostBytes = std::max(*mostBytes, after.bytesWritten - before.bytesWritten);
        }
    }
    return syncs;
}

}  // namespace

class TestStoreSync : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { RecordingVfs::install(); }

    void everyCommitSyncsExactlyOnce()
    {
        QTemporaryDir folder;
        qint64 bytes = 0;
        QCOMPARE(syncsPerCommit(optionsFor(folder.path()), 50, &bytes), QVector<qint64>(50, 1));
        qInfo("most bytes of one commit: %lld", static_cast<long long>(bytes));
        QVERIFY(bytes > 4096);
        QVERIFY(bytes <= mostBytesPerCommit);
        // The same after a restart: the log's header is paid for by the start.
        QCOMPARE(syncsPerCommit(optionsFor(folder.path()), 10), QVector<qint64>(10, 1));
    }

    void theFirstCommitAfterHousekeepingSyncsOnceToo()
    {
        QTemporaryDir folder;
        StoreOptions options = optionsFor(folder.path());
        options.idleAfter = std::chrono::milliseconds(10);
        const auto store = opened(options);
        for (int round = 0; round < 5; ++round) {
            const qint64 before = RecordingVfs::counts().syncs;
            QVERIFY(store->setSetting(QStringLiteral("round"), QByteArray::number(round)).result());
            // Checkpoint: log, database, new log's header and its first commit.
            QTRY_VERIFY(RecordingVfs::counts().syncs >= before + 5);
            QVERIFY(store->setting(QStringLiteral("round")).result());  // behind the housekeeping
            const NewCase fresh = newCase();
            const qint64 quiet = RecordingVfs::counts().syncs;
            QVERIFY(store->commit(fresh).result());
            QCOMPARE(RecordingVfs::counts().syncs, quiet + 1);
        }
    }

    // After a quiet moment a case is written over zeros that the disk has already.
    void aCommitDoesNotLengthenTheLog()
    {
        QTemporaryDir folder;
        StoreOptions options = optionsFor(folder.path());
        options.idleAfter = std::chrono::milliseconds(10);
        options.walBytes = 1 << 20;
        const auto store = opened(options);
        const QString path = folder.filePath(QStringLiteral("kiosk.db-wal"));
        const qint64 length = options.walBytes + options.walBytes / 8;
        QTRY_COMPARE(QFileInfo(path).size(), length);
        // More than it takes in all. Between the rounds the store has its quiet moment: what is written without any
        // makes the log longer.
        for (int round = 0; round < 5; ++round) {
            const qint64 before = RecordingVfs::counts().syncs;
            constexpr int kCommits = 20;
            for (int i = 0; i < kCommits; ++i) {
                QVERIFY(store->commit(newCase()).result());
                QCOMPARE(QFileInfo(path).size(), length);
            }
            QTRY_VERIFY(RecordingVfs::counts().syncs >= before + kCommits + 4);
            QTRY_COMPARE(QFileInfo(path).size(), length);
        }
    }

    void acknowledgementsShareTheirSyncs()
    {
        QTemporaryDir folder;
        StoreOptions options = optionsFor(folder.path());
        options.idleAfter = std::chrono::hours(1);
        const auto store = opened(options);
        QVector<NewCase> cases;
        for (int i = 0; i < 200; ++i) {
            cases.append(newCase());
            QVERIFY(store->commit(cases.constLast()).result());
        }
        const qint64 before = RecordingVfs::counts().syncs;
        QVector<QFuture<Done>> all;
        for (const NewCase &fresh : cases) {
            all.append(store->acknowledge(fresh.id, QStringLiteral("stored"), "{}"));
        }
        for (QFuture<Done> &future : all) {
            QVERIFY(future.result());
        }
        const qint64 syncs = RecordingVfs::counts().syncs - before;
        QVERIFY2(syncs >= 2 && syncs <= 40, qPrintable(QString::number(syncs)));
    }

    // The measure must notice a store that does not wait for the disk.
    void aWeakerSettingIsNoticed()
    {
        QTemporaryDir folder;
        StoreOptions weak = optionsFor(folder.path());
        weak.pragmas.replaceInStrings(QStringLiteral("synchronous = FULL"), QStringLiteral("synchronous = NORMAL"));
        QVERIFY(weak.pragmas != storePragmas());
        QCOMPARE(syncsPerCommit(weak, 20), QVector<qint64>(20, 0));
    }
};

QTEST_GUILESS_MAIN(TestStoreSync)
#include "tst_storesync.moc"
