// SPDX-License-Identifier: GPL-3.0-or-later
// What a kiosk does that no honest one does: it goes through people (README.md, "Alarms"). An alarm is a row that
// somebody has to acknowledge with words; it names a kiosk and counts, never a person.
#pragma once

#include "app/gateway/database.h"

#include <QByteArray>
#include <QJsonArray>

namespace hall::gateway {

// A visit takes some minutes, so a kiosk has about twenty people an hour.
inline constexpr int kAlarmPeopleAnHour = 60;   // different people
inline constexpr int kAlarmPeopleADay = 400;    // in 24 hours
inline constexpr int kAlarmRefusals = 10;       // questions over the limit, in ten minutes
inline constexpr int kAlarmUnknownAnHour = 20;  // codes of electronic cards and cards to be opened that nobody knows

// Looks at what this kiosk has asked, the last of it in this transaction, and raises what there is to raise: one alarm
// of a kind and kiosk, which counts on until it is acknowledged. What was acknowledged does not count again.
[[nodiscard]] Done watchQuestions(QSqlDatabase &db, const QString &kiosk, qint64 nowMs);
// [{"n","kiosk","kind","count","minutes","first","last","acknowledged","by","words"}], the newest first; the last three
// are "" in an open one.
[[nodiscard]] Result<QJsonArray> listAlarms(Database &database);
// StoreNotFound: there is no open alarm of this number. `by`: who says so, for the record.
[[nodiscard]] Done acknowledgeAlarm(Database &database, qint64 number, const QString &by, const QString &words,
                                    qint64 nowMs);
// Of `/metrics`: open alarms by kind, and how many there have been.
[[nodiscard]] QByteArray alarmMetrics(QSqlDatabase &db);

}  // namespace hall::gateway
