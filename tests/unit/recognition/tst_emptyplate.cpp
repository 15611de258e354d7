// SPDX-License-Identifier: GPL-3.0-or-later
// Plates with things on them, but no paper: nothing is found. Each was once taken for a page.
#include "app/recognition/pagefinder.h"
#include "tests/support/scenes/sets.h"

#include <QGuiApplication>
#include <QtTest/QtTest>

using namespace hall;

class EmptyPlateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsFound_data();
    void nothingIsFound();
};

void EmptyPlateTest::nothingIsFound_data()
{
    QTest::addColumn<std::uint64_t>("seed");
    QTest::addColumn<int>("number");
    QTest::addColumn<bool>("known");
    constexpr std::uint64_t one = 91'001;
    constexpr std::uint64_t other = 93'003;
    constexpr std::uint64_t third = 94'004;
    QTest::addRow("a telephone that the picture cuts off") << one << 133 << true;
    QTest::addRow("a telephone beside a hand") << one << 282 << false;
    QTest::addRow("a ruler along the border") << one << 201 << true;
    QTest::addRow("a purse under a telephone") << one << 333 << false;
    QTest::addRow("the back of a hand") << one << 306 << true;
    QTest::addRow("a telephone whose rim only the exact sides show") << other << 120 << true;
    QTest::addRow("what is drawn on the plate, in the dark") << other << 228 << true;
    QTest::addRow("lines drawn on a dark plate") << other << 220 << false;
    QTest::addRow("a telephone on a black plate") << third << 360 << true;
    QTest::addRow("fingers") << third << 144 << true;
    QTest::addRow("a lit telephone that the picture cuts off") << std::uint64_t(4'242) << 52 << true;
    constexpr std::uint64_t fourth = 9'090;
    constexpr std::uint64_t fifth = 5'005;
    QTest::addRow("a ruler beside lines of a plate that was moved") << fourth << 92 << true;
    QTest::addRow("a wrist") << fourth << 24 << false;
    QTest::addRow("a wrist on a light desk") << fifth << 27 << false;
    QTest::addRow("a black holder under rulers") << fourth << 54 << false;
    QTest::addRow("fingers beside each other") << fifth << 145 << true;
    QTest::addRow("a lit telephone with its shadow") << fifth << 213 << true;
    QTest::addRow("a holder of light leather") << fifth << 375 << true;
    QTest::addRow("a bar of shadow on wood") << one << 330 << false;
}

void EmptyPlateTest::nothingIsFound()
{
    QFETCH(std::uint64_t, seed);
    QFETCH(int, number);
    QFETCH(bool, known);
    const scenes::Scene scene =
        scenes::makeFrame(scenes::Set::Empty, scenes::optionsOf(scenes::Set::Empty, seed, number), number);
    FindOptions options;
    if (known) {
        options.emptyReference = scene.emptyReference;
    }
    QCOMPARE(findPages(scene.frame, options).size(), 0U);
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    EmptyPlateTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_emptyplate.moc"
