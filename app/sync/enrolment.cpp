// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/enrolment.h"

#include "app/protocol/canonicaljson.h"
#include "app/protocol/digest.h"
#include "app/protocol/keyfile.h"
#include "app/protocol/secretfile.h"
#include "app/protocol/x509.h"
#include "app/sync/httpanswer.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QPromise>
#include <QSslCertificate>
#include <QSslKey>

namespace hall {
namespace {

constexpr int kEnrolTimeoutMs = 20'000;
constexpr qsizetype kIdentityLimit = 256 * 1024;

template <typename T> QFuture<Result<T>> answered(Fault fault)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(fail(std::move(fault)));
    promise.finish();
    return promise.future();
}

Fault enrolFault(const HttpAnswer &answer)
{
    if (answer.status == 409) {
        return Fault(FaultCode::EnrolCodeBad, answer.problem.detail.toStdString());
    }
    if (answer.status == 0) {
        return Fault(FaultCode::CentreUnreachable, answer.error.toStdString());
    }
    return Fault(answer.status >= 500 || failureKind(answer) == FailureKind::Network ? FaultCode::CentreUnreachable
                                                                                     : FaultCode::CentreProtocol,
                 "status " + std::to_string(answer.status) + " " + answer.problem.detail.toStdString());
}

QString text(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toString();
}

}  // namespace

Result<KioskIdentity> loadIdentity(const QString &dataDir)
{
    const QString folder = dataDir + QStringLiteral("/identity/");
    if (!QFileInfo::exists(folder + QStringLiteral("identity.json"))) {
        return fail(FaultCode::CentreNotEnrolled, "this kiosk was never enrolled");
    }
    auto json = readSecretFile(folder + QStringLiteral("identity.json"));
    if (!json) {
        return fail(json.error());
    }
    auto object = parseJsonObject(*json, kIdentityLimit);
    auto signer = Signer::load(folder + QStringLiteral("sign.key"));
    if (!object || !signer) {
        return fail(FaultCode::KeyMissing, !object ? object.error().detail : signer.error().detail);
    }
    KioskIdentity identity{text(*object, "kiosk"),
                           QUrl(text(*object, "gateway")),
                           text(*object, "certificate").toLatin1(),
                           text(*object, "key").toLatin1(),
                           text(*object, "ca").toLatin1(),
                           QByteArray::fromHex(text(*object, "seal_key").toLatin1()),
                           *signer,
                           QByteArray::fromHex(text(*object, "ref_key").toLatin1())};
    if (object->contains(QStringLiteral("seal_keys"))) {
        const auto told = canonicalJson(object->value(QStringLiteral("seal_keys")).toObject());
        auto notice = told ? readSealNotice(*told, identity.refKey) : fail(told.error());
        if (!notice) {
            return fail(FaultCode::KeyMissing, "identity.json: " + notice.error().detail);
        }
        identity.sealNotice = std::move(*notice);
    }
    const QSslConfiguration tls = tlsConfiguration(identity);
    if (identity.kiosk.isEmpty() || !identity.gateway.isValid() || identity.sealKey.size() != 32 ||
        (!identity.refKey.isEmpty() && identity.refKey.size() != Signer::kPublicBytes) ||
        tls.localCertificate().isNull() || tls.privateKey().isNull() || tls.caCertificates().isEmpty()) {
        return fail(FaultCode::KeyMissing, "identity.json is incomplete");
    }
    return identity;
}

QStringList identityKeyFiles(const QString &dataDir)
{
    QStringList files;
    for (const char *name : {"identity.json", "sign.key", "pending.json", "renewal.json"}) {
        files.append(dataDir + QStringLiteral("/identity/") + QLatin1String(name));
    }
    return files;
}

const QByteArray &sealKeyOf(const KioskIdentity &identity, qint64 nowMs)
{
    return identity.sealNotice ? identity.sealNotice->keyAt(nowMs) : identity.sealKey;
}

Done saveIdentity(const QString &dataDir, const KioskIdentity &identity)
{
    QJsonObject object{{QStringLiteral("kiosk"), identity.kiosk},
                       {QStringLiteral("gateway"), identity.gateway.toString()},
                       {QStringLiteral("certificate"), QString::fromLatin1(identity.certificatePem)},
                       {QStringLiteral("key"), QString::fromLatin1(identity.keyPem)},
                       {QStringLiteral("ca"), QString::fromLatin1(identity.caPem)},
                       {QStringLiteral("seal_key"), QString::fromLatin1(identity.sealKey.toHex())},
                       {QStringLiteral("ref_key"), QString::fromLatin1(identity.refKey.toHex())}};
    if (identity.sealNotice) {
        object.insert(QStringLiteral("seal_keys"), QJsonDocument::fromJson(identity.sealNotice->json).object());
    }
    return writeKeyFile(dataDir + QStringLiteral("/identity/identity.json"), QJsonDocument(object).toJson());
}

Result<SealNotice> newerSealNotice(const KioskIdentity &identity, const QByteArray &json)
{
    auto notice = readSealNotice(json, identity.refKey);
    if (notice && identity.sealNotice && notice->number <= identity.sealNotice->number) {
        return fail(FaultCode::MessageInvalid, "sealing keys: not newer than what is known");
    }
    return notice;
}

QSslConfiguration tlsConfiguration(const KioskIdentity &identity)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    tls.setCaCertificates(QSslCertificate::fromData(identity.caPem, QSsl::Pem));
    const QList<QSslCertificate> own = QSslCertificate::fromData(identity.certificatePem, QSsl::Pem);
    if (!own.isEmpty()) {
        tls.setLocalCertificate(own.first());
        tls.setPrivateKey(QSslKey(identity.keyPem, QSsl::Ec, QSsl::Pem));
    }
    return tls;
}

Enrolment::Enrolment(QString dataDir, QObject *parent) : QObject(parent), m_dataDir(std::move(dataDir))
{
}

QString Enrolment::file(const char *name) const
{
    return m_dataDir + QStringLiteral("/identity/") + QLatin1String(name);
}

Result<Signer> Enrolment::signer() const
{
    if (QFileInfo::exists(file("sign.key"))) {
        return Signer::load(file("sign.key"));
    }
    const Signer fresh = Signer::generate();
    if (auto done = fresh.save(file("sign.key")); !done) {
        return fail(done.error());
    }
    return fresh;
}

// The request made for a code is kept until its certificate is here.
Result<Enrolment::Pending> Enrolment::pendingFor(const QString &code) const
{
    const QString codeHash = sha256Hex(wire::normaliseCode(code));
    if (auto json = readSecretFile(file("pending.json")); json) {
        const QJsonObject object = QJsonDocument::fromJson(*json).object();
        if (text(object, "code_sha256") == codeHash) {
            return Pending{text(object, "key").toLatin1(), text(object, "csr").toLatin1()};
        }
    }
    auto key = newP256Key();
    auto csr = key ? makeCsr(*key, QStringLiteral("hallkiosk")) : fail(key.error());
    if (!csr) {
        return fail(csr.error());
    }
    const QJsonObject object{{QStringLiteral("code_sha256"), codeHash},
                             {QStringLiteral("key"), QString::fromLatin1(*key)},
                             {QStringLiteral("csr"), QString::fromLatin1(*csr)}};
    if (auto done = writeKeyFile(file("pending.json"), QJsonDocument(object).toJson()); !done) {
        return fail(done.error());
    }
    return Pending{*key, *csr};
}

QFuture<Result<KioskIdentity>> Enrolment::enrol(const QUrl &gateway, const QString &code, const QByteArray &caPem)
{
    if (gateway.scheme() != QLatin1String("https") || gateway.host().isEmpty()) {
        return answered<KioskIdentity>(
            Fault(FaultCode::BadArgument, "the gateway's address must be https://host:port"));
    }
    const QList<QSslCertificate> ca = QSslCertificate::fromData(caPem, QSsl::Pem);
    if (ca.isEmpty()) {
        return answered<KioskIdentity>(Fault(FaultCode::BadArgument, "the CA file is not a PEM certificate"));
    }
    auto pending = pendingFor(code);
    auto ownSigner = signer();
    if (!pending || !ownSigner) {
        return answered<KioskIdentity>(!pending ? pending.error() : ownSigner.error());
    }
    wire::EnrolRequest request;
    request.code = code;
    request.csrPem = pending->csrPem;
    request.signKey = ownSigner->publicKey();
    request.mac = wire::enrolMac(code, request.csrPem, request.signKey);

    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    tls.setCaCertificates(ca);
    QNetworkRequest post = httpRequest(gateway, QStringLiteral("/v1/enrol"), tls, kEnrolTimeoutMs);
    // A connection kept from an earlier call may rest on another CA.
    m_network.clearConnectionCache();
    const QByteArray json = wire::encodeEnrolRequest(request);
    addDigest(post, json);
    QNetworkReply *reply = m_network.post(post, json);
    limitAnswer(*reply, kIdentityLimit, kEnrolTimeoutMs);
    auto promise = std::make_shared<QPromise<Result<KioskIdentity>>>();
    promise->start();
    connect(reply, &QNetworkReply::finished, this, [this, reply, promise, gateway, caPem, pending = *pending] {
        reply->deleteLater();
        const HttpAnswer answer = readAnswer(*reply);
        promise->addResult(answer.status == 200 ? store(gateway, caPem, pending, answer.body)
                                                : Result<KioskIdentity>(fail(enrolFault(answer))));
        promise->finish();
    });
    return promise->future();
}

Result<KioskIdentity> Enrolment::store(const QUrl &gateway, const QByteArray &caPem, const Pending &pending,
                                       const QByteArray &answerJson) const
{
    auto answer = wire::parseEnrolAnswer(answerJson);
    if (!answer) {
        return fail(FaultCode::CentreProtocol, answer.error().detail);
    }
    if (auto good = verifyClientCertificate(answer->certificatePem, caPem, answer->serverTimeMs); !good) {
        return fail(FaultCode::CentreProtocol, "the certificate given is not of the CA: " + good.error().detail);
    }
    auto own = signer();
    if (!own) {
        return fail(own.error());
    }
    KioskIdentity identity{answer->kiosk, gateway,         answer->certificatePem, pending.keyPem,
                           caPem,         answer->sealKey, std::move(*own),        answer->refKey};
    if (const auto before = loadIdentity(m_dataDir); before && before->refKey == answer->refKey) {
        identity.sealNotice = before->sealNotice;  // of the same centre: never back to an older one
    }
    if (!answer->sealNotice.isEmpty()) {
        auto notice = readSealNotice(answer->sealNotice, answer->refKey);
        if (!notice) {
            return fail(FaultCode::CentreProtocol, notice.error().detail);
        }
        if (!identity.sealNotice || identity.sealNotice->number < notice->number) {
            identity.sealNotice = std::move(*notice);
        }
    }
    if (auto done = saveIdentity(m_dataDir, identity); !done) {
        return fail(done.error());
    }
    QFile::remove(file("pending.json"));
    return loadIdentity(m_dataDir);
}

}  // namespace hall
