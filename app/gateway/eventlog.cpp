// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/eventlog.h"

#include <QDateTime>
#include <QJsonDocument>

#include <cstdio>

namespace hall::gateway {

void logEvent(const char *event, QJsonObject facts)
{
    facts.insert(QStringLiteral("event"), QLatin1String(event));
    facts.insert(QStringLiteral("t"), QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    const QByteArray line = QJsonDocument(facts).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stderr);
}

}  // namespace hall::gateway
