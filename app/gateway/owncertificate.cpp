// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/owncertificate.h"

#include "app/domain/identity.h"
#include "app/protocol/secretfile.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <QFileInfo>

#include <ctime>
#include <memory>

namespace hall::gateway {
namespace {

constexpr qint64 kPemLimit = 256 * 1024;

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

tl::unexpected<Fault> bad(const QString &file, const std::string &what)
{
    return fail(FaultCode::KeyMissing, file.toStdString() + ": " + what);
}

Bio bioOf(const QByteArray &bytes)
{
    return {BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())), BIO_free};
}

// A key with a pass phrase would be asked for on a terminal that nobody sits at.
int noPassPhrase(char *, int, int, void *)
{
    return -1;
}

// systemd keeps others away from what it lays down for a service, also where the mode alone does not say so.
bool isCredential(const QString &file)
{
    const QString folder = qEnvironmentVariable("CREDENTIALS_DIRECTORY");
    return !folder.isEmpty() && QFileInfo(file).absolutePath() == QFileInfo(folder).absoluteFilePath();
}

QDateTime timeOf(const ASN1_TIME *time)
{
    std::tm parts{};
    return ASN1_TIME_to_tm(time, &parts) == 1 ? QDateTime::fromSecsSinceEpoch(timegm(&parts), Qt::UTC) : QDateTime();
}

std::string text(const QDateTime &time)
{
    return time.toString(Qt::ISODate).toStdString();
}

}  // namespace

Result<QDateTime> goodUntil(const OwnCertificate &own)
{
    const auto pem = readWholeFile(own.file, kPemLimit);
    if (!pem) {
        return fail(FaultCode::KeyMissing, pem.error().detail);
    }
    auto secret = isCredential(own.keyFile) ? readWholeFile(own.keyFile, kPemLimit) : readSecretFile(own.keyFile);
    if (!secret) {
        return fail(FaultCode::KeyMissing, secret.error().detail);
    }
    const Certificate certificate(PEM_read_bio_X509(bioOf(*pem).get(), nullptr, noPassPhrase, nullptr), X509_free);
    const Key key(PEM_read_bio_PrivateKey(bioOf(*secret).get(), nullptr, noPassPhrase, nullptr), EVP_PKEY_free);
    wipe(*secret);
    if (!certificate) {
        return bad(own.file, "not a certificate in PEM");
    }
    if (!key) {
        return bad(own.keyFile, "not a private key in PEM without a pass phrase");
    }
    if (X509_check_private_key(certificate.get(), key.get()) != 1) {
        return bad(own.keyFile, "not the key of " + own.file.toStdString());
    }
    if (X509_check_purpose(certificate.get(), X509_PURPOSE_SSL_CLIENT, 0) != 1) {
        return bad(own.file, "not a certificate for TLS clients");
    }
    const QDateTime from = timeOf(X509_get0_notBefore(certificate.get()));
    const QDateTime until = timeOf(X509_get0_notAfter(certificate.get()));
    const QDateTime now = QDateTime::currentDateTimeUtc();  // of the machine, as the other side sees it
    if (!from.isValid() || !until.isValid()) {
        return bad(own.file, "a certificate without times");
    }
    if (now < from) {
        return bad(own.file, "not good before " + text(from) + "; this machine has " + text(now));
    }
    if (now > until) {
        return bad(own.file, "expired on " + text(until));
    }
    return until;
}

}  // namespace hall::gateway
