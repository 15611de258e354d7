// SPDX-License-Identifier: GPL-3.0-or-later
// Small papers that go on beyond the picture: whoever laid one down hears that it is cut off, not that there is none.
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
};

void CutCardsTest::areFoundAndSaidToBeCut_data()
{
    QTest::addColumn<int>("index");
    QTest::newRow("a green bank card on white") << 239;
    QTest::newRow("a residence permit on the plate") << 404;
    QTest::newRow("an identity card on white, the photo's end") << 519;
    QTest::newRow("an identity card's back on white") << 631;
    QTest::newRow("a closed booklet on the plate") << 852;
    QTest::newRow("an identity card's lower half on white") << 855;
}

void CutCardsTest::areFoundAndSaidToBeCut()
{
    QFETCH(int, index);
    const Scene scene = makeScene(optionsOf(Set::Quality, 737004, index));
    FindOptions options;
    options.judge = true;
    options.emptyReference = scene.emptyReference;
    const std::vector<FoundPage> found = findPages(scene.frame, options);
    QCOMPARE(found.size(), std::size_t(1));
    const auto &reasons = found.front().reasons;
    QVERIFY(std::find(reasons.begin(), reasons.end(), FaultCode::PageCut) != reasons.end());
}

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication app(argc, argv);
    CutCardsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_cutcards.moc"
