// SPDX-License-Identifier: GPL-3.0-or-later
// Who this kiosk is to the centre: keys and certificate under DATA/identity, and how they are got with a one-time code.
// DATA/identity/identity.json holds all but the signing key in one file, replaced as a whole; sign.key stays for good,
// so that what is queued keeps its signatures when a kiosk enrols again. All files have mode 0600, and are encrypted
// where the service has a credential for it (keyfile.h).
#pragma once

#include "app/domain/base/result.h"
#include "app/protocol/sealnotice.h"
#include "app/protocol/signer.h"
#include "app/protocol/wire.h"

#include <QFuture>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace hall {

struct KioskIdentity
{
    QString kiosk;
    QUrl gateway;               // https://host:port
    QByteArray certificatePem;  // P-256
    QByteArray keyPem;
    QByteArray caPem;
    QByteArray sealKey;  // the centre's X25519 public key, 32 bytes; what counts is sealKeyOf()
    Signer signer;
    QByteArray refKey{};  // what the centre signs reference data with, 32 bytes; empty from a centre without one
    std::optional<SealNotice>
        sealNotice{};  // the newest that was signed with it; none before the centre changed its key
};

// What is sealed to at that time, Unix ms; 0 where the day is not known.
[[nodiscard]] const QByteArray &sealKeyOf(const KioskIdentity &identity, qint64 nowMs);

// CentreNotEnrolled before enrolment, KeyMissing when a file is damaged or readable by others.
[[nodiscard]] Result<KioskIdentity> loadIdentity(const QString &dataDir);
// Where the keys of a kiosk lie, for keyfile.h.
[[nodiscard]] QStringList identityKeyFiles(const QString &dataDir);
// identity.json as a whole; the signing key stays as it is. FileUnreadable.
[[nodiscard]] Done saveIdentity(const QString &dataDir, const KioskIdentity &identity);
// What the centre says of its sealing keys, for a kiosk that has `identity`. SignatureBad: of no centre that it knows;
// MessageInvalid: no notice, or none that is newer than what it has.
[[nodiscard]] Result<SealNotice> newerSealNotice(const KioskIdentity &identity, const QByteArray &json);
// Trusts the centre's own CA alone, shows the kiosk's certificate.
[[nodiscard]] QSslConfiguration tlsConfiguration(const KioskIdentity &identity);

class Enrolment : public QObject
{
    Q_OBJECT

public:
    explicit Enrolment(QString dataDir, QObject *parent = nullptr);

    // Makes keys, asks the gateway, stores the answer. Answers once, within 20 s. Called again with the same code after
    // a lost answer it sends the same request and gets the same certificate. One call at a time, on this object's
    // thread. EnrolCodeBad, CentreUnreachable, CentreProtocol, BadArgument, FileUnreadable.
    [[nodiscard]] QFuture<Result<KioskIdentity>> enrol(const QUrl &gateway, const QString &code,
                                                       const QByteArray &caPem);

private:
    struct Pending
    {
        QByteArray keyPem;
        QByteArray csrPem;
    };
    [[nodiscard]] Result<Pending> pendingFor(const QString &code) const;
    [[nodiscard]] Result<Signer> signer() const;
    [[nodiscard]] Result<KioskIdentity> store(const QUrl &gateway, const QByteArray &caPem, const Pending &pending,
                                              const QByteArray &answerJson) const;
    [[nodiscard]] QString file(const char *name) const;

    QString m_dataDir;
    QNetworkAccessManager m_network;
};

}  // namespace hall
