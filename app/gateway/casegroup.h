// SPDX-License-Identifier: GPL-3.0-or-later
// Cases of one chain of services (envelope field `group`): which of them the core may judge now, and what all or none
// makes of their judgements. A group belongs to its kiosk: the same id from another kiosk is another group.
#pragma once

#include "app/gateway/caselife.h"
#include "app/gateway/crosscheck.h"
#include "app/gateway/database.h"
#include "app/protocol/envelope.h"

#include <chrono>
#include <optional>

namespace hall::gateway {

// What the core makes of one case.
struct Judgement
{
    QString state;  // accepted, decided, refused, checks-pending, applied
    QString code;
    QString tag;  // HMAC of the person's number; empty when the case could not be opened
    std::optional<CaseChecks::Judged> checks = std::nullopt;
    std::optional<FollowUp> followUp = std::nullopt;  // of a case that is about another one
};

// Counted from the first case of a group that came; then those that are there go on alone.
inline constexpr std::chrono::hours kGroupWait{30 * 24};

struct GroupKey
{
    QString kiosk;
    QString id;
    bool operator==(const GroupKey &) const = default;
};

// A group as the database has it: the cases that are still to be judged.
struct OpenGroup
{
    bool atomic = false;
    bool broken = false;  // some of it never came, or came after the others had gone on alone
    QStringList items;    // received or waiting for a source, in the order of their parts
};

// Whether `envelope` can be a case of its group: no other case of this kiosk has its part, and those that are there
// agree about how many there are and about all or none. True for a case that stands alone.
[[nodiscard]] Result<bool> fitsGroup(QSqlDatabase &db, const Envelope &envelope);

// Groups with something to judge, the oldest first, at most `most`: all their cases are there with their scans, or the
// wait for them is over. One of whose cases waits for a source is left out (dueCases).
[[nodiscard]] Result<QVector<GroupKey>> readyGroups(QSqlDatabase &db, qint64 nowMs, int most);
// The group of a case; nothing when it stands alone.
[[nodiscard]] Result<std::optional<GroupKey>> groupOf(QSqlDatabase &db, const QString &item);
[[nodiscard]] Result<OpenGroup> openGroup(QSqlDatabase &db, const GroupKey &key);

// Pure. All or none: one that is refused refuses the others (group-refused); one that waits makes all wait, and nothing
// of them is recorded but what the sources said; one that a person looks at gives all of them to a person
// (group-review). Cases of different persons are refused.
void settleTogether(QVector<Judgement> &parts);
// Pure. Of a group that never came whole: to a person (group-incomplete) unless it is refused for itself.
void settleAlone(Judgement &part);

}  // namespace hall::gateway
