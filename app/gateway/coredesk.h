// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees of the outbox to the municipal core, and does about it (`hall-gateway core …`).
#pragma once

#include "app/gateway/coreoutbox.h"

#include <QJsonObject>

namespace hall::gateway {

// NotAllowed: the message is not in its state; StoreNotFound: there is none. A parked one is asked about before it is
// sent again, one that the core refused is sent.
[[nodiscard]] Done retryCore(Database &database, const QString &reference, qint64 nowMs);
// To accepted (with a number for each case), refused or closed. BadArgument: a number is missing.
[[nodiscard]] Done settleCore(Database &database, const QString &reference, CoreState state,
                              const QMap<QString, QString> &numbers, qint64 nowMs);
// A person has looked at an event that could not be applied: it is not listed any more. StoreNotFound: none of this
// number waits for one.
[[nodiscard]] Done seenCoreEvent(Database &database, qint64 n);
// {"links":[…],"counts":{state: n},"messages":[…],"events":[…]}: how we get on with the core (corelink.h), and what a
// person has to look at; `all`: every message.
[[nodiscard]] Result<QJsonObject> listCore(QSqlDatabase &db, bool all);
// Messages by state.
[[nodiscard]] Result<QMap<QString, qint64>> countCore(QSqlDatabase &db);
// When the oldest message was made that is neither settled nor parked, Unix ms; 0: there is none.
[[nodiscard]] Result<qint64> oldestForCore(QSqlDatabase &db);
// Of all this, lines for Prometheus; what cannot be read is left out.
[[nodiscard]] QByteArray coreMetrics(QSqlDatabase &db);
// {"reference","state","number"} of the message that a case is in; empty when it is in none.
[[nodiscard]] Result<QJsonObject> coreOfCase(QSqlDatabase &db, const QString &item);

}  // namespace hall::gateway
