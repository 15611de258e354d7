// SPDX-License-Identifier: GPL-3.0-or-later
// Papers that go on beyond the picture: whoever laid one down hears that it is cut off, not that there is none, nor
// that a part of it is a page.
#include "app/recognition/pagefinder.h"
#include "tests/support/scenes/sets.h"

#include <algorithm>
#include <QGuiApplication>
#include <QtTest/QtTest>

using namespace hall;
using namespace hall::scenes;

class CutCardsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areFoundAndSaidToBeCut_data();
    void areFoundAndSaidToBeCut();
    void shadowsAndThingsAreNone_data();
    void shadowsAndThingsAreNone();
    void sheetsNearTheBorderAreWhole_data();
    void sheetsNearTheBorderAreWhole();
};

void CutCardsTest::areFoundAndSaidToBeCut_data()
{
    QTest::addColumn<quint64>("seed");
    QTest::addColumn<int>("index");
    QTest::newRow("a green bank card on white") << quint64(737004) << 239;
    QTest::newRow("a residence permit on the plate") << quint64(737004) << 404;
    QTest::newRow("an identity card on white, the photo's end") << quint64(737004) << 519;
    QTest::newRow("an identity card's back on white") << quint64(737004) << 631;
    QTest::newRow("a closed booklet on the plate") << quint64(737004) << 852;
    QTest::newRow("an identity card's lower half on white") << quint64(737004) << 855;
    QTest::newRow("a sheet on white, three corners beyond") << quint64(401001) << 1191;
    QTest::newRow("a sheet on white, two sides from border to border") << quint64(401001) << 463;
    QTest::newRow("a closed booklet on grey, a corner beyond") << quint64(401001) << 573;
    QTest::newRow("a permit on white, its end beyond") << quint64(401001) << 1303;
    QTest::newRow("a green bank card on wood, little printed") << quint64(401001) << 1750;
    QTest::newRow("a green bank card on wood that the net does not know") << quint64(401001) << 854;
    QTest::newRow("a permit whose lines of print end near the border") << quint64(509771) << 71;
}

void CutCardsTest::areFoundAndSaidToBeCut()
{
    QFETCH(quint64, seed);
    QFETCH(int, index);
    const Scene scene = makeScene(optionsOf(Set::Quality, seed, index));
    FindOptions options;
    options.judge = true;
    options.emptyReference = scene.emptyReference;
    const std::vector<FoundPage> found = findPages(scene.frame, options);
    QCOMPARE(found.size(), std::size_t(1));
    const auto &reasons = found.front().reasons;
    QVERIFY(std::find(reasons.begin(), reasons.end(), FaultCode::PageCut) != reasons.end());
}

void CutCardsTest::shadowsAndThingsAreNone_data()
{
    QTest::addColumn<int>("index");
    QTest::newRow("a shadow's bar from border to border") << 89;
    QTest::newRow("another, which the net holds for paper") << 169;
    QTest::newRow("a telephone, its shadow lightened") << 123;
}

void CutCardsTest::shadowsAndThingsAreNone()
{
    QFETCH(int, index);
    const Scene scene = makeFrame(Set::Empty, optionsOf(Set::Empty, 401003, index), index);
    FindOptions options;
    options.emptyReference = scene.emptyReference;
    QVERIFY(findPages(scene.frame, options).empty());
}

void CutCardsTest::sheetsNearTheBorderAreWhole_data()
{
    QTest::addColumn<int>("index");
    QTest::newRow("an invoice, some pixels from it") << 86;
    QTest::newRow("a licence, a finger on it") << 98;
}

void CutCardsTest::sheetsNearTheBorderAreWhole()
{
    QFETCH(int, index);
    const Scene scene = makeFrame(Set::S, optionsOf(Set::S, 632888, index), index);
    FindOptions options;
    options.emptyReference = scene.emptyReference;
    const std::vector<FoundPage> found = findPages(scene.frame, options);
    QCOMPARE(found.size(), std::size_t(1));
    Quad truth;
    for (std::size_t i = 0; i < 4; ++i) {
        truth[i] = cv::Point2f(scene.documents.front().quad[i]);
    }
    QVERIFY(overlap(found.front().quad, truth) > 0.97);
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    CutCardsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_cutcards.moc"
