// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates and requests from strangers. First byte: what to try, with the rest as PEM or as DER that is wrapped
// here: a changed byte of base64 seldom leaves a certificate.
#include "app/protocol/x509.h"
#include "tests/fuzz/fuzz.h"

#include <openssl/ui.h>

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

void certificate(const QByteArray &pem)
{
    const auto name = certificateName(pem);
    const auto fingerprint = certificateFingerprint(pem);
    HALL_HOLDS(fingerprint || !name);
    HALL_HOLDS(!fingerprint || fingerprint->size() == 64);
    // The inputs were made without this run's key, so none of them is ours.
    HALL_HOLDS(!verifyClientCertificate(pem, authority().ca));
    (void)verifyClientCertificate(pem, pem);
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
