// SPDX-License-Identifier: GPL-3.0-or-later
// One answer of several. Chosen is shown by a mark and a thick border, not by colour alone. Presses as Pressable does; it
// is a radio button of its own because Qt 6.4 takes the role that assistive technology sees from the C++ class alone.
// Listen to acted(): what is chosen is for the owner to say.
import QtQuick
import QtQuick.Templates as T
import Hall.Controls

T.RadioButton {
    id: choice

    property bool chosen: false
    property string detail: ""
    property int leastHeight: Theme.choiceHeight

    signal acted

    implicitWidth: Math.max(Theme.target, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(leastHeight, column.implicitHeight + 2 * Theme.mm(3))
    leftPadding: Theme.mm(5)
    rightPadding: Theme.mm(5)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    autoExclusive: false
    checked: chosen
    // A press checks it; the mark follows the answer, not the press.
    onCheckedChanged: if (checked !== chosen) checked = Qt.binding(() => choice.chosen)

    Accessible.name: text
    Accessible.description: detail
    // Qt 6.4 offers the Press action of its buttons and does nothing on it.
    Accessible.onPressAction: choice.clicked()
    Accessible.onToggleAction: choice.clicked()

    Keys.onReturnPressed: event => { if (!event.isAutoRepeat) choice.clicked() }
    Keys.onEnterPressed: event => { if (!event.isAutoRepeat) choice.clicked() }

    onClicked: if (Touch.accept(choice)) acted()

    FocusRing {
        shown: choice.visualFocus
    }

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
            radius: width / 2
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
