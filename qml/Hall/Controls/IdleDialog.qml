// SPDX-License-Identifier: GPL-3.0-or-later
// Nobody has touched the screen for a while: one big button keeps the visit.
import QtQuick

DialogSheet {
    id: dialog

    property int secondsLeft: 0
    // What will happen, and why.
    property string text: ""
    // False where a touch is not enough to go on.
    property bool stayShown: true
    // Of the button that keeps what was entered; empty: that cannot be.
    property string keepText: ""

    signal stay
    signal keep

    iconName: "clock"

    BodyText {
        width: parent.width
        text: dialog.text
    }

    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.smallGap

        Text {
            id: figure
            text: dialog.secondsLeft
            font.family: Theme.family
            font.pixelSize: Math.round(Theme.displaySize * 1.3)
            font.bold: true
            color: Theme.accent
            Accessible.ignored: true
        }

        BodyText {
            anchors.baseline: figure.baseline
            text: qsTr("seconds left")
            Accessible.name: qsTr("%n second(s) left", "", dialog.secondsLeft)
        }
    }

    buttons: [
        HallButton {
            width: parent.width
            visible: dialog.stayShown
            implicitHeight: Math.round(Theme.buttonHeight * 1.5)
            kind: "primary"
            text: qsTr("I am still here")
            font.pixelSize: Theme.headingSize
            onActed: dialog.stay()
        },
        HallButton {
            width: parent.width
            visible: dialog.stayShown && dialog.keepText !== ""
            text: dialog.keepText
            onActed: dialog.keep()
        }
    ]
}
