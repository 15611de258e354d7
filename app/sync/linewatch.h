// SPDX-License-Identifier: GPL-3.0-or-later
// Brings a sync client back to work when the line is: its own pauses grow to minutes while the centre cannot be
// reached.
#pragma once

#include "app/sync/syncclient.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace hall {

class LineWatch final : public QObject
{
    Q_OBJECT

public:
    // While somebody waits the line is tried so often, with the client's own delay of at most two seconds on top.
    static constexpr int kPersonMs = 2000;

    // The client must outlive this. somebodyWaits is asked on this object's thread.
    LineWatch(SyncClient &client, std::function<bool()> somebodyWaits, QObject *parent = nullptr);

public Q_SLOTS:
    // Another call to the centre was answered, or was not.
    void heard(bool good);

private:
    SyncClient &m_client;
    QTimer m_timer;
};

}  // namespace hall
