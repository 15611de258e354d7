// SPDX-License-Identifier: GPL-3.0-or-later
// Forms a little off their place, and red print beside what is filled in.
#include "app/recognition/reading/ruledform.h"

#include <opencv2/imgproc.hpp>
#include <QTest>

using namespace hall;
using namespace Qt::StringLiterals;

namespace {

constexpr double perMm = 10;

PaperKind formKind()
{
    PaperKind kind;
    kind.id = u"form"_s;
    kind.sizes = {{100, 80}};
    kind.rowRules = {20, 28, 36, 44, 60};
    kind.columnRules = {10, 40, 90};
    PaperField field;
    field.id = u"a"_s;
    field.places.push_back({cv::Rect2f(42, 37, 46, 6), {}, {}, false, false});
    kind.fields = {field};
    return kind;
}

// The form's rules in red on a page, `down` millimetres lower and `grown` times as far apart, and leaning.
cv::Mat drawnForm(double down, double grown, double lean)
{
    cv::Mat bgr(800, 1000, CV_8UC3, cv::Scalar(225, 235, 240));
    const PaperKind kind = formKind();
    const auto y = [&](double told, double x) { return (20 + down + (told - 20) * grown + lean * (x - 50)) * perMm; };
    for (const double rule : kind.rowRules) {
        cv::line(bgr, cv::Point2d(100, y(rule, 10)), cv::Point2d(900, y(rule, 90)), cv::Scalar(76, 84, 150), 2,
                 cv::LINE_AA);
    }
    for (const double rule : kind.columnRules) {
        cv::line(bgr, cv::Point2d(rule * perMm, y(20, rule)), cv::Point2d(rule * perMm, y(60, rule)),
                 cv::Scalar(76, 84, 150), 2, cv::LINE_AA);
    }
    return bgr;
}

}  // namespace

class tst_RuledForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boxesMoveWithTheRules_data()
    {
        QTest::addColumn<double>("down");
        QTest::addColumn<double>("grown");
        QTest::addColumn<double>("lean");
        QTest::newRow("in its place") << 0.0 << 1.0 << 0.0;
        QTest::newRow("lower") << 3.6 << 1.0 << 0.0;
        QTest::newRow("higher and larger") << -2.5 << 1.06 << 0.0;
        QTest::newRow("smaller and not straight") << 1.5 << 0.95 << 0.008;
    }
    void boxesMoveWithTheRules()
    {
        QFETCH(double, down);
        QFETCH(double, grown);
        QFETCH(double, lean);
        const cv::Mat bgr = drawnForm(down, grown, lean);
        const PaperKind fitted = onItsRules(formKind(), readablePage(bgr, perMm, Ground::Guarded), 1);
        const cv::Rect2f box = *fitted.fields.front().places.front().box;
        const double middle = 20 + down + (40 - 20) * grown + lean * (65 - 50);
        const double seen = static_cast<double>(box.y + box.height / 2);
        QVERIFY2(std::abs(seen - middle) < 0.5, qPrintable(u"%1 for %2"_s.arg(seen).arg(middle)));
        QVERIFY(std::abs(static_cast<double>(box.x) - 42) < 0.5);
    }

    void otherPagesMoveNothing()
    {
        const cv::Mat blank(800, 1000, CV_8UC3, cv::Scalar(225, 235, 240));
        const PaperKind kind = onItsRules(formKind(), readablePage(blank, perMm, Ground::Guarded), 1);
        QCOMPARE(*kind.fields.front().places.front().box, cv::Rect2f(42, 37, 46, 6));
        QVERIFY(rulesSeen({20, 28, 36, 44}, std::vector<float>(400, 0.0F), 0.2).empty());
    }

    void redFadesBesideBlack()
    {
        cv::Mat bgr = drawnForm(0, 1, 0);
        cv::circle(bgr, {600, 500}, 100, cv::Scalar(60, 60, 190), 12);
        cv::rectangle(bgr, {450, 400, 100, 12}, cv::Scalar(42, 38, 38), cv::FILLED);
        ReadablePage page = readablePage(bgr, perMm, Ground::Guarded);
        const int stampBefore = page.gray.at<uchar>(500, 700);
        leaveRedOut(bgr, page);
        QVERIFY2(page.gray.at<uchar>(500, 700) > stampBefore + 15, qPrintable(QString::number(stampBefore)));
        QVERIFY(page.gray.at<uchar>(406, 500) < 80);
    }
};

QTEST_GUILESS_MAIN(tst_RuledForm)

#include "tst_ruledform.moc"
