// SPDX-License-Identifier: GPL-3.0-or-later
// A write-ahead log with a damaged bit must not end there unnoticed; what a power cut leaves must not be taken for
// that.
#include "tests/unit/store/salvagetools.h"

#include "app/store/logcheck.h"

#include <QDir>
#include <QTemporaryDir>

using namespace hall;
using namespace hall::test;

namespace {

constexpr qint64 headerBytes = 32;
constexpr qint64 frameHeaderBytes = 24;
constexpr qint64 frameBytes = frameHeaderBytes + 4096;

const QString logName = QStringLiteral("kiosk.db-wal");

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

// Where each transaction ends: numbers of frames.
QVector<qint64> endsOf(const QByteArray &log)
{
    QVector<qint64> ends;
    for (qint64 n = 0; headerBytes + (n + 1) * frameBytes <= log.size(); ++n) {
        const char *frame = log.constData() + headerBytes + n * frameBytes;
        const bool same = std::equal(log.constData() + 16, log.constData() + 24, frame + 8);
        if (same && !std::all_of(frame + 4, frame + 8, [](char c) { return c == 0; })) {
            ends.append(n);
        }
    }
    return ends;
}

}  // namespace

class TestLogCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_promised.clear();
        // What a killed kiosk leaves: the files as they are while it is open.
        StoreOptions options = optionsFor(m_folder->filePath(QStringLiteral("live")));
        options.idleAfter = std::chrono::hours(1);
        const auto store = opened(options);
        for (int i = 0; i < cases; ++i) {
            const NewCase fresh = signedCase();
            QVERIFY(store->commit(fresh).result());
            m_promised.append(fresh.id);
        }
        killed(QStringLiteral("live"), QStringLiteral("killed"));
        m_log = contentOf(in(QStringLiteral("killed"), logName));
        m_ends = endsOf(m_log);
        QVERIFY(m_ends.size() > cases);
    }
    void cleanup() { m_folder.reset(); }

    void aWholeLogIsLeftAlone()
    {
        QVERIFY(!mendedLog(m_log));
        const auto store = opened(killedOptions());
        QVERIFY(!store->salvaged());
        QCOMPARE(store->counts().result()->queued, cases);
    }

    void aDamagedBitIsNoticed_data()
    {
        QTest::addColumn<int>("offset");  // in the frame
        QTest::addColumn<int>("bit");
        QTest::newRow("number of the page") << 3 << 3;
        QTest::newRow("number of the page, far off") << 0 << 6;
        QTest::newRow("end of a transaction") << 7 << 0;
        QTest::newRow("salt") << 9 << 5;
        QTest::newRow("checksum") << 17 << 2;
        QTest::newRow("content") << 24 + 3000 << 4;
        QTest::newRow("header of the page") << 24 << 1;
    }
    void aDamagedBitIsNoticed()
    {
        QFETCH(int, offset);
        QFETCH(int, bit);
        const qint64 frame = m_ends[m_ends.size() / 2] - 1;
        const qint64 at = headerBytes + frame * frameBytes + offset;
        m_log[at] = static_cast<char>(m_log[at] ^ (1 << bit));
        write(in(QStringLiteral("killed"), logName), m_log);
        {
            const auto store = opened(killedOptions());
            QVERIFY(store->salvaged() && store->salvaged()->logBroken);
            QStringList found;
            const QVector<QueueRow> rows = *store->outbox().result();
            for (const QueueRow &row : rows) {
                QVERIFY(m_promised.contains(row.id));
                found.append(row.id);
            }
            qInfo("%d of %d rows, %d damaged", int(found.size()), cases, store->salvaged()->damaged);
            QVERIFY(found.size() - store->salvaged()->damaged >= cases - 1);
            QCOMPARE(found.constLast(), m_promised.constLast());
            // A chain of its own: numbers that were given are not given again.
            QCOMPARE(store->commit(signedCase()).result()->seq, 1);
            QVERIFY(store->outbox().result()->constLast().epoch != rows.constFirst().epoch);
        }
        QVERIFY(contentOf(in(QStringLiteral("killed"), QStringLiteral("quarantine/1/kiosk.db-wal.found"))) == m_log);
        QVERIFY(!opened(killedOptions())->salvaged());
    }

    // The log lies aside, the power fails, the file itself is still in its place.
    void aMoveCutShortIsFinished()
    {
        const qint64 at = headerBytes + m_ends[m_ends.size() / 2] * frameBytes + frameHeaderBytes + 3000;
        m_log[at] = static_cast<char>(m_log[at] ^ 1);
        QDir folder(in(QStringLiteral("killed"), {}));
        QVERIFY(folder.remove(logName) && folder.mkpath(QStringLiteral("quarantine/1")));
        write(folder.filePath(u"quarantine/1/"_qs + logName), m_log);
        const auto store = opened(killedOptions());
        QVERIFY(store->salvaged());
        QVERIFY(store->outbox().result()->size() >= cases - 1);
    }

    // Of the last transaction nobody was told.
    void aTornTailIsNoDamage_data()
    {
        QTest::addColumn<QString>("torn");
        for (const char *torn : {"cut", "cut-in-a-frame", "first-frame-missing", "end-missing", "end-garbled"}) {
            QTest::newRow(torn) << QString::fromLatin1(torn);
        }
    }
    void aTornTailIsNoDamage()
    {
        QFETCH(QString, torn);
        const qint64 first = m_ends[m_ends.size() - 2] + 1;
        const qint64 end = m_ends.constLast();
        QVERIFY(end > first);
        const qint64 firstAt = headerBytes + first * frameBytes;
        const qint64 endAt = headerBytes + end * frameBytes;
        if (torn == u"cut") {
            m_log.truncate(endAt);
        } else if (torn == u"cut-in-a-frame") {
            m_log.truncate(firstAt + 1000);
        } else if (torn == u"first-frame-missing") {
            m_log.replace(firstAt, frameBytes, QByteArray(frameBytes, '\0'));
        } else if (torn == u"end-missing") {
            m_log.replace(endAt, frameBytes, QByteArray(frameBytes, '\0'));
        } else {
            m_log.replace(endAt + 2048, 1024, randomBytes(1024));
        }
        write(in(QStringLiteral("killed"), logName), m_log);
        StoreOptions options = killedOptions();
        options.idleAfter = std::chrono::hours(1);
        {
            const auto store = opened(options);
            QVERIFY(!store->salvaged());
            QCOMPARE(store->counts().result()->queued, cases - 1);
            // Killed again when smaller commits have written over a part of what was torn.
            QVERIFY(store->setSetting(QStringLiteral("one"), "1").result());
            killed(QStringLiteral("killed"), QStringLiteral("again"));
        }
        QVERIFY(!mendedLog(contentOf(in(QStringLiteral("again"), logName))));
        const auto store = opened(optionsFor(in(QStringLiteral("again"), {})));
        QVERIFY(!store->salvaged());
        QCOMPARE(store->counts().result()->queued, cases - 1);
    }

    // Whatever stands in the log, it is only looked at.
    void rubbishIsNoLog()
    {
        for (int i = 0; i < 2000; ++i) {
            QByteArray some = m_log.left(headerBytes + 40 * frameBytes);
            const int changes = QRandomGenerator::global()->bounded(1, 6);
            for (int change = 0; change < changes; ++change) {
                const int range = change == 0 ? static_cast<int>(headerBytes) : static_cast<int>(some.size());
                some[QRandomGenerator::global()->bounded(range)] =
                    static_cast<char>(QRandomGenerator::global()->generate());
            }
            some.truncate(QRandomGenerator::global()->bounded(static_cast<int>(some.size())));
            if (const auto mended = mendedLog(some)) {
                QVERIFY(mended->size() <= some.size());
                QVERIFY(!mendedLog(*mended));
            }
        }
        QVERIFY(!mendedLog({}));
        QVERIFY(!mendedLog(randomBytes(100'000)));
    }

private:
    static constexpr int cases = 60;

    QString in(const QString &folder, const QString &name) const { return m_folder->filePath(folder + u'/' + name); }
    StoreOptions killedOptions() const { return optionsFor(in(QStringLiteral("killed"), {})); }

    void killed(const QString &from, const QString &to) const
    {
        QVERIFY(QDir(m_folder->path()).mkpath(to));
        for (const QString &name : {QStringLiteral("kiosk.db"), logName, QStringLiteral("device.key")}) {
            QVERIFY(QFile::copy(in(from, name), in(to, name)));
        }
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QStringList m_promised;
    QByteArray m_log;
    QVector<qint64> m_ends;
};

QTEST_GUILESS_MAIN(TestLogCheck)
#include "tst_logcheck.moc"
