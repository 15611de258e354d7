// SPDX-License-Identifier: GPL-3.0-or-later
// The machine is working; the words say at what. Twelve spokes, redrawn eight times a second, still when motion is reduced.
pragma ComponentBehavior: Bound
import QtQuick

Column {
    id: busy

    property string text: ""
    property int turn: 0
    property int size: Theme.mm(28)

    spacing: Theme.gap

    Item {
        anchors.horizontalCenter: parent.horizontalCenter
        width: busy.size
        height: width

        Repeater {
            model: 12

            Rectangle {
                id: spoke

                required property int index

                x: (parent as Item).width / 2 - width / 2
                width: Math.max(2, Math.round(busy.size * 0.08))
                height: Math.round(busy.size / 4)
                radius: width / 2
                color: Theme.accent
                opacity: 0.2 + 0.8 * ((index + 12 - busy.turn) % 12) / 11
                transform: Rotation {
                    origin.x: spoke.width / 2
                    origin.y: busy.size / 2
                    angle: spoke.index * 30
                }
            }
        }
    }

    BodyText {
        width: busy.width
        visible: text !== ""
        text: busy.text
        font.pixelSize: Theme.buttonSize
        horizontalAlignment: Text.AlignHCenter
    }

    Timer {
        interval: 125
        repeat: true
        running: busy.visible && !Theme.reducedMotion
        onTriggered: busy.turn = (busy.turn + 1) % 12
    }
}
