// SPDX-License-Identifier: GPL-3.0-or-later
// What kiosks are told of their cases, and up to where they have read it.
#include "app/gateway/intake.h"

namespace hall::gateway {
namespace {

constexpr qint64 kDayMs = 24LL * 3600 * 1000;

// Stands where an answer was forgotten: a kiosk takes the numbers only without a gap, and this one's case it does not
// have.
wire::InboxItem forgotten(qint64 n)
{
    return {n,
            QStringLiteral("00000000-0000-7000-8000-000000000000"),
            QStringLiteral("applied"),
            QStringLiteral("forgotten"),
            QString(),
            0};
}

struct Mark
{
    qint64 atMs = 0;
    qint64 n = 0;
};

Result<std::optional<Mark>> lastMark(QSqlDatabase &db, const QString &kiosk)
{
    auto row =
        run(db, QStringLiteral("SELECT at_ms, n FROM inbox_read WHERE kiosk = ? ORDER BY at_ms DESC LIMIT 1"), {kiosk});
    if (!row) {
        return fail(row.error());
    }
    return row->next() ? std::optional(Mark{row->value(0).toLongLong(), row->value(1).toLongLong()}) : std::nullopt;
}

}  // namespace

Result<QVector<wire::InboxItem>> Intake::inbox(const QString &kiosk, qint64 after)
{
    auto connection = m_database->connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto rows = run(*connection,
                    QStringLiteral("SELECT n, item, state, code, reference, at_ms FROM inbox"
                                   " WHERE kiosk = ? AND n > ? ORDER BY n LIMIT ?"),
                    {kiosk, after, wire::kInboxItems});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<wire::InboxItem> items;
    while (rows->next()) {
        items.append({rows->value(0).toLongLong(), rows->value(1).toString(), rows->value(2).toString(),
                      rows->value(3).toString(), rows->value(4).toString(), rows->value(5).toLongLong()});
    }
    if (items.isEmpty() || items.constFirst().n == after + 1) {
        return items;
    }
    // The last one is never forgotten, so that those that were have one behind them.
    rows->finish();
    auto upTo = single(*connection, QStringLiteral("SELECT inbox_from FROM kiosk WHERE id = ?"), {kiosk});
    if (!upTo) {
        return fail(upTo.error());
    }
    QVector<wire::InboxItem> all;
    for (qint64 n = after + 1; n <= upTo->toLongLong() && all.size() < wire::kInboxItems; ++n) {
        all.append(forgotten(n));
    }
    all += items.mid(0, wire::kInboxItems - all.size());
    return all;
}

Result<qint64> Intake::lastAnswer(const QString &kiosk)
{
    auto connection = m_database->connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto last = single(*connection, QStringLiteral("SELECT inbox_no FROM kiosk WHERE id = ?"), {kiosk});
    return last ? Result<qint64>(last->toLongLong()) : Result<qint64>(fail(last.error()));
}

Done Intake::noteRead(const QString &kiosk, qint64 after)
{
    auto connection = m_database->connection();
    if (!connection) {
        return fail(connection.error());
    }
    const qint64 now = m_clock.wall().count();
    auto seen = lastMark(*connection, kiosk);
    if (!seen) {
        return fail(seen.error());
    }
    const bool fits = *seen && (*seen)->n <= after && now - (*seen)->atMs < kDayMs;
    if (fits || (!*seen && after == 0)) {
        return {};
    }
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    QSqlDatabase &db = transaction.connection();
    const QVector<QPair<QString, QVariantList>> steps{
        // It begins anew, or is an older copy of itself: what it read before does not count any more.
        {QStringLiteral("UPDATE inbox_read SET n = ? WHERE kiosk = ? AND n > ?"), {after, kiosk, after}},
        // Beyond what it was given: the centre was put back, and the kiosk is about to ask from the start.
        {QStringLiteral(
             "INSERT INTO inbox_read (kiosk, at_ms, n) SELECT id, ?, ? FROM kiosk WHERE id = ? AND inbox_no >= ?"
             " AND NOT EXISTS (SELECT 1 FROM inbox_read r WHERE r.kiosk = kiosk.id AND r.at_ms > ?)"),
         {now, after, kiosk, after, now - kDayMs}}};
    for (const auto &[statement, values] : steps) {
        if (auto done = run(db, statement, values); !done) {
            return fail(done.error());
        }
    }
    return transaction.commit();
}

}  // namespace hall::gateway
