// SPDX-License-Identifier: GPL-3.0-or-later
// A dark box printed on a sheet whose own sides are not in the picture is no page; a dark card on a white desk is one.
#include "app/recognition/pagefinder.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

const cv::Size size{960, 540};
const cv::Scalar darkPlate(52, 50, 48);
const cv::Scalar white(226, 232, 234);

void addNoise(cv::Mat &picture, int seed)
{
    cv::Mat noise(picture.size(), CV_16SC3);
    cv::RNG random(static_cast<std::uint64_t>(seed));
    random.fill(noise, cv::RNG::NORMAL, cv::Scalar::all(0), cv::Scalar::all(2));
    cv::add(picture, noise, picture, {}, CV_8U);
}

cv::Mat plain(const cv::Scalar &colour, int seed)
{
    cv::Mat picture(size, CV_8UC3, colour);
    addNoise(picture, seed);
    return picture;
}

// With a few lines of print on it, as a card has.
void lay(cv::Mat &picture, cv::Rect box, const cv::Scalar &colour)
{
    cv::rectangle(picture, box, colour, cv::FILLED);
    for (int i = 0; i < 4; ++i) {
        cv::rectangle(picture, cv::Rect(box.x + 20, box.y + 25 + i * 22, box.width * 2 / 3, 8),
                      cv::Scalar(230, 230, 230), cv::FILLED);
    }
}

cv::Mat sheetEverywhere(cv::Rect box)
{
    cv::Mat picture(size, CV_8UC3, white);
    for (int y = 45; y < 520; y += 22) {
        for (int x = 110; x < 870; x += 37) {
            if (!cv::Rect(275, 150, 400, 230).contains({x, y})) {
                cv::rectangle(picture, cv::Rect(x, y, 12, 9), cv::Scalar::all(70), cv::FILLED);
            }
        }
    }
    lay(picture, box, cv::Scalar(150, 90, 40));
    addNoise(picture, 2);
    return picture;
}

}  // namespace

class PrintedBoxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNoPageOnASheet_data();
    void isNoPageOnASheet();
    void isOneOnADesk_data();
    void isOneOnADesk();
};

void PrintedBoxTest::isNoPageOnASheet_data()
{
    QTest::addColumn<bool>("known");
    QTest::addRow("of the picture alone") << false;
    QTest::addRow("the plate is dark") << true;
}

void PrintedBoxTest::isNoPageOnASheet()
{
    QFETCH(bool, known);
    FindOptions options;
    if (known) {
        options.emptyReference = plain(darkPlate, 3);
    }
    QCOMPARE(findPages(sheetEverywhere({350, 190, 214, 135}), options).size(), 0U);
}

void PrintedBoxTest::isOneOnADesk_data()
{
    isNoPageOnASheet_data();
}

void PrintedBoxTest::isOneOnADesk()
{
    QFETCH(bool, known);
    FindOptions options;
    if (known) {
        options.emptyReference = plain(white, 3);
    }
    cv::Mat picture(size, CV_8UC3, white);
    const cv::Rect box(350, 190, 214, 135);
    lay(picture, box, cv::Scalar(150, 90, 40));
    addNoise(picture, 2);
    const std::vector<FoundPage> pages = findPages(picture, options);
    QCOMPARE(pages.size(), 1U);
    const cv::Rect2f r(box);
    QVERIFY(
        overlap(pages[0].quad,
                {cv::Point2f(r.x, r.y), {r.x + r.width, r.y}, {r.x + r.width, r.y + r.height}, {r.x, r.y + r.height}}) >
        0.97);
}

QTEST_GUILESS_MAIN(PrintedBoxTest)
#include "tst_printedbox.moc"
