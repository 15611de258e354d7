// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocol/x509.h"

#include "app/protocol/digest.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>

#include <ctime>
#include <memory>

namespace hall {
namespace {

template <auto Free> struct Freer
{
    template <typename T> void operator()(T *object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Request = std::unique_ptr<X509_REQ, Freer<X509_REQ_free>>;
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Names = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;
using Store = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;

tl::unexpected<Fault> opensslFailed(const char *what)
{
    char text[256] = "";
    ERR_error_string_n(ERR_get_error(), text, sizeof text);
    ERR_clear_error();
    return fail(FaultCode::Internal, std::string(what) + ": " + text);
}

bool isAddress(const QString &host)
{
    unsigned char raw[16];
    const QByteArray text = host.toLatin1();
    return inet_pton(AF_INET, text.constData(), raw) == 1 || inet_pton(AF_INET6, text.constData(), raw) == 1;
}

// Empty: it is neither a name nor an address.
QString hostOf(const GENERAL_NAME &name)
{
    int type = 0;
    const auto *text = static_cast<const ASN1_STRING *>(GENERAL_NAME_get0_value(&name, &type));
    const unsigned char *data = ASN1_STRING_get0_data(text);
    const int size = ASN1_STRING_length(text);
    if (type == GEN_DNS) {
        return QString::fromLatin1(reinterpret_cast<const char *>(data), size);
    }
    char address[INET6_ADDRSTRLEN] = "";
    if (type == GEN_IPADD && (size == 4 || size == 16)) {
        inet_ntop(size == 4 ? AF_INET : AF_INET6, data, address, sizeof address);
    }
    return QString::fromLatin1(address);
}

Bio reader(const QByteArray &pem)
{
    return Bio(BIO_new_mem_buf(pem.constData(), static_cast<int>(pem.size())));
}

QByteArray contentOf(const Bio &bio)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    return QByteArray(data, size);
}

// A PEM file may say that it is encrypted. OpenSSL would then ask for the pass phrase on the terminal, and wait.
int noPassPhrase(char *, int, int, void *)
{
    return -1;
}

Key readKey(const QByteArray &pem)
{
    return Key(PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, noPassPhrase, nullptr));
}

Certificate readCertificate(const QByteArray &pem)
{
    return Certificate(PEM_read_bio_X509(reader(pem).get(), nullptr, noPassPhrase, nullptr));
}

QByteArray toPem(X509 *certificate)
{
    Bio out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), certificate);
    return contentOf(out);
}

void setName(X509_NAME *name, const QString &commonName)
{
    const QByteArray utf8 = commonName.toUtf8();
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char *>(utf8.constData()),
                               static_cast<int>(utf8.size()), -1, 0);
}

bool addExtension(X509 *certificate, X509 *issuer, int nid, const QByteArray &value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.constData());
    if (!extension) {
        return false;
    }
    const bool added = X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

Certificate blankCertificate(EVP_PKEY *subjectKey, const QString &commonName, int days)
{
    constexpr long kSlackSeconds = 24 * 3600;  // kiosk clocks are late or early
    Certificate certificate(X509_new());
    X509_set_version(certificate.get(), 2);
    QByteArray serial = randomBytes(16);
    serial[0] = static_cast<char>(serial[0] & 0x7f);
    BIGNUM *number = BN_bin2bn(reinterpret_cast<const unsigned char *>(serial.constData()),
                               static_cast<int>(serial.size()), nullptr);
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate.get()));
    BN_free(number);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kSlackSeconds);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), static_cast<long>(days) * 24 * 3600);
    X509_set_pubkey(certificate.get(), subjectKey);
    setName(X509_get_subject_name(certificate.get()), commonName);
    return certificate;
}

Result<QByteArray> signedPem(Certificate certificate, EVP_PKEY *caKey)
{
    if (X509_sign(certificate.get(), caKey, EVP_sha256()) == 0) {
        return opensslFailed("signing a certificate");
    }
    return toPem(certificate.get());
}

}  // namespace

Result<QByteArray> newP256Key()
{
    Key key(EVP_EC_gen("P-256"));
    Bio out(BIO_new(BIO_s_mem()));
    if (!key || PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1) {
        return opensslFailed("making a P-256 key");
    }
    return contentOf(out);
}

Result<QByteArray> makeCsr(const QByteArray &keyPem, const QString &commonName)
{
    Key key = readKey(keyPem);
    if (!key) {
        return fail(FaultCode::KeyMissing, "TLS key is not a PEM private key");
    }
    Request request(X509_REQ_new());
    X509_REQ_set_version(request.get(), 0);
    setName(X509_REQ_get_subject_name(request.get()), commonName);
    Bio out(BIO_new(BIO_s_mem()));
    if (X509_REQ_set_pubkey(request.get(), key.get()) != 1 ||
        X509_REQ_sign(request.get(), key.get(), EVP_sha256()) == 0 ||
        PEM_write_bio_X509_REQ(out.get(), request.get()) != 1) {
        return opensslFailed("making a certificate request");
    }
    return contentOf(out);
}

Result<QByteArray> makeCa(const QByteArray &keyPem, const QString &commonName)
{
    Key key = readKey(keyPem);
    if (!key) {
        return fail(FaultCode::KeyMissing, "CA key is not a PEM private key");
    }
    Certificate ca = blankCertificate(key.get(), commonName, kCaDays);
    X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get()));
    if (!addExtension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
        !addExtension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign") ||
        !addExtension(ca.get(), ca.get(), NID_subject_key_identifier, "hash")) {
        return opensslFailed("CA extensions");
    }
    return signedPem(std::move(ca), key.get());
}

Result<QByteArray> issueServer(const QByteArray &caPem, const QByteArray &caKeyPem, const QByteArray &keyPem,
                               const QStringList &hosts)
{
    Certificate ca = readCertificate(caPem);
    Key caKey = readKey(caKeyPem);
    Key key = readKey(keyPem);
    if (!ca || !caKey || !key || hosts.isEmpty()) {
        return fail(FaultCode::KeyMissing, "CA, its key or the server's key is not PEM, or no host was named");
    }
    Certificate certificate = blankCertificate(key.get(), hosts.first(), kServerDays);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(ca.get()));
    QByteArrayList names;
    for (const QString &host : hosts) {
        names.append((isAddress(host) ? "IP:" : "DNS:") + host.toLatin1());
    }
    if (!addExtension(certificate.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE") ||
        !addExtension(certificate.get(), ca.get(), NID_key_usage, "critical,digitalSignature") ||
        !addExtension(certificate.get(), ca.get(), NID_ext_key_usage, "serverAuth") ||
        !addExtension(certificate.get(), ca.get(), NID_subject_alt_name, names.join(','))) {
        return opensslFailed("server certificate extensions");
    }
    return signedPem(std::move(certificate), caKey.get());
}

Result<QStringList> serverHosts(const QByteArray &certificatePem, const QByteArray &caPem)
{
    Certificate certificate = readCertificate(certificatePem);
    Certificate ca = readCertificate(caPem);
    if (!certificate || !ca) {
        ERR_clear_error();
        return fail(FaultCode::MessageInvalid, "not a PEM certificate");
    }
    if (X509_verify(certificate.get(), X509_get0_pubkey(ca.get())) != 1) {
        ERR_clear_error();
        return fail(FaultCode::NotAllowed, "another authority signed it");
    }
    const Names names(
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate.get(), NID_subject_alt_name, nullptr, nullptr)));
    QStringList hosts;
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        if (const QString host = hostOf(*sk_GENERAL_NAME_value(names.get(), i)); !host.isEmpty()) {
            hosts.append(host);
        }
    }
    ERR_clear_error();
    return hosts.isEmpty() ? fail(FaultCode::MessageInvalid, "a certificate for no name") : Result<QStringList>(hosts);
}

Result<QByteArray> issueKiosk(const QByteArray &caPem, const QByteArray &caKeyPem, const QByteArray &csrPem,
                              const QString &kiosk)
{
    Certificate ca = readCertificate(caPem);
    Key caKey = readKey(caKeyPem);
    if (!ca || !caKey) {
        return fail(FaultCode::KeyMissing, "CA or its key is not PEM");
    }
    Request request(PEM_read_bio_X509_REQ(reader(csrPem).get(), nullptr, noPassPhrase, nullptr));
    EVP_PKEY *key = request ? X509_REQ_get0_pubkey(request.get()) : nullptr;
    if (!key || X509_REQ_verify(request.get(), key) != 1) {
        ERR_clear_error();
        return fail(FaultCode::MessageInvalid, "certificate request is not PEM or its signature is wrong");
    }
    char group[32] = "";
    if (EVP_PKEY_get_group_name(key, group, sizeof group, nullptr) != 1 || qstrcmp(group, "prime256v1") != 0) {
        ERR_clear_error();
        return fail(FaultCode::MessageInvalid, "certificate request is not for a P-256 key");
    }
    Certificate certificate = blankCertificate(key, kiosk, kKioskDays);
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(ca.get()));
    if (!addExtension(certificate.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE") ||
        !addExtension(certificate.get(), ca.get(), NID_key_usage, "critical,digitalSignature") ||
        !addExtension(certificate.get(), ca.get(), NID_ext_key_usage, "clientAuth")) {
        return opensslFailed("kiosk certificate extensions");
    }
    return signedPem(std::move(certificate), caKey.get());
}

Result<QString> certificateName(const QByteArray &certificatePem)
{
    Certificate certificate = readCertificate(certificatePem);
    if (!certificate) {
        ERR_clear_error();
        return fail(FaultCode::MessageInvalid, "not a PEM certificate");
    }
    char name[128] = "";
    if (X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name) < 0) {
        return fail(FaultCode::MessageInvalid, "certificate without a common name");
    }
    return QString::fromUtf8(name);
}

Result<QString> certificateFingerprint(const QByteArray &certificatePem)
{
    Certificate certificate = readCertificate(certificatePem);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (!certificate || X509_digest(certificate.get(), EVP_sha256(), digest, &size) != 1) {
        ERR_clear_error();
        return fail(FaultCode::MessageInvalid, "not a PEM certificate");
    }
    return QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(digest), size).toHex());
}

namespace {

// 0: now.
Done verifyAt(const QByteArray &certificatePem, const QByteArray &caPem, qint64 atMs)
{
    Certificate certificate = readCertificate(certificatePem);
    Certificate ca = readCertificate(caPem);
    Store store(X509_STORE_new());
    StoreContext context(X509_STORE_CTX_new());
    if (!certificate || !ca || X509_STORE_add_cert(store.get(), ca.get()) != 1 ||
        X509_STORE_CTX_init(context.get(), store.get(), certificate.get(), nullptr) != 1) {
        ERR_clear_error();
        return fail(FaultCode::MessageInvalid, "not a PEM certificate");
    }
    X509_STORE_CTX_set_purpose(context.get(), X509_PURPOSE_SSL_CLIENT);
    if (atMs > 0) {
        X509_STORE_CTX_set_time(context.get(), 0, static_cast<std::time_t>(atMs / 1000));
    }
    if (X509_verify_cert(context.get()) != 1) {
        return fail(FaultCode::NotAllowed, X509_verify_cert_error_string(X509_STORE_CTX_get_error(context.get())));
    }
    return {};
}

}  // namespace

Done verifyClientCertificate(const QByteArray &certificatePem, const QByteArray &caPem, qint64 alsoMs)
{
    Done now = verifyAt(certificatePem, caPem, 0);
    return now || alsoMs <= 0 || !verifyAt(certificatePem, caPem, alsoMs) ? now : Done();
}

}  // namespace hall
