// SPDX-License-Identifier: GPL-3.0-or-later
// The power supply over a simulated upsd, and over the real one with NUT's own dummy driver where it is installed.
#include "drivers/cabinet/upsdaemon.h"
#include "drivers/sim/simups.h"
#include "drivers/transport/tcptransport.h"

#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

UpsOptions quick()
{
    UpsOptions options;
    options.look = 5ms;
    options.askEvery = 30ms;
    options.answerTime = 300ms;
    options.line.recovery.pauses = {5ms, 10ms};
    return options;
}

bool fact(UpsDaemon &ups, const char *name, const Fact &wanted)
{
    return QTest::qWaitFor(
        [&] {
            const auto now = ups.board().current();
            const auto found = now->facts.find(name);
            return found != now->facts.end() && found->second == wanted;
        },
        20'000);
}

bool link(UpsDaemon &ups, Link wanted)
{
    return QTest::qWaitFor([&] { return ups.board().current()->link == wanted; }, 20'000);
}

Fact text(const char *word)
{
    return std::string(word);
}

// NUT's daemon and its driver that reads a file, in a folder of their own.
class RealUpsd
{
public:
    static constexpr const char *driver = "/lib/nut/dummy-ups";
    static constexpr const char *daemon = "/lib/nut/upsd";

    RealUpsd()
    {
        QTcpServer free;
        free.listen(QHostAddress::LocalHost);
        m_port = free.serverPort();
        free.close();
        write("ups.conf", "[hall]\n driver = dummy-ups\n port = hall.dev\n");
        write("upsd.conf", "LISTEN 127.0.0.1 " + QByteArray::number(m_port) + "\n");
        write("upsd.users", "");
        state("OL CHRG", 1500);
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"NUT_CONFPATH", "NUT_STATEPATH", "NUT_ALTPIDPATH", "NUT_PIDPATH"}) {
            environment.insert(QString::fromLatin1(name), m_folder.path());
        }
        const QString user = QString::fromLocal8Bit(qgetenv("USER").isEmpty() ? QByteArray("root") : qgetenv("USER"));
        for (auto *process : {&m_driver, &m_daemon}) {
            process->setProcessEnvironment(environment);
            process->setProcessChannelMode(QProcess::MergedChannels);
        }
        m_driver.start(QString::fromLatin1(driver), {QStringLiteral("-a"), QStringLiteral("hall"), QStringLiteral("-u"),
                                                     user, QStringLiteral("-F")});
        m_daemon.start(QString::fromLatin1(daemon), {QStringLiteral("-u"), user, QStringLiteral("-F")});
    }
    ~RealUpsd()
    {
        for (auto *process : {&m_daemon, &m_driver}) {
            process->kill();
            process->waitForFinished();
        }
    }
    void state(const QByteArray &status, int runtime)
    {
        write("hall.dev", "ups.status: " + status + "\nbattery.runtime: " + QByteArray::number(runtime) +
                              "\ndevice.serial: UPS-7\n");
    }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QByteArray log() { return m_driver.readAll() + m_daemon.readAll(); }
    void endDriver()
    {
        m_driver.kill();
        m_driver.waitForFinished();
    }

private:
    void write(const char *name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("no file for upsd");
        }
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    }

    QTemporaryDir m_folder;
    quint16 m_port = 0;
    QProcess m_driver;
    QProcess m_daemon;
};

}  // namespace

class TestUpsDaemon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsOfMainsAndBattery()
    {
        const auto sim = std::make_shared<SimUps>();
        UpsDaemon ups(sim, "hall", quick());
        ups.start();
        QVERIFY(link(ups, Link::Ready));
        QVERIFY(fact(ups, "power", text("mains")));
        QVERIFY(fact(ups, "minutes", std::int64_t(25)));
        QVERIFY(fact(ups, "identity", text("UPS-000001")));
        sim->edit([](SimUpsState &state) {
            state.status = "OB DISCHRG";
            state.runtime = -1;
        });
        QVERIFY(fact(ups, "power", text("battery")));
        QVERIFY(fact(ups, "minutes", Unknown{}));
        sim->edit([](SimUpsState &state) { state.status = "OB LB RB"; });
        QVERIFY(fact(ups, "power", text("low")));
        QVERIFY(fact(ups, "battery", text("worn")));
    }

    void looksWhenItIsAsked()
    {
        const auto sim = std::make_shared<SimUps>();
        UpsOptions slow = quick();
        slow.askEvery = 1h;
        UpsDaemon ups(sim, "hall", slow);
        std::atomic<int> early{0};
        ups.look([&](const Done &done) { early += !done && done.error().code == FaultCode::DeviceNotReady ? 1 : 100; });
        QCOMPARE(early.load(), 1);
        ups.start();
        QVERIFY(fact(ups, "power", text("mains")));
        sim->edit([](SimUpsState &state) { state.status = "OB"; });
        std::atomic<int> looked{0};
        ups.look([&](const Done &done) { looked += done ? 1 : 100; });
        QVERIFY(QTest::qWaitFor([&] { return looked == 1; }, 20'000));
        QVERIFY(ups.board().current()->facts.at("power") == text("battery"));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("error");
        QTest::addColumn<int>("state");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("stale") << QByteArray("DATA-STALE") << int(Link::Absent) << QByteArray("device.disconnected");
        QTest::newRow("driver") << QByteArray("DRIVER-NOT-CONNECTED") << int(Link::Absent)
                                << QByteArray("device.disconnected");
        QTest::newRow("unknown") << QByteArray("UNKNOWN-UPS") << int(Link::Failed) << QByteArray("use.bad-argument");
        QTest::newRow("denied") << QByteArray("ACCESS-DENIED") << int(Link::Failed)
                                << QByteArray("device.unauthorised");
        QTest::newRow("other") << QByteArray("SOMETHING") << int(Link::Suspended) << QByteArray("device.protocol");
    }
    void refusals()
    {
        QFETCH(const QByteArray, error);
        QFETCH(const int, state);
        QFETCH(const QByteArray, shown);
        const auto sim = std::make_shared<SimUps>();
        UpsDaemon ups(sim, "hall", quick());
        ups.start();
        QVERIFY(link(ups, Link::Ready));
        sim->edit([&](SimUpsState &now) { now.error = error.toStdString(); });
        QVERIFY(QTest::qWaitFor([&] { return int(ups.board().current()->link) == state; }, 20'000));
        QCOMPARE(std::string(ups.board().current()->fault->name()), shown.toStdString());
        QVERIFY(ups.board().current()->facts.at("power") == Fact(Unknown{}));
        sim->edit([](SimUpsState &now) { now.error.clear(); });
        QVERIFY(link(ups, Link::Ready));
    }

    void faults_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("state");
        QTest::newRow("unplug") << QByteArray("unplug") << int(Link::Absent);
        QTest::newRow("stall") << QByteArray("stall") << int(Link::Suspended);
        QTest::newRow("garbage") << QByteArray("garbage") << int(Link::Suspended);
    }
    void faults()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const int, state);
        const auto sim = std::make_shared<SimUps>();
        UpsDaemon ups(sim, "hall", quick());
        ups.start();
        QVERIFY(link(ups, Link::Ready));
        QVERIFY(sim->setFault(fault.toStdString()));
        QVERIFY(QTest::qWaitFor([&] { return int(ups.board().current()->link) == state; }, 20'000));
        sim->heal();
        QVERIFY(link(ups, Link::Ready));
    }

    void theRealDaemon()
    {
        if (!QFile::exists(QString::fromLatin1(RealUpsd::driver)) ||
            !QFile::exists(QString::fromLatin1(RealUpsd::daemon))) {
            QSKIP("upsd and dummy-ups (package nut-server) are not installed");
        }
        RealUpsd upsd;
        UpsDaemon ups(std::make_shared<TcpTransport>("127.0.0.1", upsd.port()), "hall", quick());
        UpsDaemon wrong(std::make_shared<TcpTransport>("127.0.0.1", upsd.port()), "other", quick());
        ups.start();
        wrong.start();
        QVERIFY2(fact(ups, "power", text("mains")), upsd.log().constData());
        QVERIFY(fact(ups, "minutes", std::int64_t(25)));
        QVERIFY(fact(ups, "identity", text("UPS-7")));
        upsd.state("OB DISCHRG", 600);
        QVERIFY2(fact(ups, "power", text("battery")), upsd.log().constData());
        QVERIFY(fact(ups, "minutes", std::int64_t(10)));
        upsd.state("OB LB", 90);
        QVERIFY(fact(ups, "power", text("low")));
        QVERIFY(link(wrong, Link::Failed));
        upsd.endDriver();
        QVERIFY(link(ups, Link::Absent));
        QCOMPARE(int(ups.board().current()->fault->who()), int(Who::Staff));
    }
};

QTEST_GUILESS_MAIN(TestUpsDaemon)
#include "tst_upsdaemon.moc"
