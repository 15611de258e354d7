// SPDX-License-Identifier: GPL-3.0-or-later
// The clock of this machine against the centre's: every answer of the centre says what time it is there, the last one
// is remembered over a restart, and staff, technicians and the centre are told when the two differ. On one thread.
#pragma once

#include "app/domain/clocktrust.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace hall {

class KioskStore;

class ClockWatch : public QObject
{
    Q_OBJECT

public:
    // Both must outlive it.
    ClockWatch(const Clock &clock, KioskStore &store, QObject *parent = nullptr);

    [[nodiscard]] const ClockTrust &trust() const { return m_trust; }
    // {"state": clockStateName(),"ahead_s": seconds, only when the centre was heard,"contact": ISO 8601 UTC by the
    // centre's clock, empty before the first one}.
    [[nodiscard]] QJsonObject report() const;

public Q_SLOTS:
    void hear(qint64 centreMs);  // an answer of the centre has just come; 0 and nonsense say nothing

Q_SIGNALS:
    void changed();  // the state does

private:
    void look();
    void remember();

    KioskStore &m_store;
    ClockTrust m_trust;
    ClockTrust::State m_told;
    ClockTrust::Contact m_kept;
    QTimer m_tick;
};

}  // namespace hall
