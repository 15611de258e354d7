// SPDX-License-Identifier: GPL-3.0-or-later
// The connections of one client to the centre, and the certificate that it shows there. Qt keeps what a connection
// began with for as long as the host is called every two minutes, also when the socket was closed meanwhile and is
// opened anew. So another certificate gets connections of its own, and what is under way ends where it began.
#pragma once

#include "app/sync/enrolment.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>
#include <QObject>
#include <QSslConfiguration>
#include <QUrl>

namespace hall {

// On its owner's thread. Without an owner as parent it does not move with it to another one.
class CentreLine final : public QObject
{
    Q_OBJECT

public:
    explicit CentreLine(const KioskIdentity &identity, QObject *parent);

    // A new certificate of the same kiosk, for every request from now on. The address stays.
    void setCertificate(const KioskIdentity &identity);
    // As httpRequest(), for network().
    [[nodiscard]] QNetworkRequest request(const QString &path, int timeoutMs) const;
    // For one request: with another certificate it is another one.
    [[nodiscard]] QNetworkAccessManager &network() const { return *m_network; }

private:
    QUrl m_gateway;
    QSslConfiguration m_tls;
    QNetworkAccessManager *m_network;  // a child, as the ones before that have not ended yet
};

}  // namespace hall
