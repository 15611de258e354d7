// SPDX-License-Identifier: GPL-3.0-or-later
// The values that go into and come out of the kiosk's store.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

#include <functional>

namespace hall {

// Where the next envelope stands in this kiosk's chain.
struct ChainPosition
{
    QString epoch;        // 32 lower-case hex digits, new with every fresh store
    qint64 seq = 0;       // from 1, gapless within its epoch
    QByteArray prevHash;  // of the envelope before; 32 zero bytes for seq 1
};

struct SignedEnvelope
{
    QByteArray envelope;  // canonical JSON
    QByteArray hash;      // 32 bytes: the next envelope's prevHash
};

struct NewCase
{
    QString id;  // UUIDv7 of the transaction: the same id is one case, however often it is handed in
    QString service;
    QDateTime submittedAt;  // UTC
    QByteArray personTag;   // KioskStore::personTag()
    QByteArray sealedBody;  // ciphertext for the centre
    QStringList blobs;      // names from writeBlob()
    QString follows;        // id of the case that this adds to or takes back; empty for others
    bool test = false;      // marked: never counts as a real case
    // Builds and signs the envelope for the place the case gets. Runs on the store's thread inside the transaction; a
    // fault undoes everything and uses up no sequence number. Not called when the id is known already.
    std::function<Result<SignedEnvelope>(const ChainPosition &)> makeEnvelope;
};

struct Committed
{
    qint64 seq = 0;
    QString number;  // shortNumber() of the id
    bool operator==(const Committed &) const = default;
};

// What the kiosk may still know about a case (decision D2): no answers, no name.
struct CaseFacts
{
    QString id;
    QString number;
    QString service;
    QString state;  // the centre's last word if there is one ("stored", "accepted" …), else the queue's ("queued",
                    // "parked")
    QDateTime submittedAt;
    QString
        printOutcome;  // of the last paper: "printed", "not-printed", "unknown", "sending", or "" when none was begun
    bool test = false;
    bool operator==(const CaseFacts &) const = default;
};

// One row of `hallctl outbox list`.
struct QueueRow
{
    QString id;
    QString epoch;
    qint64 seq = 0;
    QString service;
    QString
        state;  // queued, waiting-blobs, stored, parked (after failures), rejected (by the centre), closed (by staff)
    QDateTime createdAt;
    int attempts = 0;
    QString lastError;
    bool test = false;
    bool exported = false;  // carried away, still sealed
    QString waitsFor;       // id of the case before it, which has to reach the centre first; empty: of none
};

// How staff end a parked case.
struct CaseClosing
{
    QString reason;  // one of closingReasons()
    QString basis;   // why nothing is lost: "exported", or "counter": the person was told to go there
    QString note;    // at most 60 characters without any number of a person; may be empty
    QString by;      // role and card tag, no name
};
[[nodiscard]] const QStringList &closingReasons();

struct QueueCounts
{
    qint64 queued = 0;        // not yet with the centre, without the parked ones
    qint64 waitingBlobs = 0;  // with the centre, scans still to come
    qint64 parked = 0;        // out of the line, for staff: parked and rejected
    qint64 closed = 0;        // by staff, since the store was made
    QDateTime oldest;         // creation of the oldest of the first two; invalid when none
    QString lastError;        // of the oldest of the first two, else of the oldest parked one
};

// As `hallctl outbox list --json` and the control socket print them; `now` gives the age.
[[nodiscard]] QJsonObject jsonOf(const QueueRow &row, const QDateTime &now);
[[nodiscard]] QJsonObject jsonOf(const QueueCounts &counts, const QDateTime &now);

enum class PrintOutcome
{
    Printed,
    NotPrinted,
    Unknown
};

struct PrintStart
{
    qint64 job = 0;
    int copy = 0;  // 0: the first paper; n: the n-th copy, to be marked 补打 n
};

struct PrintRecord
{
    qint64 job = 0;
    QString caseId;
    QString kind;
    int copy = 0;
    QString printer;
    QString state;  // sending, printed, not-printed, unknown, resolved-printed, resolved-reprint
    QString proof;
    QString reason;
    qint64 bytes = 0;
    QDateTime begunAt;
};

// How far the audit log goes, for the centre: one row is told until the centre has heard of it, beside the one it heard
// of before. A store that was put back knows neither of them.
struct AuditMark
{
    QString epoch;  // of the store: another one begins another series
    qint64 n = 0;
    QByteArray hash;     // of row n, 32 bytes
    qint64 beforeN = 0;  // the mark that was made before this one; 0: none
    QByteArray beforeHash;
};

// A row of the audit log by its number and its hash, 32 bytes.
struct AuditRow
{
    qint64 n = 0;
    QByteArray hash;
};
// "n:64 hex", as hall-gateway audit prints it; nothing when it is not that.
[[nodiscard]] std::optional<AuditRow> auditRow(const QString &text);

struct AuditVerdict
{
    bool intact = true;
    qint64 rows = 0;         // rows that were checked and right
    qint64 firstBroken = 0;  // number of the first row that is wrong or missing; 0 when intact
};

}  // namespace hall
