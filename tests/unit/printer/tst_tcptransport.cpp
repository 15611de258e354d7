// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/transport/tcptransport.h"

#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

// A listening socket on a free loopback port; the kernel completes connections without accept().
class Listener
{
public:
    Listener() : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto *generic = reinterpret_cast<sockaddr *>(&address);
        socklen_t size = sizeof address;
        ::bind(m_socket, generic, size);
        ::getsockname(m_socket, generic, &size);
        m_port = ntohs(address.sin_port);
        ::listen(m_socket, 4);
    }
    ~Listener() { shut(); }
    void shut()
    {
        if (m_socket >= 0) {
            ::close(m_socket);
        }
        m_socket = -1;
    }
    [[nodiscard]] int accept() const { return ::accept(m_socket, nullptr, nullptr); }
    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    int m_socket;
    std::uint16_t m_port = 0;
};

}  // namespace

class TestTcpTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesBytesBothWays_data();
    void carriesBytesBothWays();
    void nobodyListens();
    void quietReadEndsInTime();
    void fullPeerSaysHowMuchWent();
    void peerGone();
};

void TestTcpTransport::carriesBytesBothWays_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("address") << "127.0.0.1";
    QTest::newRow("name") << "localhost";
}

void TestTcpTransport::carriesBytesBothWays()
{
    QFETCH(QString, host);
    const Listener listener;
    TcpTransport transport(host.toStdString(), listener.port());
    QVERIFY(transport.open(2s).has_value());
    const int peer = listener.accept();
    const Bytes out{0x10, 0x04, 0x01};
    const Written written = transport.write(out, 1s);
    QCOMPARE(written.bytes, out.size());
    QVERIFY(!written.fault);
    unsigned char got[3];
    QCOMPARE(::recv(peer, got, 3, MSG_WAITALL), 3);
    QCOMPARE(int(got[2]), 1);
    QCOMPARE(::send(peer, "\x12", 1, 0), 1);
    const Result<Bytes> answer = transport.read(16, 2s);
    QVERIFY(answer.has_value());
    QVERIFY(*answer == Bytes{0x12});
    ::close(peer);
}

void TestTcpTransport::nobodyListens()
{
    Listener listener;
    const std::uint16_t port = listener.port();
    listener.shut();
    TcpTransport transport("127.0.0.1", port);
    const Done done = transport.open(2s);
    QVERIFY(!done);
    QVERIFY(done.error().code == FaultCode::DeviceDisconnected);
    QVERIFY(!transport.isOpen());
    QVERIFY(transport.write(Bytes{1}, 10ms).fault.has_value());
}

void TestTcpTransport::quietReadEndsInTime()
{
    const Listener listener;
    TcpTransport transport("127.0.0.1", listener.port());
    QVERIFY(transport.open(2s).has_value());
    const auto before = std::chrono::steady_clock::now();
    const Result<Bytes> nothing = transport.read(16, 50ms);
    const auto took = std::chrono::steady_clock::now() - before;
    QVERIFY(nothing.has_value());
    QVERIFY(nothing->empty());
    QVERIFY(took >= 49ms);
    QVERIFY(took < 2s);
}

void TestTcpTransport::fullPeerSaysHowMuchWent()
{
    const Listener listener;
    TcpTransport transport("127.0.0.1", listener.port());
    QVERIFY(transport.open(2s).has_value());
    const Bytes much(32 << 20, 0x55);
    const Written written = transport.write(much, 100ms);  // nobody reads
    QVERIFY(written.fault.has_value());
    QVERIFY(written.fault->code == FaultCode::DeviceTimeout);
    QVERIFY(written.bytes > 0);
    QVERIFY(written.bytes < much.size());
}

void TestTcpTransport::peerGone()
{
    const Listener listener;
    TcpTransport transport("127.0.0.1", listener.port());
    QVERIFY(transport.open(2s).has_value());
    ::close(listener.accept());
    const Result<Bytes> end = transport.read(16, 2s);
    QVERIFY(!end.has_value());
    QVERIFY(end.error().code == FaultCode::DeviceDisconnected);
    QVERIFY(!transport.isOpen());
}

QTEST_GUILESS_MAIN(TestTcpTransport)
#include "tst_tcptransport.moc"
