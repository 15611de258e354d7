// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/audithead.h"

#include "app/gateway/call.h"
#include "app/gateway/halltime.h"
#include "app/protocol/envelope.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>

#include <cstdio>

namespace hall::gateway {
namespace {

constexpr qint64 kDayMs = 24LL * 3600 * 1000;
constexpr qint64 kKeptMs = 180 * kDayMs;

bool isHex(const QString &text, qsizetype digits)
{
    static const QRegularExpression hex(QStringLiteral("\\A[0-9a-f]*\\z"));
    return text.size() == digits && hex.match(text).hasMatch();
}

struct Told
{
    explicit Told(const QJsonObject &audit)
        : epoch(audit[u"epoch"].toString()), hash(audit[u"hash"].toString()), boot(audit[u"boot"].toString()),
          beforeHash(audit[u"before"][u"hash"].toString()), n(audit[u"n"].toInteger(-1)),
          beforeN(audit[u"before"][u"n"].toInteger(-1)), monotonicMs(audit[u"t_mono"].toInteger(-1))
    {
    }
    [[nodiscard]] bool whole() const
    {
        return isHex(epoch, 32) && isHex(hash, 64) && isHex(beforeHash, 64) && isToken(boot) && n >= 0 &&
               beforeN >= 0 && beforeN <= n && monotonicMs >= 0;
    }

    QString epoch, hash, boot, beforeHash;
    qint64 n, beforeN, monotonicMs;
};

}  // namespace

Result<bool> takeAuditHead(QSqlDatabase &db, const QString &kiosk, const QJsonObject &audit, qint64 nowMs)
{
    const Told told(audit);
    if (!told.whole()) {
        return false;
    }
    auto last = run(db,
                    QStringLiteral("SELECT n, hash, boot, mono_ms FROM audit_head WHERE kiosk = ? AND epoch = ?"
                                   " ORDER BY n DESC, at_ms DESC LIMIT 1"),
                    {kiosk, told.epoch});
    if (!last) {
        return fail(last.error());
    }
    if (last->next()) {
        const qint64 n = last->value(0).toLongLong();
        const QString hash = last->value(1).toString();
        if (last->value(2).toString() == told.boot && told.monotonicMs <= last->value(3).toLongLong()) {
            return false;  // under way for long, or twice
        }
        // It is told until the kiosk knows that it came. Who knows of more than is known here has a centre that was put
        // back itself.
        const bool fits =
            told.beforeN == n ? told.beforeHash == hash : told.beforeN > n || (told.n == n && told.hash == hash);
        if (!fits) {
            return true;
        }
    }
    last->finish();
    const qint64 day = (nowMs + std::chrono::milliseconds(hallOffset).count()) / kDayMs;
    const QVector<QPair<QString, QVariantList>> steps{
        {QStringLiteral(
             "INSERT INTO audit_head (kiosk, epoch, day, n, hash, boot, mono_ms, at_ms)"
             " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kiosk, epoch, day) DO UPDATE SET n = excluded.n,"
             " hash = excluded.hash, boot = excluded.boot, mono_ms = excluded.mono_ms, at_ms = excluded.at_ms"),
         {kiosk, told.epoch, day, told.n, told.hash, told.boot, told.monotonicMs, nowMs}},
        {QStringLiteral("DELETE FROM audit_head WHERE kiosk = ? AND at_ms < ?"), {kiosk, nowMs - kKeptMs}}};
    for (const auto &[statement, values] : steps) {
        if (auto done = run(db, statement, values); !done) {
            return fail(done.error());
        }
    }
    return false;
}

Result<QJsonArray> listAuditHeads(Database &database, const QString &kiosk)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto rows = run(*connection,
                    QStringLiteral("SELECT kiosk, epoch, n, hash, at_ms FROM audit_head WHERE kiosk = ? OR ? = ''"
                                   " ORDER BY kiosk, epoch, n"),
                    {kiosk, kiosk});
    if (!rows) {
        return fail(rows.error());
    }
    QJsonArray heads;
    while (rows->next()) {
        const auto at = QDateTime::fromMSecsSinceEpoch(rows->value(4).toLongLong(), Qt::UTC);
        heads.append(QJsonObject{{QStringLiteral("kiosk"), rows->value(0).toString()},
                                 {QStringLiteral("epoch"), rows->value(1).toString()},
                                 {QStringLiteral("n"), rows->value(2).toLongLong()},
                                 {QStringLiteral("hash"), rows->value(3).toString()},
                                 {QStringLiteral("at"), at.toString(Qt::ISODateWithMs)}});
    }
    return heads;
}

int auditCommand(const Call &call)
{
    if (call.arguments.size() > 1) {
        return wrongUsage("audit takes the name of a kiosk, or nothing");
    }
    return withDatabase(call, [&](const std::shared_ptr<Database> &database) {
        auto heads = listAuditHeads(*database, call.arguments.value(0));
        if (!heads) {
            return failed(call, heads.error());
        }
        if (call.parser.isSet(QStringLiteral("json"))) {
            print(QJsonDocument(*heads));
            return 0;
        }
        for (const QJsonValue head : std::as_const(*heads)) {
            std::printf("%s  %s  %lld:%s  %s\n", qPrintable(head[u"kiosk"].toString()),
                        qPrintable(head[u"epoch"].toString()), static_cast<long long>(head[u"n"].toInteger()),
                        qPrintable(head[u"hash"].toString()), qPrintable(head[u"at"].toString()));
        }
        return 0;
    });
}

}  // namespace hall::gateway
