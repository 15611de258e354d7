// SPDX-License-Identifier: GPL-3.0-or-later
// Power cuts: what the disk could hold after a cut at any moment of a busy time is opened by the real store, and every
// promise it had made is called in. HALL_TEST_SCALE multiplies the 200 disks; HALL_TEST_SEED repeats the cuts.
#include "tests/support/recordingvfs.h"
#include "tests/unit/store/storetools.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int disksAtScaleOne = 200;

struct Cuts
{
    int disks = 0;
    int defects = 0;
    QString first;
};

// Commits, failures, checkpoints; with pauses, the store also cleans its log in between. Promises are marked when the
// caller has them.
QVector<DiskEvent> busyTime(const QString &folder, const QStringList &pragmas, bool pauses = false)
{
    RecordingVfs::startRecording();
    StoreOptions options = optionsFor(folder);
    options.pragmas = pragmas;
    options.walBytes = 300'000;  // several checkpoints on the way
    options.idleAfter = pauses ? std::chrono::milliseconds(1) : std::chrono::hours(1);
    {
        const auto store = opened(options);
        for (int i = 0; i < 60; ++i) {
            const NewCase fresh = newCase(newTransactionId(i), 1000 + i * 100);
            if (store->commit(fresh).result()) {
                RecordingVfs::mark(fresh.id.toLatin1());
            }
            if (i % 5 == 0) {
                (void)store->noteFailure(fresh.id, QStringLiteral("centre.timeout"), false).result();
            }
            if (pauses && i % 4 == 0) {
                QTest::qSleep(5);
            }
        }
    }
    return RecordingVfs::stopRecording();
}

void write(const QString &folder, const QHash<QString, QByteArray> &disk)
{
    for (auto it = disk.begin(); it != disk.end(); ++it) {
        QFile file(folder + u'/' + it.key());
        if (!file.open(QIODevice::WriteOnly) || file.write(*it) != it->size()) {
            qFatal("the disk image cannot be written");
        }
    }
}

QStringList promisesBefore(const QVector<DiskEvent> &events, qsizetype cut)
{
    QStringList ids;
    for (qsizetype i = 0; i < cut; ++i) {
        if (events[i].kind == DiskEvent::Kind::Mark) {
            ids.append(QString::fromLatin1(events[i].data));
        }
    }
    return ids;
}

QString fastFolder()
{
    return QDir(QStringLiteral("/dev/shm")).exists() ? QStringLiteral("/dev/shm/hall-XXXXXX") : QString();
}

QString defectAfterCut(const QVector<DiskEvent> &events, qsizetype cut, QRandomGenerator &random)
{
    QTemporaryDir folder(fastFolder());
    write(folder.path(), diskAfterCut(events, cut, random));
    const Result<std::unique_ptr<KioskStore>> store = KioskStore::open(optionsFor(folder.path()));
    if (!store) {
        return QStringLiteral("does not open: ") + QString::fromStdString(std::string(store.error().name()));
    }
    if ((*store)->salvaged()) {
        return QStringLiteral("was found damaged");
    }
    return queueDefect(**store, promisesBefore(events, cut));
}

// A kiosk with a line: cases are acknowledged some commits later, the cursor of the inbox follows, and what has ended
// is erased in the pauses. Each word of the store is marked when the caller has it.
QVector<DiskEvent> onlineTime(const QString &folder)
{
    constexpr int behind = 8;
    RecordingVfs::startRecording();
    StoreOptions options = optionsFor(folder);
    options.walBytes = 300'000;
    options.idleAfter = std::chrono::milliseconds(1);
    {
        const auto store = opened(options);
        QStringList ids;
        for (int i = 0; i < 70; ++i) {
            const NewCase fresh = newCase(newTransactionId(i), 1000 + i * 100);
            ids.append(fresh.id);
            if (store->commit(fresh).result()) {
                RecordingVfs::mark("kept " + fresh.id.toLatin1());
            }
            if (i >= behind) {
                if (store->acknowledge(ids[i - behind], QStringLiteral("stored"), "{}").result()) {
                    RecordingVfs::mark("ended " + ids[i - behind].toLatin1());
                }
                if (store->setSyncState(QStringLiteral("inbox.after"), QByteArray::number(i)).result()) {
                    RecordingVfs::mark("read " + QByteArray::number(i));
                }
            }
            if (i % 5 == 0) {
                QTest::qSleep(5);
            }
        }
    }
    return RecordingVfs::stopRecording();
}

struct Promised
{
    QSet<QString> kept;
    QSet<QString> ended;
    int read = 0;
};

Promised wordsBefore(const QVector<DiskEvent> &events, qsizetype cut)
{
    Promised promised;
    for (const QString &mark : promisesBefore(events, cut)) {
        const QString word = mark.section(u' ', 1);
        if (mark.startsWith(QLatin1String("kept"))) {
            promised.kept.insert(word);
        } else if (mark.startsWith(QLatin1String("ended"))) {
            promised.ended.insert(word);
        } else {
            promised.read = word.toInt();
        }
    }
    return promised;
}

QString onlineDefect(KioskStore &store, const Promised &promised)
{
    QHash<QString, QString> states;
    qint64 seq = 0;
    const auto rows = store.outbox(true).result();
    for (const auto &row : rows.value()) {
        if (states.contains(row.id) || row.seq != ++seq) {
            return QStringLiteral("number %1 is twice or out of place").arg(row.seq);
        }
        states.insert(row.id, row.state);
    }
    QSet<QString> whole;
    const auto open = store.next(1'000'000, 1LL << 40).result();
    for (const OutboxItem &item : open.value()) {
        whole.insert(item.sealedBody.isEmpty() ? QString() : item.id);
    }
    for (const QString &id : promised.kept) {
        const bool ended = states.value(id) == QLatin1String("stored");
        if (!states.contains(id) || (!ended && !whole.contains(id)) || (!ended && promised.ended.contains(id))) {
            return id + QStringLiteral(" is ") + states.value(id, QStringLiteral("gone"));
        }
    }
    const auto read = store.syncState(QStringLiteral("inbox.after")).result();
    const auto audit = store.verifyAudit().result();
    if (!read || read->toInt() < promised.read) {
        return QStringLiteral("the cursor went back");
    }
    return audit && audit->intact ? QString() : QStringLiteral("the audit log is broken");
}

QString defectAfterOnlineCut(const QVector<DiskEvent> &events, qsizetype cut, QRandomGenerator &random)
{
    QTemporaryDir folder(fastFolder());
    write(folder.path(), diskAfterCut(events, cut, random));
    const Result<std::unique_ptr<KioskStore>> store = KioskStore::open(optionsFor(folder.path()));
    if (!store) {
        return QStringLiteral("does not open: ") + QString::fromStdString(std::string(store.error().name()));
    }
    return (*store)->salvaged() ? QStringLiteral("was found damaged") : onlineDefect(**store, wordsBefore(events, cut));
}

using Judge = QString (*)(const QVector<DiskEvent> &, qsizetype, QRandomGenerator &);

Cuts cutOften(const QVector<DiskEvent> &events, int disks, Judge judge = defectAfterCut)
{
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("HALL_TEST_SEED", &given);
    const int seed = given ? wanted : QRandomGenerator::global()->bounded(1'000'000);
    QRandomGenerator random(static_cast<quint32>(seed));
    qInfo("%lld disk events, HALL_TEST_SEED=%d", static_cast<long long>(events.size()), seed);
    Cuts cuts;
    for (; cuts.disks < disks; ++cuts.disks) {
        const qsizetype cut = random.bounded(events.size() + 1);
        const QString defect = judge(events, cut, random);
        if (!defect.isEmpty() && ++cuts.defects == 1) {
            cuts.first = QStringLiteral("cut at %1: %2").arg(cut).arg(defect);
        }
    }
    return cuts;
}

}  // namespace

class TestStoreCuts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { RecordingVfs::install(); }

    void noPromiseIsLostByAPowerCut()
    {
        QTemporaryDir folder(fastFolder());
        const QVector<DiskEvent> events = busyTime(folder.path(), storePragmas());
        QCOMPARE(promisesBefore(events, events.size()).size(), 60);
        const Cuts cuts = cutOften(events, disksAtScaleOne * scale());
        qInfo("%d disks, %d defects", cuts.disks, cuts.defects);
        QVERIFY2(cuts.defects == 0, qPrintable(cuts.first));
    }

    void norByOneWhileTheLogIsCleaned()
    {
        QTemporaryDir folder(fastFolder());
        const QVector<DiskEvent> events = busyTime(folder.path(), storePragmas(), true);
        QVERIFY(std::any_of(events.begin(), events.end(), [](const DiskEvent &event) {
            return event.kind == DiskEvent::Kind::Write && event.data.size() > 4096 && event.data.count('\0') > 4096;
        }));
        const Cuts cuts = cutOften(events, disksAtScaleOne * scale());
        qInfo("%d disks, %d defects", cuts.disks, cuts.defects);
        QVERIFY2(cuts.defects == 0, qPrintable(cuts.first));
    }

    void norByOneWhileCasesEnd()
    {
        QTemporaryDir folder(fastFolder());
        const QVector<DiskEvent> events = onlineTime(folder.path());
        const Promised all = wordsBefore(events, events.size());
        QCOMPARE(all.kept.size(), 70);
        QCOMPARE(all.ended.size(), 62);
        QCOMPARE(all.read, 69);
        const Cuts cuts = cutOften(events, disksAtScaleOne * scale(), defectAfterOnlineCut);
        qInfo("%d disks, %d defects", cuts.disks, cuts.defects);
        QVERIFY2(cuts.defects == 0, qPrintable(cuts.first));
    }

    // The suite must find a store that promises before the disk has it.
    void aWeakerSettingLosesPromises()
    {
        QTemporaryDir folder(fastFolder());
        QStringList weak = storePragmas();
        weak.replaceInStrings(QStringLiteral("synchronous = FULL"), QStringLiteral("synchronous = NORMAL"));
        const Cuts cuts = cutOften(busyTime(folder.path(), weak), 50);
        qInfo("%d disks, %d defects, the first: %s", cuts.disks, cuts.defects, qPrintable(cuts.first));
        QVERIFY(cuts.defects > 0);
    }
};

QTEST_GUILESS_MAIN(TestStoreCuts)
#include "tst_storecuts.moc"
