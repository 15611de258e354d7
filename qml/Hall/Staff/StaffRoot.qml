// SPDX-License-Identifier: GPL-3.0-or-later
// Maintenance mode: the PIN, then one dense page.
import QtQuick
import Hall.Controls
import Hall.Upkeep

FocusScope {
    id: root

    property string work: ""

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
        visible: !sure.visible && !closing.visible && root.work === ""
        focus: active && visible
        onActiveChanged: {
            sure.visible = false
            closing.visible = false
            root.work = ""
        }
        sourceComponent: MaintenancePage {}
    }

    Connections {
        target: home.item as MaintenancePage
        function onExitAsked() {
            sure.visible = true
        }
        function onCalibrationAsked() {
            root.work = "calibration"
        }
        function onPrintTestAsked() {
            root.work = "print-test"
        }
        function onCloseAsked(id: string, number: string) {
            closing.open(id, number)
        }
    }

    // What takes longer than a touch has a page of its own.
    Loader {
        id: calibration
        anchors.fill: parent
        active: home.active && root.work === "calibration"
        focus: active
        sourceComponent: CalibrationPage {}
    }

    Loader {
        id: printTest
        anchors.fill: parent
        active: home.active && root.work === "print-test"
        focus: active
        sourceComponent: PrintTestPage {}
    }

    Connections {
        target: calibration.item as CalibrationPage
        function onClosed() {
            root.work = ""
        }
    }

    Connections {
        target: printTest.item as PrintTestPage
        function onClosed() {
            root.work = ""
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
