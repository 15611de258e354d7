// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/sealkeys.h"

#include "app/gateway/gatewaykeys.h"
#include "app/protocol/keyfile.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr std::chrono::milliseconds kFresh{1000};
constexpr qint64 kSecond = 1000;

QString isoTime(qint64 ms)
{
    return ms == 0 ? QString() : QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

struct KeyRow
{
    QString id;
    qint64 begunMs = 0;
    qint64 endedMs = 0;
};

Result<QVector<KeyRow>> keyRows(QSqlDatabase &db)
{
    auto rows = run(db, QStringLiteral("SELECT id, begun_ms, ended_ms FROM seal_key ORDER BY n"));
    if (!rows) {
        return fail(rows.error());
    }
    QVector<KeyRow> keys;
    while (rows->next()) {
        keys.append({rows->value(0).toString(), rows->value(1).toLongLong(), rows->value(2).toLongLong()});
    }
    return keys;
}

Done addKey(QSqlDatabase &db, const QString &id, qint64 begunMs)
{
    auto row = run(db,
                   QStringLiteral("INSERT INTO seal_key (n, id, begun_ms, ended_ms)"
                                  " VALUES ((SELECT COALESCE(MAX(n), 0) + 1 FROM seal_key), ?, ?, 0)"),
                   {id, begunMs});
    return row ? Done() : fail(row.error());
}

// The key in force and the announced one, as kiosks know them; of before the first change the one that `init` made.
Result<SealNotice> standing(QSqlDatabase &db, const QString &dataDir, const Signer &centre)
{
    auto last = lastSealNotice(db, centre.publicKey());
    if (!last) {
        return fail(last.error());
    }
    if (*last) {
        return **last;
    }
    auto first = loadUnsealKey(unsealKeyPath(dataDir));
    return first ? Result<SealNotice>(SealNotice{0, first->publicKey, {}, 0}) : fail(first.error());
}

// Another key, and what kiosks are told of it. Its number grows also over a database that was put back from a backup.
Result<SealNotice> announce(QSqlDatabase &db, const QString &dataDir, const Signer &centre, const QByteArray &publicKey,
                            qint64 fromMs, qint64 nowMs)
{
    auto before = standing(db, dataDir, centre);
    auto rows = keyRows(db);
    if (!before || !rows) {
        return fail(!before ? before.error() : rows.error());
    }
    if (!before->next.isEmpty() && nowMs < before->nextFromMs) {
        return fail(FaultCode::BadArgument, "key " + sealKeyId(before->next).toStdString() +
                                                " is announced already, from " +
                                                isoTime(before->nextFromMs).toStdString());
    }
    const QByteArray inForce = before->keyAt(nowMs);
    auto notice = signSealNotice({std::max(before->number + 1, nowMs / kSecond), inForce, publicKey, fromMs}, centre);
    Done done = notice ? Done() : fail(notice.error());
    done = done && rows->isEmpty() ? addKey(db, sealKeyId(inForce), 0) : done;
    done = done ? addKey(db, sealKeyId(publicKey), nowMs) : done;
    if (!done) {
        return fail(done.error());
    }
    auto told = run(db, QStringLiteral("INSERT INTO seal_notice (number, json, at_ms) VALUES (?, ?, ?)"),
                    {notice->number, QString::fromUtf8(notice->json), nowMs});
    return told ? notice : fail(told.error());
}

// Of kiosks that tell which key they seal to and which one the oldest of their cases is for: why it counts as out.
QString whyOut(const QJsonObject &health, const QStringList &newer)
{
    if (health.isEmpty()) {
        return QStringLiteral("never-told");
    }
    const QJsonObject seal = health[u"seal"].toObject();
    if (seal.isEmpty()) {
        return QStringLiteral("old-program");
    }
    if (!newer.contains(seal[u"key"].toString())) {
        return QStringLiteral("not-changed");
    }
    const QString oldest = seal[u"oldest"].toString();
    return oldest.isEmpty() || newer.contains(oldest) ? QString() : QStringLiteral("holds");
}

// A key that the database does not know: it was put back from a backup of before the key was begun, and kiosks seal to
// it. Its secret half is among the others, or those cases cannot be opened anyway.
Done announceLost(QSqlDatabase &db, const QString &dataDir, const QString &id, qint64 nowMs)
{
    auto keys = loadUnsealKeys(dataDir);
    auto centre = loadReferenceKey(dataDir);
    if (!keys || !centre) {
        return fail(!keys ? keys.error() : centre.error());
    }
    const auto ours = std::find_if(keys->begin(), keys->end(),
                                   [&id](const SealKeyPair &pair) { return sealKeyId(pair.publicKey) == id; });
    if (ours == keys->end()) {
        return fail(FaultCode::StoreNotFound, "no such key in the database, and none in " +
                                                  unsealKeyPath(dataDir, id).toStdString() +
                                                  ": put the folder of keys back first");
    }
    if (keys->begin() == ours) {
        return fail(FaultCode::BadArgument,
                    "cases sealed to this key are taken");  // of `init`, before the first change
    }
    auto notice = announce(db, dataDir, *centre, ours->publicKey, 0, nowMs);
    return notice ? Done() : fail(notice.error());
}

}  // namespace

SealKeys::SealKeys(std::shared_ptr<Database> database, QString firstId, const Clock &clock)
    : m_database(std::move(database)), m_firstId(std::move(firstId)), m_clock(clock)
{
}

Result<QSet<QString>> SealKeys::accepted(const QSet<QString> &wanted)
{
    const std::lock_guard lock(m_mutex);
    const auto now = m_clock.monotonic();
    if (!m_accepted.isEmpty() && now - m_readAt < kFresh && m_accepted.contains(wanted)) {
        return m_accepted;
    }
    auto connection = m_database->connection();
    auto rows = connection ? keyRows(*connection) : fail(connection.error());
    if (!rows) {
        return fail(rows.error());
    }
    m_accepted.clear();
    for (const KeyRow &row : std::as_const(*rows)) {
        if (row.endedMs == 0) {
            m_accepted.insert(row.id);
        }
    }
    if (rows->isEmpty()) {
        m_accepted.insert(m_firstId);
    }
    m_readAt = now;
    return m_accepted;
}

Result<std::optional<SealNotice>> lastSealNotice(QSqlDatabase &db, const QByteArray &refKey)
{
    auto json = single(db, QStringLiteral("SELECT json FROM seal_notice ORDER BY number DESC LIMIT 1"), {});
    if (!json) {
        return fail(json.error());
    }
    if (!json->isValid()) {
        return std::optional<SealNotice>();
    }
    auto notice = readSealNotice(json->toString().toUtf8(), refKey);
    return notice ? Result<std::optional<SealNotice>>(std::move(*notice)) : fail(notice.error());
}

Result<SealNotice> beginSealKey(Database &database, const QString &dataDir, qint64 fromMs, const Clock &clock)
{
    auto centre = loadReferenceKey(dataDir);
    if (!centre) {
        return fail(centre.error());
    }
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    SealKeyPair fresh = newSealKeyPair();
    const QString id = sealKeyId(fresh.publicKey);
    // Before anybody can hear of it.
    const QString file = unsealKeyPath(dataDir, id);
    if (auto done = writeKeyFile(file, fresh.secretKey.reveal().toHex() + '\n'); !done) {
        return fail(done.error());
    }
    auto notice = announce(transaction.connection(), dataDir, *centre, fresh.publicKey, fromMs, clock.wall().count());
    if (const Done done = notice ? transaction.commit() : fail(notice.error()); !done) {
        QFile::remove(file);
        return fail(done.error());
    }
    return notice;
}

Result<QJsonArray> listSealKeys(Database &database, const QString &dataDir, const Clock &clock)
{
    auto centre = loadReferenceKey(dataDir);
    auto db = database.connection();
    if (!centre || !db) {
        return fail(!centre ? centre.error() : db.error());
    }
    auto notice = standing(*db, dataDir, *centre);
    auto rows = keyRows(*db);
    auto stored = run(*db, QStringLiteral("SELECT envelope FROM item WHERE destroyed_ms = 0"));
    if (!notice || !rows || !stored) {
        return fail(!notice ? notice.error() : !rows ? rows.error() : stored.error());
    }
    QHash<QString, qint64> cases;
    while (stored->next()) {
        const QJsonObject envelope = QJsonDocument::fromJson(stored->value(0).toString().toUtf8()).object();
        ++cases[envelope[u"sealed"][u"key"].toString()];
    }
    if (rows->isEmpty()) {
        rows->append({sealKeyId(notice->current), 0, 0});
    }
    const qint64 now = clock.wall().count();
    const QString inForce = sealKeyId(notice->keyAt(now));
    const QString next = notice->next.isEmpty() ? QString() : sealKeyId(notice->next);
    QJsonArray keys;
    for (const KeyRow &row : std::as_const(*rows)) {
        QString state = row.endedMs != 0 ? QStringLiteral("ended") : QStringLiteral("former");
        state = row.id == inForce ? QStringLiteral("current") : row.id == next ? QStringLiteral("next") : state;
        keys.append(QJsonObject{{QStringLiteral("id"), row.id},
                                {QStringLiteral("state"), state},
                                {QStringLiteral("since"), isoTime(row.begunMs)},
                                {QStringLiteral("from"), row.id == next ? isoTime(notice->nextFromMs) : QString()},
                                {QStringLiteral("ended"), isoTime(row.endedMs)},
                                {QStringLiteral("stored"), cases.value(row.id)}});
    }
    return keys;
}

Result<QJsonArray> stillOut(QSqlDatabase &db, const QString &id)
{
    auto keys = keyRows(db);
    auto rows = run(db, QStringLiteral("SELECT id, health, health_ms, revoked_ms FROM kiosk WHERE sign_key <> ''"
                                       " ORDER BY id"));
    if (!keys || !rows) {
        return fail(!keys ? keys.error() : rows.error());
    }
    QStringList newer;
    bool after = false;
    for (const KeyRow &key : std::as_const(*keys)) {
        if (after) {
            newer.append(key.id);
        }
        after = after || key.id == id;
    }
    QJsonArray out;
    while (rows->next()) {
        const QJsonObject health = QJsonDocument::fromJson(rows->value(1).toString().toUtf8()).object();
        if (const QString why = whyOut(health, newer); !why.isEmpty()) {
            out.append(QJsonObject{{QStringLiteral("kiosk"), rows->value(0).toString()},
                                   {QStringLiteral("why"), why},
                                   {QStringLiteral("told"), isoTime(rows->value(2).toLongLong())},
                                   {QStringLiteral("revoked"), !rows->value(3).isNull()}});
        }
    }
    return out;
}

Done endSealKey(Database &database, const QString &dataDir, const QString &id, bool evenSo, const Clock &clock)
{
    auto centre = loadReferenceKey(dataDir);
    if (!centre) {
        return fail(centre.error());
    }
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    QSqlDatabase &db = transaction.connection();
    const qint64 now = clock.wall().count();
    auto notice = standing(db, dataDir, *centre);
    auto out = stillOut(db, id);
    if (!notice || !out) {
        return fail(!notice ? notice.error() : out.error());
    }
    if (id == sealKeyId(notice->keyAt(now)) || (!notice->next.isEmpty() && id == sealKeyId(notice->next))) {
        return fail(FaultCode::BadArgument, "kiosks seal to this key, or will; begin another one first");
    }
    auto row = run(db, QStringLiteral("UPDATE seal_key SET ended_ms = ? WHERE id = ? AND ended_ms = 0"), {now, id});
    if (!row) {
        return fail(row.error());
    }
    if (row->numRowsAffected() != 1) {
        return fail(FaultCode::StoreNotFound, "no such key, or ended already");
    }
    if (!out->isEmpty() && !evenSo) {
        return fail(FaultCode::CentreRefused,
                    std::to_string(out->size()) + " kiosks may still hold cases sealed to it");
    }
    return transaction.commit();
}

Result<bool> resumeSealKey(Database &database, const QString &dataDir, const QString &id, const Clock &clock)
{
    WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    auto row = run(db, QStringLiteral("UPDATE seal_key SET ended_ms = 0 WHERE id = ?"), {id});
    if (!row) {
        return fail(row.error());
    }
    const bool known = row->numRowsAffected() == 1;
    if (!known) {
        if (auto done = announceLost(db, dataDir, id, clock.wall().count()); !done) {
            return fail(done.error());
        }
    }
    const Done done = transaction.commit();
    return done ? Result<bool>(!known) : fail(done.error());
}

}  // namespace hall::gateway
