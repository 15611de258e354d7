// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/camerasignal.h"

#include <functional>
#include <QTest>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;

namespace {

Frame frameOf(const std::function<int(int, int)> &grey, int width = 640, int height = 480)
{
    auto bytes = std::make_shared<Bytes>();
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            bytes->insert(bytes->end(), 3, static_cast<std::uint8_t>(grey(x, y)));
        }
    }
    Frame frame;
    frame.width = width;
    frame.height = height;
    frame.bgr = std::move(bytes);
    return frame;
}

Frame page(int noise = 0)
{
    return frameOf([noise](int x, int y) {
        return (x > 200 && x < 400 && y > 100 && y < 400 ? 230 : 40) + (x * 31 + y * 17 + noise * 7) % 3;
    });
}
Frame black()
{
    return frameOf([](int x, int y) { return (x * 7 + y * 13) % 4; });
}
Frame filler()
{
    return frameOf([](int, int) { return 128; });
}

}  // namespace

class TestCameraSignal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneFrame_data()
    {
        QTest::addColumn<Frame>("frame");
        QTest::addColumn<int>("signal");
        const auto row = [](const char *name, const Frame &frame, CameraSignal signal) {
            QTest::newRow(name) << frame << static_cast<int>(signal);
        };
        row("a page on a dark plate", page(), CameraSignal::Good);
        row("an empty plate with sensor noise", frameOf([](int x, int y) { return 120 + (x * 31 + y * 17) % 5; }),
            CameraSignal::Good);
        row("a dim picture", frameOf([](int x, int) { return x > 300 ? 24 : 3; }), CameraSignal::Good);
        row("lamp off", black(), CameraSignal::Dark);
        row("all zero", frameOf([](int, int) { return 0; }), CameraSignal::Dark);
        row("a filler of one colour", filler(), CameraSignal::Blank);
        row("half a picture, the rest filled up",
            frameOf([](int x, int y) { return y < 240 ? 60 + (x * 31 + y * 17) % 5 : 128; }), CameraSignal::Blank);
        row("all white", frameOf([](int, int) { return 255; }), CameraSignal::Bright);
        row("washed out but for a corner",
            frameOf([](int x, int y) { return x < 200 && y < 200 ? 90 : 251 + (x * 31 + y * 17) % 5; }),
            CameraSignal::Bright);
        row("a white sheet that fills it", frameOf([](int x, int y) { return 236 + (x * 31 + y * 17) % 5; }),
            CameraSignal::Good);
        row("one pixel", frameOf([](int, int) { return 90; }, 1, 1), CameraSignal::Blank);
        row("nothing", Frame(), CameraSignal::Blank);
        Frame cut = page();
        cut.height += 1;
        row("fewer bytes than pixels", cut, CameraSignal::Blank);
    }

    void onlyWhatIsFilledUpIsTorn()
    {
        QVERIFY(isTorn(frameOf([](int x, int y) { return y < 240 ? 60 + (x * 31 + y * 17) % 5 : 128; })));
        QVERIFY(!isTorn(frameOf([](int x, int y) { return y < 240 ? 128 : 60 + (x * 31 + y * 17) % 5; })));
        for (const Frame &whole : {page(), black(), filler(), Frame()}) {
            QVERIFY(!isTorn(whole));
        }
    }

    void oneFrame()
    {
        QFETCH(Frame, frame);
        QTEST(static_cast<int>(judgeSignal(frame)), "signal");
    }

    void aBadSignalCountsOnceItHasLasted()
    {
        const auto start = std::chrono::steady_clock::time_point{} + 1h;
        SignalWatch watch;
        watch.restart(start);
        watch.see(black(), start + 10ms);
        QVERIFY(!watch.fault(start + SignalWatch::badAfter));
        QVERIFY(watch.fault(start + SignalWatch::badAfter + 1ms) == Fault(FaultCode::CameraDark));
        watch.see(filler(), start + 2s);
        QVERIFY(watch.fault(start + 2s) == Fault(FaultCode::CameraNoSignal));
        watch.see(frameOf([](int, int) { return 255; }), start + 2s);
        QVERIFY(watch.fault(start + 2s) == Fault(FaultCode::CameraBright));
        watch.see(page(), start + 3s);
        QVERIFY(!watch.fault(start + 1h));
        watch.see(black(), start + 3s + 100ms);
        QVERIFY(!watch.fault(start + 3s + SignalWatch::badAfter));
        watch.restart(start + 5s);
        QVERIFY(!watch.fault(start + 9s));
    }

    void theSamePictureAgainAndAgainIsNoSensors()
    {
        const auto start = std::chrono::steady_clock::time_point{} + 1h;
        SignalWatch watch;
        watch.restart(start);
        for (int i = 0; i < 30; ++i) {
            watch.see(page(i), start + i * 100ms);
            QVERIFY(!watch.fault(start + i * 100ms));
        }
        for (int i = 0; i <= 15; ++i) {
            watch.see(page(29), start + 3s + i * 100ms);
        }
        QVERIFY(!watch.fault(start + 2900ms + SignalWatch::badAfter));
        QVERIFY(watch.fault(start + 2900ms + SignalWatch::badAfter + 1ms) == Fault(FaultCode::CameraStalled));
        watch.see(page(1), start + 5s);
        QVERIFY(!watch.fault(start + 1h));
    }
};

QTEST_APPLESS_MAIN(TestCameraSignal)
#include "tst_camerasignal.moc"
