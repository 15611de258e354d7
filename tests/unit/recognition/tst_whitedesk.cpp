// SPDX-License-Identifier: GPL-3.0-or-later
// White paper on a white desk: its sides step weakly, what is printed on it and its folds clearly. The whole sheet is
// found, not a part of it.
#include "app/recognition/pagechoice.h"
#include "app/recognition/pagefinder.h"
#include "tests/support/scenes/sets.h"

#include <opencv2/imgproc.hpp>
#include <QGuiApplication>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size size{640, 360};
const cv::Rect sheet(120, 50, 400, 270);
const cv::Rect frame(140, 68, 360, 234);  // printed on it

Quad quadOf(const cv::Rect &box)
{
    const cv::Rect2f r(box);
    return {cv::Point2f(r.x, r.y), {r.x + r.width, r.y}, {r.x + r.width, r.y + r.height}, {r.x, r.y + r.height}};
}

// What the net says when it holds `paper` for that.
PaperMaps mapsOf(const cv::Rect &paper)
{
    PaperMaps maps{cv::Mat(90, 160, CV_32F, cv::Scalar(0)), cv::Mat(90, 160, CV_32F, cv::Scalar(0)),
                   cv::Mat(90, 160, CV_32F, cv::Scalar(0))};
    maps.paper(cv::Rect(paper.x / 4, paper.y / 4, paper.width / 4, paper.height / 4)).setTo(1);
    return maps;
}

// A sheet hardly lighter than the desk, and on it a tinted area within a margin.
struct Desk
{
    Desk()
    {
        work = cv::Mat(size, CV_8UC3, cv::Scalar::all(205));
        cv::rectangle(work, sheet, cv::Scalar::all(222), cv::FILLED);
        cv::rectangle(work, frame, cv::Scalar(150, 160, 222), cv::FILLED);
        cv::cvtColor(work, candidates.lab, cv::COLOR_BGR2Lab);
        candidates.smallest = smallestShare * size.area();
        cv::blur(candidates.lab, witness.colours.colours, {3, 3});
        witness.colours.colours.convertTo(witness.colours.colours, CV_32F);
        witness.mapScale = {4, 4};
        witness.least = leastPage(size, std::nullopt);
    }

    Choice choice()
    {
        Proposals proposals(candidates);
        return pagesIn(work, candidates, proposals, witness, false, 0.64);
    }

    cv::Mat work;
    CandidateSource candidates;
    Witness witness;
};

}  // namespace

class WhiteDeskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theNetTellsPrintFromPaper();
    void whatItTakesForPaperAllAroundIsNoSheet();
    void aSheetIsWhole_data();
    void aSheetIsWhole();
};

void WhiteDeskTest::theNetTellsPrintFromPaper()
{
    Desk desk;
    const Choice alone = desk.choice();
    QCOMPARE(alone.pages.size(), 1U);
    QVERIFY(overlap(alone.pages[0].quad, quadOf(frame)) > 0.95);
    QVERIFY(alone.mayGoOn);
    desk.witness.maps = mapsOf(sheet);
    const Choice told = desk.choice();
    QCOMPARE(told.pages.size(), 1U);
    QVERIFY(overlap(told.pages[0].quad, quadOf(sheet)) > 0.97);
    QVERIFY(!told.mayGoOn);
}

void WhiteDeskTest::whatItTakesForPaperAllAroundIsNoSheet()
{
    Desk desk;
    const Ranked inner = desk.witness.weighed(quadOf(frame), 48, true);
    const Ranked outer = desk.witness.weighed(quadOf(sheet), 48, true);
    const auto around = [&](const cv::Rect &paper) {
        desk.witness.maps = mapsOf(paper);
        return liesAround(desk.witness, outer, inner, evidenceFor(desk.witness.maps, inner.quad, {4, 4}));
    };
    QVERIFY(around(sheet));
    QVERIFY(!around(frame));
    QVERIFY(!around(cv::Rect({}, size)));
    // A side of it is not there.
    desk.witness.maps = mapsOf(sheet);
    Ranked open = outer;
    open.steps.sides[1].share = 0.5;
    QVERIFY(!liesAround(desk.witness, open, inner, evidenceFor(desk.witness.maps, inner.quad, {4, 4})));
}

void WhiteDeskTest::aSheetIsWhole_data()
{
    QTest::addColumn<std::uint64_t>("seed");
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("known");
    constexpr std::uint64_t one = 91'001;
    constexpr std::uint64_t other = 88'001;
    QTest::addRow("half of it in a shadow") << one << 63 << false;
    QTest::addRow("with a printed frame") << one << 107 << false;
    QTest::addRow("an open booklet") << one << 139 << false;
    QTest::addRow("hardly lighter than the desk") << one << 255 << true;
    QTest::addRow("in a dim light") << other << 91 << false;
    QTest::addRow("in noise") << other << 27 << false;
    QTest::addRow("a passbook in a hard shadow") << other << 11 << false;
    QTest::addRow("an open booklet under a hand") << one << 271 << true;
    QTest::addRow("in pieces") << other << 179 << true;
    QTest::addRow("all places along its sides together") << std::uint64_t(9'090) << 27 << false;
    QTest::addRow("two pages of a booklet, out of focus") << std::uint64_t(9'090) << 19 << false;
    QTest::addRow("two pages of a booklet, in a dim light") << std::uint64_t(9'090) << 91 << false;
    QTest::addRow("beside a telephone") << other << 219 << false;
}

void WhiteDeskTest::aSheetIsWhole()
{
    QFETCH(std::uint64_t, seed);
    QFETCH(int, number);
    QFETCH(bool, known);
    const scenes::Scene scene =
        scenes::makeFrame(scenes::Set::S, scenes::optionsOf(scenes::Set::S, seed, number), number);
    FindOptions options;
    if (known) {
        options.emptyReference = scene.emptyReference;
    }
    Quad truth;
    for (std::size_t i = 0; i < 4; ++i) {
        truth[i] = cv::Point2f(scene.documents.at(0).quad[i]);
    }
    const std::vector<FoundPage> pages = findPages(scene.frame, options);
    QCOMPARE(pages.size(), 1U);
    QVERIFY2(overlap(pages[0].quad, truth) > 0.94, qPrintable(QString::number(overlap(pages[0].quad, truth))));
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    WhiteDeskTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_whitedesk.moc"
