// SPDX-License-Identifier: GPL-3.0-or-later
// A second process, a killed process, a full disk. HALL_TEST_SCALE multiplies the 20 kills.
#include "tests/unit/store/storetools.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <csignal>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <unistd.h>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int killsAtScaleOne = 20;

// A small file system of its own; unmounted at the end.
class SmallDisk
{
public:
    explicit SmallDisk(int megabytes)
    {
        const QByteArray size = "size=" + QByteArray::number(megabytes) + "m,mode=700";
        m_mounted = ::mount("hall-test", path().toLocal8Bit(), "tmpfs", 0, size.constData()) == 0;
    }
    ~SmallDisk()
    {
        if (m_mounted) {
            ::umount2(path().toLocal8Bit(), MNT_DETACH);
        }
    }
    [[nodiscard]] bool mounted() const { return m_mounted; }
    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] qint64 freeBytes() const
    {
        struct statvfs disk
        {
        };
        ::statvfs(path().toLocal8Bit().constData(), &disk);
        return static_cast<qint64>(disk.f_bavail) * static_cast<qint64>(disk.f_frsize);
    }
    // Somebody else's file takes everything but `left` bytes.
    void fillBut(qint64 left)
    {
        QFile file(m_folder.filePath(QStringLiteral("other")));
        QVERIFY(file.open(QIODevice::Append | QIODevice::Unbuffered));
        while (freeBytes() > left) {
            QVERIFY(file.write(QByteArray(static_cast<int>(std::min<qint64>(freeBytes() - left, 1 << 20)), 'x')) > 0);
        }
    }
    void giveBack() { QFile::remove(m_folder.filePath(QStringLiteral("other"))); }

private:
    QTemporaryDir m_folder;
    bool m_mounted = false;
};

}  // namespace

class TestStoreFaults : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecondProcessIsRefused()
    {
        QTemporaryDir folder;
        QProcess holder;
        holder.start(QStringLiteral(HALL_STORE_WRITER), {QStringLiteral("hold"), folder.path()});
        QVERIFY(holder.waitForReadyRead());
        QCOMPARE(holder.readLine(), QByteArray("open\n"));
        const auto refused = KioskStore::open(optionsFor(folder.path()));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, FaultCode::StoreInUse);

        QProcess third;
        third.start(QStringLiteral(HALL_STORE_WRITER), {QStringLiteral("hold"), folder.path()});
        QVERIFY(third.waitForFinished());
        QCOMPARE(third.exitCode(), 1);
        QCOMPARE(third.readAll(), QByteArray("store.in-use\n"));

        holder.closeWriteChannel();
        QVERIFY(holder.waitForFinished());
        QVERIFY(opened(optionsFor(folder.path()))->commit(newCase()).result());
    }

    // The end of the store may come while it cleans up.
    void closesWhileItCleansUp()
    {
        QTemporaryDir folder;
        StoreOptions options = optionsFor(folder.path());
        options.idleAfter = std::chrono::milliseconds(0);
        const int rounds = 60 * scale();
        for (int round = 0; round < rounds; ++round) {
            const auto store = opened(options);
            QVERIFY(store->commit(newCase()).result());
            ::usleep(static_cast<useconds_t>(QRandomGenerator::global()->bounded(1500)));
        }
        const auto store = opened(options);
        QCOMPARE(store->counts().result()->queued, rounds);
    }

    void aKilledWriterLosesNothing()
    {
        QTemporaryDir folder;
        QStringList promised;
        const int kills = killsAtScaleOne * scale();
        for (int round = 0; round < kills; ++round) {
            QProcess writer;
            writer.start(QStringLiteral(HALL_STORE_WRITER), {QStringLiteral("write"), folder.path()});
            // Killed a random while after it opened, mostly in the middle of a write.
            const int enough = QRandomGenerator::global()->bounded(25);
            int lines = 0;
            while (lines <= enough && writer.waitForReadyRead()) {
                while (lines <= enough && writer.canReadLine()) {
                    addPromise(promised, writer.readLine());
                    ++lines;
                }
            }
            QVERIFY(lines > enough);
            ::usleep(static_cast<useconds_t>(QRandomGenerator::global()->bounded(4000)));
            ::kill(static_cast<pid_t>(writer.processId()), SIGKILL);
            QVERIFY(writer.waitForFinished());
            while (writer.canReadLine()) {
                addPromise(promised, writer.readLine());
            }
            if (round % 5 == 4 || round + 1 == kills) {
                const auto store = opened(optionsFor(folder.path()));
                QVERIFY(!store->salvaged());
                QCOMPARE(queueDefect(*store, promised), QString());
            }
        }
        qInfo("%d kills, %d promises kept", kills, int(promised.size()));
        QVERIFY(promised.size() >= kills / 2);
    }

    void aFullDiskRefusesCasesAndTakesAcknowledgements_data()
    {
        QTest::addColumn<bool>("byQuota");
        QTest::newRow("seen coming") << true;
        QTest::newRow("met in the commit") << false;
    }
    void aFullDiskRefusesCasesAndTakesAcknowledgements()
    {
        QFETCH(bool, byQuota);
        SmallDisk disk(80);
        if (!disk.mounted()) {
            QSKIP("mounting a small disk needs rights");
        }
        StoreOptions options = optionsFor(disk.path());
        options.ballastBytes = 8 << 20;
        options.idleAfter = std::chrono::milliseconds(50);
        if (!byQuota) {
            options.limits = {2, 2, 2};
            options.idleAfter = std::chrono::hours(1);  // the log has no room of its own yet
        }
        auto store = opened(options);
        QStringList promised;
        for (int i = 0; i < 50; ++i) {
            const NewCase fresh = newCase();
            QVERIFY(store->commit(fresh).result());
            promised.append(fresh.id);
        }
        disk.fillBut(400'000);
        for (int i = 0; i < 200; ++i) {
            const NewCase fresh = newCase(newTransactionId(i), 8000);
            const Result<Committed> committed = store->commit(fresh).result();
            if (!committed) {
                QCOMPARE(committed.error().code, FaultCode::StoreFull);
                break;
            }
            promised.append(fresh.id);
        }
        disk.fillBut(0);
        QCOMPARE(faultIn(store->commit(newCase()).result()), FaultCode::StoreFull);
        QCOMPARE(faultIn(store->writeBlob(randomBytes(100'000)).result()), FaultCode::StoreFull);
        QCOMPARE(queueDefect(*store, promised), QString());

        // Nothing is lost by a restart either, and acknowledgements and the print journal go on.
        store.reset();
        store = opened(options);
        QCOMPARE(queueDefect(*store, promised), QString());
        QVERIFY(store->beginPrint(promised.constFirst(), QStringLiteral("receipt"), QStringLiteral("p"), {}).result());
        for (const QString &id : promised) {
            QVERIFY(store->acknowledge(id, QStringLiteral("stored"), "{}").result());
        }
        QCOMPARE(store->counts().result()->queued, 0);

        disk.giveBack();
        QTRY_VERIFY(store->fill().result()->reserveHeld || store->commit(newCase()).result());
        QVERIFY(store->commit(newCase()).result());
        QTRY_VERIFY(store->fill().result()->reserveHeld);
    }

    void aDiskFilledWhileDrainingRecoversByItself()
    {
        SmallDisk disk(80);
        if (!disk.mounted()) {
            QSKIP("mounting a small disk needs rights");
        }
        StoreOptions options = optionsFor(disk.path());
        options.ballastBytes = 8 << 20;
        options.walBytes = 2 << 20;
        options.idleAfter = std::chrono::milliseconds(50);
        const auto store = opened(options);
        QStringList promised;
        for (;;) {
            const NewCase fresh = newCase(newTransactionId(1), 400'000);
            const Result<Committed> committed = store->commit(fresh).result();
            if (!committed) {
                QCOMPARE(committed.error().code, FaultCode::StoreFull);
                break;
            }
            promised.append(fresh.id);
        }
        QVERIFY(promised.size() > 50);
        disk.fillBut(0);
        for (const QString &id : promised) {
            QVERIFY(store->acknowledge(id, QStringLiteral("stored"), "{}").result());
        }
        // The queue's own pages go back to the disk; nobody else freed anything.
        QTRY_VERIFY_WITH_TIMEOUT(store->fill().result()->reserveHeld && disk.freeBytes() > 30 << 20, 20'000);
        QVERIFY(store->commit(newCase()).result());
    }

private:
    static void addPromise(QStringList &promised, QByteArray line)
    {
        line = line.trimmed();
        if (line != "open") {
            promised.append(QString::fromLatin1(line));
        }
    }
};

QTEST_GUILESS_MAIN(TestStoreFaults)
#include "tst_storefaults.moc"
