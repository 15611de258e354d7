// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/drafts.h"

#include "app/gateway/halltime.h"
#include "app/protocol/digest.h"

namespace hall::gateway {
namespace {

constexpr qint64 kDayMs = 24LL * 3600 * 1000;
constexpr qint64 kAheadMs = std::chrono::milliseconds(hallOffset).count();

Done sweepIn(QSqlDatabase &db, qint64 nowMs)
{
    auto gone = run(db, QStringLiteral("DELETE FROM draft WHERE until_ms <= ?"), {nowMs});
    return gone ? Done() : Done(fail(gone.error()));
}

}  // namespace

qint64 endOfDayMs(qint64 nowMs)
{
    return ((nowMs + kAheadMs) / kDayMs + 1) * kDayMs - kAheadMs;
}

Result<wire::DraftAnswer> Drafts::keep(const QString &kiosk, const QString &tag, const wire::DraftCall &call)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    const qint64 now = m_clock.wall().count();
    const qint64 until = endOfDayMs(now);
    if (auto done = sweepIn(db, now); !done) {
        return fail(done.error());
    }
    auto kept = run(db,
                    QStringLiteral("INSERT INTO draft (tag, kiosk, secret, box, made_ms, until_ms, tries)"
                                   " VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (tag) DO UPDATE SET"
                                   " kiosk = excluded.kiosk, secret = excluded.secret, box = excluded.box,"
                                   " made_ms = excluded.made_ms, until_ms = excluded.until_ms, tries = 0"),
                    {tag, kiosk, sha256Hex(call.check), call.box, now, until});
    if (!kept) {
        return fail(kept.error());
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return wire::DraftAnswer{until, {}};
}

Result<wire::DraftAnswer> Drafts::take(const QString &tag, const QByteArray &check)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    if (auto done = sweepIn(db, m_clock.wall().count()); !done) {
        return fail(done.error());
    }
    // Counted first: that holds the row, and two tries at once are two.
    if (auto counted = run(db, QStringLiteral("UPDATE draft SET tries = tries + 1 WHERE tag = ?"), {tag}); !counted) {
        return fail(counted.error());
    }
    auto row = run(db, QStringLiteral("SELECT secret, box, tries FROM draft WHERE tag = ?"), {tag});
    if (!row) {
        return fail(row.error());
    }
    const bool there = row->next();
    const QByteArray secret = there ? row->value(0).toString().toLatin1() : QByteArray();
    const QByteArray box = there ? row->value(1).toByteArray() : QByteArray();
    const int tries = there ? row->value(2).toInt() : 0;
    row->finish();
    const bool right = there && equalConstantTime(secret, sha256Hex(check).toLatin1());
    const QString then = right ? QStringLiteral("UPDATE draft SET tries = tries - 1 WHERE tag = ?")
                         : tries >= wire::kDraftTries ? QStringLiteral("DELETE FROM draft WHERE tag = ?")
                                                      : QString();
    if (!then.isEmpty()) {
        if (auto done = run(db, then, {tag}); !done) {
            return fail(done.error());
        }
    }
    // A try that is not certain to be counted is not answered.
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return right ? Result<wire::DraftAnswer>(wire::DraftAnswer{0, box})
                 : Result<wire::DraftAnswer>(fail(FaultCode::StoreNotFound, "nothing kept, or another code"));
}

Done Drafts::drop(const QString &tag)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    if (auto gone = run(transaction.connection(), QStringLiteral("DELETE FROM draft WHERE tag = ?"), {tag}); !gone) {
        return fail(gone.error());
    }
    return transaction.commit();
}

Done Drafts::sweep()
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    if (auto done = sweepIn(transaction.connection(), m_clock.wall().count()); !done) {
        return done;
    }
    return transaction.commit();
}

}  // namespace hall::gateway
