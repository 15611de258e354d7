// SPDX-License-Identifier: GPL-3.0-or-later
// The real driver with the real host process, and makers' libraries that do what they should and what they should not.
#include "drivers/holder/hostprocess.h"
#include "drivers/holder/vendorholdercheck.h"
#include "tests/support/simvendor.h"

#include <QTest>

#include <atomic>

using namespace hall;
using namespace hall::device;
using namespace hall::test;
using namespace std::chrono_literals;

namespace {

constexpr int longMs = 20'000;

HolderCheckOptions quick()
{
    HolderCheckOptions options;
    options.look = 5ms;
    options.askEvery = 50ms;
    options.answerTime = 500ms;
    options.line.recovery.pauses = {5ms, 10ms};
    return options;
}

ResidentPhoto photo(unsigned char of = 0x33, std::size_t bytes = 1024)
{
    return {Sensitive<Bytes>(Bytes(bytes, of))};
}

struct Rig
{
    explicit Rig(const QString &from = QStringLiteral(HALL_SIM_VENDOR), const std::string &host = HALL_VENDOR_HOST)
        : vendor(from), check(std::make_shared<HostProcess>(host, vendor.library()), quick())
    {
    }
    bool link(Link wanted)
    {
        return QTest::qWaitFor([&] { return check.board().current()->link == wanted; }, longMs);
    }
    FaultCode fault() { return check.board().current()->fault.value_or(Fault()).code; }
    // How a check ends.
    std::string verdict(std::chrono::milliseconds deadline = 5s, ResidentPhoto of = photo())
    {
        auto ends = std::make_shared<std::atomic<int>>(0);
        auto word = std::make_shared<std::string>();
        check.check(std::move(of), deadline, [ends, word](const Result<HolderVerdict> &found) {
            static constexpr const char *words[] = {"match", "no-match", "refused"};
            *word = found ? words[int(*found)] : std::string(found.error().name());
            ++*ends;
        });
        if (!QTest::qWaitFor([&] { return *ends > 0; }, longMs)) {
            return "no answer";
        }
        return *ends == 1 ? *word : "answered twice";
    }
    Result<Frame> picture(unsigned char of)
    {
        auto ends = std::make_shared<std::atomic<int>>(0);
        auto frame = std::make_shared<Result<Frame>>(fail(FaultCode::Internal));
        check.decodePhoto(photo(of), 5s, [ends, frame](const Result<Frame> &found) {
            *frame = found;
            ++*ends;
        });
        (void)QTest::qWaitFor([&] { return *ends > 0; }, longMs);
        return *frame;
    }

    SimVendor vendor;
    VendorHolderCheck check;
};

}  // namespace

class TestHolderCheck : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatItFound_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("verdict");
        QTest::newRow("match") << QByteArray("match") << QByteArray("match");
        QTest::newRow("no match") << QByteArray("no-match") << QByteArray("no-match");
        QTest::newRow("refused") << QByteArray("refuse") << QByteArray("refused");
        QTest::newRow("could not") << QByteArray("fail") << QByteArray("device.not-ready");
        QTest::newRow("no photo") << QByteArray("no-photo") << QByteArray("card.garbled");
        QTest::newRow("slow") << QByteArray("slow") << QByteArray("match");
    }
    void saysWhatItFound()
    {
        QFETCH(const QByteArray, word);
        QFETCH(const QByteArray, verdict);
        Rig rig;
        rig.check.start();
        QVERIFY(rig.link(Link::Ready));
        QVERIFY(rig.check.board().current()->facts.at("library") == Fact(std::string("simulated 1")));
        rig.vendor.be(word.toStdString());
        QCOMPARE(rig.verdict(), verdict.toStdString());
        QCOMPARE(int(rig.check.board().current()->link), int(Link::Ready));
    }

    void makesAPictureOfThePhoto()
    {
        Rig rig;
        rig.check.start();
        QVERIFY(rig.link(Link::Ready));
        const auto frame = rig.picture(0x77);
        QVERIFY(frame);
        QCOMPARE(frame->width, 102);
        QCOMPARE(frame->height, 126);
        QVERIFY(*frame->bgr == Bytes(38556, 0x77));
    }

    // Whatever the library does: one answer, a fault, and a library that is started anew.
    void costsItsOwnProcessAlone_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("ends");
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("shown");
        QTest::newRow("crash") << QByteArray("crash") << QByteArray("vendor.crashed") << int(Link::Suspended)
                               << int(FaultCode::VendorCrashed);
        QTest::newRow("hang") << QByteArray("hang") << QByteArray("device.timeout") << int(Link::Suspended)
                              << int(FaultCode::DeviceTimeout);
        QTest::newRow("garbage") << QByteArray("garbage") << QByteArray("device.protocol") << int(Link::Suspended)
                                 << int(FaultCode::DeviceProtocol);
        QTest::newRow("camera away") << QByteArray("unplug") << QByteArray("device.not-ready") << int(Link::Absent)
                                     << int(FaultCode::DeviceDisconnected);
    }
    void costsItsOwnProcessAlone()
    {
        QFETCH(const QByteArray, word);
        QFETCH(const QByteArray, ends);
        QFETCH(const int, state);
        QFETCH(const int, shown);
        Rig rig;
        QAtomicInt stayed = 0;
        rig.check.board().listen([&](const std::shared_ptr<const Snapshot> &now) {
            if (now->fault && int(now->fault->code) == shown && int(now->link) == state) {
                stayed = 1;
            }
        });
        rig.check.start();
        QVERIFY(rig.link(Link::Ready));
        rig.vendor.be(word.toStdString());
        const std::string verdict = rig.verdict(800ms);
        // The question about its camera may have met the fault before.
        const std::string met(faultName(FaultCode(shown)));
        QVERIFY2(verdict == ends.toStdString() || verdict == met || verdict == "device.not-ready", verdict.c_str());
        QVERIFY(QTest::qWaitFor([&] { return stayed == 1; }, longMs));
        rig.vendor.be("match");
        QVERIFY(rig.link(Link::Ready));
        QCOMPARE(rig.verdict(), std::string("match"));
    }

    void nothingOfItGetsOut()
    {
        Rig rig;
        rig.check.start();
        QVERIFY(rig.link(Link::Ready));
        rig.vendor.be("escape");
        QCOMPARE(rig.verdict(), std::string("match"));
    }

    void aDecoderOfTheMarket()
    {
        Rig rig(QStringLiteral(HALL_MARKET_VENDOR));
        rig.check.start();
        QVERIFY(rig.link(Link::Ready));
        const auto frame = rig.picture(0x11);
        QVERIFY(frame);
        QVERIFY(*frame->bgr == Bytes(38556, 0x11));
        QCOMPARE(rig.verdict(), std::string("device.not-fitted"));
        QVERIFY(rig.check.board().current()->facts.at("compare") == Fact(false));
    }

    void aLibraryThatIsNone_data()
    {
        QTest::addColumn<QString>("library");
        QTest::addColumn<QString>("host");
        QTest::newRow("no library") << QStringLiteral(HALL_SOURCE_DIR "/LICENSE") << QStringLiteral(HALL_VENDOR_HOST);
        QTest::newRow("no host") << QStringLiteral(HALL_SIM_VENDOR) << QStringLiteral("/nowhere/hall-vendor-host");
    }
    void aLibraryThatIsNone()
    {
        QFETCH(const QString, library);
        QFETCH(const QString, host);
        Rig rig(library, host.toStdString());
        rig.check.start();
        QVERIFY(rig.link(Link::Failed));
        QCOMPARE(int(rig.fault()), int(FaultCode::VendorLibrary));
        QVERIFY(!rig.check.board().current()->fault->detail.empty());
        QCOMPARE(rig.verdict(), std::string("vendor.library"));
    }

    void questionsThatCannotBe()
    {
        Rig rig;
        QCOMPARE(rig.verdict(), std::string("device.not-ready"));
        rig.check.start();
        QVERIFY(rig.link(Link::Ready));
        QCOMPARE(rig.verdict(5s, photo(1, 1023)), std::string("card.garbled"));
        rig.vendor.be("hang");
        std::atomic<int> full{0};
        std::atomic<int> all{0};
        constexpr int asked = 20;
        for (int i = 0; i < asked; ++i) {
            rig.check.check(photo(), 600ms, [&](const Result<HolderVerdict> &found) {
                full += !found && found.error().code == FaultCode::DeviceQueueFull ? 1 : 0;
                ++all;
            });
        }
        QVERIFY(QTest::qWaitFor([&] { return all == asked; }, longMs));
        QVERIFY(full >= asked - int(VendorHolderCheck::queueLimit) - 1 || full == 0);
        QVERIFY(full > 0);
    }

    void stoppedWhileItHangs()
    {
        Rig rig;
        rig.check.start();
        QVERIFY(rig.link(Link::Ready));
        rig.vendor.be("hang");
        std::atomic<int> answers{0};
        rig.check.check(photo(), 1h, [&](const Result<HolderVerdict> &) { ++answers; });
        rig.check.stop();
        QCOMPARE(answers.load(), 1);
        QCOMPARE(int(rig.check.board().current()->link), int(Link::Absent));
    }
};

QTEST_GUILESS_MAIN(TestHolderCheck)
#include "tst_holdercheck.moc"
