// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/store/auditlog.h"

#include "app/store/sql.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QtEndian>
#include <QUuid>

namespace hall::auditlog {

namespace {

const QByteArray firstHash(32, '\0');

void add(QCryptographicHash &hash, qint64 number)
{
    const qint64 bigEndian = qToBigEndian(number);
    hash.addData(QByteArrayView(reinterpret_cast<const char *>(&bigEndian), sizeof bigEndian));
}

void add(QCryptographicHash &hash, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    add(hash, static_cast<qint64>(bytes.size()));
    hash.addData(bytes);
}

QByteArray hashOf(const QByteArray &before, qint64 n, qint64 at, const QString &event, const QString &detail)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(before);
    add(hash, n);
    add(hash, at);
    add(hash, event);
    add(hash, detail);
    return hash.result();
}

// Keys of the table meta.
const QString toldKey = QStringLiteral("audit-told");
const QString heardKey = QStringLiteral("audit-heard");

struct Head
{
    qint64 n = 0;
    QByteArray hash = firstHash;
};

// "<n> <hash in hex>" under a key of the table meta.
Result<Head> headOf(QSqlDatabase &db, const QString &key = QStringLiteral("audit-head"))
{
    const Result<QVariant> text = sql::value(db, QStringLiteral("SELECT value FROM meta WHERE key = ?"), {key});
    if (!text) {
        return fail(text.error());
    }
    if (!text->isValid()) {
        return Head();
    }
    const QString head = text->toString();
    return Head{head.section(u' ', 0, 0).toLongLong(), QByteArray::fromHex(head.section(u' ', 1, 1).toLatin1())};
}

Done setHead(QSqlDatabase &db, const QString &key, const Head &head)
{
    const Result<sql::Statement> moved =
        sql::run(db, QStringLiteral("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)"),
                 {key, QString::number(head.n) + u' ' + QString::fromLatin1(head.hash.toHex())});
    return moved ? Done() : Done(fail(moved.error()));
}

bool looksPersonal(const QString &text)
{
    // GB 11643: seventeen digits and a check digit, not inside a longer run (hashes in hex are longer).
    static const QRegularExpression number(QStringLiteral("(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])"));
    return number.match(text).hasMatch();
}

}  // namespace

Done append(QSqlDatabase &db, const QString &event, const QByteArray &detailJson, qint64 nowMs)
{
    const QString detail = QString::fromUtf8(detailJson);
    if (event.isEmpty() || (!detailJson.isEmpty() && !QJsonDocument::fromJson(detailJson).isObject())) {
        return fail(FaultCode::BadArgument, "an audit row is an event and a JSON object");
    }
    if (looksPersonal(event) || looksPersonal(detail)) {
        return fail(FaultCode::BadArgument, "personal data does not belong into the audit log");
    }
    const Result<Head> head = headOf(db);
    if (!head) {
        return fail(head.error());
    }
    const qint64 n = head->n + 1;
    const QByteArray hash = hashOf(head->hash, n, nowMs, event, detail);
    const Result<sql::Statement> row =
        sql::run(db, QStringLiteral("INSERT INTO audit (n, at, event, detail, hash) VALUES (?, ?, ?, ?, ?)"),
                 {n, nowMs, event, detail, hash});
    if (!row) {
        return fail(row.error());
    }
    return setHead(db, QStringLiteral("audit-head"), {n, hash});
}

namespace {

struct Reached
{
    Head last;          // that is right
    qint64 broken = 0;  // the row after it, which is not; 0: all there are are right
};

Result<Reached> follow(QSqlDatabase &db, const std::optional<AuditRow> &told)
{
    Result<sql::Statement> rows =
        sql::run(db, QStringLiteral("SELECT n, at, event, detail, hash FROM audit ORDER BY n"));
    if (!rows) {
        return fail(rows.error());
    }
    Head reached;
    while (rows->next()) {
        const qint64 n = rows->value(0).toLongLong();
        const QByteArray hash = rows->value(4).toByteArray();
        if (n != reached.n + 1 || hash != hashOf(reached.hash, n, rows->value(1).toLongLong(),
                                                 rows->value(2).toString(), rows->value(3).toString())) {
            return Reached{reached, reached.n + 1};
        }
        if (told && n == told->n && hash != told->hash) {
            return Reached{reached, n};
        }
        reached = {n, hash};
    }
    if (const Done read = sql::readToEnd(*rows); !read) {
        return fail(read.error());
    }
    return Reached{reached, 0};
}

}  // namespace

Result<AuditVerdict> verify(QSqlDatabase &db, const std::optional<AuditRow> &told)
{
    const Result<Head> head = headOf(db);
    const Result<Reached> followed = follow(db, told);
    if (!head || !followed) {
        return fail(!head ? head.error() : followed.error());
    }
    const Head reached = followed->last;
    if (followed->broken != 0) {
        return AuditVerdict{false, reached.n, followed->broken};
    }
    if (reached.n != head->n || reached.hash != head->hash) {
        // Rows gone from the end, or rows added behind the head: the first that is not vouched for.
        return AuditVerdict{false, std::min(reached.n, head->n), std::min(reached.n, head->n) + 1};
    }
    if (told && told->n > reached.n) {
        return AuditVerdict{false, reached.n, reached.n + 1};
    }
    return AuditVerdict{true, reached.n, 0};
}

Result<AuditMark> mark(QSqlDatabase &db)
{
    const Result<Head> head = headOf(db);
    const Result<Head> told = headOf(db, toldKey);
    const Result<Head> heard = headOf(db, heardKey);
    const Result<QVariant> epoch = sql::value(db, QStringLiteral("SELECT value FROM meta WHERE key = 'epoch'"));
    if (!head || !told || !heard || !epoch) {
        return fail(!head ? head.error() : !told ? told.error() : !heard ? heard.error() : epoch.error());
    }
    if (told->n > heard->n) {
        return AuditMark{epoch->toString(), told->n, told->hash, heard->n, heard->hash};
    }
    if (head->n > heard->n) {
        if (const Done noted = setHead(db, toldKey, *head); !noted) {
            return fail(noted.error());
        }
    }
    return AuditMark{epoch->toString(), head->n, head->hash, heard->n, heard->hash};
}

Done confirm(QSqlDatabase &db, qint64 n)
{
    const Result<Head> told = headOf(db, toldKey);
    if (!told) {
        return fail(told.error());
    }
    return told->n == n ? setHead(db, heardKey, *told) : Done();
}

QJsonObject endOf(const QString &file)
{
    const QString name = u"hall-log-"_qs + QUuid::createUuid().toString(QUuid::WithoutBraces);
    QJsonObject end;
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        db.setDatabaseName(file);
        if (db.open() && sql::exec(db, QStringLiteral("PRAGMA trusted_schema = OFF"))) {
            const Result<QVariant> epoch = sql::value(db, QStringLiteral("SELECT value FROM meta WHERE key = 'epoch'"));
            const Result<Reached> reached = follow(db, std::nullopt);
            if (epoch && reached) {
                const Result<Head> head = headOf(db);
                const bool intact = reached->broken == 0 && head && head->n == reached->last.n;
                end = {{QStringLiteral("epoch"), epoch->toString()},
                       {QStringLiteral("rows"), reached->last.n},
                       {QStringLiteral("hash"), QString::fromLatin1(reached->last.hash.toHex())},
                       {QStringLiteral("intact"), intact}};
            }
        }
        db.close();
    }
    QSqlDatabase::removeDatabase(name);
    return end;
}

}  // namespace hall::auditlog

namespace hall {

std::optional<AuditRow> auditRow(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("\\A([1-9][0-9]{0,14}):([0-9a-f]{64})\\z"));
    const QRegularExpressionMatch match = form.match(text);
    return match.hasMatch() ? std::optional(AuditRow{match.captured(1).toLongLong(),
                                                     QByteArray::fromHex(match.captured(2).toLatin1())})
                            : std::nullopt;
}

}  // namespace hall
