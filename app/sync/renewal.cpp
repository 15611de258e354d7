// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/renewal.h"

#include "app/protocol/keyfile.h"
#include "app/protocol/secretfile.h"
#include "app/protocol/x509.h"
#include "app/sync/httpanswer.h"

#include <QFile>
#include <QJsonDocument>
#include <QSslCertificate>

#include <utility>

namespace hall {
namespace {

constexpr int kTimeoutMs = 20'000;
constexpr double kHalf = 0.5;
constexpr double kSpread = 0.1;

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

}  // namespace

Renewal::Renewal(QString dataDir, KioskIdentity identity, const Clock &clock, double spread, QObject *parent)
    : QObject(parent), m_dataDir(std::move(dataDir)), m_identity(std::move(identity)), m_clock(clock), m_spread(spread),
      m_gateway(m_identity.gateway)
{
    connect(&m_timer, &QTimer::timeout, this, &Renewal::look);
}

QString Renewal::file(const char *name) const
{
    return m_dataDir + QStringLiteral("/identity/") + QLatin1String(name);
}

qint64 Renewal::dueMs() const
{
    const QList<QSslCertificate> own = QSslCertificate::fromData(m_identity.certificatePem, QSsl::Pem);
    if (own.isEmpty()) {
        return 0;
    }
    const qint64 from = own.first().effectiveDate().toMSecsSinceEpoch();
    const qint64 life = own.first().expiryDate().toMSecsSinceEpoch() - from;
    return from + static_cast<qint64>(static_cast<double>(life) * (kHalf + kSpread * m_spread));
}

void Renewal::start()
{
    m_timer.start(kLookMs);
    look();
}

// The request is kept until it is answered: asked again, the centre gives the same certificate.
Result<Renewal::Pending> Renewal::pending() const
{
    if (auto json = readSecretFile(file("renewal.json")); json) {
        const QJsonObject object = QJsonDocument::fromJson(*json).object();
        if (text(object, "certificate").toLatin1() == m_identity.certificatePem) {
            return Pending{text(object, "key").toLatin1(), text(object, "csr").toLatin1()};
        }
    }
    auto key = newP256Key();
    auto csr = key ? makeCsr(*key, QStringLiteral("hallkiosk")) : fail(key.error());
    if (!csr) {
        return fail(csr.error());
    }
    const QJsonObject object{{QStringLiteral("certificate"), QString::fromLatin1(m_identity.certificatePem)},
                             {QStringLiteral("key"), QString::fromLatin1(*key)},
                             {QStringLiteral("csr"), QString::fromLatin1(*csr)}};
    if (auto done = writeKeyFile(file("renewal.json"), QJsonDocument(object).toJson()); !done) {
        return fail(done.error());
    }
    return Pending{*key, *csr};
}

void Renewal::look()
{
    if (m_asking || m_clock.wall().count() < dueMs()) {
        return;
    }
    const auto asked = pending();
    const auto previous = certificateFingerprint(m_identity.certificatePem);
    if (!asked || !previous) {
        return;  // a full disk: in an hour again
    }
    wire::RenewRequest request{m_identity.kiosk, asked->csrPem, *previous, {}};
    request.signature = m_identity.signer.sign(wire::renewText(request));
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setCaCertificates(QSslCertificate::fromData(m_identity.caPem, QSsl::Pem));
    m_asking = true;
    const QByteArray json = wire::encodeRenewRequest(request);
    QNetworkRequest post = httpRequest(m_gateway, QStringLiteral("/v1/renew"), tls, kTimeoutMs);
    addDigest(post, json);
    QNetworkReply *reply = m_network.post(post, json);
    limitAnswer(*reply, wire::kSmallBodyBytes, kTimeoutMs);
    connect(reply, &QNetworkReply::finished, this, [this, reply, asked = *asked] {
        reply->deleteLater();
        m_asking = false;
        const HttpAnswer answer = readAnswer(*reply);
        if (answer.status == 200) {
            answered(asked, answer.body);
        } else if (answer.status == 403 || answer.status == 409) {
            Q_EMIT refused(failureCode(answer));
        }
    });
}

void Renewal::answered(const Pending &pending, const QByteArray &json)
{
    const auto answer = wire::parseEnrolAnswer(json);
    if (!answer || answer->kiosk != m_identity.kiosk ||
        !verifyClientCertificate(answer->certificatePem, m_identity.caPem, answer->serverTimeMs)) {
        return;  // not the centre's words
    }
    KioskIdentity next = m_identity;
    next.certificatePem = answer->certificatePem;
    next.keyPem = pending.keyPem;
    // Learnt once: another signing key is taken with a new enrolment alone. The same goes for what is sealed to, but
    // for what that key has signed.
    next.refKey = m_identity.refKey.isEmpty() ? answer->refKey : m_identity.refKey;
    if (!answer->sealNotice.isEmpty() && !(next.sealNotice && next.sealNotice->json == answer->sealNotice)) {
        if (auto notice = newerSealNotice(next, answer->sealNotice); notice) {
            next.sealNotice = std::move(*notice);
        } else {
            refuseNotice(answer->sealNotice, notice.error().code);
        }
    }
    if (!saveIdentity(m_dataDir, next)) {
        return;
    }
    QFile::remove(file("renewal.json"));
    if (auto identity = loadIdentity(m_dataDir); identity) {
        m_identity = *identity;
        Q_EMIT renewed(*identity);
    }
}

void Renewal::takeSealNotice(const QByteArray &json)
{
    if (m_identity.sealNotice && m_identity.sealNotice->json == json) {
        return;  // the report was under way when it came
    }
    auto notice = newerSealNotice(m_identity, json);
    if (!notice) {
        refuseNotice(json, notice.error().code);
        return;
    }
    KioskIdentity next = m_identity;
    next.sealNotice = std::move(*notice);
    if (saveIdentity(m_dataDir, next)) {  // else with the next report
        m_identity = next;
        Q_EMIT sealKeysTaken(next);
    }
}

void Renewal::refuseNotice(const QByteArray &json, FaultCode code)
{
    if (std::exchange(m_refusedNotice, json) != json) {
        Q_EMIT sealKeysRefused(code == FaultCode::SignatureBad ? QStringLiteral("signature")
                                                               : QStringLiteral("message"));
    }
}

}  // namespace hall
