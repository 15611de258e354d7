// SPDX-License-Identifier: GPL-3.0-or-later
// What is over and about no case: ratings, what the municipal core said, persons whom nobody needs any more, answers
// that kiosks have long read.
#include "app/gateway/retention.h"

#include <algorithm>

namespace hall::gateway {
namespace {

constexpr qint64 kDay = 24 * 60 * 60 * 1000;

// `from`: a table and which of its rows.
Result<int> destroyRows(QSqlDatabase &db, const QString &from, const QVariantList &values, bool dry)
{
    auto count = single(db, QStringLiteral("SELECT COUNT(*) FROM ") + from, values);
    if (!count || dry || count->toInt() == 0) {
        return count ? Result<int>(count->toInt()) : Result<int>(fail(count.error()));
    }
    auto gone = run(db, QStringLiteral("DELETE FROM ") + from, values);
    return gone ? Result<int>(count->toInt()) : Result<int>(fail(gone.error()));
}

// A person is all documents of one. Whoever has a case, acts for a unit, or was asked about since is needed.
Result<int> destroyPersons(QSqlDatabase &db, qint64 beforeMs, bool dry)
{
    auto rows = run(db,
                    QStringLiteral("SELECT DISTINCT p.person FROM person_document p WHERE NOT EXISTS"
                                   " (SELECT 1 FROM person_document d WHERE d.person = p.person AND (d.updated_ms >= ?"
                                   " OR EXISTS (SELECT 1 FROM result r WHERE r.tag = d.tag)"
                                   " OR EXISTS (SELECT 1 FROM check_wait w WHERE w.tag = d.tag)"
                                   " OR d.tag IN (SELECT tag FROM unit_clerk)"
                                   " OR d.tag IN (SELECT tag FROM ask_log WHERE at_ms >= ?)))"),
                    {beforeMs, beforeMs});
    if (!rows) {
        return fail(rows.error());
    }
    QStringList persons;
    while (rows->next()) {
        persons.append(rows->value(0).toString());
    }
    rows->finish();
    for (const QString &person : std::as_const(persons)) {
        for (const char *table : {"person_record WHERE person = ?", "person_document WHERE person = ?"}) {
            if (auto gone = destroyRows(db, QLatin1String(table), {person}, dry); !gone) {
                return gone;
            }
        }
    }
    return static_cast<int>(persons.size());
}

struct ReadUpTo
{
    QString kiosk;
    qint64 n = 0;
};

// What each kiosk has had since then, without its last answer. The marks (Intake::noteRead) are never above what the
// kiosk asks after now; one that was never heard, or not since, has none.
Result<QVector<ReadUpTo>> longRead(QSqlDatabase &db, qint64 beforeMs)
{
    auto rows = run(db,
                    QStringLiteral("SELECT r.kiosk, MAX(r.n), MAX(k.inbox_no) FROM inbox_read r"
                                   " JOIN kiosk k ON k.id = r.kiosk WHERE r.at_ms < ? GROUP BY r.kiosk"),
                    {beforeMs});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<ReadUpTo> read;
    while (rows->next()) {
        read.append(
            {rows->value(0).toString(), std::min(rows->value(1).toLongLong(), rows->value(2).toLongLong() - 1)});
    }
    return read;
}

Result<int> destroyAnswers(QSqlDatabase &db, qint64 beforeMs, bool dry)
{
    auto read = longRead(db, beforeMs);
    if (!read) {
        return fail(read.error());
    }
    int answers = 0;
    for (const ReadUpTo &one : std::as_const(*read)) {
        auto gone = destroyRows(db, QStringLiteral("inbox WHERE kiosk = ? AND n <= ?"), {one.kiosk, one.n}, dry);
        if (!gone) {
            return gone;
        }
        answers += *gone;
        if (dry || *gone == 0) {
            continue;
        }
        auto told = run(db, QStringLiteral("UPDATE kiosk SET inbox_from = ? WHERE id = ?"), {one.n, one.kiosk});
        if (!told) {
            return fail(told.error());
        }
    }
    if (dry) {
        return answers;
    }
    // The newest of then is enough.
    auto marks = run(db,
                     QStringLiteral("DELETE FROM inbox_read WHERE at_ms < (SELECT MAX(r.at_ms) FROM inbox_read r"
                                    " WHERE r.kiosk = inbox_read.kiosk AND r.at_ms < ?)"),
                     {beforeMs});
    return marks ? Result<int>(answers) : fail(marks.error());
}

}  // namespace

Result<Destroyed> destroyRest(QSqlDatabase &db, const RetentionRules &rules, qint64 nowMs, bool dry)
{
    auto ratings = destroyRows(db, QStringLiteral("rating WHERE at_ms < ?"), {nowMs - rules.ratingDays * kDay}, dry);
    // The last one says up to where the core was heard; those that wait for a person stay.
    auto events = destroyRows(db,
                              QStringLiteral("core_event WHERE at_ms < ? AND outcome IN ('applied', 'nothing-new',"
                                             " 'seen') AND n < (SELECT MAX(n) FROM core_event)"),
                              {nowMs - rules.eventDays * kDay}, dry);
    auto persons = destroyPersons(db, nowMs - rules.personDays * kDay, dry);
    auto answers = destroyAnswers(db, nowMs - rules.inboxDays * kDay, dry);
    for (const auto *one : {&ratings, &events, &persons, &answers}) {
        if (!*one) {
            return fail(one->error());
        }
    }
    Destroyed destroyed;
    destroyed.ratings = *ratings;
    destroyed.events = *events;
    destroyed.persons = *persons;
    destroyed.answers = *answers;
    return destroyed;
}

}  // namespace hall::gateway
