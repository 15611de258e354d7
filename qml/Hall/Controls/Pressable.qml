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
    // While disabled: it will take presses in a moment. A press by assistive technology, which Qt 6.4 does not tell that a
    // button is disabled, waits for that; it aims at this very button and cannot have been meant for another page.
    property bool soon: false
    property bool waiting: false

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
    Accessible.onPressAction: {
        if (enabled)
            control.clicked()
        else
            waiting = soon
    }

    Keys.onReturnPressed: event => { if (!event.isAutoRepeat) control.clicked() }
    Keys.onEnterPressed: event => { if (!event.isAutoRepeat) control.clicked() }

    onClicked: if (Touch.accept(control)) acted()
    onVisibleChanged: waiting = false
    onEnabledChanged: {
        if (enabled && waiting) {
            waiting = false
            acted()
        }
    }

    FocusRing {
        shown: control.visualFocus
    }
}
