// SPDX-License-Identifier: GPL-3.0-or-later
// Over the live picture: the way a page must go, or the way it must be turned. The words say the same.
import QtQuick
import Hall.Controls

Rectangle {
    id: arrow

    property real across: 0  // millimetres to the right; less than 0: to the left
    property real along: 0   // towards whoever stands there
    property real turn: 0   // degrees clockwise, done first

    width: Theme.mm(34)
    height: width
    radius: width / 2
    color: Theme.accent
    border.width: Theme.strongLine
    border.color: "#FFFFFF"

    Accessible.ignored: true

    HallIcon {
        anchors.centerIn: parent
        width: Math.round(parent.width * 0.66)
        height: width
        name: arrow.turn !== 0 ? "retake" : "up"
        color: "#FFFFFF"
        transform: [
            Scale {
                origin.x: arrow.width * 0.33
                // The icon goes round to the left.
                xScale: arrow.turn > 0 ? -1 : 1
            },
            Rotation {
                origin.x: arrow.width * 0.33
                origin.y: arrow.width * 0.33
                angle: arrow.turn !== 0 ? 0 : Math.atan2(arrow.across, -arrow.along) * 180 / Math.PI
            }
        ]
    }
}
