// SPDX-License-Identifier: GPL-3.0-or-later
// How a gateway and the municipal core get on: a row of the database for each machine that hands cases over, so that
// whoever looks after it sees why nothing goes, wherever he asks.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/coreclient.h"
#include "app/gateway/database.h"

#include <QJsonArray>

namespace hall::gateway {

// In core_link.state: "up", "unreachable" (no connection, or no answer), "own-certificate" (ours is not usable),
// "core-certificate" (its is not), "not-let-in" (it does not accept ours, or our token), "not-ready" (it answers
// something else).
[[nodiscard]] QString coreLinkState(const Done &answered);

// Keeps the row of this machine, and logs each change of it. One thread at a time.
class CoreLink
{
public:
    CoreLink(Database &database, OwnCertificate own, const Clock &clock);

    // Whether our certificate is usable now; without one, nothing is wrong with it. KeyMissing.
    [[nodiscard]] Done certificate();
    // What a call to the core has come to. Written when it is another than before, and every minute. A fault is the
    // database's.
    [[nodiscard]] Done note(const Done &answered);

private:
    Database &m_database;
    const OwnCertificate m_own;
    const Clock &m_clock;
    QString m_state;
    QString m_detail;
    qint64 m_untilMs = 0;  // of our certificate, Unix ms; 0: none, or none that is usable
    qint64 m_writtenAt = 0;
    qint64 m_warnedAt = 0;  // monotonic ms, of the log's word that the certificate ends soon; 0: none yet
};

// [{"gateway","state","detail","since","seen","certificate_until"}], times in ISO 8601, the last empty without one.
[[nodiscard]] Result<QJsonArray> coreLinks(QSqlDatabase &db);

}  // namespace hall::gateway
