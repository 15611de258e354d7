// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of the document camera: they follow from their seed, their truth fits their calibration and their pixels, and
// every effect does something.
#include "tests/support/scenes/hall.h"
#include "tests/support/scenes/sets.h"
#include "tests/support/scenes/truth.h"

#include <ctime>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>
#include <QJsonArray>
#include <QSet>
#include <QTest>

using namespace hall::scenes;
using namespace Qt::StringLiterals;

namespace {

double threadMs()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::shared_ptr<const Document> drawn(Kind kind, std::uint64_t seed = 5)
{
    return std::make_shared<Document>(drawDocument(kind, seed));
}

SceneOptions small(std::uint64_t seed = 21)
{
    SceneOptions options;
    options.seed = seed;
    options.size = {1280, 720};
    options.drawn = {drawn(Kind::IdFront)};
    options.reference = false;
    return options;
}

cv::Vec3d meanIn(const cv::Mat &bgr, cv::Point2d at, double radius)
{
    cv::Mat mask(bgr.size(), CV_8U, cv::Scalar(0));
    cv::circle(mask, at, std::max(1, static_cast<int>(radius)), 255, cv::FILLED);
    const cv::Scalar mean = cv::mean(bgr, mask);
    return {mean[0], mean[1], mean[2]};
}

double distance(cv::Point2d a, cv::Point2d b)
{
    return cv::norm(a - b);
}

}  // namespace

class TestScenes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { cv::setNumThreads(1); }

    void sameSeedSameBytes()
    {
        for (const int index : {0, 9, 30, 43}) {
            SceneOptions options = optionsOf(Set::S, 8, index);
            options.size = {960, 540};
            const Scene first = makeScene(options);
            const Scene again = makeScene(options);
            QCOMPARE(cv::norm(first.frame, again.frame, cv::NORM_INF), 0.0);
            QCOMPARE(cv::norm(first.emptyReference, again.emptyReference, cv::NORM_INF), 0.0);
            QCOMPARE(toJson(first, {}, {}), toJson(again, {}, {}));
            options.seed += 1;
            QVERIFY(cv::norm(first.frame, makeScene(options).frame, cv::NORM_INF) > 20);
        }
    }

    // Corners in pixels and a calibrated camera give the sides in millimetres.
    void quadsAreMillimetres_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("card, 1080p") << static_cast<int>(Kind::IdBack) << 1920 << 1080;
        QTest::newRow("sheet, 1080p") << static_cast<int>(Kind::PlainText) << 1920 << 1080;
        QTest::newRow("licence, 8 MP") << static_cast<int>(Kind::BusinessLicence) << 3264 << 2448;
        QTest::newRow("card, 720p") << static_cast<int>(Kind::BankCard) << 1280 << 720;
    }

    void quadsAreMillimetres()
    {
        QFETCH(int, kind);
        QFETCH(int, width);
        QFETCH(int, height);
        const auto document = drawn(static_cast<Kind>(kind));
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            SceneOptions options;
            options.seed = seed;
            options.size = {width, height};
            const Camera camera = makeCamera(options);
            const std::vector<Spread> spread = layOut({document->mm}, camera, {}, false, Random(seed));
            QCOMPARE(spread.size(), std::size_t(1));
            const Sheet sheet(document, spread.front().pose, Bend::Flat, 0, Random(1));
            const SceneDocument truth = describe(sheet, document, Bend::Flat, camera);
            QVERIFY(!truth.cut);
            QVERIFY(!truth.curled);
            for (std::size_t i = 0; i < 4; ++i) {
                const double side = i % 2 == 0 ? document->mm.width : document->mm.height;
                QVERIFY(std::abs(distance(truth.plateQuad[i], truth.plateQuad[(i + 1) % 4]) - side) < 0.05);
                QVERIFY(distance(camera.calibration().toPixel(truth.plateQuad[i]), truth.quad[i]) < 0.01);
            }
        }
    }

    // The lens bends, and its truth takes that back.
    void distortionIsThereAndKnown()
    {
        SceneOptions options;
        options.seed = 4;
        const Calibration truth = makeCamera(options).calibration();
        const cv::Point2d corner(30, 30);
        QVERIFY(distance(truth.undistorted(corner), corner) > 2);
        QVERIFY(distance(truth.distorted(truth.undistorted(corner)), corner) < 1e-6);
        const Camera camera = makeCamera(options);
        const PlateMap map = camera.plateMap();
        // What is far away is not seen anywhere in the picture.
        for (double x = -900; const double y : {-900.0, 500.0, 700.0, 1200.0}) {
            const cv::Point2d far = camera.project({x += 300, y, 20});
            QVERIFY(far.y < 0 || far.y > 1080);
        }
        for (const cv::Point at : {cv::Point(3, 5), {961, 541}, {1915, 1077}, {1203, 77}}) {
            const cv::Point2d mm = truth.toPlate(at);
            QVERIFY(std::abs(map.x.at<float>(at) - mm.x) < 0.005 && std::abs(map.y.at<float>(at) - mm.y) < 0.005);
        }
    }

    // What lies inside the quad is the document: its colours stand where the truth says, turned as it says.
    void pixelsFitTheQuad()
    {
        const auto document = drawn(Kind::IdFront);
        for (std::uint64_t seed = 30; seed < 42; ++seed) {
            SceneOptions options = small(seed);
            options.size = {1920, 1080};
            options.background = Background::Marked;
            options.drawn = {document};
            const Scene scene = makeScene(options);
            QCOMPARE(scene.documents.size(), std::size_t(1));
            const Corners &quad = scene.documents.front().quad;
            const auto pointAt = [&](double u, double v) {
                const cv::Point2d top = quad[0] + (quad[1] - quad[0]) * u;
                const cv::Point2d bottom = quad[3] + (quad[2] - quad[3]) * u;
                return top + (bottom - top) * v;
            };
            const auto sum = [](const cv::Vec3d &c) { return c[0] + c[1] + c[2]; };
            const auto in = sum(meanIn(scene.frame, pointAt(0.04, 0.5), 4));
            QVERIFY(in > sum(meanIn(scene.frame, pointAt(-0.06, 0.5), 4)) + 90);
            QVERIFY(sum(meanIn(scene.frame, pointAt(0.5, 0.03), 2)) >
                    sum(meanIn(scene.frame, pointAt(0.5, -0.08), 2)) + 90);
            // The dark hair and clothes of the portrait are at the right of an upright card.
            QVERIFY(sum(meanIn(scene.frame, pointAt(0.8, 0.68), 5)) <
                    sum(meanIn(scene.frame, pointAt(0.2, 0.68), 5)) - 20);
        }
    }

    // Every effect changes the frame of the same seed, and by more at full strength than a little of it.
    void everyEffect_data()
    {
        QTest::addColumn<int>("effect");
        for (const Effect effect : allEffects()) {
            QTest::newRow(qPrintable(nameOf(effect))) << static_cast<int>(effect);
        }
    }

    void everyEffect()
    {
        QFETCH(int, effect);
        SceneOptions options = small(23);
        const Scene clean = makeScene(options);
        options.effect = static_cast<Effect>(effect);
        options.strength = 0.9;
        const Scene scene = makeScene(options);
        QCOMPARE(scene.documents.size(), std::size_t(1));
        const double change =
            cv::norm(clean.frame, scene.frame, cv::NORM_L2) / std::sqrt(static_cast<double>(clean.frame.total()));
        if (options.effect == Effect::Clean) {
            QCOMPARE(change, 0.0);
            QVERIFY(scene.documents.front().flags.empty());
            return;
        }
        QVERIFY2(change > 1, qPrintable(QString::number(change)));
        static const std::vector<std::pair<Effect, QString>> said{
            {Effect::Glare, u"glare"_s},   {Effect::Defocus, u"blur"_s},   {Effect::Motion, u"blur"_s},
            {Effect::LowLight, u"dark"_s}, {Effect::Finger, u"covered"_s}, {Effect::Hand, u"covered"_s},
            {Effect::Cut, u"cut"_s}};
        std::vector<QString> expected;
        for (const auto &[cause, flag] : said) {
            if (cause == options.effect) {
                expected.push_back(flag);
            }
        }
        const std::vector<QString> &flags = scene.documents.front().flags;
        QVERIFY2(flags == expected, qPrintable(QStringList(flags.begin(), flags.end()).join(u' ')));
    }

    void strengthMatters()
    {
        for (const Effect effect : {Effect::SoftShadow, Effect::HardShadow, Effect::Defocus, Effect::Noise,
                                    Effect::LowLight, Effect::Overexposed}) {
            SceneOptions options = small(25);
            const cv::Mat clean = makeScene(options).frame;
            options.effect = effect;
            options.strength = 0.1;
            const double little = cv::norm(clean, makeScene(options).frame, cv::NORM_L2);
            options.strength = 1;
            QVERIFY2(cv::norm(clean, makeScene(options).frame, cv::NORM_L2) > little * 1.1, qPrintable(nameOf(effect)));
        }
    }

    // The reference shows the same plate, knocked by a pixel or two and under other light; without drift it is the
    // same.
    void referenceDrifts()
    {
        SceneOptions options = small(31);
        options.drawn.clear();
        options.kinds.clear();
        options.reference = true;
        const Scene scene = makeScene(options);
        const double moved = distance(scene.calibration.toPixel({0, 0}), scene.referenceCalibration.toPixel({0, 0}));
        QVERIFY2(moved > 0.9 && moved < 2.6, qPrintable(QString::number(moved)));
        options.drift = {0, 0, 0};
        const Scene still = makeScene(options);
        QVERIFY(distance(still.calibration.toPixel({90, 40}), still.referenceCalibration.toPixel({90, 40})) < 1e-9);
        QVERIFY(cv::norm(still.frame, still.emptyReference, cv::NORM_L1) <
                cv::norm(scene.frame, scene.emptyReference, cv::NORM_L1));
    }

    // The calibration marks are where the truth says, as a bright cross.
    void marksAreWhereTheyAre()
    {
        SceneOptions options = small(33);
        options.size = {1920, 1080};
        options.drawn.clear();
        options.kinds.clear();
        const Scene scene = makeScene(options);
        for (const cv::Point2d mark : scene.marks) {
            const cv::Point2d at = scene.calibration.toPixel(mark);
            if (at.x < 30 || at.y < 30 || at.x > 1890 || at.y > 1050) {
                continue;  // a tilted camera loses one at times
            }
            QVERIFY(meanIn(scene.frame, at, 2)[1] >
                    meanIn(scene.frame, scene.calibration.toPixel(mark + cv::Point2d(9, 9)), 2)[1] + 30);
        }
    }

    void everyBackground()
    {
        std::vector<cv::Mat> frames;
        for (const Background background : allBackgrounds()) {
            SceneOptions options = small(35);
            options.drawn.clear();
            options.kinds.clear();
            options.background = background;
            frames.push_back(makeScene(options).frame);
        }
        for (std::size_t i = 0; i < frames.size(); ++i) {
            for (std::size_t j = i + 1; j < frames.size(); ++j) {
                QVERIFY(cv::norm(frames[i], frames[j], cv::NORM_L1) / static_cast<double>(frames[i].total()) > 20);
            }
        }
    }

    // A bent sheet keeps its length, its sides bow, and no point of it is under the plate.
    void bends_data()
    {
        QTest::addColumn<int>("bend");
        QTest::addColumn<int>("kind");
        QTest::newRow("roll") << static_cast<int>(Bend::Roll) << static_cast<int>(Kind::PlainText);
        QTest::newRow("corner") << static_cast<int>(Bend::Corner) << static_cast<int>(Kind::PlainText);
        QTest::newRow("gutter") << static_cast<int>(Bend::Gutter) << static_cast<int>(Kind::BookletOpen);
        QTest::newRow("register") << static_cast<int>(Bend::Gutter) << static_cast<int>(Kind::RegisterPage);
    }

    void bends()
    {
        QFETCH(int, bend);
        QFETCH(int, kind);
        const auto document = drawn(static_cast<Kind>(kind));
        for (std::uint64_t seed = 1; seed < 12; ++seed) {
            const Sheet sheet(document, {{10, 5}, 20, 0}, static_cast<Bend>(bend), 0.9, Random(seed));
            double length = 0;
            double highest = 0;
            const double w = document->mm.width;
            const double h = document->mm.height;
            cv::Point3d last = sheet.place({0, 0});
            for (int i = 1; i <= 400; ++i) {
                const cv::Point3d next = sheet.place({w * i / 400, h * i / 400});
                QVERIFY(next.z >= -1e-3);
                length += cv::norm(next - last);
                highest = std::max(highest, next.z);
                last = next;
            }
            QVERIFY2(std::abs(length - std::hypot(w, h)) < 0.005 * length,
                     qPrintable(QString::number(length - std::hypot(w, h))));
            double edge = 0;
            for (int i = 0; i <= 40; ++i) {
                edge = std::max({edge, sheet.place({w * i / 40, 0}).z, sheet.place({0, h * i / 40}).z,
                                 sheet.place({w, h * i / 40}).z});
            }
            QVERIFY(std::max(highest, edge) > 1.5);
        }
    }

    // Where the drawn sheet ends is where its truth says, also when it is bent: along each side, inside is paper.
    void bentPixelsFitTheTruth()
    {
        const auto document = drawn(Kind::BookletOpen);
        SceneOptions options = small(37);
        options.size = {1920, 1080};
        const Camera camera = makeCamera(options);
        const Sheet sheet(document, {{0, 0}, 8, 0}, Bend::Gutter, 0.9, Random(5));
        const Sheet::View view = sheet.seen(camera, camera.plateMap(), {0.6, 0.8});
        const auto inside = [&](cv::Point2d onDocument) {
            const cv::Point2d p = camera.project(sheet.place(onDocument));
            return view.mask.at<uchar>(cvRound(p.y) - view.area.y, cvRound(p.x) - view.area.x);
        };
        const double w = document->mm.width;
        const double h = document->mm.height;
        for (int k = 1; k < 20; ++k) {
            const double t = k / 20.0;
            QVERIFY(inside({w * t, 0.6}) == 255 && inside({w * t, h - 0.6}) == 255);
            QVERIFY(inside({w * t, -0.6}) == 0 && inside({w * t, h + 0.6}) == 0);
            QVERIFY(inside({0.6, h * t}) == 255 && inside({w - 0.6, h * t}) == 255);
            QVERIFY(inside({-0.6, h * t}) == 0 && inside({w + 0.6, h * t}) == 0);
        }
    }

    void severalDocumentsLieApart()
    {
        for (int index = 0; index < 12; ++index) {
            SceneOptions options = optionsOf(Set::Pairs, 2, index);
            options.size = {960, 540};
            options.reference = false;
            const Scene scene = makeScene(options);
            QCOMPARE(scene.documents.size(), std::size_t(2));
            std::vector<cv::Point2f> first(scene.documents[0].quad.begin(), scene.documents[0].quad.end());
            std::vector<cv::Point2f> second(scene.documents[1].quad.begin(), scene.documents[1].quad.end());
            std::vector<cv::Point2f> common;
            QVERIFY(cv::intersectConvexConvex(first, second, common) < 1);
        }
    }

    // Sheets find room in every size that cameras have, and lie upside down as well as upright.
    void everyKindFindsRoom()
    {
        int upside = 0;
        int all = 0;
        for (const cv::Size size :
             {cv::Size(1280, 720), cv::Size(1920, 1080), cv::Size(3264, 2448), cv::Size(4160, 3120)}) {
            for (const cv::Size2f mm :
                 {cv::Size2f(210, 297), cv::Size2f(297, 210), cv::Size2f(85.6F, 54), cv::Size2f(143, 210)}) {
                for (std::uint64_t seed = 0; seed < 25; ++seed) {
                    SceneOptions options;
                    options.seed = seed;
                    options.size = size;
                    const std::vector<Spread> spread = layOut({mm}, makeCamera(options), {}, false, Random(seed));
                    QVERIFY2(spread.size() == 1,
                             qPrintable(u"%1 mm in %2, seed %3"_s.arg(mm.width).arg(size.width).arg(seed)));
                    const double turn = std::fmod(spread.front().pose.turn + 360, 360);
                    upside += turn > 100 && turn < 260 ? 1 : 0;
                    ++all;
                }
            }
        }
        QVERIFY(upside > all / 5 && upside < all * 4 / 5);
    }

    void emptyPlatesAndHallsHaveNoDocument()
    {
        for (int index = 0; index < 8; ++index) {
            SceneOptions options = optionsOf(Set::Empty, 6, index * 5);
            options.size = {960, 540};
            QVERIFY(makeFrame(Set::Empty, options, index).documents.empty());
            QVERIFY(makeFrame(Set::Hall, options, index).documents.empty());
        }
        QVERIFY(cv::norm(drawHall({640, 360}, 3, true), drawHall({640, 360}, 3, false), cv::NORM_INF) > 50);
        QCOMPARE(cv::norm(drawHall({640, 360}, 3, true), drawHall({640, 360}, 3, true), cv::NORM_INF), 0.0);
    }

    // Every background meets every effect, and a tenth of the plates is empty.
    void setsAreBalanced()
    {
        QSet<QString> met;
        int empty = 0;
        for (int index = 0; index < 560; ++index) {
            const SceneOptions options = optionsOf(Set::S, 12, index);
            met.insert(nameOf(options.background) + nameOf(options.effect));
            empty += options.kinds.empty() ? 1 : 0;
            QVERIFY(options.effect != Effect::Cut);
        }
        QCOMPARE(met.size(), 4 * (static_cast<int>(allEffects().size()) - 1));
        QCOMPARE(empty, 56);
    }

    // What `hall-bench page-accuracy` reads.
    void truthHasTheShapeOthersRead()
    {
        const Scene scene = makeScene(small(41));
        const QJsonObject frame = toJson(scene, u"a.png"_s, {});
        QCOMPARE(frame[u"file"].toString(), u"a.png"_s);
        const QJsonObject document = frame[u"documents"][0].toObject();
        QCOMPARE(document[u"size_mm"].toArray().size(), 2);
        QCOMPARE(document[u"quad"].toArray().size(), 4);
        QCOMPARE(document[u"quad"][2][1].toDouble(), std::round(scene.documents[0].quad[2].y * 1000) / 1000);
        QVERIFY(document[u"fields"].toArray().size() >= 6);
    }

    // A frame of 1080p with its paper and its reference within 250 ms of one core; four times that under a sanitizer
    // would still be seen here.
    void fastEnough()
    {
        std::vector<double> times;
        for (int index = 0; index < 24; ++index) {
            const SceneOptions options = optionsOf(Set::S, 14, index);
            const double before = threadMs();
            const Scene scene = makeScene(options);
            times.push_back(threadMs() - before);
            QVERIFY(!scene.frame.empty());
        }
        std::sort(times.begin(), times.end());
        qInfo("1080p with reference: median %.0f ms, slowest %.0f ms of one core", times[times.size() / 2],
              times.back());
        QVERIFY(times[times.size() / 2] < 1000);
    }
};

QTEST_MAIN(TestScenes)
#include "tst_scenes.moc"
