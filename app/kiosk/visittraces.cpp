// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/visittraces.h"

#include "app/domain/base/sensitive.h"

#include <QFile>
#include <QRandomGenerator>

#include <cstring>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

namespace hall {

namespace {

constexpr qsizetype shortestText = 3;            // characters: a name of two is found in other people's words
constexpr qsizetype shortestBytes = 6;           // and fewer bytes are found by chance
constexpr std::size_t pieceBytes = 1024 * 1024;  // read at once
constexpr std::size_t overlapBytes = 1024;       // longer than any needle

struct Mapping
{
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
};

QVector<Mapping> writableMappings()
{
    QVector<Mapping> found;
    QFile maps(QStringLiteral("/proc/self/maps"));
    if (!maps.open(QIODevice::ReadOnly)) {
        return found;
    }
    for (const QByteArray &line : maps.readAll().split('\n')) {
        const QList<QByteArray> parts = line.split(' ');
        if (parts.size() < 2 || !parts[1].startsWith("rw")) {
            continue;
        }
        const QList<QByteArray> range = parts[0].split('-');
        found.append({range[0].toULongLong(nullptr, 16), range[1].toULongLong(nullptr, 16)});
    }
    return found;
}

// The mappings with one range left out: the buffer that everything is read into. The kernel may have merged it with its
// neighbours.
QVector<Mapping> without(const QVector<Mapping> &mappings, std::uintptr_t hole, std::size_t size)
{
    QVector<Mapping> left;
    for (const Mapping &mapping : mappings) {
        if (hole + size <= mapping.begin || hole >= mapping.end) {
            left.append(mapping);
            continue;
        }
        if (mapping.begin < hole) {
            left.append({mapping.begin, hole});
        }
        if (hole + size < mapping.end) {
            left.append({hole + size, mapping.end});
        }
    }
    return left;
}

}  // namespace

void VisitTraces::remember(const QString &text)
{
    if (text.size() < shortestText) {
        return;
    }
    QByteArray utf8 = text.toUtf8();
    rememberBytes(utf8);
    wipeMemory(utf8.data(), static_cast<std::size_t>(utf8.size()));
    QByteArray utf16(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
    rememberBytes(utf16);
    wipeMemory(utf16.data(), static_cast<std::size_t>(utf16.size()));
}

void VisitTraces::rememberBytes(const QByteArray &bytes)
{
    if (bytes.size() < shortestBytes) {
        return;
    }
    Needle needle;
    needle.mask.resize(bytes.size());
    needle.masked.resize(bytes.size());
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        needle.mask[i] = static_cast<char>(QRandomGenerator::system()->bounded(1, 256));
        needle.masked[i] = static_cast<char>(bytes[i] ^ needle.mask[i]);
    }
    m_needles.append(needle);
}

void VisitTraces::forget()
{
    m_needles.clear();
}

int VisitTraces::countIn(const char *piece, std::size_t size, std::size_t beginsBefore) const
{
    int hits = 0;
    for (const Needle &needle : m_needles) {
        const auto length = static_cast<std::size_t>(needle.masked.size());
        const char first = static_cast<char>(needle.masked[0] ^ needle.mask[0]);
        const char *from = piece;
        while (from < piece + beginsBefore) {
            const auto *hit =
                static_cast<const char *>(memchr(from, first, static_cast<std::size_t>(piece + beginsBefore - from)));
            if (!hit) {
                break;
            }
            bool same = hit + length <= piece + size;
            for (std::size_t i = 1; same && i < length; ++i) {
                same = hit[i] == static_cast<char>(needle.masked[qsizetype(i)] ^ needle.mask[qsizetype(i)]);
            }
            hits += same ? 1 : 0;
            from = hit + 1;
        }
    }
    return hits;
}

int VisitTraces::count() const
{
    void *area = mmap(nullptr, pieceBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (area == MAP_FAILED) {
        return 0;
    }
    auto *piece = static_cast<char *>(area);
    int hits = 0;
    for (const Mapping &mapping : without(writableMappings(), reinterpret_cast<std::uintptr_t>(piece), pieceBytes)) {
        // Pieces overlap; a hit that begins in the overlap belongs to the next piece.
        for (std::uintptr_t at = mapping.begin; at < mapping.end; at += pieceBytes - overlapBytes) {
            iovec local{piece, std::min<std::size_t>(pieceBytes, mapping.end - at)};
            iovec remote{reinterpret_cast<void *>(at), local.iov_len};
            const ssize_t got = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
            const bool last = at + pieceBytes >= mapping.end;
            if (got > 0) {
                const auto size = static_cast<std::size_t>(got);
                hits += countIn(piece, size, last ? size : std::min(size, pieceBytes - overlapBytes));
            }
            if (last) {
                break;
            }
        }
    }
    wipeMemory(piece, pieceBytes);
    munmap(area, pieceBytes);
    return hits;
}

}  // namespace hall
