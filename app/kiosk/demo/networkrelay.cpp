// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/networkrelay.h"

#include <QTcpSocket>

namespace hall {

NetworkRelay::NetworkRelay(const QString &host, quint16 port, QObject *parent)
    : QObject(parent), m_host(host), m_targetPort(port)
{
    connect(&m_server, &QTcpServer::newConnection, this, &NetworkRelay::onConnection);
    if (m_server.listen(QHostAddress::LocalHost, 0)) {
        m_port = m_server.serverPort();
    }
}

NetworkRelay::~NetworkRelay()
{
    // Sockets are the server's children: without this they would report their end to a list that is gone.
    for (QTcpSocket *socket : std::as_const(m_open)) {
        socket->disconnect(this);
    }
}

void NetworkRelay::setUp(bool up)
{
    if (up == m_server.isListening()) {
        return;
    }
    if (up) {
        m_server.listen(QHostAddress::LocalHost, m_port);
        return;
    }
    m_server.close();
    const QList<QTcpSocket *> open = m_open;
    for (QTcpSocket *socket : open) {
        socket->abort();
    }
}

void NetworkRelay::onConnection()
{
    while (QTcpSocket *near = m_server.nextPendingConnection()) {
        auto *far = new QTcpSocket(near);
        m_open.append(near);
        connect(near, &QTcpSocket::readyRead, far, [near, far] {
            if (far->state() == QTcpSocket::ConnectedState) {
                far->write(near->readAll());
            }
        });
        connect(far, &QTcpSocket::connected, far, [near, far] { far->write(near->readAll()); });
        connect(far, &QTcpSocket::readyRead, near, [near, far] { near->write(far->readAll()); });
        connect(far, &QTcpSocket::disconnected, near, &QTcpSocket::disconnectFromHost);
        connect(far, &QTcpSocket::errorOccurred, near, [near] { near->abort(); });
        connect(near, &QTcpSocket::disconnected, this, [this, near] {
            m_open.removeOne(near);
            near->deleteLater();
        });
        far->connectToHost(m_host, m_targetPort);
    }
}

}  // namespace hall
