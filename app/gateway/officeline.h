// SPDX-License-Identifier: GPL-3.0-or-later
// One office that is asked while a visitor stands at a kiosk (ASKING.md): who it is, how long it may take, and when it
// is left alone. What it is asked and answers is kept nowhere and never logged. Thread-safe.
#pragma once

#include "app/domain/base/clock.h"
#include "app/domain/base/result.h"
#include "app/domain/identity.h"
#include "app/gateway/officerest.h"
#include "app/gateway/outbound.h"

#include <QByteArray>
#include <QString>

#include <condition_variable>
#include <mutex>

namespace hall::gateway {

// Where an office is, and by what both sides know each other.
struct OfficeAddress
{
    QUrl base;           // https, or http to this machine
    QString caFile;      // PEM of who signed its certificate; empty: the system's
    QString token;       // Authorization: Bearer; empty: none
    OwnCertificate own;  // shown to it; none: it is not shown one
};

class OfficeLine
{
public:
    // `name` is for logs and metrics: "records". A kiosk waits three seconds for all of it, so `deadline` is less.
    // `atOnce`: questions under way; the next ones wait for a moment, and are then refused.
    OfficeLine(QString name, OfficeAddress address, std::chrono::milliseconds deadline, int atOnce, const Clock &clock);

    // The body of a POST that was answered with 200. CentreUnreachable: it is left alone, too busy, or cannot be
    // reached; DeviceTimeout: no whole answer within deadline and limit; KeyMissing, SignatureBad, NotAllowed:
    // certificates or token (outbound.h); MessageInvalid: any other status. Never StoreNotFound or DeviceBusy.
    [[nodiscard]] Result<Sensitive<QByteArray>> ask(const QString &path, const Sensitive<QByteArray> &question,
                                                    qsizetype answerLimit);
    // Whether it is there and ready, past all rests. Faults as above.
    [[nodiscard]] Done ping() const;
    // An answer that came was none: logged by what is wrong with it, which names no person.
    void wrongAnswer(const Fault &fault);

    // For /metrics.
    struct State
    {
        bool up = true;  // its last question was answered, or none was asked yet
        quint64 answered = 0;
        quint64 failed = 0;  // not reached, not in time, not let in, or status from 500
        quint64 spared = 0;  // not asked because it was left alone or busy
        quint64 wrong = 0;   // answers that were none
    };
    [[nodiscard]] State state() const;
    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] const OfficeAddress &address() const { return m_address; }

private:
    [[nodiscard]] bool enter();
    void leave(bool reached);
    [[nodiscard]] OutboundCall callTo(const QString &path) const;

    const QString m_name;
    const OfficeAddress m_address;
    const std::chrono::milliseconds m_deadline;
    const int m_atOnce;
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::condition_variable m_free;
    int m_underWay = 0;
    OfficeRest m_rest;
    State m_state;
};

}  // namespace hall::gateway
