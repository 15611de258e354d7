// SPDX-License-Identifier: GPL-3.0-or-later
// One page of several, small and with its number: one of them is chosen. Chosen is shown by a mark and a thick border. As
// ChoiceButton it is a radio button of its own. Listen to acted().
import QtQuick
import QtQuick.Templates as T
import Hall.Controls

T.RadioButton {
    id: thumb

    property bool chosen: false
    property string source: ""

    signal acted

    implicitWidth: Theme.sized(40, 50, 60)
    implicitHeight: Theme.mm(46) + number.height + Theme.mm(6)
    padding: Theme.mm(2)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    autoExclusive: false
    checked: chosen
    // A press checks it; the mark follows the choice, not the press.
    onCheckedChanged: if (checked !== chosen) checked = Qt.binding(() => thumb.chosen)

    Accessible.name: text
    // Qt 6.4 offers the Press action of its buttons and does nothing on it.
    Accessible.onPressAction: thumb.clicked()
    Accessible.onToggleAction: thumb.clicked()

    Keys.onReturnPressed: event => { if (!event.isAutoRepeat) thumb.clicked() }
    Keys.onEnterPressed: event => { if (!event.isAutoRepeat) thumb.clicked() }

    onClicked: if (Touch.accept(thumb)) acted()

    FocusRing {
        shown: thumb.visualFocus
    }

    background: Rectangle {
        radius: Theme.radius
        color: thumb.down ? Theme.pressed : thumb.chosen ? Theme.chosen : Theme.surface
        border.width: thumb.chosen ? Theme.mm(1.2) : Theme.line
        border.color: thumb.chosen ? Theme.accent : Theme.edge
    }

    contentItem: Item {
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.mm(1)
            width: Math.min(parent.width - 2 * Theme.mm(1), Theme.mm(34))
            height: Theme.mm(46) - Theme.mm(2)
            color: Theme.paper
            border.width: Theme.line
            border.color: Theme.hairline

            Image {
                anchors.fill: parent
                anchors.margins: Theme.mm(1)
                source: thumb.source
                fillMode: Image.PreserveAspectFit
                asynchronous: true
                cache: false
                sourceSize.width: Theme.mm(64)
            }

            Rectangle {
                anchors.right: parent.right
                anchors.top: parent.top
                anchors.margins: Theme.mm(1)
                visible: thumb.chosen
                width: Theme.mm(9)
                height: width
                radius: width / 2
                color: Theme.accent

                HallIcon {
                    anchors.centerIn: parent
                    width: Theme.mm(6.5)
                    height: width
                    name: "tick"
                    color: Theme.primaryText
                }
            }
        }

        Text {
            id: number
            anchors.bottom: parent.bottom
            width: parent.width
            text: thumb.text
            font.family: Theme.family
            font.pixelSize: Theme.bodySize
            font.bold: thumb.chosen
            color: thumb.down ? Theme.pressedText : Theme.text
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }
}
