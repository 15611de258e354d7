// SPDX-License-Identifier: GPL-3.0-or-later
// What is handed over whole arrives as it is, needs nothing more of the thread that sent it, and is sent anew where a
// connection has ended meanwhile.
#include "app/sync/httpanswer.h"

#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

#include <httplib.h>

#include <atomic>
#include <mutex>
#include <thread>

using namespace hall;
using namespace std::chrono_literals;

namespace {

// Keeps what is posted; a connection on which nothing comes for a second is closed without a word.
class Hearer
{
public:
    Hearer()
    {
        m_server.set_keep_alive_timeout(1);
        m_server.set_keep_alive_max_count(100);
        m_server.Post("/v1/batch", [this](const httplib::Request &request, httplib::Response &response) {
            const std::lock_guard lock(m_mutex);
            m_heard.append(QByteArray::fromStdString(request.body));
            response.set_content("{}", "application/json");
        });
        m_port = m_server.bind_to_any_port("127.0.0.1");
        m_thread = std::thread([this] { m_server.listen_after_bind(); });
        while (!m_server.is_running()) {
            std::this_thread::sleep_for(1ms);
        }
    }
    ~Hearer()
    {
        m_server.stop();
        m_thread.join();
    }
    Hearer(const Hearer &) = delete;
    Hearer &operator=(const Hearer &) = delete;

    [[nodiscard]] QNetworkRequest request() const
    {
        return httpRequest(QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)), QStringLiteral("/v1/batch"), {},
                           10'000);
    }
    [[nodiscard]] QVector<QByteArray> heard() const
    {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }

private:
    httplib::Server m_server;
    int m_port = 0;
    std::thread m_thread;
    mutable std::mutex m_mutex;
    QVector<QByteArray> m_heard;
};

QByteArray content(qsizetype size, quint32 seed)
{
    QRandomGenerator random(seed);
    QByteArray bytes(size, Qt::Uninitialized);
    std::generate(bytes.begin(), bytes.end(), [&random] { return static_cast<char>(random.bounded(256)); });
    return bytes;
}

int statusOf(QNetworkReply &reply)
{
    QEventLoop loop;
    QObject::connect(&reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(10s, &loop, &QEventLoop::quit);
    if (!reply.isFinished()) {
        loop.exec();
    }
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

}  // namespace

class TestWholeUpload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void arrivesAsItIs_data();
    void arrivesAsItIs();
    void goesWithoutTheThreadThatSentIt();
    void goesAnewWhereTheConnectionHasEnded();
    void hasAnEndWhereNobodyListens();
};

void TestWholeUpload::arrivesAsItIs_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 512 * 1024, 3 * 1024 * 1024}) {
        QTest::addRow("%d bytes", size) << size;
    }
}

void TestWholeUpload::arrivesAsItIs()
{
    QFETCH(int, size);
    Hearer hearer;
    QNetworkAccessManager network;
    QVector<QByteArray> sent;
    for (quint32 i = 0; i < 4; ++i) {
        sent.append(content(size, i));
        const std::unique_ptr<QNetworkReply> reply(network.post(hearer.request(), sent.last()));
        QVERIFY(handOverWhole(*reply, sent.last()));
        QCOMPARE(statusOf(*reply), 200);
    }
    QCOMPARE(hearer.heard(), sent);
}

// In pieces it would wait for this thread at every one.
void TestWholeUpload::goesWithoutTheThreadThatSentIt()
{
    Hearer hearer;
    QNetworkAccessManager network;
    const QByteArray bytes = content(400'000, 9);
    const std::unique_ptr<QNetworkReply> reply(network.post(hearer.request(), bytes));
    QVERIFY(handOverWhole(*reply, bytes));
    QCoreApplication::processEvents();  // it begins
    for (int i = 0; i < 500 && hearer.heard().isEmpty(); ++i) {
        std::this_thread::sleep_for(10ms);
    }
    QCOMPARE(hearer.heard(), QVector<QByteArray>{bytes});
    QCOMPARE(statusOf(*reply), 200);
}

void TestWholeUpload::goesAnewWhereTheConnectionHasEnded()
{
    Hearer hearer;
    QNetworkAccessManager network;
    QVector<QByteArray> sent;
    for (quint32 i = 0; i < 3; ++i) {
        sent.append(content(300'000, 20 + i));
        const std::unique_ptr<QNetworkReply> reply(network.post(hearer.request(), sent.last()));
        QVERIFY(handOverWhole(*reply, sent.last()));
        QCOMPARE(statusOf(*reply), 200);
        // Without looking at what comes of the connection.
        std::this_thread::sleep_for(1500ms);
    }
    QCOMPARE(hearer.heard(), sent);
}

void TestWholeUpload::hasAnEndWhereNobodyListens()
{
    QNetworkRequest request;
    {
        const Hearer gone;
        request = gone.request();
    }
    QNetworkAccessManager network;
    const QByteArray bytes = content(200'000, 5);
    const std::unique_ptr<QNetworkReply> reply(network.post(request, bytes));
    QVERIFY(handOverWhole(*reply, bytes));
    QCOMPARE(statusOf(*reply), 0);
    QVERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::ConnectionRefusedError);
}

QTEST_GUILESS_MAIN(TestWholeUpload)
#include "tst_wholeupload.moc"
