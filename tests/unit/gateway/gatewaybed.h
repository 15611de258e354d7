// SPDX-License-Identifier: GPL-3.0-or-later
// A gateway over real TLS on loopback, and kiosks whose client is not ours (cpp-httplib's).
#pragma once

#include "tests/support/gatewayrig.h"

#include <httplib.h>

#include <QFile>

namespace hall::test {

inline QByteArray bytes(const std::string &text)
{
    return QByteArray::fromStdString(text);
}

inline QString problem(const httplib::Result &result)
{
    return result ? wire::parseProblem(bytes(result->body)).code : QStringLiteral("no answer");
}

class GatewayBed
{
public:
    // A kiosk with its own key and certificate, enrolled over the wire.
    struct Kiosk
    {
        QString id;
        Signer signer = Signer::generate();
        QByteArray key = must(newP256Key());
        QByteArray csr;
        QString certificateFile;
        QString keyFile;
    };

    void begin();
    void end() { m_rig.reset(); }
    std::unique_ptr<httplib::SSLClient> client(const Kiosk *kiosk = nullptr) const;
    wire::EnrolRequest request(const Kiosk &kiosk, const QString &code) const;
    Kiosk enrolled(const QString &id);
    CaseMaker maker(const Kiosk &kiosk) const { return CaseMaker(kiosk.id, kiosk.signer, m_rig->keys.sealPublicKey); }
    QVector<wire::Verdict> send(const Kiosk &kiosk, const wire::Batch &batch) const;
    wire::VerdictKind sendOne(const Kiosk &kiosk, const wire::BatchItem &item) const;
    httplib::Result patch(const Kiosk &kiosk, const QByteArray &blob, qint64 offset, const QByteArray &chunk) const;
    QVector<wire::InboxItem> inbox(const Kiosk &kiosk, qint64 after) const;

protected:
    std::unique_ptr<GatewayRig> m_rig;

private:
    int m_files = 0;
};

}  // namespace hall::test
