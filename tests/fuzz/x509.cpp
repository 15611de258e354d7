// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates and requests from strangers. First byte: what to try, with the rest as PEM or as DER that is wrapped
// here: a changed byte of base64 seldom leaves a certificate.
#include "app/protocol/x509.h"
#include "tests/fuzz/fuzz.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ui.h>
#include <openssl/x509.h>

#include <memory>

using namespace hall;
using hall::fuzz::Input;

// A PEM that says it is encrypted must not make the program ask anybody for a pass phrase.
extern "C" int LLVMFuzzerInitialize(int *, char ***)
{
    UI_METHOD *terminal = UI_create_method("nobody is asked");
    UI_method_set_opener(terminal,
                         [](UI *) -> int { fuzz::broken("no pass phrase is asked for", __FILE__, __LINE__); });
    UI_set_default_method(terminal);
    return 0;
}

namespace {

struct Authority
{
    QByteArray key = *newP256Key();
    QByteArray ca = *makeCa(key, QStringLiteral("Fuzz CA"));
};

const Authority &authority()
{
    static const Authority made;
    return made;
}

QByteArray wrapped(const char *label, const QByteArray &der)
{
    const QByteArray base64 = der.toBase64();
    QByteArray pem = QByteArray("-----BEGIN ") + label + "-----\n";
    for (qsizetype at = 0; at < base64.size(); at += 64) {
        pem += base64.mid(at, 64) + '\n';
    }
    return pem + "-----END " + label + "-----\n";
}

void request(const QByteArray &csr)
{
    const auto issued = issueKiosk(authority().ca, authority().key, csr, QStringLiteral("kiosk-1"));
    if (!issued) {
        HALL_HOLDS(fuzz::isImpersonal(issued.error()));
        return;
    }
    // Whatever the request says of itself, the certificate says what we say.
    HALL_HOLDS(certificateName(*issued) == QStringLiteral("kiosk-1"));
    HALL_HOLDS(verifyClientCertificate(*issued, authority().ca));
    HALL_HOLDS(certificateFingerprint(*issued)->size() == 64);
}

// What it says of itself stays; a changed byte leaves no signature that holds.
QByteArray signedByUs(const QByteArray &pem)
{
    const auto bio = [](const QByteArray &bytes) {
        return std::unique_ptr<BIO, decltype(&BIO_free)>(
            BIO_new_mem_buf(bytes.constData(), static_cast<int>(bytes.size())), BIO_free);
    };
    const auto none = [](char *, int, int, void *) { return -1; };
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(bio(pem).get(), nullptr, none, nullptr), X509_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_bio_PrivateKey(bio(authority().key).get(), nullptr, none, nullptr), EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    char *text = nullptr;
    if (!certificate || X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0 ||
        PEM_write_bio_X509(out.get(), certificate.get()) != 1) {
        ERR_clear_error();
        return {};
    }
    const long size = BIO_get_mem_data(out.get(), &text);
    return QByteArray(text, size);
}

void certificate(const QByteArray &pem)
{
    const auto name = certificateName(pem);
    const auto fingerprint = certificateFingerprint(pem);
    HALL_HOLDS(fingerprint || !name);
    HALL_HOLDS(!fingerprint || fingerprint->size() == 64);
    // The inputs were made without this run's key, so none of them is ours.
    HALL_HOLDS(!verifyClientCertificate(pem, authority().ca));
    (void)verifyClientCertificate(pem, pem);
    HALL_HOLDS(!serverHosts(pem, authority().ca));
    const auto hosts = serverHosts(signedByUs(pem), authority().ca);
    HALL_HOLDS(!hosts || !hosts->isEmpty());
}

void anyCa(const QByteArray &pem)
{
    (void)issueKiosk(pem, authority().key, pem, QStringLiteral("kiosk-1"));
    (void)issueServer(pem, pem, pem, {QString::fromUtf8(pem.left(64))});
    (void)makeCsr(pem, QStringLiteral("hallkiosk"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    constexpr void (*tries[])(const QByteArray &) = {request, certificate, anyCa};
    constexpr const char *labels[] = {"CERTIFICATE REQUEST", "CERTIFICATE", "CERTIFICATE"};
    Input input(data, size);
    const std::size_t which = input.byte() % 6;
    const QByteArray bytes = fuzz::qbytes(input.rest());
    const std::size_t kind = which % std::size(tries);
    tries[kind](which < std::size(tries) ? bytes : wrapped(labels[kind], bytes));
    return 0;
}
