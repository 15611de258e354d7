// SPDX-License-Identifier: GPL-3.0-or-later
// What systemd would hear of the program.
#include "app/kiosk/signsoflife.h"

#include <QByteArrayList>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cstddef>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

using namespace hall;

namespace {

// systemd's end of the line.
class Listener
{
public:
    explicit Listener(const QByteArray &name) : m_line(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0))
    {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, name.constData(), static_cast<std::size_t>(name.size()));
        if (address.sun_path[0] == '@') {
            address.sun_path[0] = '\0';
        }
        m_bound =
            bind(m_line, reinterpret_cast<sockaddr *>(&address),
                 static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(name.size()))) == 0;
        qputenv("NOTIFY_SOCKET", name);
    }
    ~Listener()
    {
        close(m_line);
        qunsetenv("NOTIFY_SOCKET");
        qunsetenv("WATCHDOG_USEC");
    }
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    [[nodiscard]] bool bound() const { return m_bound; }
    // Everything so far.
    const QByteArrayList &heard()
    {
        std::array<char, 200> words{};
        for (auto size = recv(m_line, words.data(), words.size(), 0); size > 0;
             size = recv(m_line, words.data(), words.size(), 0)) {
            m_heard.append(QByteArray(words.data(), size));
        }
        return m_heard;
    }

private:
    int m_line;
    QByteArrayList m_heard;
    bool m_bound = false;
};

}  // namespace

class TestSignsOfLife : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatItRunsAndStillDoes_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("a file") << m_folder.filePath(QStringLiteral("notify")).toUtf8();
        QTest::newRow("a name of the kernel's") << QByteArray("@hall-test-") + QByteArray::number(getpid());
    }
    void saysThatItRunsAndStillDoes()
    {
        QFETCH(QByteArray, name);
        Listener systemd(name);
        QVERIFY(systemd.bound());
        qputenv("WATCHDOG_USEC", "300000");
        const SignsOfLife life;
        QVERIFY(systemd.heard().isEmpty());  // the loop does not turn yet
        QTRY_VERIFY_WITH_TIMEOUT(systemd.heard().size() >= 4, 1000);
        QCOMPARE(systemd.heard().first(), QByteArray("READY=1\nWATCHDOG=1"));
        QCOMPARE(systemd.heard().at(1), QByteArray("WATCHDOG=1"));
        QCOMPARE(systemd.heard().last(), QByteArray("WATCHDOG=1"));
    }

    void aLoopThatStandsStillSaysNothing()
    {
        Listener systemd(m_folder.filePath(QStringLiteral("still")).toUtf8());
        QVERIFY(systemd.bound());
        qputenv("WATCHDOG_USEC", "60000");
        const SignsOfLife life;
        QTRY_VERIFY(!systemd.heard().isEmpty());
        const auto before = systemd.heard().size();
        QTest::qSleep(200);
        QCOMPARE(systemd.heard().size(), before);
    }

    void withoutAWatchdogItOnlySaysThatItRuns()
    {
        Listener systemd(m_folder.filePath(QStringLiteral("only")).toUtf8());
        QVERIFY(systemd.bound());
        const SignsOfLife life;
        QTRY_VERIFY(!systemd.heard().isEmpty());
        QTest::qWait(200);
        QCOMPARE(systemd.heard(), QByteArrayList{"READY=1\nWATCHDOG=1"});
    }

    // Nobody listens, or under a name that no socket can have: nothing is waited for.
    void nobodyListens_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("no unit") << QByteArray();
        QTest::newRow("nobody") << m_folder.filePath(QStringLiteral("nobody")).toUtf8();
        QTest::newRow("too long") << QByteArray(300, 'x');
    }
    void nobodyListens()
    {
        QFETCH(QByteArray, name);
        qputenv("NOTIFY_SOCKET", name);
        qputenv("WATCHDOG_USEC", "30000");
        {
            const SignsOfLife life;
            QTest::qWait(100);
        }
        qunsetenv("NOTIFY_SOCKET");
        qunsetenv("WATCHDOG_USEC");
    }

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestSignsOfLife)
#include "tst_signsoflife.moc"
