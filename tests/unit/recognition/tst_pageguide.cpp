// SPDX-License-Identifier: GPL-3.0-or-later
// A page that follows what it is told lies right, and what is told is steady.
#include "app/recognition/pagefinder.h"
#include "app/recognition/pageguide.h"
#include "app/recognition/pagejudge.h"

#include <opencv2/imgproc.hpp>
#include <QtTest/QtTest>

using namespace hall;
using namespace std::chrono_literals;

namespace {

const cv::Size picture{1920, 1080};

// A sheet on the plate: millimetres, its middle from the picture's top left, degrees clockwise.
struct Sheet
{
    cv::Size2f mm;
    cv::Point2f middle;
    double turn = 0;

    [[nodiscard]] std::vector<cv::Point2f> corners() const
    {
        const auto perMm = static_cast<float>(assumedPixelsPerMm(picture));
        const double angle = turn * CV_PI / 180;
        const cv::Point2f along(static_cast<float>(std::cos(angle)), static_cast<float>(std::sin(angle)));
        const cv::Point2f down(-along.y, along.x);
        std::vector<cv::Point2f> corners;
        corners.reserve(4);
        for (const auto &[x, y] : {std::pair(-0.5F, -0.5F), {0.5F, -0.5F}, {0.5F, 0.5F}, {-0.5F, 0.5F}}) {
            corners.push_back((middle + along * (x * mm.width) + down * (y * mm.height)) * perMm);
        }
        return corners;
    }

    void follow(const GuideStep &step)
    {
        turn += step.turn;
        middle += cv::Point2f(static_cast<float>(step.rightMm), static_cast<float>(step.downMm));
    }

    [[nodiscard]] bool inside() const
    {
        const std::vector<cv::Point2f> all = corners();
        return std::all_of(all.begin(), all.end(), [](cv::Point2f p) {
            return p.x > 4 && p.y > 4 && p.x < picture.width - 5 && p.y < picture.height - 5;
        });
    }

    // White on dark, with a few lines of print.
    [[nodiscard]] cv::Mat drawn() const
    {
        cv::Mat bgr(picture, CV_8UC3, cv::Scalar(52, 50, 48));
        const auto fill = [&bgr](const Sheet &sheet, const cv::Scalar &colour) {
            std::vector<cv::Point> outline;
            for (const cv::Point2f &corner : sheet.corners()) {
                outline.emplace_back(corner);
            }
            cv::fillConvexPoly(bgr, outline, colour, cv::LINE_AA);
        };
        fill(*this, cv::Scalar(232, 236, 238));
        for (int line = -3; line <= 3; ++line) {
            const double angle = turn * CV_PI / 180;
            const cv::Point2f down(-static_cast<float>(std::sin(angle)), static_cast<float>(std::cos(angle)));
            fill({{mm.width * 0.3F, mm.height * 0.012F},
                  middle + down * (static_cast<float>(line) * mm.height / 9),
                  turn},
                 cv::Scalar(60, 60, 60));
        }
        return bgr;
    }
};

std::optional<GuideStep> stepFor(const Sheet &sheet, std::optional<cv::Size2f> asked)
{
    const std::vector<FoundPage> pages = findPages(sheet.drawn());
    return pages.empty() ? std::nullopt : guideTo(pages.front().quad, picture, {}, asked);
}

}  // namespace

class PageGuideTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPageThatFollowsLiesRight_data();
    void aPageThatFollowsLiesRight();
    void nothingForAPageThatLiesRight();
    void leadsAPageOfUnknownSize();
    void isSteady();
    void waitsUntilItWasHeard();
    void saysNothingWhileThePageMoves();
};

void PageGuideTest::aPageThatFollowsLiesRight_data()
{
    QTest::addColumn<bool>("card");
    QTest::addColumn<double>("x");
    QTest::addColumn<double>("y");
    QTest::addColumn<double>("turn");
    // The plate is 425 mm × 239 mm; an A4 sheet lying across has 148 mm and 105 mm to its sides from its middle.
    const std::tuple<const char *, bool, double, double, double> rows[]{
        {"off to the left", false, 110, 119, 0},
        {"off to the right", false, 320, 119, 0},
        {"off at the top", false, 212, 80, 0},
        {"off at the bottom", false, 212, 165, 0},
        {"left, a little slanted", false, 115, 119, 3},
        {"right, slanted", false, 330, 119, -4},
        {"card off to the left", true, 20, 119, 0},
        {"card off to the right, slanted", true, 410, 100, 5},
        {"card off at the top", true, 212, 12, -3},
        {"card off at the bottom", true, 200, 225, 0},
        {"card turned and off to the left", true, 22, 119, 25}};
    for (const auto &[name, card, x, y, turn] : rows) {
        QTest::newRow(name) << card << x << y << turn;
    }
}

void PageGuideTest::aPageThatFollowsLiesRight()
{
    QFETCH(bool, card);
    QFETCH(double, x);
    QFETCH(double, y);
    QFETCH(double, turn);
    const cv::Size2f mm = card ? cv::Size2f(85.6F, 54) : cv::Size2f(297, 210);
    Sheet sheet{mm, {static_cast<float>(x), static_cast<float>(y)}, turn};
    QVERIFY(!sheet.inside());
    const std::optional<GuideStep> step = stepFor(sheet, mm);
    QVERIFY2(step.has_value(), "the page is found, and led");
    sheet.follow(*step);
    QVERIFY2(sheet.inside(), qPrintable(QStringLiteral("%1 mm right, %2 mm down, %3 degrees")
                                            .arg(step->rightMm)
                                            .arg(step->downMm)
                                            .arg(step->turn)));
    // Not farther than it need be.
    QVERIFY(std::abs(step->rightMm) < 90 && std::abs(step->downMm) < 90);
}

void PageGuideTest::nothingForAPageThatLiesRight()
{
    QVERIFY(!stepFor({{297, 210}, {212, 119}, 1}, cv::Size2f(210, 297)));
    QVERIFY(!stepFor({{85.6F, 54}, {120, 90}, 8}, cv::Size2f(85.6F, 54)));
}

void PageGuideTest::leadsAPageOfUnknownSize()
{
    const std::optional<GuideStep> step = stepFor({{297, 210}, {120, 119}, 0}, std::nullopt);
    QVERIFY(step.has_value());
    QVERIFY(step->rightMm > 20);
    QVERIFY(std::abs(step->downMm) < 8);
}

void PageGuideTest::isSteady()
{
    PageGuide guide;
    std::chrono::milliseconds now = 0ms;
    int changes = 0;
    std::optional<GuideStep> last;
    // The finder is not sure to some millimetres, and misses the page now and then.
    for (int i = 0; i < 300; ++i) {
        std::optional<GuideStep> step(GuideStep{30.0 + (i % 5) * 2, i % 3 == 0 ? 4.0 : 0.0, 0});
        if (i % 17 == 0) {
            step.reset();
        }
        const std::optional<GuideStep> told = guide.look(step, true, now);
        changes += told != last ? 1 : 0;
        last = told;
        now += 66ms;
    }
    QCOMPARE(changes, 1);
}

void PageGuideTest::waitsUntilItWasHeard()
{
    PageGuide guide;
    std::chrono::milliseconds now = 0ms;
    std::vector<std::chrono::milliseconds> told;
    std::optional<GuideStep> last;
    for (int i = 0; i < 200; ++i) {
        const GuideStep step{i / 10 % 2 == 0 ? 40.0 : -40.0, 0, 0};
        if (const auto now_ = guide.look(step, true, now); now_ != last) {
            told.push_back(now);
            last = now_;
        }
        now += 66ms;
    }
    QVERIFY(told.size() >= 2);
    for (std::size_t i = 1; i < told.size(); ++i) {
        QVERIFY(told[i] - told[i - 1] >= 2500ms);
    }
}

void PageGuideTest::saysNothingWhileThePageMoves()
{
    PageGuide guide;
    for (int i = 0; i < 60; ++i) {
        QVERIFY(!guide.look(GuideStep{20.0 + i, 0, 0}, false, std::chrono::milliseconds(i * 66)));
    }
    for (int i = 0; i < 6; ++i) {
        (void)guide.look(GuideStep{20, 0, 0}, true, std::chrono::milliseconds(5000 + i * 66));
    }
    QVERIFY(guide.told().has_value());
    for (int i = 0; i < 3; ++i) {
        (void)guide.look(std::nullopt, true, std::chrono::milliseconds(6000 + i * 66));
    }
    QVERIFY2(!guide.told().has_value(), "it lies right: at once no more words");
}

QTEST_APPLESS_MAIN(PageGuideTest)
#include "tst_pageguide.moc"
