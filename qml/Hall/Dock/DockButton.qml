// SPDX-License-Identifier: GPL-3.0-or-later
// A small button for a mouse on a desk.
import QtQuick
import Hall.Controls

Pressable {
    id: button

    implicitWidth: Math.ceil(words.implicitWidth) + leftPadding + rightPadding + (mark.visible ? mark.width + Theme.smallGap : 0)
    implicitHeight: words.implicitHeight + topPadding + bottomPadding
    leftPadding: Theme.mm(4)
    rightPadding: Theme.mm(4)
    topPadding: Theme.mm(2)
    bottomPadding: Theme.mm(2)
    font.pixelSize: Theme.captionSize

    background: Rectangle {
        radius: Theme.radius
        color: button.down ? Theme.pressed : Theme.surface
        border.width: Theme.line
        border.color: Theme.accent
    }

    contentItem: Item {
        HallIcon {
            id: mark
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.captionSize
            height: width
            visible: button.iconName !== ""
            name: button.iconName
            color: button.down ? Theme.pressedText : Theme.accent
        }

        Text {
            id: words
            anchors.verticalCenter: parent.verticalCenter
            x: mark.visible ? mark.width + Theme.smallGap : Math.max(0, (parent.width - implicitWidth) / 2)
            text: button.text
            font: button.font
            color: button.down ? Theme.pressedText : Theme.accent
            Accessible.ignored: true
        }
    }
}
