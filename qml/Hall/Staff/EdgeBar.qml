// SPDX-License-Identifier: GPL-3.0-or-later
// While a hand turns the lens: how wide an edge of the target is now, and up to where it is good. Shorter is sharper.
import QtQuick
import Hall.Controls

Column {
    id: bar

    required property real widthPx // below 0: no edge is seen
    required property real mostPx

    readonly property bool seen: widthPx >= 0
    readonly property bool good: seen && widthPx <= mostPx
    readonly property string said: !seen ? qsTr("The width of an edge cannot be told yet")
                                         : good ? qsTr("Width of an edge: %1 px, good (at most %2 px)").arg(widthPx.toFixed(1)).arg(mostPx.toFixed(1))
                                                : qsTr("Width of an edge: %1 px, not good yet (at most %2 px)").arg(widthPx.toFixed(1)).arg(mostPx.toFixed(1))

    spacing: Theme.smallGap
    Accessible.role: Accessible.Graphic
    Accessible.name: said

    BodyText {
        width: parent.width
        text: bar.said
        color: bar.good || !bar.seen ? Theme.text : Theme.danger
        Accessible.ignored: true
    }

    Rectangle {
        id: track
        width: parent.width
        height: Theme.mm(6)
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.edge

        Rectangle {
            width: Math.round(parent.width * Math.min(1, Math.max(0, bar.widthPx) / (3 * bar.mostPx)))
            height: parent.height
            radius: parent.radius
            visible: bar.seen
            color: bar.good ? Theme.success : Theme.danger
        }

        Rectangle {
            x: Math.round(parent.width / 3)
            width: Theme.strongLine
            height: parent.height
            color: Theme.text
        }
    }
}
