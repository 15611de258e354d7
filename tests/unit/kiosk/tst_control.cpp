// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/controlserver.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

class TestControl : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString socket() const { return m_dir.filePath(QStringLiteral("control.sock")); }

    static std::unique_ptr<ControlServer> server(bool unlocked)
    {
        auto made = std::make_unique<ControlServer>(unlocked, [](const QString &card, const QString &pin) {
            return card == QLatin1String("Z9") && pin == QLatin1String("1357");
        });
        made->add(QStringLiteral("status"), ControlServer::Access::Open,
                  [](const QJsonObject &, const ControlServer::Reply &reply) {
                      reply(QJsonObject{{QStringLiteral("up"), true}});
                  });
        made->add(QStringLiteral("secret"), ControlServer::Access::Technician,
                  [](const QJsonObject &, const ControlServer::Reply &reply) { reply(QJsonObject{}); });
        made->add(QStringLiteral("bad"), ControlServer::Access::Open,
                  [](const QJsonObject &, const ControlServer::Reply &reply) {
                      reply(fail(FaultCode::PaperOut, "roll is empty"));
                  });
        return made;
    }

    static QJsonObject ask(QLocalSocket &client, const QByteArray &line)
    {
        client.write(line + '\n');
        if (!QTest::qWaitFor([&] { return client.canReadLine(); }, 5000)) {
            return {};
        }
        return QJsonDocument::fromJson(client.readLine()).object();
    }

private Q_SLOTS:
    void everyRequestGetsItsAnswer()
    {
        const auto control = server(false);
        QVERIFY(control->listen(socket()).has_value());
        QLocalSocket client;
        client.connectToServer(socket());
        const QJsonObject good = ask(client, R"({"id":7,"do":"status"})");
        QCOMPARE(good.value(u"id").toInt(), 7);
        QVERIFY(good.value(u"ok").toBool());
        QVERIFY(good.value(u"up").toBool());
        const QJsonObject bad = ask(client, R"({"id":8,"do":"bad"})");
        QVERIFY(!bad.value(u"ok").toBool());
        QCOMPARE(bad.value(u"error").toObject().value(u"code").toString(), QStringLiteral("printer.paper-out"));
        QCOMPARE(bad.value(u"error").toObject().value(u"who").toString(), QStringLiteral("staff"));
        QCOMPARE(ask(client, "no json at all").value(u"error").toObject().value(u"code").toString(),
                 QStringLiteral("use.bad-argument"));
        QCOMPARE(ask(client, R"({"do":"nonsense"})").value(u"ok").toBool(), false);
    }

    void onlyATechnicianGoesFurther()
    {
        const auto control = server(false);
        QVERIFY(control->listen(socket()).has_value());
        QLocalSocket client;
        client.connectToServer(socket());
        QCOMPARE(ask(client, R"({"do":"secret"})").value(u"error").toObject().value(u"code").toString(),
                 QStringLiteral("use.not-allowed"));
        QVERIFY(!ask(client, R"({"do":"sign-in","card":"Z9","pin":"0000"})").value(u"ok").toBool());
        QVERIFY(ask(client, R"({"do":"sign-in","card":"Z9","pin":"1357"})").value(u"ok").toBool());
        QVERIFY(ask(client, R"({"do":"secret"})").value(u"ok").toBool());
        QLocalSocket other;  // the sign-in is the connection's, not the server's
        other.connectToServer(socket());
        QVERIFY(!ask(other, R"({"do":"secret"})").value(u"ok").toBool());
    }

    void theSocketIsForTheGroupAndASecondKioskIsRefused()
    {
        const auto first = server(true);
        QVERIFY(first->listen(socket()).has_value());
        const auto rights = QFileInfo(socket()).permissions();
        QVERIFY(!(rights & (QFileDevice::ReadOther | QFileDevice::WriteOther)));
        QVERIFY(rights & QFileDevice::WriteGroup);
        const auto second = server(true);
        // The first answers from this very thread, so its event loop has to turn while the second asks.
        const Done done = second->listen(socket());
        QVERIFY(!done.has_value());
        QCOMPARE(done.error().code, FaultCode::StoreInUse);
    }

    void aLineWithoutEndIsCutOff()
    {
        const auto control = server(true);
        QVERIFY(control->listen(socket()).has_value());
        QLocalSocket client;
        client.connectToServer(socket());
        client.write(QByteArray(3 * 1024 * 1024, 'x'));
        QTRY_VERIFY(client.state() == QLocalSocket::UnconnectedState);
    }
};

QTEST_GUILESS_MAIN(TestControl)
#include "tst_control.moc"
