// SPDX-License-Identifier: GPL-3.0-or-later
// Every bit of what a real gateway answers, turned: a kiosk takes an answer as it was sent, or not at all.
#include "tests/support/gatewayrig.h"
#include "tests/support/memoryoutbox.h"

#include "app/protocol/ridinginbox.h"
#include "app/protocol/wiredigest.h"
#include "app/sync/enrolment.h"
#include "app/sync/httpanswer.h"
#include "app/sync/syncclient.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <httplib.h>

using namespace hall;
using namespace hall::test;

namespace {

// Says the same to whoever asks anything, and closes.
class Parrot
{
public:
    Parrot()
    {
        if (!m_server.listen(QHostAddress::LocalHost)) {
            throw std::runtime_error("no port");
        }
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] { hear(*socket); });
                QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            }
        });
    }

    [[nodiscard]] QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }

    std::function<QByteArray(const QByteArray &request)> answer;

private:
    void hear(QTcpSocket &socket)
    {
        const QByteArray request = socket.readAll();
        if (request.contains("\r\n\r\n") && socket.isOpen()) {
            socket.write(answer(request));
            socket.disconnectFromHost();
        }
    }

    QTcpServer m_server;
};

QByteArray turned(QByteArray bytes, qsizetype bit)
{
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    return bytes;
}

// What a kiosk goes by.
struct Heard
{
    int status = 0;  // 0: no answer
    QByteArray body;
    QByteArrayList headers;

    bool operator==(const Heard &) const = default;
};

Heard heard(QNetworkReply &reply)
{
    const HttpAnswer answer = readAnswer(reply);
    if (answer.status == 0) {
        return {};
    }
    QByteArrayList headers;
    for (const char *name : {"Hall-Time", "Retry-After", "Inbox-Last", "Upload-Offset", "Upload-Length",
                             "Upload-Complete", "Batch-Packed"}) {
        headers.append(reply.rawHeader(name));
    }
    return {answer.status, answer.body, headers};
}

// A bit that turned where the head of an answer begins may take all of its headers, as if an older centre had answered:
// nothing is said by them then, and the content is as it was.
Heard withoutHeaders(Heard answer)
{
    answer.headers.fill({}, answer.headers.size());
    return answer;
}

QByteArray bodyOf(const QByteArray &whole)
{
    return whole.mid(whole.indexOf("\r\n\r\n") + 4);
}

}  // namespace

class TestTurnedBits : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] QByteArray say(const QByteArray &first, const QByteArray &headers = {}, const QByteArray &body = {});
    [[nodiscard]] Heard ask(QNetworkAccessManager &network, const QUrl &url, bool head);

    GatewayRig m_rig;
    KioskIdentity m_identity{{}, {}, {}, {}, {}, {}, Signer::generate()};
    QVector<QString> m_ids;
    QHash<QString, QByteArray> m_whole;  // recorded answers, head and body

private Q_SLOTS:
    void initTestCase();
    void everyBitIsSeen_data();
    void everyBitIsSeen();
    void withoutDigestsSomeAreNot();
    void aKioskKeepsNoneOfThem();
    void whatCameSpoiltIsRefused();
};

// One call without TLS, as the web server in front makes it.
QByteArray TestTurnedBits::say(const QByteArray &first, const QByteArray &headers, const QByteArray &body)
{
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(m_rig.options.port));
    if (!socket.waitForConnected(5000)) {
        throw std::runtime_error("no gateway");
    }
    QByteArray request = first + " HTTP/1.1\r\nHost: hall\r\nConnection: close\r\nX-Client-Cert: " +
                         m_identity.certificatePem.toPercentEncoding() + "\r\n" + headers;
    if (!body.isEmpty()) {
        request += "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    }
    socket.write(request + "\r\n" + body);
    while (socket.state() == QAbstractSocket::ConnectedState && socket.waitForReadyRead(5000)) {
    }
    return socket.readAll();
}

void TestTurnedBits::initTestCase()
{
    m_rig.options.behindProxy = true;
    m_rig.start();
    wire::EnrolRequest request;
    request.code = m_rig.newCode(QStringLiteral("K1"));
    request.csrPem = must(makeCsr(must(newP256Key()), QStringLiteral("hallkiosk")));
    request.signKey = m_identity.signer.publicKey();
    request.mac = wire::enrolMac(request.code, request.csrPem, request.signKey);
    const auto enrolled =
        must(wire::parseEnrolAnswer(bodyOf(say("POST /v1/enrol", {}, wire::encodeEnrolRequest(request)))));
    m_identity.kiosk = enrolled.kiosk;
    m_identity.certificatePem = enrolled.certificatePem;
    m_identity.sealKey = enrolled.sealKey;

    CaseMaker cases(enrolled.kiosk, m_identity.signer, enrolled.sealKey);
    const auto plain = cases.make();
    const auto second = cases.make();
    const auto scanned = cases.make({randomBytes(5000)});
    m_ids = {plain.id, second.id};
    const auto batch = [](const CaseMaker::Made &made) { return must(wire::encodeBatch({{made.item}, {}})); };
    (void)say("POST /v1/batch", {}, batch(plain));
    (void)say("POST /v1/batch", {}, batch(second));
    QTRY_COMPARE(m_rig.count(QStringLiteral("SELECT COUNT(*) FROM inbox")), 2);
    m_whole[QStringLiteral("inbox")] = say("GET /v1/inbox?after=0");
    m_whole[QStringLiteral("batch")] = say("POST /v1/batch", "Inbox-After: 0\r\n", batch(scanned));
    m_whole[QStringLiteral("scan")] = say("HEAD /v1/blob/" + sha256Hex(scanned.blobs.first()).toLatin1());
    m_whole[QStringLiteral("health, nothing")] = say("POST /v1/health", {}, "{\"v\":1}");
    QVERIFY(m_whole[QStringLiteral("inbox")].contains(m_ids[0].toLatin1()));
    QVERIFY(m_whole[QStringLiteral("batch")].contains("\"inbox\""));
    QVERIFY(m_whole[QStringLiteral("scan")].contains("Upload-Offset: 0\r\n"));
    QVERIFY(m_whole[QStringLiteral("health, nothing")].startsWith("HTTP/1.1 204 "));
}

Heard TestTurnedBits::ask(QNetworkAccessManager &network, const QUrl &url, bool head)
{
    const QNetworkRequest request = httpRequest(url, QStringLiteral("/v1/any"), QSslConfiguration(), 5000);
    QNetworkReply *reply = head ? network.head(request) : network.get(request);
    limitAnswer(*reply, 1024 * 1024, 5000);
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished()) {
        loop.exec();
    }
    const Heard told = heard(*reply);
    delete reply;
    return told;
}

void TestTurnedBits::everyBitIsSeen_data()
{
    QTest::addColumn<QString>("answer");
    for (const char *name : {"inbox", "batch", "scan", "health, nothing"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void TestTurnedBits::everyBitIsSeen()
{
    QFETCH(const QString, answer);
    const QByteArray whole = m_whole.value(answer);
    const bool head = answer == u"scan";
    QNetworkAccessManager network;
    Parrot parrot;
    parrot.answer = [&whole](const QByteArray &) { return whole; };
    const Heard honest = ask(network, parrot.url(), head);
    QVERIFY(honest.status > 0);
    qsizetype refused = 0;
    qsizetype bare = 0;
    for (qsizetype bit = 0; bit < whole.size() * 8; ++bit) {
        const QByteArray spoilt = turned(whole, bit);
        parrot.answer = [&spoilt](const QByteArray &) { return spoilt; };
        const Heard told = ask(network, parrot.url(), head);
        QVERIFY2(
            told.status == 0 || told == honest || told == withoutHeaders(honest),
            qPrintable(
                QStringLiteral("bit %1, after %2").arg(bit).arg(QString::fromLatin1(whole.mid(bit / 8 - 20, 20)))));
        refused += told.status == 0 ? 1 : 0;
        bare += told != honest && told.status > 0 ? 1 : 0;
    }
    // All of the content; of the head what is gone by and both digests.
    const qsizetype covered = (bodyOf(whole).size() + 2 * wire::contentDigest({}).size()) * 8;
    QVERIFY2(refused >= covered, qPrintable(QStringLiteral("%1 of %2").arg(refused).arg(covered)));
    QVERIFY2(bare <= 16, qPrintable(QString::number(bare)));
}

// What the digests are for: turned bits that leave an answer well formed and following on.
void TestTurnedBits::withoutDigestsSomeAreNot()
{
    const QByteArray body = bodyOf(m_whole.value(QStringLiteral("inbox")));
    const QByteArray honest = wire::encodeInbox(must(wire::parseInbox(body)));
    int believed = 0;
    int strangers = 0;
    for (qsizetype bit = 0; bit < body.size() * 8; ++bit) {
        const auto items = wire::parseInbox(turned(body, bit));
        if (items && wire::followOn(*items, 0) && wire::encodeInbox(*items) != honest) {
            ++believed;
            strangers += std::any_of(items->begin(), items->end(),
                                     [this](const auto &item) { return !m_ids.contains(item.id); });
        }
    }
    // An id of another case: it would be passed over as one that is not here, and never asked for again.
    QVERIFY2(strangers > 100, qPrintable(QString::number(strangers)));
    QVERIFY2(believed > strangers, qPrintable(QString::number(believed)));
    qInfo("%d turned bits of %lld would be believed, %d of them lose an answer", believed, qlonglong(body.size() * 8),
          strangers);
}

// The same bits, one after another, to a kiosk that polls: its cursor and its cases stay as they are until it hears the
// truth.
void TestTurnedBits::aKioskKeepsNoneOfThem()
{
    const QByteArray whole = m_whole.value(QStringLiteral("inbox"));
    const qsizetype from = whole.size() - bodyOf(whole).size();
    QVector<QByteArray> lies;
    for (qsizetype bit = from * 8; bit < whole.size() * 8; ++bit) {
        const auto items = wire::parseInbox(bodyOf(turned(whole, bit)));
        if (items && wire::followOn(*items, 0)) {
            lies.append(turned(whole, bit));
        }
    }
    QVERIFY(lies.size() > 100);
    MemoryOutbox outbox;
    outbox.known = {m_ids[0], m_ids[1]};
    Parrot parrot;
    qsizetype told = 0;
    bool early = false;
    parrot.answer = [&](const QByteArray &) {
        early = early || !outbox.words.isEmpty() || !outbox.state.isEmpty();
        return told < lies.size() ? lies[told++] : whole;
    };
    m_identity.gateway = parrot.url();
    SyncTiming timing = quick();
    timing.backoffBaseMs = timing.backoffCapMs = 1;
    SyncClient client(outbox, m_identity, timing);
    QStringList problems;
    connect(&client, &SyncClient::problemChanged, this, [&problems](const QString &code) { problems.append(code); });
    client.wake();
    QTRY_COMPARE_WITH_TIMEOUT(outbox.state.value(QStringLiteral("inbox.after")), QByteArray("2"), 60'000);
    QVERIFY(!early);
    QCOMPARE(told, lies.size());
    for (const QString &id : std::as_const(m_ids)) {
        QCOMPARE(outbox.words[id], QStringList{QStringLiteral("accepted")});
    }
    QCOMPARE(problems.value(0), QStringLiteral("garbled"));
}

void TestTurnedBits::whatCameSpoiltIsRefused()
{
    const auto report = [](char digit) {
        return "{\"v\":1,\"audit\":{\"epoch\":\"" + QByteArray(32, 'e') + "\",\"n\":1,\"hash\":\"" +
               QByteArray(64, digit) + "\",\"before\":{\"n\":0,\"hash\":\"" + QByteArray(64, '0') +
               "\"},\"boot\":\"b\",\"t_mono\":1}}";
    };
    const QByteArray digest = "Content-Digest: " + wire::contentDigest(report('a')) + "\r\n";
    // A head of the audit log that is not the kiosk's would put it under quarantine with its next report.
    const QByteArray refused = say("POST /v1/health", digest, report('b'));
    QVERIFY2(refused.startsWith("HTTP/1.1 400 "), refused.constData());
    QCOMPARE(wire::parseProblem(bodyOf(refused)).code, QStringLiteral("content-digest"));
    QCOMPARE(m_rig.count(QStringLiteral("SELECT COUNT(*) FROM audit_head")), 0);
    QVERIFY(say("POST /v1/health", digest, report('a')).startsWith("HTTP/1.1 204 "));
    QCOMPARE(m_rig.count(QStringLiteral("SELECT COUNT(*) FROM audit_head")), 1);
    HttpAnswer answer;
    answer.status = 400;
    answer.problem.code = QStringLiteral("content-digest");
    QCOMPARE(int(failureKind(answer)), int(FailureKind::Network));  // sent again, and never held against the case
    answer.problem.code = QStringLiteral("message");
    QCOMPARE(int(failureKind(answer)), int(FailureKind::Refused));
}

QTEST_GUILESS_MAIN(TestTurnedBits)
#include "tst_turnedbits.moc"
