// SPDX-License-Identifier: GPL-3.0-or-later
// Cases with real envelopes, and ways to damage the file they lie in.
#pragma once

#include "tests/unit/store/storetools.h"

#include "app/protocol/envelope.h"
#include "app/protocol/seal.h"
#include "app/protocol/signer.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QtEndian>

namespace hall::test {

// A case as the kiosk makes it, but for its body, which is noise.
inline NewCase signedCase(const QStringList &scans = {}, qsizetype bodyBytes = 4096)
{
    static const Signer signer = Signer::generate();
    NewCase fresh = newCase(newTransactionId(1'767'225'600'000), bodyBytes);
    fresh.blobs = scans;
    Envelope envelope;
    envelope.id = fresh.id;
    envelope.kiosk = QStringLiteral("QD-0001");
    envelope.service = fresh.service;
    envelope.catalogue = QStringLiteral("2026.1");
    envelope.app = QStringLiteral("0.1.0");
    envelope.wallMs = fresh.submittedAt.toMSecsSinceEpoch();
    envelope.sealAlg = QLatin1String(kSealSuite);
    envelope.sealKey = QString(16, u'0');
    envelope.sealedSha256 =
        QString::fromLatin1(QCryptographicHash::hash(fresh.sealedBody, QCryptographicHash::Sha256).toHex());
    envelope.sealedSize = fresh.sealedBody.size();
    for (const QString &scan : scans) {
        envelope.attachments.append({scan, 1000, QStringLiteral("image/jpeg"),
                                     QStringLiteral("proof/%1").arg(envelope.attachments.size() + 1)});
    }
    fresh.makeEnvelope = [envelope](const ChainPosition &at) mutable -> Result<SignedEnvelope> {
        envelope.epoch = at.epoch;
        envelope.seq = at.seq;
        envelope.prev = QString::fromLatin1(at.prevHash.toHex());
        const Result<QByteArray> bytes = finishEnvelope(envelope, signer);
        if (!bytes) {
            return fail(bytes.error());
        }
        return SignedEnvelope{*bytes, QByteArray::fromHex(envelope.hash.toLatin1())};
    };
    return fresh;
}

template <typename Use> void withDatabase(const QString &path, const Use &use)
{
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("rows"));
        db.setDatabaseName(path);
        QVERIFY(db.open());
        use(db);
    }
    QSqlDatabase::removeDatabase(QStringLiteral("rows"));
}

// Each statement must change one row at least.
inline void changeRows(const QString &path, const QStringList &statements)
{
    withDatabase(path, [&statements](QSqlDatabase &db) {
        for (const QString &statement : statements) {
            QSqlQuery query(db);
            QVERIFY2(query.exec(statement), qPrintable(query.lastError().text()));
            QVERIFY2(query.numRowsAffected() > 0, qPrintable(statement));
        }
    });
}

// The pages that hold rows of a table, as SQLite itself counts them, from 1.
inline QVector<int> leavesOf(const QString &path, const QString &table)
{
    QVector<int> pages;
    withDatabase(path, [&](QSqlDatabase &db) {
        QSqlQuery query(db);
        QVERIFY(query.prepare(
            QStringLiteral("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno")));
        query.addBindValue(table);
        QVERIFY2(query.exec(), qPrintable(query.lastError().text()));
        while (query.next()) {
            pages.append(query.value(0).toInt());
        }
    });
    return pages;
}

inline void damagePage(const QString &path, int page)
{
    constexpr qint64 pageBytes = 4096;
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.size() >= page * pageBytes);
    QVERIFY(file.seek((page - 1) * pageBytes));
    QCOMPARE(file.write(QByteArray(pageBytes, '\x5a')), pageBytes);
}

// Puts the later half of a leaf's rows before the earlier one: behind its last row SQLite finds its first again.
// https://sqlite.org/fileformat2.html#b_tree_pages
inline void turnPage(const QString &path, int page)
{
    constexpr qint64 pageBytes = 4096;
    constexpr qint64 leafHeader = 8;
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const qint64 begin = (page - 1) * pageBytes;
    QVERIFY(file.seek(begin));
    const QByteArray header = file.read(leafHeader);
    QCOMPARE(header[0], '\x0d');
    const qint64 rows = qFromBigEndian<quint16>(header.constData() + 3);
    QVERIFY(rows > 3);
    const QByteArray places = file.read(2 * rows);
    const qint64 half = rows / 2 * 2;
    QVERIFY(file.seek(begin + leafHeader));
    QCOMPARE(file.write(places.mid(half) + places.left(half)), 2 * rows);
}

}  // namespace hall::test
