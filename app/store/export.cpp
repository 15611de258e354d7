// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/export.h"

#include "app/store/blobfiles.h"
#include "app/store/durablefile.h"
#include "app/store/sql.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <limits>

namespace hall {

namespace {

QString sha256Of(const QByteArray &bytes)
{
    return QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

Result<QJsonArray> exportBlobs(QSqlDatabase &db, const BlobFiles &blobs, qint64 n, const QString &folder)
{
    Result<sql::Statement> rows =
        sql::run(db, QStringLiteral("SELECT sha256 FROM outbox_blob WHERE n = ? ORDER BY place"), {n});
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray names;
    while (rows->next()) {
        const QString name = rows->value(0).toString();
        const Result<QByteArray> bytes = blobs.read(name, 0, std::numeric_limits<int>::max());
        if (!bytes) {
            return fail(bytes.error());
        }
        if (const Done written = writeDurably(folder + u"/blobs/"_qs + name, *bytes); !written) {
            return fail(written.error());
        }
        names.append(name);
    }
    const Done read = sql::readToEnd(*rows);
    return read ? Result<QJsonArray>(names) : Result<QJsonArray>(fail(read.error()));
}

Result<QJsonObject> exportCase(QSqlDatabase &db, const BlobFiles &blobs, const sql::Statement &row,
                               const QString &folder)
{
    const QString id = row.value(1).toString();
    const QByteArray envelope = row.value(4).toByteArray();
    const QByteArray body = row.value(5).toByteArray();
    if (const Done done = writeDurably(folder + u'/' + id + u".envelope.json"_qs, envelope); !done) {
        return fail(done.error());
    }
    if (const Done done = writeDurably(folder + u'/' + id + u".sealed"_qs, body); !done) {
        return fail(done.error());
    }
    const Result<QJsonArray> names = exportBlobs(db, blobs, row.value(0).toLongLong(), folder);
    if (!names) {
        return fail(names.error());
    }
    return QJsonObject{{QStringLiteral("id"), id},
                       {QStringLiteral("epoch"), row.value(2).toString()},
                       {QStringLiteral("seq"), row.value(3).toLongLong()},
                       {QStringLiteral("envelope_sha256"), sha256Of(envelope)},
                       {QStringLiteral("sealed_sha256"), sha256Of(body)},
                       {QStringLiteral("blobs"), *names}};
}

}  // namespace

Result<int> exportSealed(QSqlDatabase &db, const BlobFiles &blobs, const QString &folder)
{
    if (const Done made = makeFolder(folder + u"/blobs"_qs); !made) {
        return fail(made.error());
    }
    Result<sql::Statement> rows =
        sql::run(db, QStringLiteral("SELECT o.n, o.id, o.epoch, o.seq, s.envelope, s.body FROM outbox o"
                                    " JOIN sealed s ON s.n = o.n WHERE o.state <> 'stored' ORDER BY o.n"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray cases;
    while (rows->next()) {
        const Result<QJsonObject> entry = exportCase(db, blobs, *rows, folder);
        if (!entry) {
            return fail(entry.error());
        }
        cases.append(*entry);
    }
    if (const Done read = sql::readToEnd(*rows); !read) {
        return fail(read.error());
    }
    const QJsonObject manifest{{QStringLiteral("v"), 1}, {QStringLiteral("cases"), cases}};
    const Done written = writeDurably(folder + u"/manifest.json"_qs, QJsonDocument(manifest).toJson());
    return written ? Result<int>(static_cast<int>(cases.size())) : Result<int>(fail(written.error()));
}

}  // namespace hall
