// SPDX-License-Identifier: GPL-3.0-or-later
// One of several small choices in a row; `chosen` says which one holds. It is a radio button of its own because Qt 6.4
// takes the role that assistive technology sees from the C++ class alone. Listen to acted().
import QtQuick
import QtQuick.Templates as T
import Hall.Controls

T.RadioButton {
    id: option

    property bool chosen: false
    property string accessibleName: text

    signal acted

    implicitWidth: Math.ceil(words.implicitWidth) + leftPadding + rightPadding
    implicitHeight: words.implicitHeight + topPadding + bottomPadding
    leftPadding: Theme.mm(4)
    rightPadding: Theme.mm(4)
    topPadding: Theme.mm(2)
    bottomPadding: Theme.mm(2)
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    autoExclusive: false
    checked: chosen
    // A press checks it; the mark follows what holds, not the press.
    onCheckedChanged: if (checked !== chosen) checked = Qt.binding(() => option.chosen)

    Accessible.name: accessibleName
    // Qt 6.4 offers the Press action of its buttons and does nothing on it.
    Accessible.onPressAction: option.clicked()
    Accessible.onToggleAction: option.clicked()

    onClicked: if (Touch.accept(option)) acted()

    FocusRing {
        shown: option.visualFocus
    }

    background: Rectangle {
        radius: Theme.radius
        color: option.down ? Theme.pressed : option.chosen ? Theme.primary : Theme.surface
        border.width: Theme.line
        border.color: option.chosen ? Theme.primary : Theme.edge
    }

    contentItem: Item {
        Text {
            id: words
            anchors.centerIn: parent
            text: option.text
            font.family: Theme.family
            font.pixelSize: Theme.captionSize
            font.bold: option.chosen
            color: option.down ? Theme.pressedText : option.chosen ? Theme.primaryText : Theme.text
            Accessible.ignored: true
        }
    }
}
