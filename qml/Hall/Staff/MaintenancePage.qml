// SPDX-License-Identifier: GPL-3.0-or-later
// Everything hall staff need at a glance: what works, what waits to be sent, and the switches. Shows no personal data.
import QtQuick
import Hall.Controls
import Hall.Upkeep

PageFrame {
    id: page

    readonly property int column: Theme.portrait ? width - 2 * Theme.margin : (width - 2 * Theme.margin - Theme.gap) / 2

    // The technician wants to end the program.
    signal exitAsked

    heading: Upkeep.role === "technician" ? qsTr("Maintenance · technician") : qsTr("Maintenance")
    networkText: Upkeep.centreReachable ? qsTr("Connected to the centre") : qsTr("No connection to the centre")
    networkUp: Upkeep.centreReachable
    backText: qsTr("Back to visitors")
    nextShown: false
    barShown: false
    onBack: Upkeep.leave()

    actions: [
        HallButton {
            text: Upkeep.outOfService ? qsTr("Put into service") : qsTr("Take out of service")
            iconName: Upkeep.outOfService ? "check" : "pause"
            kind: Upkeep.outOfService ? "primary" : "secondary"
            onActed: Upkeep.outOfService = !Upkeep.outOfService
        },
        HallButton {
            text: qsTr("Exit program")
            iconName: "exit"
            kind: "danger"
            visible: Upkeep.role === "technician"
            onActed: page.exitAsked()
        }
    ]

    Notice {
        width: parent.width
        visible: Upkeep.outOfService
        kind: "warning"
        title: qsTr("Out of service")
        text: qsTr("Visitors are shown the way to the window until you put the kiosk into service again.")
    }

    Flow {
        width: parent.width
        spacing: Theme.gap

        DevicePanel {
            width: page.column
        }

        QueuePanel {
            width: page.column
        }
    }
}
