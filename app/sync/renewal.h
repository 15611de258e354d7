// SPDX-License-Identifier: GPL-3.0-or-later
// The next certificate before the last one ends. A certificate is good for 30 days; from its half-life on, at a moment
// that differs from kiosk to kiosk, another one is asked for, every hour until it is there. One that has ended is
// replaced in the same way: the request is signed with the kiosk's own key and needs no certificate.
#pragma once

#include "app/domain/base/clock.h"
#include "app/sync/enrolment.h"

#include <QTimer>

namespace hall {

class Renewal : public QObject
{
    Q_OBJECT

public:
    static constexpr int kLookMs = 3'600'000;

    // `identity` as loadIdentity() gave it. `spread`: 0 to 1, where in the tenth of its life behind the middle.
    Renewal(QString dataDir, KioskIdentity identity, const Clock &clock, double spread, QObject *parent = nullptr);

    // Now, and every hour from now on. On this object's thread. Nothing happens while a request is under way.
    void start();
    void look();
    // When the certificate in use is to be followed by the next one, Unix ms.
    [[nodiscard]] qint64 dueMs() const;
    // What the centre said of its sealing keys with a report of health; sealKeysRefused() when it is not the centre's.
    void takeSealNotice(const QByteArray &json);
    // A demo's gateway lies behind a relay of its own.
    void setGateway(const QUrl &gateway) { m_gateway = gateway; }

Q_SIGNALS:
    // It lies in DATA/identity and is to be used from now on; what is under way may end with the one before.
    void renewed(const hall::KioskIdentity &identity);
    // The sealing keys are others from now on.
    void sealKeysTaken(const hall::KioskIdentity &identity);
    // Not signed by the centre, older than what is known, or no notice; said once of each. For the audit log.
    void sealKeysRefused(const QString &code);
    // "revoked", "not-enrolled", "renewed-elsewhere" (its keys are in two places): for the staff. It goes on asking.
    void refused(const QString &code);

private:
    struct Pending
    {
        QByteArray keyPem;
        QByteArray csrPem;
    };
    [[nodiscard]] Result<Pending> pending() const;
    void answered(const Pending &pending, const QByteArray &json);
    void refuseNotice(const QByteArray &json, FaultCode code);
    [[nodiscard]] QString file(const char *name) const;

    QString m_dataDir;
    KioskIdentity m_identity;
    const Clock &m_clock;
    double m_spread;
    QUrl m_gateway;
    QNetworkAccessManager m_network;
    QTimer m_timer;
    bool m_asking = false;
    QByteArray m_refusedNotice;  // the last one
};

}  // namespace hall
