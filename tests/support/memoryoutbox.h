// SPDX-License-Identifier: GPL-3.0-or-later
// A store that keeps what is queued, and what the centre said of it, in memory.
#pragma once

#include "app/protocol/digest.h"
#include "app/store/outboxstore.h"
#include "app/sync/syncengine.h"
#include "tests/support/gatewayrig.h"

#include <QHash>
#include <QPromise>
#include <QSet>

#include <algorithm>

namespace hall::test {

template <typename T> QFuture<T> ready(T value)
{
    QPromise<T> promise;
    promise.start();
    promise.addResult(std::move(value));
    promise.finish();
    return promise.future();
}

class MemoryOutbox final : public OutboxStore
{
public:
    void add(const CaseMaker::Made &made)
    {
        OutboxItem item;
        item.id = made.id;
        item.seq = made.seq;
        item.envelopeJson = made.item.envelope;
        item.sealedBody = made.item.sealedBody;
        for (const QByteArray &blob : made.blobs) {
            item.blobs.append(sha256Hex(blob));
            blobs.insert(sha256Hex(blob), blob);
        }
        queue.append(item);
        known.insert(item.id);
    }

    QFuture<Result<QVector<OutboxItem>>> next(int maxItems, qint64, QString after) override
    {
        const auto last =
            std::find_if(queue.cbegin(), queue.cend(), [&after](const OutboxItem &item) { return item.id == after; });
        const qsizetype from = last == queue.cend() ? 0 : last - queue.cbegin() + 1;
        return ready(Result<QVector<OutboxItem>>(queue.mid(from, maxItems)));
    }
    QFuture<Result<QVector<OutboxItem>>> pick(QStringList ids) override
    {
        QVector<OutboxItem> items;
        std::copy_if(queue.cbegin(), queue.cend(), std::back_inserter(items),
                     [&ids](const OutboxItem &item) { return ids.contains(item.id); });
        return ready(Result<QVector<OutboxItem>>(items));
    }
    QFuture<Result<QVector<Done>>> acknowledge(QVector<CentreWord> said) override
    {
        QVector<Done> noted;
        for (const CentreWord &word : std::as_const(said)) {
            if (!known.contains(word.id)) {
                noted.append(fail(FaultCode::StoreNotFound, "no case with this id"));
                continue;
            }
            words[word.id].append(word.verdict);
            answers[word.id] = word.answerJson;
            queue.removeIf([&word](const OutboxItem &item) { return item.id == word.id; });
            noted.append(Done());
        }
        return ready(Result<QVector<Done>>(noted));
    }
    QFuture<Done> noteFailure(QString id, QString error, bool park) override
    {
        failures[id].append(error);
        if (park) {
            parked.append(id);
            queue.removeIf([&id](const OutboxItem &item) { return item.id == id; });
        }
        return ready(Done());
    }
    QFuture<Result<QByteArray>> readBlob(QString name, qint64 offset, int max) override
    {
        return ready(Result<QByteArray>(blobs.value(name).mid(offset, max)));
    }
    QFuture<Done> setSyncState(QString key, QByteArray value) override
    {
        state[key] = value;
        return ready(Done());
    }
    QFuture<Result<QByteArray>> syncState(QString key) override { return ready(Result<QByteArray>(state.value(key))); }

    QVector<OutboxItem> queue;
    QSet<QString> known;
    QHash<QString, QByteArray> blobs;
    QHash<QString, QStringList> words;
    QHash<QString, QByteArray> answers;
    QHash<QString, QStringList> failures;
    QStringList parked;
    QHash<QString, QByteArray> state;
};

// Short waits, so that a test of many failures takes a moment.
inline SyncTiming quick()
{
    SyncTiming timing;
    timing.backoffBaseMs = 20;
    timing.backoffCapMs = 100;
    timing.pollMs = 100;
    return timing;
}

}  // namespace hall::test
