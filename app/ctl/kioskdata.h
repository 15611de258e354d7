// SPDX-License-Identifier: GPL-3.0-or-later
// A kiosk's data folder while no kiosk runs on it: the store, and waiting for what it promises.
#pragma once

#include "app/ctl/commandline.h"
#include "app/store/kioskstore.h"

#include <QEventLoop>
#include <QFutureWatcher>

#include <memory>

namespace hall::ctl {

// The folder must hold a kiosk's data already; with `make` a new one is begun. StoreInUse says what to do instead.
[[nodiscard]] Result<std::unique_ptr<KioskStore>> openStore(const QString &folder, bool make = false);

// Runs the event loop until the future has its result.
template <typename T> T waitFor(const QFuture<T> &future)
{
    QEventLoop loop;
    QFutureWatcher<T> watcher;
    QObject::connect(&watcher, &QFutureWatcher<T>::finished, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    loop.exec();
    return future.result();
}

}  // namespace hall::ctl
