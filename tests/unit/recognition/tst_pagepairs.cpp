// SPDX-License-Identifier: GPL-3.0-or-later
// Two papers on one plate, as people lay the front and the back of a card: both are found, whatever the other one is.
// Of each of these pairs one was once missed.
#include "app/recognition/pagefinder.h"
#include "tests/support/scenes/sets.h"

#include <algorithm>
#include <QGuiApplication>
#include <QtTest/QtTest>

using namespace hall;

class PagePairsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nearlyTheSameIsTheSame();
    void bothAreFound_data();
    void bothAreFound();
    void aSheetHalfInASoftShadowIsOne();
};

// They share two sides: who reads their common area wrongly finds one page twice.
void PagePairsTest::nearlyTheSameIsTheSame()
{
    const Quad one{cv::Point2f(391.671417F, 52.201664F),
                   {443.252472F, 99.3171234F},
                   {346.884125F, 204.819183F},
                   {295.30307F, 157.70372F}};
    Quad other = one;
    other[3] = {295.809723F, 157.960175F};
    QVERIFY(overlap(one, other) > 0.99);
    QVERIFY(overlap(other, one) > 0.99);
    QVERIFY(overlap(one, one) > 0.9999);
    QVERIFY(overlapOfSmaller(one, other) > 0.999);
    Quad apart = one;
    for (cv::Point2f &corner : apart) {
        corner.x += 200;
    }
    QCOMPARE(overlap(one, apart), 0.0);
    const Quad square{cv::Point2f(0, 0), {100, 0}, {100, 100}, {0, 100}};
    const Quad half{cv::Point2f(50, -10), {150, -10}, {150, 110}, {50, 110}};
    QVERIFY(std::abs(overlapOfSmaller(square, half) - 0.5) < 1e-6);
    QVERIFY(std::abs(overlap(square, half) - 5000.0 / 17000) < 1e-6);
}

void PagePairsTest::bothAreFound_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("known");
    QTest::addRow("a light green bank card that the net does not know") << 1 << true;
    QTest::addRow("a dark green bank card that moves") << 58 << true;
    QTest::addRow("hardly more than the noise in a dim light") << 35 << true;
    QTest::addRow("a card that only its whole sides tell") << 103 << true;
    QTest::addRow("a white card out of focus on a white desk") << 55 << false;
    QTest::addRow("a faint card beside a dark booklet") << 131 << false;
    QTest::addRow("two faint cards on a white desk") << 99 << false;
}

void PagePairsTest::bothAreFound()
{
    QFETCH(int, number);
    QFETCH(bool, known);
    constexpr std::uint64_t seed = 31'415;
    const scenes::Scene scene =
        scenes::makeFrame(scenes::Set::Pairs, scenes::optionsOf(scenes::Set::Pairs, seed, number), number);
    FindOptions options;
    if (known) {
        options.emptyReference = scene.emptyReference;
    }
    const std::vector<FoundPage> pages = findPages(scene.frame, options);
    QCOMPARE(pages.size(), 2U);
    QCOMPARE(scene.documents.size(), 2U);
    for (const scenes::SceneDocument &document : scene.documents) {
        Quad truth;
        for (std::size_t i = 0; i < 4; ++i) {
            truth[i] = cv::Point2f(document.quad[i]);
        }
        QVERIFY(std::any_of(pages.begin(), pages.end(),
                            [&](const FoundPage &page) { return overlap(page.quad, truth) > 0.95; }));
    }
}

// Its two parts step more clearly than the whole sheet does, but the net sees nothing between them.
void PagePairsTest::aSheetHalfInASoftShadowIsOne()
{
    const scenes::Scene scene = scenes::makeFrame(scenes::Set::S, scenes::optionsOf(scenes::Set::S, 818283, 6), 6);
    const std::vector<FoundPage> pages = findPages(scene.frame);
    QCOMPARE(pages.size(), 1U);
    Quad truth;
    for (std::size_t i = 0; i < 4; ++i) {
        truth[i] = cv::Point2f(scene.documents.front().quad[i]);
    }
    QVERIFY(overlap(pages.front().quad, truth) > 0.97);
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    PagePairsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_pagepairs.moc"
