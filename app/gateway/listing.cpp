// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/listing.h"

#include "app/domain/transaction.h"
#include "app/gateway/caselife.h"
#include "app/gateway/coredesk.h"
#include "app/protocol/canonicaljson.h"

#include <QDateTime>

namespace hall::gateway {
namespace {

// A kiosk sends scans right after their case. What lacks them for longer is for somebody to look into: they may still
// be on the kiosk (hallctl outbox export), or with the person.
constexpr qint64 kScansOverdueMs = 72LL * 3600 * 1000;

QJsonArray checksJson(const QVector<CheckRow> &rows)
{
    QJsonArray array;
    for (const CheckRow &row : rows) {
        array.append(checkJson(row));
    }
    return array;
}

}  // namespace

Result<QJsonArray> listItems(Database &database)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    // Before the next question: the driver of PostgreSQL keeps one result at a time.
    auto checks = checkRows(*connection);
    if (!checks) {
        return fail(checks.error());
    }
    auto notices = noticesJson(*connection);
    if (!notices) {
        return fail(notices.error());
    }
    auto rows =
        run(*connection, QStringLiteral("SELECT i.id, i.kiosk, i.epoch, i.seq, i.service, i.state, i.received_ms,"
                                        " COALESCE(r.code, '') FROM item i LEFT JOIN result r ON r.item = i.id"
                                        " ORDER BY i.received_ms, i.kiosk, i.epoch, i.seq"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray items;
    const qint64 overdue = QDateTime::currentMSecsSinceEpoch() - kScansOverdueMs;
    while (rows->next()) {
        const auto at = QDateTime::fromMSecsSinceEpoch(rows->value(6).toLongLong(), Qt::UTC);
        items.append(QJsonObject{{QStringLiteral("id"), rows->value(0).toString()},
                                 {QStringLiteral("kiosk"), rows->value(1).toString()},
                                 {QStringLiteral("epoch"), rows->value(2).toString()},
                                 {QStringLiteral("seq"), rows->value(3).toLongLong()},
                                 {QStringLiteral("service"), rows->value(4).toString()},
                                 {QStringLiteral("state"), rows->value(5).toString()},
                                 {QStringLiteral("scans_overdue"),
                                  rows->value(5).toString() == u"waiting" && rows->value(6).toLongLong() < overdue},
                                 {QStringLiteral("code"), rows->value(7).toString()},
                                 {QStringLiteral("received"), at.toString(Qt::ISODateWithMs)},
                                 {QStringLiteral("checks"), checksJson(checks->value(rows->value(0).toString()))},
                                 {QStringLiteral("number"), shortNumber(rows->value(0).toString())},
                                 {QStringLiteral("notices"), notices->value(rows->value(0).toString())}});
    }
    return items;
}

Result<QJsonObject> openItem(Database &database, const Blobs &blobs, const QString &id, const SealKeyRing &keys)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto opened = openCase(*connection, blobs, id, keys);
    if (!opened) {
        return fail(opened.error());
    }
    auto body = parseJsonObject(opened->json.reveal(), kCaseBodyLimit);
    if (!body) {
        return fail(body.error());
    }
    QJsonArray materials = body->value(QStringLiteral("materials")).toArray();
    for (qsizetype i = 0; i < materials.size(); ++i) {
        QJsonObject material = materials[i].toObject();
        material.insert(QStringLiteral("good"), opened->materialsGood.value(i));
        materials[i] = material;
    }
    body->insert(QStringLiteral("materials"), materials);
    auto checks = checkRows(*connection, id);
    if (!checks) {
        return fail(checks.error());
    }
    body->insert(QStringLiteral("checks"), checksJson(checks->value(id)));
    auto life = lifeJson(*connection, id);
    auto followUps = followUpsJson(*connection, id);
    if (!life || !followUps) {
        return fail(!life ? life.error() : followUps.error());
    }
    body->insert(QStringLiteral("life"), *life);
    body->insert(QStringLiteral("follow_ups"), *followUps);
    auto core = coreOfCase(*connection, id);
    if (!core) {
        return fail(core.error());
    }
    if (!core->isEmpty()) {
        body->insert(QStringLiteral("core"), *core);
    }
    auto result = run(*connection, QStringLiteral("SELECT state, code, reference FROM result WHERE item = ?"), {id});
    if (result && result->next()) {
        body->insert(QStringLiteral("result"), QJsonObject{{QStringLiteral("state"), result->value(0).toString()},
                                                           {QStringLiteral("code"), result->value(1).toString()},
                                                           {QStringLiteral("reference"), result->value(2).toString()}});
    }
    return *body;
}

Result<QJsonObject> statistics(Database &database)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto rows = run(*connection, QStringLiteral("SELECT state, COUNT(*) FROM item GROUP BY state"));
    if (!rows) {
        return fail(rows.error());
    }
    QJsonObject states;
    qint64 total = 0;
    while (rows->next()) {
        states.insert(rows->value(0).toString(), rows->value(1).toLongLong());
        total += rows->value(1).toLongLong();
    }
    QJsonObject object{{QStringLiteral("items"), states}, {QStringLiteral("total"), total}};
    const qint64 overdue = QDateTime::currentMSecsSinceEpoch() - kScansOverdueMs;
    const std::pair<QString, QString> counts[] = {
        {QStringLiteral("scans_overdue"),
         QStringLiteral("SELECT COUNT(*) FROM item WHERE state = 'waiting' AND received_ms < %1").arg(overdue)},
        {QStringLiteral("kiosks"), QStringLiteral("SELECT COUNT(*) FROM kiosk")},
        {QStringLiteral("revoked"), QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE revoked_ms IS NOT NULL")},
        {QStringLiteral("quarantined"), QStringLiteral("SELECT COUNT(*) FROM kiosk WHERE quarantine <> ''")},
        {QStringLiteral("blobs"), QStringLiteral("SELECT COUNT(*) FROM blob")},
        {QStringLiteral("blob_bytes"), QStringLiteral("SELECT COALESCE(SUM(size), 0) FROM blob")},
        {QStringLiteral("asks"), QStringLiteral("SELECT COUNT(*) FROM ask_log")},
        {QStringLiteral("alarms_open"), QStringLiteral("SELECT COUNT(*) FROM alarm WHERE acked_ms = 0")},
    };
    for (const auto &[name, sql] : counts) {
        auto value = single(*connection, sql);
        if (!value) {
            return fail(value.error());
        }
        object.insert(name, value->toLongLong());
    }
    return object;
}

}  // namespace hall::gateway
