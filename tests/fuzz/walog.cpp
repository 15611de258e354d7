// SPDX-License-Identifier: GPL-3.0-or-later
// The write-ahead log of a store that was damaged. First byte 0: any bytes. Otherwise a log that SQLite wrote, with
// some of its bytes changed: three bytes each, two for the place and one for what is turned there; and, by the first
// byte's other bits, cut off by so many sixteenths.
#include "app/store/logcheck.h"
#include "tests/fuzz/fuzz.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

#include <QCoreApplication>

using namespace hall;
using hall::fuzz::Input;

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    // Never destroyed: what lives to the end of the process needs it.
    static const auto *const application = new QCoreApplication(*argc, *argv);
    HALL_HOLDS(application != nullptr);
    return 0;
}

namespace {

// Some transactions of small pages.
QByteArray written()
{
    const QTemporaryDir dir;
    QByteArray log;
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("walog"));
        db.setDatabaseName(dir.filePath(QStringLiteral("a.db")));
        HALL_HOLDS(db.open());
        QSqlQuery query(db);
        for (const char *statement :
             {"PRAGMA page_size = 512", "PRAGMA journal_mode = WAL", "PRAGMA wal_autocheckpoint = 0",
              "CREATE TABLE t (n INTEGER PRIMARY KEY, b BLOB)", "INSERT INTO t VALUES (1, zeroblob(900))",
              "INSERT INTO t VALUES (2, zeroblob(1500))", "UPDATE t SET b = zeroblob(300) WHERE n = 1",
              "INSERT INTO t VALUES (3, zeroblob(100))"}) {
            HALL_HOLDS(query.exec(QString::fromLatin1(statement)));
        }
        QFile file(dir.filePath(QStringLiteral("a.db-wal")));
        HALL_HOLDS(file.open(QIODevice::ReadOnly));
        log = file.readAll();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("walog"));
    HALL_HOLDS(log.size() > 4000);
    return log;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const QByteArray whole = written();
    Input input(data, size);
    const int first = input.byte();
    QByteArray log = first == 0 ? fuzz::qbytes(input.rest()) : whole;
    while (first != 0 && !input.empty()) {
        const int place = input.byte() * 256 + input.byte();
        const std::uint8_t turned = input.byte();
        const qsizetype at = place % log.size();
        log[at] = static_cast<char>(static_cast<std::uint8_t>(log[at]) ^ turned);
    }
    log.chop(first == 0 ? 0 : log.size() * (first / 16) / 16);

    const auto mended = mendedLog(log);
    if (mended) {
        HALL_HOLDS(mended->size() <= log.size() && !mended->isEmpty());
        HALL_HOLDS(!mendedLog(*mended));  // once is enough
    }
    HALL_HOLDS(log != whole || !mended);
    return 0;
}
