// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/upkeep/conflicttally.h"

#include "app/store/kioskstore.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace hall {

// What cannot be read is begun anew; the audit log has it all.
ConflictTally::ConflictTally(KioskStore &store) : m_store(store)
{
    const Result<QByteArray> kept = m_store.setting(QString::fromLatin1(settingKey)).result();
    const QJsonObject all = kept ? QJsonDocument::fromJson(*kept).object() : QJsonObject();
    for (auto it = all.begin(); it != all.end(); ++it) {
        if (it->toInteger() > 0) {
            m_counts.insert(it.key(), it->toInteger());
        }
    }
}

void ConflictTally::note(const QString &service, const QStringList &fields)
{
    for (const QString &field : fields) {
        m_counts.insert(field, m_counts.value(field).toInteger() + 1);
    }
    m_store.appendAudit(QString::fromLatin1(event),
                        QJsonDocument(QJsonObject{{QStringLiteral("service"), service},
                                                  {QStringLiteral("fields"), QJsonArray::fromStringList(fields)}})
                            .toJson(QJsonDocument::Compact));
    m_store.setSetting(QString::fromLatin1(settingKey), QJsonDocument(m_counts).toJson(QJsonDocument::Compact));
}

}  // namespace hall
