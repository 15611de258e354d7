// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of print that a field's box has.
#include "app/recognition/reading/boxlines.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;

namespace {

constexpr double perMm = 12;
constexpr int em = 38;  // pixels

void bar(cv::Mat &gray, int x, int y, int width, int height)
{
    cv::rectangle(gray, {x, y, width, height}, cv::Scalar(30), cv::FILLED);
}

// A character whose parts lie one above the other and do not touch: 号, 三, 昌.
void stacked(cv::Mat &gray, int x, int y)
{
    bar(gray, x + 6, y, 22, 9);
    bar(gray, x + 2, y + 14, 30, 4);
    bar(gray, x + 8, y + 23, 18, 13);
}

void plain(cv::Mat &gray, int x, int y)
{
    bar(gray, x + 7, y, 20, 5);
    bar(gray, x + 14, y, 6, 36);
    bar(gray, x + 7, y + 31, 20, 5);
}

}  // namespace

class BoxLinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLoneCharacterIsAWholeLine();
    void linesStayApart();
};

void BoxLinesTest::aLoneCharacterIsAWholeLine()
{
    ReadablePage page;
    page.gray = cv::Mat(240, 560, CV_8U, cv::Scalar(240));
    page.perMm = perMm;
    for (int i = 0; i < 11; ++i) {
        plain(page.gray, 30 + i * em, 20);
        plain(page.gray, 30 + i * em, 78);
    }
    stacked(page.gray, 30, 136);
    const std::vector<cv::Rect> lines = linesIn(page, {0, 0, 560 / perMm, 240 / perMm});
    QCOMPARE(lines.size(), std::size_t(3));
    QVERIFY(std::abs(lines[2].y - 136) <= 2);
    QVERIFY(std::abs(lines[2].height - 36) <= 4);
}

void BoxLinesTest::linesStayApart()
{
    ReadablePage page;
    page.gray = cv::Mat(260, 560, CV_8U, cv::Scalar(240));
    page.perMm = perMm;
    for (int i = 0; i < 11; ++i) {
        plain(page.gray, 30 + i * em, 20);
    }
    // 二 and 一 beneath each other, each on a line of its own.
    bar(page.gray, 34, 82, 20, 5);
    bar(page.gray, 32, 104, 30, 5);
    bar(page.gray, 32, 152, 30, 16);
    const std::vector<cv::Rect> lines = linesIn(page, {0, 0, 560 / perMm, 260 / perMm});
    QCOMPARE(lines.size(), std::size_t(3));
    QVERIFY(lines[1].y + lines[1].height < 115);
    QVERIFY(lines[2].y > 145);
}

QTEST_GUILESS_MAIN(BoxLinesTest)
#include "tst_boxlines.moc"
