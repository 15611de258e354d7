// SPDX-License-Identifier: GPL-3.0-or-later
// The centre's file of staff, as people write it: a list, or the line that is wrong.
#include "app/gateway/stafffile.h"
#include "app/protocol/pinhash.h"
#include "tests/fuzz/fuzz.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

using namespace hall;
using namespace hall::gateway;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const QByteArray key(32, 'k');
    const auto list = staffListOf(text, key, QDate(2026, 1, 1));
    if (!list) {
        HALL_HOLDS(list.error().code == FaultCode::FileInvalid && list.error().detail.starts_with("line "));
        HALL_HOLDS(fuzz::isImpersonal(list.error()));
        return 0;
    }
    HALL_HOLDS(staffKeyOf(*list) == key);
    QSet<QString> tags;
    const QJsonArray entries = QJsonDocument::fromJson(*list).object().value(u"entries").toArray();
    for (const auto &entry : entries) {
        const QString tag = entry[u"card_tag"].toString();
        HALL_HOLDS(tag.size() == 64 && !tags.contains(tag));
        tags.insert(tag);
        HALL_HOLDS(isPinHash(entry[u"pin"].toString().toLatin1()));
        HALL_HOLDS(QDate::fromString(entry[u"expires"].toString(), Qt::ISODate) >= QDate(2026, 1, 1));
    }
    return 0;
}
