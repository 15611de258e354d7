// SPDX-License-Identifier: GPL-3.0-or-later
// The few certificate operations the system needs, over OpenSSL: P-256 keys, requests, an own CA. PEM in and out.
// P-256 because Qt 6.4 cannot load Ed25519 TLS keys. Pure and thread-safe.
#pragma once

#include "app/domain/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace hall {

inline constexpr int kCaDays = 3653;
inline constexpr int kServerDays = 825;
inline constexpr int kKioskDays = 30;

[[nodiscard]] Result<QByteArray> newP256Key();  // PKCS#8 PEM
[[nodiscard]] Result<QByteArray> makeCsr(const QByteArray &keyPem, const QString &commonName);
[[nodiscard]] Result<QByteArray> makeCa(const QByteArray &keyPem, const QString &commonName);
// hosts: names and addresses for subjectAltName.
[[nodiscard]] Result<QByteArray> issueServer(const QByteArray &caPem, const QByteArray &caKeyPem,
                                             const QByteArray &keyPem, const QStringList &hosts);
// The names and addresses that a server's certificate of this authority is for, whether or not it has ended.
// NotAllowed: another authority signed it. MessageInvalid: no certificate, or for no name.
[[nodiscard]] Result<QStringList> serverHosts(const QByteArray &certificatePem, const QByteArray &caPem);
// The request's self-signature must hold and its key be P-256; its subject is ignored, the certificate names `kiosk`.
[[nodiscard]] Result<QByteArray> issueKiosk(const QByteArray &caPem, const QByteArray &caKeyPem,
                                            const QByteArray &csrPem, const QString &kiosk);
[[nodiscard]] Result<QString> certificateName(const QByteArray &certificatePem);         // common name
[[nodiscard]] Result<QString> certificateFingerprint(const QByteArray &certificatePem);  // SHA-256 of DER, hex
// Signed by this CA, in its time of validity, for TLS clients.
// Now by this machine's clock, which may be wrong, or at `alsoMs` (Unix ms, 0: not), which somebody else says.
[[nodiscard]] Done verifyClientCertificate(const QByteArray &certificatePem, const QByteArray &caPem,
                                           qint64 alsoMs = 0);

}  // namespace hall
