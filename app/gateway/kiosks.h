// SPDX-License-Identifier: GPL-3.0-or-later
// Kiosks known to the centre: enrolment codes, certificates, revocation. Thread-safe.
#pragma once

#include "app/domain/base/clock.h"
#include "app/gateway/database.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/sealkeys.h"
#include "app/protocol/wire.h"

namespace hall::gateway {

struct KnownKiosk
{
    QString id;
    QByteArray signKey;  // 32 bytes
    bool revoked = false;
};

class Kiosks
{
public:
    Kiosks(std::shared_ptr<Database> database, FrontKeys keys, const Clock &clock);

    // A one-time code for a kiosk (made when unknown): 16 base32 characters, 80 bits, valid 24 h, five tries. A new
    // code lifts a revocation once it is used.
    [[nodiscard]] Result<QString> newCode(const QString &kiosk);
    // Consumes the code and stores the certificate in one commit. The same code with the same request gets the same
    // certificate again (its answer was lost). EnrolCodeBad: unknown, used, expired or tried too often.
    [[nodiscard]] Result<wire::EnrolAnswer> enrol(const wire::EnrolRequest &request);
    // The next certificate of an enrolled kiosk, once for each it has: the same request again gets the same answer.
    // CentreNotEnrolled: unknown, or not signed by its key; CentreRevoked; EnrolCodeBad: another one was given out
    // after `previous`, so this program's keys are in two places, and the kiosk is quarantined until it enrols again.
    [[nodiscard]] Result<wire::EnrolAnswer> renew(const wire::RenewRequest &request);
    // What kiosks are told of the sealing keys, if that ever changed.
    [[nodiscard]] Result<std::optional<SealNotice>> sealNotice();
    // Effective with the next request. StoreNotFound for an unknown kiosk.
    [[nodiscard]] Done revoke(const QString &kiosk);
    // CentreNotEnrolled when this certificate was never given out here.
    [[nodiscard]] Result<KnownKiosk> byFingerprint(const QString &fingerprint);

private:
    [[nodiscard]] Result<wire::EnrolAnswer> answer(QSqlDatabase &db, const QString &kiosk, const QString &fingerprint);
    [[nodiscard]] Result<wire::EnrolAnswer> consume(WriteTransaction &transaction, const QString &kiosk,
                                                    const QString &codeHash, const wire::EnrolRequest &request);

    [[nodiscard]] Result<wire::EnrolAnswer> follow(WriteTransaction &transaction, const wire::RenewRequest &request);
    [[nodiscard]] Done quarantine(WriteTransaction &transaction, const QString &kiosk);

    std::shared_ptr<Database> m_database;
    FrontKeys m_keys;
    const Clock &m_clock;
};

}  // namespace hall::gateway
