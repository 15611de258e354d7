// SPDX-License-Identifier: GPL-3.0-or-later
// A cable that can be pulled: forwards TCP from a loopback port to the gateway, byte for byte, TLS untouched. Switched
// down it cuts what is open and refuses what is new, as a dead line does. Demonstrations and tests only.
#pragma once

#include <QHostAddress>
#include <QObject>
#include <QTcpServer>

class QTcpSocket;

namespace hall {

class NetworkRelay : public QObject
{
    Q_OBJECT

public:
    NetworkRelay(const QString &host, quint16 port, QObject *parent = nullptr);
    ~NetworkRelay() override;

    [[nodiscard]] quint16 port() const { return m_port; }  // 0 when the loopback port could not be had
    [[nodiscard]] bool up() const { return m_server.isListening(); }
    void setUp(bool up);

private:
    void onConnection();

    QString m_host;
    quint16 m_targetPort;
    quint16 m_port = 0;
    QTcpServer m_server;
    QList<QTcpSocket *> m_open;
};

}  // namespace hall
