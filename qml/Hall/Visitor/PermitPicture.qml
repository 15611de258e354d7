// SPDX-License-Identifier: GPL-3.0-or-later
// What a travel permit looks like, drawn plainly: its front with the place of the photo and of the number, or its back
// with the three lines that the machine reads.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Rectangle {
    id: card

    property bool back: false
    property string sample: ""  // a number of this kind
    readonly property real unit: width / 85.6  // a millimetre of the card

    implicitHeight: Math.round(width * 54 / 85.6)
    radius: 3.2 * unit
    color: Theme.chosen
    border.width: Theme.strongLine
    border.color: Theme.accent

    HallIcon {
        visible: !card.back
        x: 5 * card.unit
        y: 10 * card.unit
        width: 26 * card.unit
        height: width
        name: "person"
        color: Theme.accent
    }

    Column {
        visible: !card.back
        x: 36 * card.unit
        y: 13 * card.unit
        spacing: 4.5 * card.unit

        Repeater {
            model: [40, 26, 32]

            Rectangle {
                required property int modelData

                width: modelData * card.unit
                height: 2.4 * card.unit
                radius: height / 2
                color: Theme.accent
                opacity: 0.4
            }
        }
    }

    BodyText {
        visible: !card.back
        anchors.right: parent.right
        anchors.rightMargin: 5 * card.unit
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 4 * card.unit
        text: card.sample
        font.pixelSize: Math.max(Math.round(7 * card.unit), Theme.mm(6))
        font.bold: true
        color: Theme.accent
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }

    Column {
        visible: card.back
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: 4 * card.unit
        spacing: 2.6 * card.unit

        // Three lines of letters, too small here to be read.
        Repeater {
            model: 3

            Row {
                spacing: 1.1 * card.unit

                Repeater {
                    model: 30

                    Rectangle {
                        width: 1.44 * card.unit
                        height: 2.4 * card.unit
                        color: Theme.accent
                    }
                }
            }
        }
    }
}
