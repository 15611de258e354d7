// SPDX-License-Identifier: GPL-3.0-or-later
// One kind of travel permit to choose, with what it looks like.
import QtQuick
import Hall.Controls

Pressable {
    id: tile

    property string detail: ""
    property string sample: ""
    readonly property color ink: down ? Theme.pressedText : Theme.text

    padding: Theme.mm(6)
    implicitHeight: column.implicitHeight + 2 * padding
    Accessible.description: detail

    background: Rectangle {
        radius: Theme.mm(4)
        color: tile.down ? Theme.pressed : Theme.surface
        border.width: Theme.strongLine
        border.color: Theme.accent
    }

    contentItem: Item {
        Column {
            id: column
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            spacing: Theme.mm(Theme.portrait ? 4 : 2.5)

            PermitPicture {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Theme.mm(Theme.textSize === "xlarge" ? 60 : Theme.portrait ? 96 : 78)
                height: implicitHeight
                sample: tile.sample
            }

            Text {
                width: parent.width
                text: tile.text
                font.family: Theme.family
                font.pixelSize: Theme.buttonSize
                font.bold: true
                color: tile.ink
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }

            Text {
                width: parent.width
                text: tile.detail
                font.family: Theme.family
                font.pixelSize: Theme.bodySize
                color: tile.down ? Theme.pressedText : Theme.softText
                wrapMode: Text.Wrap
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
