// SPDX-License-Identifier: GPL-3.0-or-later
// What the hub's files share: the way from a device's thread to the hub's.
#pragma once

#include <QMetaObject>
#include <QObject>

#include <utility>

namespace hall {

// Runs on the hub's thread, or not at all once the hub is gone. Devices are stopped before the hub's data goes, so a
// callback always finds the hub alive.
template <typename Call> void onHub(QObject *hub, Call call)
{
    QMetaObject::invokeMethod(hub, std::move(call), Qt::QueuedConnection);
}

}  // namespace hall
