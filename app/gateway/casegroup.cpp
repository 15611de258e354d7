// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/casegroup.h"

#include <algorithm>

namespace hall::gateway {
namespace {

const QString kRefused = QStringLiteral("refused");
const QString kAccepted = QStringLiteral("accepted");
const QString kDecided = QStringLiteral("decided");
const QString kWaits = QStringLiteral("checks-pending");
const QString kIncomplete = QStringLiteral("group-incomplete");

bool any(const QVector<Judgement> &parts, const QString &state)
{
    return std::any_of(parts.begin(), parts.end(), [&state](const Judgement &part) { return part.state == state; });
}

}  // namespace

Result<bool> fitsGroup(QSqlDatabase &db, const Envelope &envelope)
{
    const CaseGroup &group = envelope.group;
    if (group.id.isEmpty()) {
        return true;
    }
    auto others = run(db,
                      QStringLiteral("SELECT group_part, group_of, group_atomic FROM item"
                                     " WHERE kiosk = ? AND group_id = ? AND group_id <> ''"),
                      {envelope.kiosk, group.id});
    if (!others) {
        return fail(others.error());
    }
    bool fits = true;
    while (others->next()) {  // to the end: PostgreSQL's driver keeps one result at a time
        fits = fits && others->value(0).toInt() != group.part && others->value(1).toInt() == group.of &&
               (others->value(2).toInt() != 0) == group.atomic;
    }
    return fits;
}

// Every question says that the group has an id: only such cases are in the indexes of groups.
Result<QVector<GroupKey>> readyGroups(QSqlDatabase &db, qint64 nowMs, int most)
{
    const qint64 late = nowMs - std::chrono::milliseconds(kGroupWait).count();
    auto rows =
        run(db,
            QStringLiteral("SELECT i.kiosk, i.group_id, MIN(i.received_ms) FROM item i"
                           " WHERE i.state = 'received' AND i.group_id <> ''"
                           " AND NOT EXISTS (SELECT 1 FROM item w WHERE w.kiosk = i.kiosk AND w.group_id = i.group_id"
                           " AND w.group_id <> '' AND w.state = 'checks-pending')"
                           " AND ((SELECT COUNT(*) FROM item p WHERE p.kiosk = i.kiosk AND p.group_id = i.group_id"
                           " AND p.group_id <> '' AND p.state <> 'waiting') = i.group_of"
                           " OR (SELECT MIN(f.received_ms) FROM item f WHERE f.kiosk = i.kiosk"
                           " AND f.group_id = i.group_id AND f.group_id <> '') <= ?)"
                           " GROUP BY i.kiosk, i.group_id ORDER BY 3, 1, 2 LIMIT ?"),
            {late, most});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<GroupKey> keys;
    while (rows->next()) {
        keys.append({rows->value(0).toString(), rows->value(1).toString()});
    }
    return keys;
}

Result<std::optional<GroupKey>> groupOf(QSqlDatabase &db, const QString &item)
{
    auto row = run(db, QStringLiteral("SELECT kiosk, group_id FROM item WHERE id = ?"), {item});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next() || row->value(1).toString().isEmpty()) {
        return std::optional<GroupKey>();
    }
    return std::optional(GroupKey{row->value(0).toString(), row->value(1).toString()});
}

Result<OpenGroup> openGroup(QSqlDatabase &db, const GroupKey &key)
{
    auto rows = run(db,
                    QStringLiteral("SELECT i.id, i.state, i.group_of, i.group_atomic, r.code FROM item i"
                                   " LEFT JOIN result r ON r.item = i.id WHERE i.kiosk = ? AND i.group_id = ?"
                                   " AND i.group_id <> ''"
                                   " ORDER BY i.group_part"),
                    {key.kiosk, key.id});
    if (!rows) {
        return fail(rows.error());
    }
    OpenGroup group;
    int there = 0;
    int of = 0;
    while (rows->next()) {
        const QString state = rows->value(1).toString();
        there += state == QLatin1String("waiting") ? 0 : 1;
        of = rows->value(2).toInt();
        group.atomic = rows->value(3).toInt() != 0;
        group.broken = group.broken || rows->value(4).toString() == kIncomplete;
        if (state == QLatin1String("received") || state == kWaits) {
            group.items.append(rows->value(0).toString());
        }
    }
    group.broken = group.broken || there < of;
    return group;
}

void settleTogether(QVector<Judgement> &parts)
{
    for (Judgement &part : parts) {
        if (part.state != kRefused && part.tag != parts.constFirst().tag) {
            part.state = kRefused;
            part.code = QStringLiteral("group-refused");
        }
    }
    const bool refused = any(parts, kRefused);
    const bool waits = any(parts, kWaits);
    const bool person = any(parts, kAccepted);
    for (Judgement &part : parts) {
        if (refused && part.state != kRefused) {
            part.state = kRefused;
            part.code = QStringLiteral("group-refused");
        } else if (!refused && !waits && person && part.state == kDecided) {
            part.state = kAccepted;
            part.code = QStringLiteral("group-review");
        }
    }
}

void settleAlone(Judgement &part)
{
    if (part.state != kRefused) {
        part.state = kAccepted;
        part.code = kIncomplete;
    }
}

}  // namespace hall::gateway
