// SPDX-License-Identifier: GPL-3.0-or-later
// Keeping no longer than needed: the content of cases that have been over for so long is destroyed, and recorded as
// destroyed. `hall-gateway retention`.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/blobs.h"

#include <QJsonArray>

namespace hall::gateway {

struct RetentionRules
{
    int days = 0;             // since the last step of a case that is over
    int questionDays = 1095;  // since a kiosk asked about somebody (the log of who asked for whom)
    int readyDays = 730;      // since a result lies ready that nobody has collected
    int ratingDays = 1095;    // since somebody rated a service
    int eventDays = 1095;     // since the municipal core said something that was applied or seen
    int personDays = 1095;    // since the register was told of somebody who has no case and was not asked about since
    int inboxDays = 180;      // since a kiosk said that it has read an answer
};

struct Destroyed
{
    int cases = 0;
    int scans = 0;
    int questions = 0;
    int uncollected = 0;  // of the cases: results that nobody has collected
    int ratings = 0;
    int events = 0;
    int persons = 0;
    int answers = 0;  // to kiosks
    bool operator==(const Destroyed &) const = default;
};

// Over are cases that were withdrawn, refused, decided, delivered or applied, whose result nobody waits for, and which
// the municipal core has, if they are for it; and after a time of its own a result that lies ready uncollected. Of
// these the sealed body, the scans, whose case it was, what was said of it and what was asked about it go; number,
// service, times, state and hash stay. `dry`: only counts. At most `most` cases, one commit each with the record of it,
// so that it can end anywhere and go on: a row of `destruction` for each call that destroyed something, whose digest
// is, from "" and case by case, SHA-256 of the digest before, "id hash" and a newline. Ratings, events of the core,
// persons of the register and answers to kiosks that are over go at the end, in one commit. No answer goes that its
// kiosk has not read, nor the last one.
[[nodiscard]] Result<Destroyed> destroyOld(Database &database, const Blobs &blobs, const RetentionRules &rules,
                                           const Clock &clock, bool dry, int most = 10'000);
// [{"n","at","before","cases","scans","questions","digest","others":{"ratings","events","persons","answers"}}], oldest
// first.
[[nodiscard]] Result<QJsonArray> destructionsJson(Database &database);

// The part of it that is about no case. Counts, and with `dry` nothing else.
[[nodiscard]] Result<Destroyed> destroyRest(QSqlDatabase &db, const RetentionRules &rules, qint64 nowMs, bool dry);

}  // namespace hall::gateway
