// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/demostaff.h"

#include "app/upkeep/stafflist.h"

#include <QDir>
#include <QFile>

#include <sodium.h>

namespace hall {

namespace {

Done writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        return fail(FaultCode::StoreIo, path.toStdString() + ": " + file.errorString().toStdString());
    }
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return {};
}

NewStaff person(const char *card, StaffRole role, const char *name, const char *pin)
{
    NewStaff staff;
    staff.cardNumber = Sensitive<QString>(QString::fromLatin1(card));
    staff.role = role;
    staff.name = QString::fromUtf8(name);
    staff.expires = QDate(2099, 12, 31);
    staff.pin = Sensitive<QString>(QString::fromLatin1(pin));
    return staff;
}

}  // namespace

Done makeDemoStaff(const QString &folder)
{
    if (sodium_init() < 0) {
        return fail(FaultCode::Internal, "libsodium does not start");
    }
    QByteArray publicKey(crypto_sign_PUBLICKEYBYTES, '\0');
    QByteArray secretKey(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_keypair(reinterpret_cast<unsigned char *>(publicKey.data()),
                        reinterpret_cast<unsigned char *>(secretKey.data()));
    const auto list = makeStaffList({person("Z90000001", StaffRole::Staff, "工作员", "246810"),
                                     person("Z90000002", StaffRole::Technician, "技术员", "135792")},
                                    Sensitive<QByteArray>(secretKey));
    if (!list) {
        return fail(list.error());
    }
    QDir().mkpath(folder);
    const QDir dir(folder);
    for (const auto &[name, bytes] : {std::pair{"staff.json", list->json}, std::pair{"staff.sig", list->signature},
                                      std::pair{"centre.pub", publicKey}}) {
        if (Done done = writeFile(dir.filePath(QLatin1String(name)), bytes); !done) {
            return done;
        }
    }
    return {};
}

}  // namespace hall
