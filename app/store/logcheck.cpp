// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/logcheck.h"

#include "app/store/durablefile.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <algorithm>

namespace hall {

namespace {

// https://sqlite.org/fileformat2.html#the_write_ahead_log
constexpr qint64 headerBytes = 32;
constexpr qint64 frameHeaderBytes = 24;
constexpr qint64 saltBytes = 8;
constexpr quint32 magic = 0x377f0682;  // the last bit: words of checksums are big-endian
constexpr quint32 formatVersion = 3007000;
constexpr quint32 smallestPage = 512;
constexpr quint32 largestPage = 65536;
const QString foundSuffix = QStringLiteral(".found");

struct Checksum
{
    quint32 first = 0;
    quint32 second = 0;
    bool operator==(const Checksum &) const = default;
};

quint32 numberAt(const char *at)
{
    return qFromBigEndian<quint32>(at);
}

Checksum checksumAt(const char *at)
{
    return {numberAt(at), numberAt(at + sizeof(quint32))};
}

class Log
{
public:
    explicit Log(const QByteArray &bytes) : m_bytes(bytes) {}

    // False when SQLite takes nothing from it either.
    [[nodiscard]] bool open()
    {
        if (m_bytes.size() < headerBytes) {
            return false;
        }
        const char *header = m_bytes.constData();
        const quint32 page = numberAt(header + 8);
        if ((numberAt(header) & ~1U) != magic || numberAt(header + 4) != formatVersion || page < smallestPage ||
            page > largestPage || (page & (page - 1)) != 0) {
            return false;
        }
        m_bigEndian = (numberAt(header) & 1U) != 0;
        m_frameBytes = frameHeaderBytes + page;
        return added({}, header, headerBytes - saltBytes) == checksumAt(header + headerBytes - saltBytes);
    }

    [[nodiscard]] qint64 count() const { return (m_bytes.size() - headerBytes) / m_frameBytes; }
    [[nodiscard]] qint64 endOf(qint64 frame) const { return headerBytes + (frame + 1) * m_frameBytes; }
    [[nodiscard]] const char *frame(qint64 n) const { return m_bytes.constData() + headerBytes + n * m_frameBytes; }
    [[nodiscard]] qint64 frameBytes() const { return m_frameBytes; }
    [[nodiscard]] const char *salts() const { return m_bytes.constData() + 16; }
    [[nodiscard]] quint32 page(qint64 n) const { return numberAt(frame(n)); }
    [[nodiscard]] quint32 sizeAfter(qint64 n) const { return numberAt(frame(n) + 4); }  // not 0: ends a transaction
    [[nodiscard]] bool ofThisLog(qint64 n) const
    {
        return page(n) != 0 && std::equal(salts(), salts() + saltBytes, frame(n) + 8);
    }
    // Each frame's checksum goes on from that of the one before, so one frame is right or wrong by its neighbour.
    [[nodiscard]] bool follows(qint64 n) const
    {
        const Checksum before = n == 0 ? checksumAt(m_bytes.constData() + headerBytes - saltBytes)
                                       : checksumAt(frame(n - 1) + frameHeaderBytes - saltBytes);
        return ofThisLog(n) && of(before, frame(n)) == checksumAt(frame(n) + frameHeaderBytes - saltBytes);
    }
    [[nodiscard]] Checksum of(const Checksum &before, const char *frame) const
    {
        return added(added(before, frame, 8), frame + frameHeaderBytes, m_frameBytes - frameHeaderBytes);
    }

private:
    [[nodiscard]] Checksum added(Checksum sum, const char *bytes, qint64 size) const
    {
        for (qint64 at = 0; at + 8 <= size; at += 8) {
            const quint32 x = m_bigEndian ? numberAt(bytes + at) : qFromLittleEndian<quint32>(bytes + at);
            const quint32 y = m_bigEndian ? numberAt(bytes + at + 4) : qFromLittleEndian<quint32>(bytes + at + 4);
            sum.first += x + sum.second;
            sum.second += y + sum.first;
        }
        return sum;
    }

    const QByteArray &m_bytes;
    qint64 m_frameBytes = 1;
    bool m_bigEndian = false;
};

struct Break
{
    qint64 at = 0;    // the first frame that is not right
    qint64 last = 0;  // the end of the last transaction behind it
};

std::optional<Break> findBreak(const Log &log)
{
    Break found;
    while (found.at < log.count() && log.follows(found.at)) {
        ++found.at;
    }
    // What follows the end of a transaction is another one; where its own end follows without a break, both were
    // promised. Frames that an unfinished transaction left behind may well end one, but none comes after them.
    bool whole = false;
    for (qint64 n = found.at + 1; n < log.count(); ++n) {
        const bool begins = log.sizeAfter(n - 1) != 0 && log.ofThisLog(n - 1);
        whole = log.follows(n) && (whole || begins);
        if (whole && log.sizeAfter(n) != 0) {
            found.last = n;
        }
    }
    return found.last > 0 ? std::optional(found) : std::nullopt;
}

Result<QByteArray> readLog(const QString &path)
{
    return readPart(path, 0, QFileInfo(path).size());
}

}  // namespace

std::optional<QByteArray> mendedLog(const QByteArray &bytes)
{
    Log log(bytes);
    const std::optional<Break> broken = log.open() ? findBreak(log) : std::nullopt;
    if (!broken) {
        return std::nullopt;
    }
    quint32 pages = 0;
    for (qint64 n = broken->at + 1; n <= broken->last; ++n) {
        pages = log.follows(n) ? std::max(pages, log.sizeAfter(n)) : pages;
    }
    QByteArray mended = bytes.first(log.endOf(broken->last));
    // From behind: a frame of which not even the page is known becomes its successor, which does no harm there.
    for (qint64 n = broken->last - 1; n >= broken->at; --n) {
        if (!log.ofThisLog(n) || log.page(n) > pages) {
            char *frame = mended.data() + headerBytes + n * log.frameBytes();
            std::copy_n(frame + log.frameBytes(), log.frameBytes(), frame);
            std::fill_n(frame + 4, sizeof(quint32), '\0');
        }
    }
    Checksum sum = checksumAt(mended.constData() + headerBytes - saltBytes);
    if (broken->at > 0) {
        sum = checksumAt(log.frame(broken->at - 1) + frameHeaderBytes - saltBytes);
    }
    for (qint64 n = broken->at; n <= broken->last; ++n) {
        char *frame = mended.data() + headerBytes + n * log.frameBytes();
        sum = log.of(sum, frame);
        qToBigEndian(sum.first, frame + frameHeaderBytes - saltBytes);
        qToBigEndian(sum.second, frame + frameHeaderBytes - saltBytes + sizeof(quint32));
    }
    return mended;
}

Result<bool> logBreaksOff(const QString &path)
{
    if (!QFileInfo::exists(path)) {
        return false;
    }
    const Result<QByteArray> bytes = readLog(path);
    if (!bytes) {
        return fail(bytes.error());
    }
    Log log(*bytes);
    return log.open() && findBreak(log).has_value();
}

Result<bool> mendLog(const QString &path)
{
    if (!QFileInfo::exists(path)) {
        return false;
    }
    const Result<QByteArray> bytes = readLog(path);
    if (!bytes) {
        return fail(bytes.error());
    }
    const std::optional<QByteArray> mended = mendedLog(*bytes);
    if (!mended) {
        return QFileInfo::exists(path + foundSuffix);
    }
    if (const Done kept = writeDurably(path + foundSuffix, *bytes); !kept) {
        return fail(kept.error());
    }
    const Done put = writeDurably(path, *mended);
    return put ? Result<bool>(true) : Result<bool>(fail(put.error()));
}

}  // namespace hall
