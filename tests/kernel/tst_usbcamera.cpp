// SPDX-License-Identifier: GPL-3.0-or-later
// The camera driver on a real kernel: its uvcvideo, its Video4Linux nodes and controls, its udev events, and Qt
// Multimedia with GStreamer above them. To be run in the guest that tests/kernel/in-kernel starts; nothing here is
// judged by time.
#include "drivers/camera/cameracontrols.h"
#include "drivers/camera/cameralist.h"
#include "drivers/camera/qcameradevice.h"
#include "tests/support/usbcamera.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <atomic>
#include <future>
#include <mutex>

using namespace hall;
using namespace hall::device;
using namespace std::chrono_literals;
using Camera = hall::device::QCameraDevice;
using Control = UsbCameraControl;

namespace {

constexpr int soonMs = 60'000;  // the machine is emulated

// A sheet on a dark plate; no two pictures alike.
Bytes sheet(int width, int height)
{
    static std::atomic<int> turn = 0;
    QImage picture(width, height, QImage::Format_RGB32);
    picture.fill(QColor(50, 52, 55));
    QPainter painter(&picture);
    painter.fillRect(QRect(width / 5, height / 6, width / 2, height * 2 / 3), QColor(225, 224, 220));
    painter.fillRect(QRect((++turn * 7) % width, 0, 5, height), QColor(120, 40, 40));
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "JPG", 70);
    return {bytes.begin(), bytes.end()};
}

struct Rig
{
    explicit Rig(Camera::Options options) : camera(std::move(options))
    {
        camera.setPreviewSink([this](const Frame &frame) {
            width = frame.width;
            height = frame.height;
            ++frames;
        });
        camera.start();
    }
    ~Rig() { camera.stop(); }
    [[nodiscard]] bool shows(Link link, std::optional<FaultCode> fault = {})
    {
        const auto now = camera.board().current();
        return now->link == link && (now->fault ? std::optional(now->fault->code) : std::nullopt) == fault;
    }
    [[nodiscard]] std::string fact(const char *name)
    {
        const auto now = camera.board().current();
        const auto found = now->facts.find(name);
        const auto *text = found == now->facts.end() ? nullptr : std::get_if<std::string>(&found->second);
        return text ? *text : std::string();
    }

    std::atomic<int> frames{0};
    std::atomic<int> width{0};
    std::atomic<int> height{0};
    Camera camera;
};

Camera::Options options(const char *serial = "")
{
    Camera::Options made;
    made.description = QStringLiteral("HALL Document Camera");
    made.serial = serial;
    made.settings = {50, 10'000, 12, 5'000, 40};
    return made;
}

// uvcvideo calls a camera what the camera calls itself, and in a list of GStreamer it may be called a little more.
QString listed()
{
    for (const QString &name : cameraNames()) {
        if (name.startsWith(QStringLiteral("HALL"))) {
            return name;
        }
    }
    return {};
}

// Plugs it in once the last one is no longer listed, and waits until this one is.
bool comes(UsbCamera &usb)
{
    const bool gone = QTest::qWaitFor([] { return listed().isEmpty(); }, soonMs);
    usb.plug();
    return gone && QTest::qWaitFor([] { return !listed().isEmpty(); }, soonMs);
}

// Files that this program has open and that are cameras. One that streams is open three or four times; a closed one may
// be open once more until the next one is closed.
int openNodes()
{
    int count = 0;
    const QDir folder(QStringLiteral("/proc/self/fd"));
    for (const QString &entry : folder.entryList(QDir::Files | QDir::System)) {
        count += QFileInfo(folder.filePath(entry)).symLinkTarget().startsWith(QStringLiteral("/dev/video")) ? 1 : 0;
    }
    return count;
}

}  // namespace

class TestUsbCamera : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNodeIsFoundByNameAndSerial()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(!cameraNode("HALL Document Camera"));
        usb.plug();
        QTRY_VERIFY_WITH_TIMEOUT(cameraNode("HALL Document Camera").has_value(), soonMs);
        const auto node = cameraNode("HALL Document Camera: HALL Docu (V4L2)", "C0001");
        QVERIFY(node);
        QCOMPARE(node->serial, std::string("C0001"));
        QVERIFY(!cameraNode("HALL Document Camera", "C0002"));
        QVERIFY(!cameraNode("Another", "C0001"));
        usb.unplug();
        QTRY_VERIFY_WITH_TIMEOUT(!cameraNode("HALL Document Camera"), soonMs);
        const auto gone = CameraControls::open(node->path);
        QVERIFY(!gone);
        QVERIFY(gone.error().code == FaultCode::DeviceDisconnected);
    }

    void settingsAreMadeAndLimitsKept()
    {
        UsbCamera usb({}, sheet);
        usb.plug();
        QTRY_VERIFY_WITH_TIMEOUT(cameraNode("HALL Document Camera").has_value(), soonMs);
        const auto controls = CameraControls::open(cameraNode("HALL Document Camera")->path);
        QVERIFY(controls);
        QVERIFY(controls->current() == (CameraSettings{60, {}, 16, {}, {}}));
        QCOMPARE(controls->apply({50, 12'300, 9, 5'600, 45}), std::vector<std::string>());
        QVERIFY(controls->current() == (CameraSettings{50, 12'300, 9, 5'600, 45}));
        QCOMPARE(usb.value(Control::ExposureMode), 1);
        QCOMPARE(usb.value(Control::Exposure), 123);
        QCOMPARE(usb.value(Control::PowerLine), 1);
        QCOMPARE(controls->apply({0, 99'000'000, 1'000, 100, 100'000}), std::vector<std::string>());
        QCOMPARE(usb.value(Control::PowerLine), 1);
        QCOMPARE(usb.value(Control::Exposure), 5'000);
        QCOMPARE(usb.value(Control::Gain), 64);
        QCOMPARE(usb.value(Control::WhiteBalance), 2'800);
        QCOMPARE(usb.value(Control::Focus), 255);
        QCOMPARE(controls->apply({60, {}, {}, {}, {}}), std::vector<std::string>());
        QCOMPARE(usb.value(Control::ExposureMode), 8);
        QCOMPARE(usb.value(Control::WhiteBalanceAuto), 1);
        QCOMPARE(usb.value(Control::FocusAuto), 1);
        QCOMPARE(usb.value(Control::Gain), 64);
    }

    // It stops choosing with what it had chosen, not with what it falls back to.
    void whatItHasChosenIsHeld()
    {
        UsbCamera usb({}, sheet);
        usb.plug();
        QTRY_VERIFY_WITH_TIMEOUT(cameraNode("HALL Document Camera").has_value(), soonMs);
        const auto controls = CameraControls::open(cameraNode("HALL Document Camera")->path);
        QVERIFY(controls);
        QVERIFY(controls->holdLight() == (CameraLight{33'300, 16, 5'200}));
        QCOMPARE(usb.value(Control::ExposureMode), 1);
        QCOMPARE(usb.value(Control::Exposure), 333);
        QCOMPARE(usb.value(Control::FocusAuto), 1);
        QCOMPARE(usb.value(Control::WhiteBalance), 5'200);
        QVERIFY(controls->setLight({20'000, 9, {}}));
        QVERIFY(controls->light() == (CameraLight{20'000, 9, {}}));
        QCOMPARE(usb.value(Control::WhiteBalanceAuto), 1);
    }

    void whatItLacksIsSaid()
    {
        UsbCamera usb({"HALL Plain Camera",
                       "C7",
                       {{640, 480}},
                       {Control::Focus, Control::FocusAuto, Control::PowerLine, Control::Gain}},
                      sheet);
        usb.plug();
        QTRY_VERIFY_WITH_TIMEOUT(cameraNode("HALL Plain Camera").has_value(), soonMs);
        const auto controls = CameraControls::open(cameraNode("HALL Plain Camera")->path);
        QVERIFY(controls);
        QCOMPARE(controls->apply({50, 10'000, 5, 5'000, 10}), (std::vector<std::string>{"mains", "gain", "focus"}));
        QVERIFY(controls->current() == (CameraSettings{0, 10'000, {}, 5'000, {}}));
        QCOMPARE(controls->apply({0, {}, {}, {}, {}}), std::vector<std::string>());
    }

    // By hand it is set, told back, set again whenever the camera comes back, and let go again.
    void theLensIsSetAndSetAgain()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Camera::Options wished = options();
        wished.settings.focus.reset();
        Rig rig(wished);
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        const auto told = [&rig](std::optional<std::optional<int>> value) {
            std::promise<Result<LensFocus>> promise;
            const auto done = [&promise](Result<LensFocus> focus) { promise.set_value(std::move(focus)); };
            if (value) {
                rig.camera.setFocus(*value, 30s, done);
            } else {
                rig.camera.askFocus(30s, done);
            }
            return promise.get_future().get();
        };
        const auto before = told({});
        QVERIFY(before && before->least == 0 && before->most == 255 && before->step == 5 && !before->now);
        const auto set = told(std::optional<std::optional<int>>(76));
        QVERIFY(set && set->now == 75);
        QCOMPARE(usb.value(Control::Focus), 75);
        QCOMPARE(usb.value(Control::FocusAuto), 0);
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= 2, soonMs);
        QCOMPARE(usb.value(Control::Focus), 75);
        usb.unplug();
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Absent, FaultCode::DeviceDisconnected), soonMs);
        QVERIFY(told({}).error().code == FaultCode::DeviceDisconnected);
        usb.plug();
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        QTRY_COMPARE_WITH_TIMEOUT(usb.value(Control::Focus), 75, soonMs);
        QVERIFY(told(std::optional<std::optional<int>>(std::optional<int>())).has_value());
        QTRY_COMPARE_WITH_TIMEOUT(usb.value(Control::FocusAuto), 1, soonMs);
    }

    // What a calibration has had held is set again whenever the camera comes back, and let go again.
    void theLightIsHeldAndSetAgain()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Camera::Options wished = options();
        wished.settings = {50, {}, {}, {}, {}};
        Rig rig(wished);
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= 2, soonMs);
        const auto answer = [](const auto &ask) {
            std::promise<Result<CameraLight>> promise;
            ask([&promise](Result<CameraLight> light) { promise.set_value(std::move(light)); });
            return promise.get_future().get();
        };
        const auto before = answer([&](auto done) { rig.camera.askLight(30s, done); });
        QVERIFY(before && !before->exposureUs && !before->whiteBalanceK);
        const auto held = answer([&](auto done) { rig.camera.holdLight(30s, done); });
        QVERIFY(held && *held == (CameraLight{33'300, 16, 5'200}));
        usb.unplug();
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Absent, FaultCode::DeviceDisconnected), soonMs);
        usb.plug();
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        QTRY_COMPARE_WITH_TIMEOUT(usb.value(Control::ExposureMode), 1, soonMs);
        QTRY_COMPARE_WITH_TIMEOUT(usb.value(Control::WhiteBalance), 5'200, soonMs);
        const auto set = answer([&](auto done) { rig.camera.setLight(CameraLight{12'000, 8, 4'600}, 30s, done); });
        QVERIFY(set && *set == (CameraLight{12'000, 8, 4'600}));
        QVERIFY(answer([&](auto done) { rig.camera.setLight(std::nullopt, 30s, done); }).has_value());
        QTRY_COMPARE_WITH_TIMEOUT(usb.value(Control::ExposureMode), 8, soonMs);
        QTRY_COMPARE_WITH_TIMEOUT(usb.value(Control::WhiteBalanceAuto), 1, soonMs);
    }

    void aLensWithoutAMotor()
    {
        UsbCamera usb({"HALL Document Camera", "C0001", {{640, 480}}, {Control::Focus, Control::FocusAuto}}, sheet);
        QVERIFY(comes(usb));
        Rig rig(options());
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        std::promise<Result<LensFocus>> promise;
        rig.camera.setFocus(5, 30s, [&promise](Result<LensFocus> focus) { promise.set_value(std::move(focus)); });
        QVERIFY(promise.get_future().get().error().code == FaultCode::DeviceNotFitted);
    }

    void picturesComeInTheLargestSizeWithTheSettings()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Rig rig(options("C0001"));
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
        QCOMPARE(rig.fact("serial"), std::string("C0001"));
        QVERIFY(rig.fact("identity").ends_with(" C0001"));
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= 3, soonMs);
        QCOMPARE(usb.size(), std::pair(800, 600));
        QVERIFY(rig.width <= Camera::previewWidth && rig.height <= Camera::previewHeight);
        std::mutex mutex;
        std::optional<Result<Frame>> still;
        rig.camera.captureStill(30s, [&](Result<Frame> taken) {
            const std::lock_guard lock(mutex);
            still = std::move(taken);
        });
        const auto taken = [&] {
            const std::lock_guard lock(mutex);
            return still.has_value();
        };
        QTRY_VERIFY_WITH_TIMEOUT(taken(), soonMs);
        QVERIFY(still->has_value());
        QCOMPARE((*still)->width, 800);
        QCOMPARE((*still)->height, 600);
        QCOMPARE(rig.fact("size"), std::string("800x600"));
        QCOMPARE(rig.fact("settings"), std::string("as wished"));
        QCOMPARE(usb.value(Control::Exposure), 100);
        QCOMPARE(usb.value(Control::Focus), 40);
        QCOMPARE(usb.value(Control::PowerLine), 1);
    }

    void aSizeMayBeWishedFor()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Camera::Options wished = options();
        wished.size = QSize(640, 480);
        Rig rig(wished);
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= 1, soonMs);
        QCOMPARE(usb.size(), std::pair(640, 480));
    }

    void pulledOutAndPutBack()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Rig rig(options());
        rig.camera.startPreview();
        for (int turn = 0; turn < 2; ++turn) {
            const int before = rig.frames;
            QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= before + 2, soonMs);
            usb.unplug();
            QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Absent, FaultCode::DeviceDisconnected), soonMs);
            const int changes = usb.changes();
            usb.plug();
            QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
            QTRY_VERIFY_WITH_TIMEOUT(usb.changes() > changes, soonMs);  // it may have forgotten them
        }
        const int before = rig.frames;
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= before + 2, soonMs);
        rig.camera.stop();
        QVERIFY2(openNodes() <= 2, qPrintable(QString::number(openNodes())));
    }

    void anotherCameraIsNotTakenForIt()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Rig rig(options("C0099"));
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Absent, FaultCode::DeviceOther), soonMs);
        QTest::qWait(2000);
        QCOMPARE(rig.frames.load(), 0);
        QCOMPARE(usb.sent(), 0);
    }

    void itSendsNothingAndThenGoesOn()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Rig rig(options());
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= 2, soonMs);
        usb.stall(true);
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Blocked, FaultCode::CameraStalled), soonMs);
        QTest::qWait(30'000);  // it is opened anew now and then, and nothing is left behind
        usb.stall(false);
        const int before = rig.frames;
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= before + 2 && rig.shows(Link::Ready), soonMs);
        QVERIFY2(openNodes() <= 6, qPrintable(QString::number(openNodes())));
    }

    void halfPicturesDoNoHarm()
    {
        UsbCamera usb({}, sheet);
        QVERIFY(comes(usb));
        Rig rig(options());
        rig.camera.startPreview();
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= 2, soonMs);
        usb.halve(true);
        const int sent = usb.sent();
        QTRY_VERIFY_WITH_TIMEOUT(usb.sent() >= sent + 10, soonMs);
        usb.halve(false);
        const int before = rig.frames;
        QTRY_VERIFY_WITH_TIMEOUT(rig.frames >= before + 3, soonMs);
        QTRY_VERIFY_WITH_TIMEOUT(rig.shows(Link::Ready), soonMs);
    }
};

QTEST_MAIN(TestUsbCamera)
#include "tst_usbcamera.moc"
