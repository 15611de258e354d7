// SPDX-License-Identifier: GPL-3.0-or-later
// The trained net is there, sees paper where it lies, and a damaged one is refused.
#include "app/recognition/pagefinder.h"
#include "app/recognition/papernet.h"
#include "tests/support/pagescenes.h"

#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgproc.hpp>
#include <QFile>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::test;

namespace {

std::vector<unsigned char> shippedBytes()
{
    QFile file(QStringLiteral(":/hall/models/paper.onnx"));
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    const QByteArray bytes = file.readAll();
    return {bytes.begin(), bytes.end()};
}

Scene sceneOf(std::vector<PageKind> documents)
{
    SceneOptions options;
    options.documents = std::move(documents);
    options.size = {640, 360};
    options.withEmpty = true;
    options.seed = 12;
    return makeScene(options);
}

cv::Size2f scaleOf(const cv::Mat &picture, const PaperMaps &maps)
{
    return {static_cast<float>(picture.cols) / static_cast<float>(maps.paper.cols),
            static_cast<float>(picture.rows) / static_cast<float>(maps.paper.rows)};
}

}  // namespace

class PaperNetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT); }
    void seesPaperWhereItLies_data();
    void seesPaperWhereItLies();
    void aHighPictureIsTheSameTurned();
    void proposesTheSheet();
    void anEmptyPlateHasNoPaper();
    void refusesWhatIsNoNet_data();
    void refusesWhatIsNoNet();
    void refusesWhatIsNoPicture();
    void theFinderGoesOnWithoutIt();
};

void PaperNetTest::seesPaperWhereItLies_data()
{
    QTest::addColumn<bool>("reference");
    QTest::newRow("the empty plate known") << true;
    QTest::newRow("the empty plate unknown") << false;
}

void PaperNetTest::seesPaperWhereItLies()
{
    QFETCH(bool, reference);
    QVERIFY(PaperNet::shipped());
    const Scene scene = sceneOf({PageKind::A4});
    const PaperMaps maps = PaperNet::shipped()->look(scene.bgr, reference ? scene.empty : cv::Mat());
    QCOMPARE(maps.paper.size(), cv::Size(160, 96));
    const cv::Size2f scale = scaleOf(scene.bgr, maps);
    const PaperEvidence there = evidenceFor(maps, scene.documents.front().quad, scale);
    QVERIFY2(there.clear() > 0.75, qPrintable(QString::number(there.clear())));
    // Half a sheet is no sheet: paper goes on beyond it.
    Quad half = scene.documents.front().quad;
    half[1] = (half[0] + half[1]) / 2;
    half[2] = (half[2] + half[3]) / 2;
    QVERIFY(evidenceFor(maps, half, scale).clear() < there.clear() - 0.2);
}

void PaperNetTest::aHighPictureIsTheSameTurned()
{
    const Scene scene = sceneOf({PageKind::A4});
    const PaperMaps wide = PaperNet::shipped()->look(scene.bgr, {});
    const PaperMaps high = PaperNet::shipped()->look(scene.bgr.t(), {});
    QCOMPARE(high.paper.size(), cv::Size(96, 160));
    QVERIFY(cv::norm(wide.paper, cv::Mat(high.paper.t()), cv::NORM_INF) < 1e-3);
}

void PaperNetTest::proposesTheSheet()
{
    const Scene scene = sceneOf({PageKind::A4});
    const PaperMaps maps = PaperNet::shipped()->look(scene.bgr, scene.empty);
    const std::vector<Quad> quads = paperCandidates(maps, scaleOf(scene.bgr, maps), 2000);
    QVERIFY(std::any_of(quads.begin(), quads.end(),
                        [&](const Quad &quad) { return overlap(quad, scene.documents.front().quad) > 0.9; }));
}

void PaperNetTest::anEmptyPlateHasNoPaper()
{
    const Scene scene = sceneOf({});
    const PaperMaps maps = PaperNet::shipped()->look(scene.bgr, scene.empty);
    QVERIFY(cv::mean(maps.paper)[0] < 0.05);
    QVERIFY(paperCandidates(maps, scaleOf(scene.bgr, maps), 2000).empty());
}

void PaperNetTest::refusesWhatIsNoNet_data()
{
    QTest::addColumn<int>("keep");
    QTest::addColumn<int>("spoil");
    QTest::newRow("nothing") << 0 << -1;
    QTest::newRow("cut short") << 4000 << -1;
    QTest::newRow("half") << static_cast<int>(shippedBytes().size() / 2) << -1;
    QTest::newRow("its beginning spoilt") << static_cast<int>(shippedBytes().size()) << 0;
}

void PaperNetTest::refusesWhatIsNoNet()
{
    QFETCH(int, keep);
    QFETCH(int, spoil);
    std::vector<unsigned char> bytes = shippedBytes();
    QVERIFY(!bytes.empty());
    QVERIFY(PaperNet::parse(bytes));
    bytes.resize(static_cast<std::size_t>(keep));
    if (spoil >= 0) {
        std::fill_n(bytes.begin() + spoil, 64, 0xff);
    }
    const auto net = PaperNet::parse(bytes);
    QVERIFY(!net);
    QCOMPARE(net.error().code, FaultCode::FileInvalid);
}

void PaperNetTest::refusesWhatIsNoPicture()
{
    QVERIFY(PaperNet::shipped()->look({}, {}).empty());
    QVERIFY(PaperNet::shipped()->look(cv::Mat(90, 160, CV_8U), {}).empty());
    QVERIFY(PaperNet::shipped()->look(cv::Mat(90, 160, CV_8UC3), cv::Mat(90, 160, CV_16UC3)).empty());
}

void PaperNetTest::theFinderGoesOnWithoutIt()
{
    SceneOptions options;
    options.seed = 41;
    const Scene scene = makeScene(options);
    FindOptions plain;
    plain.learned = false;
    const auto pages = findPages(scene.bgr, plain);
    QCOMPARE(pages.size(), 1U);
    QVERIFY(overlap(pages[0].quad, scene.documents[0].quad) > 0.97);
}

QTEST_APPLESS_MAIN(PaperNetTest)
#include "tst_papernet.moc"
