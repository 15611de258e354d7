// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever looks at the screen sees what has been drawn, not what is about to be.
#include "app/kiosk/demo/screenhand.h"

#include <QJsonObject>
#include <QQmlComponent>
#include <QQmlEngine>
#include <QQuickItem>
#include <QQuickWindow>
#include <QTest>

#include <memory>

using namespace hall;

namespace {

constexpr auto twoButtons = R"(
import QtQuick
Row {
    spacing: 10
    Repeater {
        model: ["first", "second"]
        Rectangle {
            required property string modelData
            width: 100
            height: 40
            Accessible.role: Accessible.Button
            Accessible.name: modelData
        }
    }
}
)";

int leftOf(const QJsonArray &nodes, QLatin1String name)
{
    for (const QJsonValue node : nodes) {
        if (node[u"name"].toString() == name) {
            return node[u"rect"][0].toInt();
        }
    }
    return -1;
}

}  // namespace

class TestHand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void placesAreThoseOfTheNextFrame()
    {
        QQmlEngine engine;
        QQmlComponent component(&engine);
        component.setData(twoButtons, QUrl());
        QQuickWindow window;
        window.resize(400, 300);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));

        const std::unique_ptr<QObject> page(component.create());
        auto *row = qobject_cast<QQuickItem *>(page.get());
        QVERIFY2(row, qPrintable(component.errorString()));
        row->setParentItem(window.contentItem());
        ScreenHand hand(window);
        QVERIFY(row->setProperty("spacing", 50));
        QCOMPARE(leftOf(hand.nodes(), QLatin1String("second")), 110);  // where nobody will see it any more

        int looks = 0;
        int left = -1;
        hand.whenDrawn([&] {
            ++looks;
            left = leftOf(hand.nodes(), QLatin1String("second"));
        });
        QTRY_COMPARE(looks, 1);
        QCOMPARE(left, 150);
        window.update();
        QTest::qWait(50);
        QCOMPARE(looks, 1);  // once, whatever is drawn afterwards
        row->setParentItem(nullptr);
    }

    void aWindowThatDrawsNothingIsLookedAtAllTheSame()
    {
        QQuickWindow window;
        int looks = 0;
        ScreenHand(window).whenDrawn([&] { ++looks; });
        QTRY_COMPARE(looks, 1);
    }
};

QTEST_MAIN(TestHand)
#include "tst_hand.moc"
