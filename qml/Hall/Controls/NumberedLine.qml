// SPDX-License-Identifier: GPL-3.0-or-later
// One step of several, with its number in a disc.
import QtQuick

Row {
    id: line

    property int number: 1
    property alias text: words.text
    property alias font: words.font

    spacing: Theme.mm(4)

    Rectangle {
        id: disc

        readonly property bool wholeRow: true

        width: Math.round(Theme.bodySize * 1.6)
        height: width
        radius: width / 2
        color: Theme.accent

        Text {
            anchors.centerIn: parent
            text: line.number
            font.family: Theme.family
            font.pixelSize: Theme.bodySize
            font.bold: true
            color: Theme.primaryText
            Accessible.ignored: true
        }
    }

    BodyText {
        id: words
        y: Math.max(0, (disc.height - words.font.pixelSize * 1.45) / 2)
        width: line.width - disc.width - line.spacing
    }
}
