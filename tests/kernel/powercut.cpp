// SPDX-License-Identifier: GPL-3.0-or-later
// hall-power-cut DIR PROMISES [weak|once]: opens the store and holds it to every id that PROMISES names: there once, in
// an unbroken chain, its scan whole, the audit log intact. Then commits cases until the power is cut, and appends each
// id to PROMISES once the store has promised it. once: only looks. weak: with synchronous=NORMAL, which must be found
// out. Ends with 0, 3 and "DEFECT …", or 1 when the store does not open.
#include "tests/unit/store/storetools.h"

#include <QCoreApplication>
#include <QFile>

#include <cstdio>
#include <cstring>
#include <unistd.h>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int scanEvery = 3;  // every third case has one
constexpr qsizetype scanBytes = 60'000;

QString scanDefect(KioskStore &store, const QStringList &scans)
{
    for (const QString &name : scans) {
        const Result<QByteArray> bytes = store.readBlob(name, 0, 1 << 20).result();
        const bool whole =
            bytes && QString::fromLatin1(QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256).toHex()) == name;
        if (!whole) {
            return QStringLiteral("scan %1 is gone or damaged").arg(name.left(12));
        }
    }
    return {};
}

QString defect(KioskStore &store, const QStringList &promised, const QStringList &scans)
{
    const QString queue = queueDefect(store, promised);
    if (!queue.isEmpty()) {
        return queue;
    }
    const Result<AuditVerdict> audit = store.verifyAudit().result();
    if (!audit || !audit->intact) {
        return QStringLiteral("the audit log is broken");
    }
    if (store.salvaged()) {
        return QStringLiteral("the database had to be rescued");
    }
    return scanDefect(store, scans);
}

int writeForEver(KioskStore &store, QFile &promises)
{
    for (int i = 0;; ++i) {
        NewCase fresh = newCase(newTransactionId(1'767'225'600'000 + i), 500 + i % 7 * 900);
        QByteArray line = fresh.id.toLatin1();
        if (i % scanEvery == 0) {
            const Result<QString> name = store.writeBlob(randomBytes(scanBytes)).result();
            if (!name) {
                return 1;
            }
            fresh.blobs.append(*name);
            line += ' ' + name->toLatin1();
        }
        if (!store.commit(fresh).result()) {
            return 1;
        }
        (void)store.appendAudit(QStringLiteral("case"), "{}");
        if (promises.write(line + '\n') < 0 || !promises.flush()) {
            return 1;
        }
    }
}

}  // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc < 3) {
        return 2;
    }
    const QByteArray mode = argc > 3 ? argv[3] : "";
    StoreOptions options = optionsFor(QString::fromLocal8Bit(argv[1]));
    options.walBytes = 200'000;
    options.idleAfter = std::chrono::milliseconds(1);
    if (mode == "weak") {
        options.pragmas.replaceInStrings(QStringLiteral("synchronous = FULL"), QStringLiteral("synchronous = NORMAL"));
    }
    const Result<std::unique_ptr<KioskStore>> store = KioskStore::open(options);
    if (!store) {
        std::printf("the store does not open: %s %s\n", std::string(store.error().name()).c_str(),
                    store.error().detail.c_str());
        return 1;
    }
    QFile promises(QString::fromLocal8Bit(argv[2]));
    if (!promises.open(QIODevice::ReadWrite | QIODevice::Append)) {
        return 1;
    }
    QStringList promised;
    QStringList scans;
    promises.seek(0);
    for (const QByteArray &line : promises.readAll().split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (!words[0].isEmpty()) {
            promised.append(QString::fromLatin1(words[0]));
        }
        if (words.size() > 1) {
            scans.append(QString::fromLatin1(words[1]));
        }
    }
    const QString wrong = defect(**store, promised, scans);
    if (!wrong.isEmpty()) {
        std::printf("DEFECT %s\n", qPrintable(wrong));
        return 3;
    }
    std::printf("%lld promised cases and %lld scans are there\n", static_cast<long long>(promised.size()),
                static_cast<long long>(scans.size()));
    std::fflush(stdout);
    return mode == "once" ? 0 : writeForEver(**store, promises);
}
