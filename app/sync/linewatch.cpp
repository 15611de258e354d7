// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/linewatch.h"

namespace hall {

LineWatch::LineWatch(SyncClient &client, std::function<bool()> somebodyWaits, QObject *parent)
    : QObject(parent), m_client(client)
{
    connect(&m_timer, &QTimer::timeout, this, [this, waits = std::move(somebodyWaits)] {
        if (!m_client.reachable() && waits()) {
            m_client.wake();
        }
    });
    m_timer.start(kPersonMs);
}

void LineWatch::heard(bool good)
{
    if (good && !m_client.reachable()) {
        m_client.wake();
    }
}

}  // namespace hall
