// SPDX-License-Identifier: GPL-3.0-or-later
// What every button is made of: acts on release inside, once per 300 ms, by touch, mouse, Space, Enter and the
// assistive Press action; never smaller than 15 × 15 mm. Listen to acted(), not clicked().
import QtQuick
import QtQuick.Templates as T

T.AbstractButton {
    id: control

    // The words an assistive device says; the visible label unless more is needed.
    property string accessibleName: text
    property string iconName: ""

    signal acted

    implicitWidth: Math.max(Theme.target, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
    focusPolicy: Qt.StrongFocus
    font.family: Theme.family
    font.pixelSize: Theme.buttonSize
    hoverEnabled: false

    Accessible.role: Accessible.Button
    Accessible.name: accessibleName
    // Qt 6.4 offers the Press action of its buttons and does nothing on it.
    Accessible.onPressAction: control.clicked()

    Keys.onReturnPressed: event => { if (!event.isAutoRepeat) control.clicked() }
    Keys.onEnterPressed: event => { if (!event.isAutoRepeat) control.clicked() }

    onClicked: if (Touch.accept(control)) acted()

    FocusRing {
        shown: control.visualFocus
    }
}
