// SPDX-License-Identifier: GPL-3.0-or-later
// Maintenance mode: the PIN, then one dense page.
import QtQuick
import Hall.Upkeep

FocusScope {
    id: root

    focus: true

    PinPage {
        anchors.fill: parent
        visible: Upkeep.stage === "pin"
        focus: visible
    }

    Loader {
        anchors.fill: parent
        active: Upkeep.stage === "home"
        focus: active
        sourceComponent: MaintenancePage {}
    }
}
