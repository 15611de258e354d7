// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/kioskdata.h"

#include <QDir>
#include <QFileInfo>

namespace hall::ctl {

Result<std::unique_ptr<KioskStore>> openStore(const QString &folder, bool make)
{
    if (make) {
        QDir().mkpath(folder);
    } else if (!QFileInfo::exists(folder + QStringLiteral("/kiosk.db"))) {
        return fail(FaultCode::FileUnreadable, folder.toStdString() + ": no kiosk's data here");
    }
    StoreOptions options;
    options.dataFolder = folder;
    auto store = KioskStore::open(options);
    if (!store && store.error().code == FaultCode::StoreInUse) {
        return fail(FaultCode::StoreInUse,
                    folder.toStdString() + ": a kiosk runs on this data; ask it with --control SOCKET");
    }
    return store;
}

}  // namespace hall::ctl
