// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/networkrelay.h"

#include <QSignalSpy>
#include <QTcpSocket>
#include <QTest>

using namespace hall;

class TestRelay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesGoThroughUntilTheCableIsPulled()
    {
        QTcpServer far;
        QVERIFY(far.listen(QHostAddress::LocalHost));
        QObject::connect(&far, &QTcpServer::newConnection, &far, [&far] {
            QTcpSocket *socket = far.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket,
                             [socket] { socket->write("<" + socket->readAll() + ">"); });
        });
        NetworkRelay relay(QStringLiteral("127.0.0.1"), far.serverPort());
        QTcpSocket near;
        near.connectToHost(QHostAddress::LocalHost, relay.port());
        QVERIFY(near.waitForConnected());
        near.write("hello");
        QTRY_COMPARE(near.bytesAvailable(), 7);
        QCOMPARE(near.readAll(), QByteArray("<hello>"));

        const quint16 port = relay.port();
        relay.setUp(false);
        QTRY_COMPARE(near.state(), QTcpSocket::UnconnectedState);
        QTcpSocket refused;
        refused.connectToHost(QHostAddress::LocalHost, port);
        QVERIFY(!refused.waitForConnected(2000));

        relay.setUp(true);
        QCOMPARE(relay.port(), port);  // the kiosk knows this one
        QTcpSocket again;
        again.connectToHost(QHostAddress::LocalHost, port);
        QVERIFY(again.waitForConnected());
        again.write("x");
        QTRY_COMPARE(again.bytesAvailable(), 3);
    }
};

QTEST_GUILESS_MAIN(TestRelay)
#include "tst_relay.moc"
