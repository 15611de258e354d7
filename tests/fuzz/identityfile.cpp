// SPDX-License-Identifier: GPL-3.0-or-later
// The files of an enrolled kiosk, and the authority's certificate that enrolment is given. First byte: whether the
// rest is identity.json or its signing key. "@KEY@" and "@CERTIFICATE@" stand for a good pair, so that none is kept
// among the seeds. A file that is damaged is a fault with no word of the keys in it.
#include "app/protocol/x509.h"
#include "app/sync/enrolment.h"
#include "tests/fuzz/fuzz.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSslCertificate>
#include <QTemporaryDir>

using namespace hall;
using hall::fuzz::Input;

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    // Never destroyed: what lives to the end of the process needs it.
    static const auto *const application = new QCoreApplication(*argc, *argv);
    HALL_HOLDS(application != nullptr);
    return 0;
}

namespace {

struct Folder
{
    QTemporaryDir dir;
    QByteArray signKey = QByteArray(64, '7');
    QByteArray key = *newP256Key();
    QByteArray certificate = *makeCa(key, QStringLiteral("Fuzz CA"));

    Folder() { HALL_HOLDS(QDir(dir.path()).mkpath(QStringLiteral("identity"))); }
    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(dir.filePath(QStringLiteral("identity/") + QLatin1String(name)));
        HALL_HOLDS(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        HALL_HOLDS(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
    }
};

void check(const Result<KioskIdentity> &identity)
{
    if (!identity) {
        HALL_HOLDS(identity.error().code == FaultCode::KeyMissing);
        HALL_HOLDS(identity.error().detail.find("BEGIN") == std::string::npos);
        HALL_HOLDS(identity.error().detail.find("7777") == std::string::npos);
        return;
    }
    HALL_HOLDS(!identity->kiosk.isEmpty() && identity->gateway.isValid() && identity->sealKey.size() == 32);
    HALL_HOLDS(!tlsConfiguration(*identity).localCertificate().isNull());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const Folder folder;
    Input input(data, size);
    const bool key = input.byte() % 2 == 1;
    QByteArray bytes = fuzz::qbytes(input.rest());
    bytes.replace("@KEY@", QByteArray(folder.key).replace("\n", "\\n"));
    bytes.replace("@CERTIFICATE@", QByteArray(folder.certificate).replace("\n", "\\n"));
    folder.write("sign.key", key ? bytes : folder.signKey);
    folder.write("identity.json", key ? QByteArrayLiteral("{}") : bytes);
    check(loadIdentity(folder.dir.path()));
    (void)QSslCertificate::fromData(bytes, QSsl::Pem);
    return 0;
}
