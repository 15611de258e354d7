// SPDX-License-Identifier: GPL-3.0-or-later
// The print test: through the encoder into the virtual printer, its paper under a simulated camera, judged.
#include "tests/support/plateshots.h"

#include "app/recognition/platemeasure.h"
#include "app/recognition/printtarget.h"
#include "drivers/printer/escposencoder.h"
#include "drivers/sim/virtualprinter.h"

#include <opencv2/imgproc.hpp>
#include <QTest>

using namespace hall;
using namespace hall::test;

namespace {

// About 8 megapixels.
PlateCamera largeCamera()
{
    PlateCamera camera;
    camera.size = {3264, 2448};
    camera.focal *= 2;
    camera.centre *= 2;
    return camera;
}

PlateView viewOf(const PlateCamera &camera)
{
    PlateCalibration calibration;
    calibration.size = camera.size;
    CameraLens lens;
    lens.matrix = camera.matrix();
    lens.distortion = {camera.k1, camera.k2, camera.p1, camera.p2, camera.k3};
    calibration.lens = lens;
    const auto seen = seeTarget(flatShot(camera));
    calibration.geometry = measureGeometry(*seen, calibration).value();
    return *PlateView::of(calibration, camera.size);
}

// What the printer made of the target, dot for dot.
cv::Mat printed(const device::PrinterProfile &profile)
{
    const cv::Mat target = drawPrintTarget(profile.dots, profile.dpi);
    device::RasterBand band;
    band.widthDots = target.cols;
    band.rows = target.rows;
    const int rowBytes = (target.cols + 7) / 8;
    band.bits.assign(static_cast<std::size_t>(rowBytes * target.rows), 0);
    for (int y = 0; y < target.rows; ++y) {
        for (int x = 0; x < target.cols; ++x) {
            if (target.at<unsigned char>(y, x) == 0) {
                band.bits[static_cast<std::size_t>(y * rowBytes + x / 8)] |= static_cast<unsigned char>(0x80 >> x % 8);
            }
        }
    }
    device::PrintJob job;
    job.id = "print-test";
    job.parts.emplace_back(std::move(band));
    job.feedDots = device::millimetresToDots(profile.headToCutterMm + 4, profile.dpi);
    device::VirtualPrinter printer(device::VirtualPrinterModel::of(profile));
    const device::Bytes bytes = device::encodeEscpos(job, profile).joined();
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto received = printer.receive(std::span(bytes).subspan(sent));
        if (received.bytes == 0) {
            break;
        }
        sent += received.bytes;
    }
    const auto paper = printer.lastPaper();
    if (!paper) {
        return {};
    }
    const QImage image = paper->image.convertToFormat(QImage::Format_Grayscale8);
    return cv::Mat(image.height(), image.width(), CV_8UC1, const_cast<uchar *>(image.constBits()),
                   static_cast<std::size_t>(image.bytesPerLine()))
        .clone();
}

std::vector<std::string> wrong(const PrintCheck &check)
{
    std::vector<std::string> names;
    for (const CalibrationFigure &figure : judgePrint(check)) {
        if (figure.value > figure.limit) {
            names.push_back(figure.name);
        }
    }
    return names;
}

}  // namespace

class TestPrintTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aGoodPrintPasses();
    void anElementIsDead_data();
    void anElementIsDead();
    void thePrintIsPale();
    void theCutIsCrooked();
    void thePaperRunsTooFast();
    void withoutCalibrationThereIsNoScale();
    void whatIsNoTarget();

private:
    const PlateCamera m_camera = largeCamera();
    std::optional<PlateView> m_view;
    device::PrinterProfile m_profile;
    cv::Mat m_paper;
};

void TestPrintTarget::initTestCase()
{
    m_view = viewOf(m_camera);
    m_paper = printed(m_profile);
    QVERIFY(!m_paper.empty());
}

void TestPrintTarget::aGoodPrintPasses()
{
    const auto check = measurePrint(paperShot(m_camera, m_paper, m_profile.dpi), m_profile.dots, m_profile.dpi, m_view);
    QVERIFY2(check.has_value(), check ? "" : check.error().detail.c_str());
    qInfo("%.2f pixels a dot, darkness %.2f, scale %.4f and %.4f, skew %.2f, cut %.2f", check->pixelsPerDot,
          check->darkness, *check->scaleAcross, *check->scaleFeed, check->skew.value_or(-1), check->cut.value_or(-1));
    QVERIFY(check->deadDots.empty());
    QVERIFY(std::abs(*check->scaleAcross - 1) < 0.006 && std::abs(*check->scaleFeed - 1) < 0.006);
    QVERIFY(check->skew && *check->skew < 0.3);
    QVERIFY(check->cut && *check->cut < 0.3);
    QCOMPARE(judgePrint(*check).size(), std::size_t(6));
    QVERIFY(wrong(*check).empty());
}

void TestPrintTarget::anElementIsDead_data()
{
    QTest::addColumn<int>("dot");
    for (const int dot : {5, 40, 287, 288, 500, 570}) {
        QTest::addRow("%d", dot) << dot;
    }
}

void TestPrintTarget::anElementIsDead()
{
    QFETCH(int, dot);
    PaperTrouble trouble;
    trouble.deadDot = dot;
    const auto check =
        measurePrint(paperShot(m_camera, m_paper, m_profile.dpi, trouble), m_profile.dots, m_profile.dpi, m_view);
    QVERIFY(check.has_value());
    QCOMPARE(check->deadDots.size(), std::size_t(1));
    QVERIFY2(std::abs(check->deadDots.front() - dot) <= 1, qPrintable(QString::number(check->deadDots.front())));
    QVERIFY(wrong(*check) == std::vector<std::string>{"print-dead-dots"});
}

void TestPrintTarget::thePrintIsPale()
{
    PaperTrouble trouble;
    trouble.ink = 0.55;
    const auto check =
        measurePrint(paperShot(m_camera, m_paper, m_profile.dpi, trouble), m_profile.dots, m_profile.dpi, m_view);
    QVERIFY2(check.has_value(), check ? "" : check.error().detail.c_str());
    QVERIFY2(wrong(*check) == std::vector<std::string>{"print-darkness"}, qPrintable(QString::number(check->darkness)));
}

void TestPrintTarget::theCutIsCrooked()
{
    PaperTrouble trouble;
    trouble.cutDegrees = 3;
    const auto check =
        measurePrint(paperShot(m_camera, m_paper, m_profile.dpi, trouble), m_profile.dots, m_profile.dpi, m_view);
    QVERIFY(check.has_value());
    QVERIFY2(check->cut && std::abs(*check->cut - 3) < 0.4, qPrintable(QString::number(check->cut.value_or(-1))));
    QVERIFY(wrong(*check) == std::vector<std::string>{"print-cut"});
}

void TestPrintTarget::thePaperRunsTooFast()
{
    cv::Mat longer;
    cv::resize(m_paper, longer, {m_paper.cols, m_paper.rows * 103 / 100}, 0, 0, cv::INTER_NEAREST);
    const auto check = measurePrint(paperShot(m_camera, longer, m_profile.dpi), m_profile.dots, m_profile.dpi, m_view);
    QVERIFY(check.has_value());
    QVERIFY2(std::abs(*check->scaleFeed - 1.03) < 0.006, qPrintable(QString::number(*check->scaleFeed)));
    QVERIFY(wrong(*check) == std::vector<std::string>{"print-scale-feed"});
}

void TestPrintTarget::withoutCalibrationThereIsNoScale()
{
    const auto check = measurePrint(paperShot(m_camera, m_paper, m_profile.dpi), m_profile.dots, m_profile.dpi);
    QVERIFY(check.has_value());
    QVERIFY(!check->scaleAcross && !check->scaleFeed && check->deadDots.empty());
    QCOMPARE(judgePrint(*check).size(), std::size_t(4));
}

void TestPrintTarget::whatIsNoTarget()
{
    QVERIFY(drawPrintTarget(100, 203).empty() && drawPrintTarget(576, 10).empty());
    QVERIFY(!measurePrint({}, 576, 203));
    QVERIFY(!measurePrint(cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(90)), 576, 203));
    const auto empty = measurePrint(emptyShot(m_camera), 576, 203, m_view);
    QVERIFY(!empty && empty.error().code == FaultCode::PageNotFound);
    PlateCamera far = m_camera;
    far.size = {1280, 960};
    far.focal = 980;
    far.centre = {640, 480};
    const auto coarse = measurePrint(paperShot(far, m_paper, m_profile.dpi), 576, 203);
    QVERIFY(!coarse);
}

QTEST_GUILESS_MAIN(TestPrintTarget)
#include "tst_printtarget.moc"
