// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/gateway/papers.h"

#include "app/protocol/secretfile.h"
#include "app/protocol/x509.h"
#include "tests/support/gatewayrig.h"

#include <openssl/pem.h>

#include <QFile>

namespace hall::test {
namespace {

constexpr long kDay = 24 * 3600;  // seconds

QByteArray client(const QByteArray &caPem, const QByteArray &caKey, const QByteArray &key)
{
    const QString name = QStringLiteral("gateway");
    return must(issueKiosk(caPem, caKey, must(makeCsr(key, name)), name));
}

// The same certificate for another time, in seconds from now, signed again.
QByteArray retimed(const QByteArray &pem, const QByteArray &caKey, long from, long until)
{
    BIO *in = BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size()));
    X509 *certificate = PEM_read_bio_X509(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    in = BIO_new_mem_buf(caKey.constData(), static_cast<int>(caKey.size()));
    EVP_PKEY *key = PEM_read_bio_PrivateKey(in, nullptr, nullptr, nullptr);
    BIO_free(in);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), until);
    X509_sign(certificate, key, EVP_sha256());
    BIO *out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, certificate);
    char *bytes = nullptr;
    const long size = BIO_get_mem_data(out, &bytes);
    QByteArray made(bytes, size);
    BIO_free(out);
    EVP_PKEY_free(key);
    X509_free(certificate);
    return made;
}

}  // namespace

Papers::Authority Papers::authority(const char *name)
{
    Authority made;
    made.key = must(newP256Key());
    made.pem = must(makeCa(made.key, QLatin1String(name)));
    return made;
}

void Papers::write(const char *name, const QByteArray &bytes, bool secret) const
{
    must(writeWholeFile(path(name), bytes, secret));
}

void Papers::putRight()
{
    m_key = m_key.isEmpty() ? must(newP256Key()) : m_key;
    m_coreKey = m_coreKey.isEmpty() ? must(newP256Key()) : m_coreKey;
    write("authority.pem", m_ours.pem);
    write("core.key", m_coreKey, true);
    write("core.pem", must(issueServer(m_ours.pem, m_ours.key, m_coreKey, {QStringLiteral("127.0.0.1")})));
    write("gateway.key", m_key, true);
    write("gateway.pem", client(m_ours.pem, m_ours.key, m_key));
}

void Papers::spoil(const QString &how)
{
    const QByteArray good = client(m_ours.pem, m_ours.key, m_key);
    const QByteArray core = must(issueServer(m_ours.pem, m_ours.key, m_coreKey, {QStringLiteral("127.0.0.1")}));
    if (how == QLatin1String("expired")) {
        write("gateway.pem", retimed(good, m_ours.key, -2 * kDay, -kDay));
    } else if (how == QLatin1String("early")) {
        write("gateway.pem", retimed(good, m_ours.key, kDay, 2 * kDay));
    } else if (how == QLatin1String("missing")) {
        QFile::remove(certificateFile());
    } else if (how == QLatin1String("garbage")) {
        write("gateway.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    } else if (how == QLatin1String("for servers")) {
        write("gateway.pem", must(issueServer(m_ours.pem, m_ours.key, m_key, {QStringLiteral("127.0.0.1")})));
    } else if (how == QLatin1String("another key")) {
        write("gateway.key", must(newP256Key()), true);
    } else if (how == QLatin1String("no key")) {
        write("gateway.key", good, true);
    } else if (how == QLatin1String("open key")) {
        write("gateway.key", m_key);
    } else if (how == QLatin1String("foreign")) {
        write("gateway.pem", client(m_other.pem, m_other.key, m_key));
    } else if (how == QLatin1String("core expired")) {
        write("core.pem", retimed(core, m_ours.key, -2 * kDay, -kDay));
    } else if (how == QLatin1String("core of another authority")) {
        write("core.pem", must(issueServer(m_other.pem, m_other.key, m_coreKey, {QStringLiteral("127.0.0.1")})));
    } else if (how == QLatin1String("core of another name")) {
        write("core.pem", must(issueServer(m_ours.pem, m_ours.key, m_coreKey, {QStringLiteral("core.example")})));
    } else if (how == QLatin1String("after start: authority missing")) {
        QFile::remove(authorityFile());
    }
}

}  // namespace hall::test
