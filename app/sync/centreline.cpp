// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/centreline.h"

#include "app/sync/httpanswer.h"

#include <QNetworkReply>

#include <algorithm>
#include <utility>

namespace hall {
namespace {

// Deleted sooner, it would take the requests with it that are under way.
void endWhenIdle(QNetworkAccessManager *network)
{
    const auto replies = network->findChildren<QNetworkReply *>();
    if (std::all_of(replies.cbegin(), replies.cend(), [](const QNetworkReply *reply) { return reply->isFinished(); })) {
        network->deleteLater();
    }
}

}  // namespace

CentreLine::CentreLine(const KioskIdentity &identity, QObject *parent)
    : QObject(parent), m_gateway(identity.gateway), m_tls(tlsConfiguration(identity)),
      m_network(new QNetworkAccessManager(this))
{
}

void CentreLine::setCertificate(const KioskIdentity &identity)
{
    m_tls = tlsConfiguration(identity);
    QNetworkAccessManager *before = std::exchange(m_network, new QNetworkAccessManager(this));
    connect(before, &QNetworkAccessManager::finished, before, [before] { endWhenIdle(before); });
    endWhenIdle(before);
}

QNetworkRequest CentreLine::request(const QString &path, int timeoutMs) const
{
    return httpRequest(m_gateway, path, m_tls, timeoutMs);
}

}  // namespace hall
