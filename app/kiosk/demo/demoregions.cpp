// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/demoregions.h"

#include "app/regions/regionprofiles.h"

#include <QDir>
#include <QFile>

namespace hall {

namespace {

Done writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        return fail(FaultCode::StoreIo, path.toStdString() + ": " + file.errorString().toStdString());
    }
    return {};
}

}  // namespace

Done makeDemoRegions(const QString &from, const QString &folder)
{
    QDir(folder).removeRecursively();
    QDir().mkpath(folder);
    const Signer centre = Signer::generate();
    const QDir to(folder);
    for (const QString &name : QDir(from).entryList({QStringLiteral("*.json")}, QDir::Files)) {
        QFile file(QDir(from).filePath(name));
        if (!file.open(QIODevice::ReadOnly)) {
            return fail(FaultCode::FileUnreadable, file.fileName().toStdString());
        }
        const QByteArray json = file.readAll();
        if (Done done = writeFile(to.filePath(name), json); !done) {
            return done;
        }
        const QString signature = name.chopped(5) + QStringLiteral(".sig");
        if (Done done = writeFile(to.filePath(signature), signRegionProfile(centre, json)); !done) {
            return done;
        }
    }
    return writeFile(to.filePath(QStringLiteral("centre.pub")), centre.publicKey());
}

}  // namespace hall
