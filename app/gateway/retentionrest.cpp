// SPDX-License-Identifier: GPL-3.0-or-later
// What is over and about no case: ratings, what the municipal core said, persons whom nobody needs any more, answers
// that kiosks have long read.
#include "app/gateway/retention.h"

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

// The marks of what was read (Intake::noteRead) are never above what the kiosk asks after now: one of then tells what
// it has had for so long. A kiosk that was never heard, or not since, keeps all of its answers.
Result<int> destroyAnswers(QSqlDatabase &db, qint64 beforeMs, bool dry)
{
    auto answers = destroyRows(db,
                               QStringLiteral("inbox WHERE n <= (SELECT MAX(r.n) FROM inbox_read r"
                                              " WHERE r.kiosk = inbox.kiosk AND r.at_ms < ?)"
                                              " AND n < (SELECT k.inbox_no FROM kiosk k WHERE k.id = inbox.kiosk)"),
                               {beforeMs}, dry);
    if (!answers || dry) {
        return answers;
    }
    // The newest of then is enough.
    auto marks = run(db,
                     QStringLiteral("DELETE FROM inbox_read WHERE at_ms < (SELECT MAX(r.at_ms) FROM inbox_read r"
                                    " WHERE r.kiosk = inbox_read.kiosk AND r.at_ms < ?)"),
                     {beforeMs});
    return marks ? answers : Result<int>(fail(marks.error()));
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
