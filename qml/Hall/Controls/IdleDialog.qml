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

    signal stay

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

    buttons: HallButton {
        width: parent.width
        visible: dialog.stayShown
        implicitHeight: Math.round(Theme.buttonHeight * 1.5)
        kind: "primary"
        text: qsTr("I am still here")
        font.pixelSize: Theme.headingSize
        onActed: dialog.stay()
    }
}
