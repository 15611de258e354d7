// SPDX-License-Identifier: GPL-3.0-or-later
// Maintenance mode: the PIN, then one dense page.
import QtQuick
import Hall.Controls
import Hall.Upkeep

FocusScope {
    id: root

    focus: true

    PinPage {
        anchors.fill: parent
        visible: Upkeep.stage === "pin"
        focus: visible
    }

    TakeStaffCard {
        anchors.fill: parent
        visible: Upkeep.stage === "take-card"
        focus: visible
    }

    Loader {
        id: home
        anchors.fill: parent
        active: Upkeep.stage === "home"
        visible: !sure.visible && !closing.visible
        focus: active && !sure.visible && !closing.visible
        onActiveChanged: {
            sure.visible = false
            closing.visible = false
        }
        sourceComponent: MaintenancePage {}
    }

    Connections {
        target: home.item as MaintenancePage
        function onExitAsked() {
            sure.visible = true
        }
        function onCloseAsked(id: string, number: string) {
            closing.open(id, number)
        }
    }

    CloseCase {
        id: closing
    }

    ConfirmDialog {
        id: sure
        visible: false
        dangerous: true
        title: qsTr("Exit the program?")
        text: qsTr("Visitors cannot use the kiosk until it is started again.")
        rejectText: qsTr("Stay")
        acceptText: qsTr("Exit program")
        onRejected: visible = false
        onAccepted: Upkeep.quit()
    }
}
