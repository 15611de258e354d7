// SPDX-License-Identifier: GPL-3.0-or-later
// The machine is working; the words say at what. Twelve spokes, redrawn eight times a second, still when motion is reduced.
pragma ComponentBehavior: Bound
import QtQuick

Column {
    id: busy

    property string text: ""
    property int turn: 0

    spacing: Theme.gap

    Item {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.mm(28)
        height: width

        Repeater {
            model: 12

            Rectangle {
                id: spoke

                required property int index

                x: (parent as Item).width / 2 - width / 2
                width: Theme.mm(2.2)
                height: Theme.mm(7)
                radius: width / 2
                color: Theme.accent
                opacity: 0.2 + 0.8 * ((index + 12 - busy.turn) % 12) / 11
                transform: Rotation {
                    origin.x: Theme.mm(1.1)
                    origin.y: Theme.mm(14)
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
