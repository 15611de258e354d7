// SPDX-License-Identifier: GPL-3.0-or-later
// How often sources said different things about a field of a case that was filed here: for staff and for the centre,
// who can mend a record or a source that is often wrong. Ids and numbers only. One setting of the store, and an event
// of the audit log for every case.
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace hall {

class KioskStore;

// GUI thread. Gone before the store.
class ConflictTally
{
public:
    static constexpr const char *settingKey = "prefill-conflicts";
    static constexpr const char *event = "prefill-conflict";

    explicit ConflictTally(KioskStore &store);

    // A case of `service` was filed; `fields` are dictionary ids.
    void note(const QString &service, const QStringList &fields);
    // {field: how many cases}, since this machine was set up.
    [[nodiscard]] QJsonObject json() const { return m_counts; }

private:
    KioskStore &m_store;
    QJsonObject m_counts;
};

}  // namespace hall
