// SPDX-License-Identifier: GPL-3.0-or-later
// The outbox as sync sees it: what must still travel, and what the centre answered. Implemented by the store; sync
// knows only this. Every call returns at once on the caller's thread; its future ends exactly once, on any thread.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QFuture>
#include <QString>
#include <QStringList>
#include <QVector>

namespace hall {

struct OutboxItem
{
    QString id;      // transaction id, UUIDv7
    qint64 seq = 0;  // gapless within the store's epoch, counts from 1
    QString service;
    QByteArray envelopeJson;  // canonical, complete, signed
    QByteArray sealedBody;
    QStringList blobs;  // hex sha256 of sealed bytes
    QString state;      // queued|sending|stored|parked|rejected
    int attempts = 0;
    QString lastError;    // a fault or verdict code, no personal data
    QDateTime createdAt;  // UTC
    QString follows;      // id of the queued case that this adds to or takes back; empty: none that is queued here
};

// What the centre says about an item. verdict: "stored" (item and blobs are durable there), "rejected", then from the
// inbox "accepted", "decided" or "refused". answerJson is what it sent.
struct CentreWord
{
    QString id;
    QString verdict;
    QByteArray answerJson;
};

class OutboxStore
{
public:
    virtual ~OutboxStore() = default;

    // Items in state queued or sending, by seq, at most maxItems and maxBytes of bodies; the first always fits. One
    // that adds to a case or takes it back does not appear while that case is parked. after: only those committed after
    // this one; empty: from the first. Unknown: as if it were empty.
    virtual QFuture<Result<QVector<OutboxItem>>> next(int maxItems, qint64 maxBytes, QString after = {}) = 0;
    // Those of these cases that next() would give sooner or later, by seq.
    virtual QFuture<Result<QVector<OutboxItem>>> pick(QStringList ids) = 0;
    // Words of the centre, noted in one commit; repeats are harmless. One result for each: StoreNotFound where the item
    // is not here. Fault: none of them was noted.
    virtual QFuture<Result<QVector<Done>>> acknowledge(QVector<CentreWord> words) = 0;
    // One more failed attempt. park: the item waits for staff and no longer appears in next().
    virtual QFuture<Done> noteFailure(QString id, QString error, bool park) = 0;
    // Up to max bytes of a sealed blob from offset; empty at its end.
    virtual QFuture<Result<QByteArray>> readBlob(QString sha256Hex, qint64 offset, int max) = 0;
    // Small durable values of sync itself, e.g. "inbox.after".
    virtual QFuture<Done> setSyncState(QString key, QByteArray value) = 0;
    virtual QFuture<Result<QByteArray>> syncState(QString key) = 0;  // empty when never set
};

}  // namespace hall
