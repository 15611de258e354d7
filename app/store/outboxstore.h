// SPDX-License-Identifier: GPL-3.0-or-later
// What the sync engine needs from the kiosk's store. Implemented by KioskStore.
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
    QString id;
    qint64 seq;
    QString service;
    QByteArray envelopeJson;
    QByteArray sealedBody;
    QStringList blobs;
    QString state;
    int attempts;
    QString lastError;
    QDateTime createdAt;
};

class OutboxStore
{
public:
    virtual ~OutboxStore() = default;
    virtual QFuture<Result<QVector<OutboxItem>>> next(int maxItems, qint64 maxBytes) = 0;
    virtual QFuture<Done> acknowledge(const QString &id, const QString &verdict, const QByteArray &answerJson) = 0;
    virtual QFuture<Done> noteFailure(const QString &id, const QString &error, bool park) = 0;
    virtual QFuture<Result<QByteArray>> readBlob(const QString &sha256Hex, qint64 offset, int max) = 0;
    virtual QFuture<Done> setSyncState(const QString &key, const QByteArray &value) = 0;
    virtual QFuture<Result<QByteArray>> syncState(const QString &key) = 0;
};

}  // namespace hall
