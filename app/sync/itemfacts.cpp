// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/itemfacts.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace hall {

QJsonObject envelopeOf(const OutboxItem &item)
{
    return QJsonDocument::fromJson(item.envelopeJson).object();
}

QHash<QString, qint64> blobSizes(const OutboxItem &item)
{
    QHash<QString, qint64> sizes;
    for (const auto &attachment : envelopeOf(item).value(QStringLiteral("att")).toArray()) {
        sizes.insert(attachment.toObject().value(QStringLiteral("sha256")).toString(),
                     attachment.toObject().value(QStringLiteral("size")).toInteger());
    }
    return sizes;
}

}  // namespace hall
