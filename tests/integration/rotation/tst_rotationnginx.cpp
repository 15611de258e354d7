// SPDX-License-Identifier: GPL-3.0-or-later
// The clients of kiosks behind nginx, with a reload of it after every new server certificate, and with certificates of
// their own that are renewed in between: no request of theirs fails.
#include "tests/bench/nginxprogram.h"
#include "tests/support/busykiosk.h"

#include "app/protocol/secretfile.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslSocket>
#include <QTest>

#include <csignal>
#include <memory>
#include <vector>

using namespace hall;
using namespace hall::test;

namespace {

constexpr int kKiosks = 3;
constexpr int kChanges = 4;
constexpr int kInARow = 5;  // connections that see the new one
constexpr int kLongMs = BusyKiosk::kLongMs;
constexpr Pace kPace{150, 200};

QSslCertificate shown(int port)
{
    QSslSocket socket;
    socket.setPeerVerifyMode(QSslSocket::VerifyNone);
    socket.connectToHostEncrypted(QStringLiteral("127.0.0.1"), static_cast<quint16>(port));
    return socket.waitForEncrypted(kLongMs) ? socket.peerCertificate() : QSslCertificate();
}

}  // namespace

class TestRotationNginx : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingFailsWhileCertificatesChange();
};

void TestRotationNginx::nothingFailsWhileCertificatesChange()
{
    if (!QFile::exists(QStringLiteral("/usr/sbin/nginx"))) {
        QSKIP("nginx is not installed");
    }
    GatewayRig rig;
    rig.options.demoPeople = QStringLiteral(HALL_SOURCE_DIR "/resources/demo/centre/people.json");
    rig.options.asksPerMinute = 1'000'000;
    rig.options.behindProxy = true;
    rig.start();
    QTemporaryDir folder;
    bench::NginxProgram nginx(folder.path(), rig.dir.filePath(QStringLiteral("front")), rig.options.port);
    must(nginx.start());
    const QString address = QStringLiteral("https://127.0.0.1:%1").arg(nginx.port());
    std::vector<std::unique_ptr<BusyKiosk>> kiosks;
    for (int i = 0; i < kKiosks; ++i) {
        kiosks.push_back(std::make_unique<BusyKiosk>(rig, address, QStringLiteral("K%1").arg(i), kPace));
        kiosks.back()->begin();
    }
    const auto allGoOn = [&kiosks] {
        for (const auto &kiosk : kiosks) {
            kiosk->expectMore();
        }
        for (const auto &kiosk : kiosks) {
            QTRY_VERIFY_WITH_TIMEOUT(!kiosk->failed.isEmpty() || kiosk->didMore(), kLongMs);
            QVERIFY2(kiosk->failed.isEmpty(), qPrintable(kiosk->failed.join(u", ")));
        }
    };
    for (int i = 1; i <= kChanges && !QTest::currentTestFailed(); ++i) {
        must(gateway::renewServerCertificate(rig.dir.path(), {}));
        const QSslCertificate next(
            must(readWholeFile(rig.dir.filePath(QStringLiteral("front/server.pem")), 64 * 1024)));
        QCOMPARE(::kill(static_cast<pid_t>(nginx.pid()), SIGHUP), 0);  // as nginx -s reload
        // For a moment the workers of before take connections as well.
        int inARow = 0;
        const auto shownAlone = [&] {
            inARow = shown(nginx.port()) == next ? inARow + 1 : 0;
            return inARow >= kInARow;
        };
        QTRY_VERIFY_WITH_TIMEOUT(shownAlone(), kLongMs);
        allGoOn();
        for (const auto &kiosk : kiosks) {
            kiosk->renew();
        }
        for (const auto &kiosk : kiosks) {
            QTRY_COMPARE_WITH_TIMEOUT(kiosk->renewed, i, kLongMs);
        }
        allGoOn();
    }
    int answers = 0;
    int stored = 0;
    for (const auto &kiosk : kiosks) {
        kiosk->end();
        QTRY_VERIFY_WITH_TIMEOUT(kiosk->ended(), kLongMs);
        QVERIFY2(kiosk->failed.isEmpty(), qPrintable(kiosk->failed.join(u", ")));
        QVERIFY(kiosk->lostNothing());
        QTRY_COMPARE(kiosk->linesLeft(), 0);
        answers += kiosk->did.answers;
        stored += kiosk->did.stored;
    }
    QCOMPARE(rig.count(QStringLiteral("SELECT COUNT(*) FROM item")), stored);
    qInfo("%d kiosks, %d reloads: %d questions, %d cases, none failed", kKiosks, kChanges, answers, stored);
}

QTEST_GUILESS_MAIN(TestRotationNginx)
#include "tst_rotationnginx.moc"
