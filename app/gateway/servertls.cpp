// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/servertls.h"

#include <QDateTime>

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <ctime>

namespace hall::gateway {
namespace {

constexpr int kChainLimit = 8;  // certificates behind the first

using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

void freeChain(STACK_OF(X509) * chain)
{
    sk_X509_pop_free(chain, X509_free);
}

// A key with a pass phrase would be asked for on a terminal that nobody sits at.
int noPassPhrase(char *, int, int, void *)
{
    return -1;
}

Bio bioOf(const QByteArray &pem)
{
    return {BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())), BIO_free};
}

Certificate nextCertificate(BIO *in)
{
    return {PEM_read_bio_X509(in, nullptr, noPassPhrase, nullptr), X509_free};
}

QString isoOf(const ASN1_TIME *time)
{
    std::tm parts{};
    return ASN1_TIME_to_tm(time, &parts) == 1
               ? QDateTime::fromSecsSinceEpoch(timegm(&parts), Qt::UTC).toString(Qt::ISODate)
               : QString();
}

}  // namespace

struct ServerTls::Shown
{
    Certificate certificate{nullptr, X509_free};
    Key key{nullptr, EVP_PKEY_free};
    std::unique_ptr<STACK_OF(X509), decltype(&freeChain)> chain{sk_X509_new_null(), freeChain};
};

std::shared_ptr<const ServerTls::Shown> ServerTls::shown() const
{
    const std::lock_guard lock(m_mutex);
    return m_shown;
}

Result<QString> ServerTls::show(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    auto next = std::make_shared<Shown>();
    const Bio in = bioOf(certificatePem);
    next->certificate = nextCertificate(in.get());
    next->key = Key(PEM_read_bio_PrivateKey(bioOf(keyPem).get(), nullptr, noPassPhrase, nullptr), EVP_PKEY_free);
    for (int i = 0; i < kChainLimit && next->certificate; ++i) {
        Certificate signer = nextCertificate(in.get());
        if (!signer || sk_X509_push(next->chain.get(), signer.get()) <= 0) {
            break;
        }
        (void)signer.release();  // the chain's now
    }
    const bool together =
        next->certificate && next->key && X509_check_private_key(next->certificate.get(), next->key.get()) == 1;
    ERR_clear_error();  // the end of the chain is one
    if (!next->certificate || !next->key) {
        return fail(FaultCode::KeyMissing, next->certificate ? "server.key: not a private key in PEM"
                                                             : "server.pem: not a certificate in PEM");
    }
    if (!together) {
        return fail(FaultCode::KeyMissing, "server.key: not the key of server.pem");
    }
    const ASN1_TIME *from = X509_get0_notBefore(next->certificate.get());
    const ASN1_TIME *until = X509_get0_notAfter(next->certificate.get());
    const std::lock_guard lock(m_mutex);
    // By the machine's time, as kiosks see it.
    if (m_shown && (X509_cmp_current_time(from) > 0 || X509_cmp_current_time(until) < 0)) {
        return fail(FaultCode::KeyMissing,
                    "server.pem: good from " + isoOf(from).toStdString() + " until " + isoOf(until).toStdString());
    }
    m_shown = std::move(next);
    return isoOf(until);
}

qint64 ServerTls::secondsLeft() const
{
    const auto now = shown();
    int days = 0;
    int seconds = 0;
    return now && ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(now->certificate.get())) == 1
               ? std::max<qint64>(0, days * qint64(86'400) + seconds)
               : 0;
}

// Called when a client begins; what it gives stays with that connection.
int ServerTls::choose(SSL *connection, void *self)
{
    const auto shown = static_cast<const ServerTls *>(self)->shown();
    return shown && SSL_use_cert_and_key(connection, shown->certificate.get(), shown->key.get(), shown->chain.get(),
                                         1) == 1
               ? 1
               : 0;
}

bool ServerTls::setUp(SSL_CTX &context, const QByteArray &caPem)
{
    static constexpr unsigned char kSessions[] = "hall-gateway";
    const Certificate ca = nextCertificate(bioOf(caPem).get());
    SSL_CTX_set_cert_cb(&context, &ServerTls::choose, this);
    SSL_CTX_set_verify(&context, SSL_VERIFY_PEER, nullptr);
    return shown() && ca && X509_STORE_add_cert(SSL_CTX_get_cert_store(&context), ca.get()) == 1 &&
           SSL_CTX_add_client_CA(&context, ca.get()) == 1 &&
           SSL_CTX_set_min_proto_version(&context, TLS1_2_VERSION) == 1 &&
           SSL_CTX_set_session_id_context(&context, kSessions, sizeof kSessions - 1) == 1;
}

}  // namespace hall::gateway
