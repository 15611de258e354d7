// SPDX-License-Identifier: GPL-3.0-or-later
// One answer of several. Chosen is shown by a mark and a thick border, not by colour alone.
import QtQuick
import Hall.Controls

Pressable {
    id: choice

    property bool chosen: false
    property string detail: ""
    // A radio mark (one of many) or a check mark (any of many).
    property bool single: true

    implicitHeight: Math.max(Theme.choiceHeight, column.implicitHeight + 2 * Theme.mm(3))
    leftPadding: Theme.mm(5)
    rightPadding: Theme.mm(5)

    Accessible.role: single ? Accessible.RadioButton : Accessible.CheckBox
    Accessible.checkable: true
    Accessible.checked: chosen
    Accessible.description: detail
    Accessible.onToggleAction: choice.clicked()
    // Qt's button puts its own role over the bound one when it is complete.
    Component.onCompleted: Accessible.role = single ? Accessible.RadioButton : Accessible.CheckBox

    background: Rectangle {
        radius: Theme.radius
        color: choice.down ? Theme.pressed : choice.chosen ? Theme.chosen : Theme.surface
        border.width: choice.chosen ? Theme.mm(1) : Theme.line
        border.color: choice.chosen ? Theme.accent : Theme.edge
    }

    contentItem: Item {
        implicitHeight: column.implicitHeight

        Rectangle {
            id: mark
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.mm(8)
            height: width
            radius: choice.single ? width / 2 : Theme.mm(1.5)
            color: choice.chosen ? Theme.accent : "transparent"
            border.width: Theme.strongLine
            border.color: choice.down ? Theme.pressedText : choice.chosen ? Theme.accent : Theme.edge

            HallIcon {
                anchors.centerIn: parent
                width: Theme.mm(6)
                height: width
                visible: choice.chosen
                name: "tick"
                color: Theme.primaryText
            }
        }

        Column {
            id: column
            anchors.left: mark.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter

            Text {
                width: parent.width
                text: choice.text
                font.family: Theme.family
                font.pixelSize: Theme.buttonSize
                color: choice.down ? Theme.pressedText : Theme.text
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }

            Text {
                width: parent.width
                visible: choice.detail !== ""
                text: choice.detail
                font.family: Theme.family
                font.pixelSize: Theme.bodySize
                color: choice.down ? Theme.pressedText : Theme.softText
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
        }
    }
}
