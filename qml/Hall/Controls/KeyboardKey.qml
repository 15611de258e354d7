// SPDX-License-Identifier: GPL-3.0-or-later
// One key. It never takes the focus from the field by touch, but can be reached with Tab. Typing is fast, so only a
// bounce of the glass (80 ms on the same key) is dropped.
import QtQuick
import Hall.Controls
import QtQuick.Templates as T

T.AbstractButton {
    id: key

    property string iconName: ""
    property string accessibleName: text
    property bool strong: false
    property bool special: false
    // Does not show that it is pressed: whoever looks on learns nothing.
    property bool discreet: false

    signal typed

    readonly property bool lit: down && !discreet
    readonly property color ink: lit ? Theme.pressedText : strong ? Theme.primaryText : Theme.text

    focusPolicy: Qt.TabFocus
    hoverEnabled: false

    Accessible.role: Accessible.Button
    Accessible.name: accessibleName
    Accessible.onPressAction: key.clicked()

    Keys.onReturnPressed: key.clicked()
    Keys.onEnterPressed: key.clicked()

    property real lastTime: 0

    onClicked: {
        const now = Date.now()
        if (now - lastTime < 80 && now >= lastTime)
            return
        lastTime = now
        typed()
    }

    background: Rectangle {
        radius: Theme.mm(2)
        color: key.lit ? Theme.pressed : key.strong ? Theme.primary : key.special ? Theme.chosen : Theme.surface
        border.width: Theme.line
        border.color: Theme.edge
    }

    contentItem: Item {
        Text {
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width - Theme.mm(2))
            visible: key.iconName === ""
            text: key.text
            font.family: Theme.family
            font.pixelSize: key.special || key.strong ? Theme.bodySize : Math.max(Theme.bodySize, Theme.mm(9))
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.mm(6)
            horizontalAlignment: Text.AlignHCenter
            color: key.ink
            Accessible.ignored: true
        }

        HallIcon {
            anchors.centerIn: parent
            visible: key.iconName !== ""
            width: Theme.mm(9)
            height: width
            name: key.iconName
            color: key.ink
        }
    }

    FocusRing {
        shown: key.visualFocus
        radius: Theme.mm(2)
    }
}
