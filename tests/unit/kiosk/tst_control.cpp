// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/domain/base/sensitive.h"
#include "app/kiosk/controlserver.h"
#include "app/kiosk/visittraces.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QLocalSocket>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace hall;

namespace {

// A client that keeps nothing of what it says or hears: what is found in memory afterwards is the server's.
class ForgetfulClient
{
public:
    explicit ForgetfulClient(const QString &path) : m_socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, path.toUtf8().constData(), sizeof address.sun_path);
        m_connected = ::connect(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    }
    ~ForgetfulClient() { ::close(m_socket); }
    ForgetfulClient(const ForgetfulClient &) = delete;
    ForgetfulClient &operator=(const ForgetfulClient &) = delete;

    bool say(std::string words)
    {
        const ssize_t said = ::send(m_socket, words.data(), words.size(), MSG_NOSIGNAL);
        const bool all = m_connected && said == static_cast<ssize_t>(words.size());
        wipe(words);
        return all;
    }
    // How many lines have come until now.
    int heard()
    {
        std::array<char, 4096> part;
        for (ssize_t got = 0; (got = ::recv(m_socket, part.data(), part.size(), 0)) > 0;) {
            m_lines += static_cast<int>(std::count(part.begin(), part.begin() + got, '\n'));
            wipeMemory(part.data(), part.size());
        }
        return m_lines;
    }

private:
    int m_socket;
    bool m_connected = false;
    int m_lines = 0;
};

}  // namespace

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

    // Neither to what is asked then, nor to what was asked before.
    void aProgramThatBeginsAnewSaysNothingMore()
    {
        const auto control = server(true);
        ControlServer::Reply late;
        control->add(QStringLiteral("later"), ControlServer::Access::Open,
                     [&late](const QJsonObject &, const ControlServer::Reply &reply) { late = reply; });
        QVERIFY(control->listen(socket()).has_value());
        QLocalSocket client;
        client.connectToServer(socket());
        QVERIFY(ask(client, R"({"do":"status"})").value(u"ok").toBool());
        client.write("{\"do\":\"later\"}\n");
        QTRY_VERIFY(late);
        control->beginAnew();
        late(QJsonObject());
        client.write("{\"do\":\"status\"}\n");
        QTest::qWait(200);
        QCOMPARE(client.bytesAvailable(), 0);
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

    // A presenter's connection is quiet for hours after a code was held before the scanner or a card was read in full.
    void nothingThatWasSaidStays()
    {
        const auto control = server(true);
        QString heldThere;
        control->add(QStringLiteral("scan"), ControlServer::Access::Open,
                     [&heldThere](const QJsonObject &request, const ControlServer::Reply &reply) {
                         heldThere = request.value(u"text").toString();
                         reply(QJsonObject{{QStringLiteral("echo"), heldThere}});
                     });
        QVERIFY(control->listen(socket()).has_value());
        ForgetfulClient client(socket());
        VisitTraces traces;
        for (const int padding : {0, 100, 5000, 100'000}) {
            std::string code;
            for (int i = 0; i < 24; ++i) {
                code += static_cast<char>('a' + QRandomGenerator::system()->bounded(26));
            }
            {
                QString text = QString::fromLatin1(code.data(), static_cast<qsizetype>(code.size()));
                traces.remember(text);
                text.fill(u'-');
            }
            const int before = client.heard();
            // In two pieces, one of them with the start of the next line.
            QVERIFY(client.say("{\"do\":\"scan\",\"more\":\"" + std::string(static_cast<std::size_t>(padding), '.')));
            QCoreApplication::processEvents();
            QVERIFY(client.say("\",\"text\":\"" + code + "\"}\n{\"do\":"));
            wipe(code);
            QTRY_COMPARE(client.heard(), before + 1);
            QVERIFY(traces.count() > 0);  // what the command keeps is found
            heldThere.fill(u'-');
            QCOMPARE(traces.count(), 0);
            QVERIFY(client.say("\"status\"}\n"));
            QTRY_COMPARE(client.heard(), before + 2);
        }
    }

    // An answer that the other side does not take at once waits, and is whole.
    void longAnswersArriveWhole()
    {
        const auto control = server(true);
        const QString large(3'000'000, u'x');
        control->add(QStringLiteral("large"), ControlServer::Access::Open,
                     [&large](const QJsonObject &, const ControlServer::Reply &reply) {
                         reply(QJsonObject{{QStringLiteral("picture"), large}});
                     });
        QVERIFY(control->listen(socket()).has_value());
        QLocalSocket client;
        client.connectToServer(socket());
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(ask(client, R"({"do":"large"})").value(u"picture").toString().size(), large.size());
        }
        // One that goes away in the middle takes nobody with it.
        QLocalSocket hasty;
        hasty.connectToServer(socket());
        hasty.write("{\"do\":\"large\"}\n{\"do\":\"large\"}\n");
        QVERIFY(QTest::qWaitFor([&] { return hasty.bytesAvailable() > 0; }, 5000));
        hasty.abort();
        QVERIFY(ask(client, R"({"do":"status"})").value(u"ok").toBool());
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
