// SPDX-License-Identifier: GPL-3.0-or-later
// commit-mean, commit-p99: what a visitor's case costs in the store, from its hand-over to its durable number, against
// a raw append of as many bytes as such a commit writes, made durable by fdatasync, on the same file system. The two
// take turns. Encoding and sealing before the hand-over stand in the detail.
#include "tests/bench/bench.h"
#include "tests/bench/kioskrig.h"
#include "tests/bench/samples.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>

namespace hall::bench {

namespace {

constexpr int warmUp = 20;
constexpr int block = 8;  // of one kind before the other has its turn: both see the same disk

// What this process has handed to write calls so far, /proc/self/io.
qint64 bytesWritten()
{
    QFile file(QStringLiteral("/proc/self/io"));
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : file.readAll().split('\n')) {
            if (line.startsWith("wchar: ")) {
                return line.mid(7).toLongLong();
            }
        }
    }
    return 0;
}

class RawFile
{
public:
    explicit RawFile(const QString &path)
        : m_file(::open(QFile::encodeName(path).constData(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600))
    {
    }
    ~RawFile() { ::close(m_file); }
    RawFile(const RawFile &) = delete;
    RawFile &operator=(const RawFile &) = delete;

    [[nodiscard]] bool append(const QByteArray &bytes) const
    {
        return ::write(m_file, bytes.constData(), static_cast<std::size_t>(bytes.size())) == bytes.size() &&
               ::fdatasync(m_file) == 0;
    }

private:
    int m_file;
};

struct Times
{
    Samples prepare;  // ms
    Samples commit;
    Samples raw;
    qint64 written = 0;  // bytes a commit
};

Result<Times> measure(const Settings &settings, int count)
{
    auto rig = KioskRig::make(settings.folder + QStringLiteral("/kiosk"), settings);
    if (!rig) {
        return fail(rig.error());
    }
    Times times;
    const qint64 before = bytesWritten();
    for (int i = 0; i < warmUp; ++i) {
        if (const Done done = (*rig)->commit((*rig)->newCase(settings.bytes)); !done) {
            return fail(done.error());
        }
    }
    times.written = (bytesWritten() - before) / warmUp;
    const RawFile raw(settings.folder + QStringLiteral("/raw"));
    const QByteArray bytes(times.written, 'x');
    for (int done = 0; done < count; done += block) {
        for (int i = 0; i < std::min(block, count - done); ++i) {
            const Transaction made = (*rig)->newCase(settings.bytes);
            const WallTimer preparing;
            const QFuture<Result<Committed>> future = (*rig)->handIn(made);
            times.prepare.add(preparing.ms());
            const WallTimer timer;
            if (const Result<Committed> committed = future.result(); !committed) {
                return fail(committed.error());
            }
            times.commit.add(timer.ms());
        }
        for (int i = 0; i < std::min(block, count - done); ++i) {
            const WallTimer timer;
            if (!raw.append(bytes)) {
                return fail(FaultCode::StoreIo, "the raw file cannot be written");
            }
            times.raw.add(timer.ms());
        }
    }
    return times;
}

Result<Figure> figureOf(const Settings &settings, int count, double (*say)(const Samples &))
{
    const Result<Times> times = measure(settings, count);
    if (!times) {
        return fail(times.error());
    }
    return Figure{say(times->commit),
                  QStringLiteral("ms"),
                  say(times->raw),
                  static_cast<qint64>(times->commit.size()),
                  {{QStringLiteral("prepare_mean"), times->prepare.mean()},
                   {QStringLiteral("bytes_written"), times->written},
                   {QStringLiteral("case_bytes"), settings.bytes},
                   {QStringLiteral("p50"), times->commit.percentile(50)},
                   {QStringLiteral("baseline_p50"), times->raw.percentile(50)}}};
}

Result<Figure> commitMean(const Settings &settings, int count)
{
    return figureOf(settings, count, [](const Samples &samples) { return samples.mean(); });
}

Result<Figure> commitP99(const Settings &settings, int count)
{
    return figureOf(settings, count, [](const Samples &samples) { return samples.percentile(99); });
}

}  // namespace

QVector<Benchmark> commitBenchmarks()
{
    const QString baseline =
        QStringLiteral("appending as many bytes as one commit writes to a file on the same disk, with fdatasync");
    return {{QStringLiteral("commit-mean"),
             QStringLiteral(
                 "ms from the hand-over of a sealed case to the store to its durable number (signing included), mean"),
             baseline, QStringLiteral("ratio ≤ 1.25, bar 1.5"), 1000, commitMean},
            {QStringLiteral("commit-p99"), QStringLiteral("the same, 99th percentile"), baseline,
             QStringLiteral("ratio ≤ 2"), 1000, commitP99}};
}

}  // namespace hall::bench
