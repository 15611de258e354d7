// SPDX-License-Identifier: GPL-3.0-or-later
// The machine works for a moment: what is pressed meanwhile goes nowhere, and after 300 ms a calm sign says why. Nothing is
// greyed: most waits are over before anybody would notice.
import QtQuick

Item {
    id: strip

    property bool busy: false
    property bool late: false
    property string text: qsTr("One moment, please…")

    visible: busy
    onBusyChanged: late = false

    // Above the page: no second press reaches it.
    MouseArea {
        anchors.fill: parent
        enabled: strip.busy
    }

    Timer {
        interval: 300
        running: strip.busy
        onTriggered: strip.late = true
    }

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.gap
        visible: strip.late
        width: row.width + Theme.mm(20)
        height: row.height + Theme.mm(8)
        radius: height / 2
        color: Theme.surface
        border.width: Theme.strongLine
        border.color: Theme.accent

        Accessible.role: Accessible.AlertMessage
        Accessible.name: strip.text

        Row {
            id: row
            anchors.centerIn: parent
            spacing: Theme.mm(5)

            BusyMark {
                anchors.verticalCenter: parent.verticalCenter
                size: Theme.mm(12)
            }

            BodyText {
                anchors.verticalCenter: parent.verticalCenter
                text: strip.text
                font.pixelSize: Theme.buttonSize
                wrapMode: Text.NoWrap
            }
        }
    }
}
