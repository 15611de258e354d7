// SPDX-License-Identifier: GPL-3.0-or-later
// Everything hall staff need at a glance: what works, what waits to be sent, and the switches. Shows no personal data.
import QtQuick
import Hall.Controls
import Hall.Upkeep

PageFrame {
    id: page

    readonly property int column: Theme.portrait ? width - 2 * Theme.margin : (width - 2 * Theme.margin - Theme.gap) / 2

    readonly property var plate: Upkeep.plate
    readonly property var clock: Upkeep.clock
    readonly property string clockState: clock.state ?? ""
    readonly property bool clockHeard: clock.ahead_s !== undefined
    readonly property int clockAhead: clockHeard ? clock.ahead_s : 0

    // The technician wants to end the program.
    signal exitAsked
    signal closeAsked(id: string, number: string)
    signal calibrationAsked
    signal printTestAsked

    function span(seconds: int): string {
        if (seconds < 7200)
            return qsTr("%1 min").arg(Math.round(seconds / 60))
        if (seconds < 172800)
            return qsTr("%1 h").arg(Math.round(seconds / 3600))
        return qsTr("%1 days").arg(Math.round(seconds / 86400))
    }

    function clockText(): string {
        const what = !clockHeard ? qsTr("It does not agree with the last contact with the centre.")
                                 : clockAhead > 0 ? qsTr("It is %1 ahead of the centre's.").arg(span(clockAhead))
                                                  : qsTr("It is %1 behind the centre's.").arg(span(-clockAhead))
        if (clockState !== "doubtful")
            return what
        return Spoken.together(what, qsTr("Until a technician sets it, receipts promise no day, and what depends on the day is decided by the centre."))
    }

    readonly property var store: Upkeep.room
    readonly property string storeRoom: store.room ?? ""

    // What stops now or next, and what staff can do about it.
    function roomText(): string {
        const now = storeRoom === "no-cases"
                    ? qsTr("New cases are not taken; visitors are sent to the counter. Questions and printing go on.")
                    : storeRoom === "no-scans"
                      ? qsTr("Papers are not scanned; visitors bring them to the counter. From 95 % on no new cases are taken.")
                      : qsTr("From 85 % on papers are not scanned, from 95 % on no new cases are taken.")
        const cure = Upkeep.centreReachable
                     ? qsTr("Cases that the centre has make room by themselves. If nothing waits to be sent, the disk is too small: call a technician.")
                     : qsTr("Bring the connection to the centre back: what it has makes room by itself. Until then a technician can export the waiting cases.")
        return Spoken.together(now, cure)
    }

    heading: Upkeep.role === "technician" ? qsTr("Maintenance · technician") : qsTr("Maintenance")
    networkText: !Upkeep.centreReachable ? qsTr("No connection to the centre")
                                         : Upkeep.centreProblem === "" ? qsTr("Connected to the centre")
                                                                       : qsTr("The centre takes nothing")
    networkUp: Upkeep.centreReachable && Upkeep.centreProblem === ""
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

    CentreNotice {
        width: parent.width
        problem: Upkeep.centreProblem
        technician: Upkeep.role === "technician"
    }

    Notice {
        width: parent.width
        visible: page.clockState === "off" || page.clockState === "doubtful"
        kind: "warning"
        title: qsTr("The clock of this machine is wrong")
        text: page.clockText()
    }

    Notice {
        width: parent.width
        visible: page.storeRoom !== "" && page.storeRoom !== "ample"
        kind: page.storeRoom === "warn" ? "info" : "warning"
        title: qsTr("The memory of this machine is %1 % full").arg(page.store.percent ?? 0)
        text: page.roomText()
    }

    SalvageNotice {
        width: parent.width
        found: Upkeep.salvaged
        onSeen: Upkeep.salvageSeen()
    }

    Notice {
        width: parent.width
        visible: Upkeep.keysPlain
        kind: "warning"
        title: qsTr("The keys of this machine lie in plain files")
        text: Upkeep.role === "technician"
              ? qsTr("Whoever takes its disk can pretend to be this kiosk. Give the service its credential, hall-keys.")
              : qsTr("Whoever takes its disk can pretend to be this kiosk. Have a technician give the service its credential.")
    }

    Flow {
        width: parent.width
        spacing: Theme.gap

        DevicePanel {
            width: page.column
        }

        // Beside the devices where there is room for two columns.
        Column {
            width: page.column
            spacing: Theme.gap

            QueuePanel {
                width: parent.width
                onCloseAsked: (id, number) => page.closeAsked(id, number)
            }

            CameraPanel {
                width: parent.width
                visible: page.plate.state !== undefined
                onCalibrationAsked: page.calibrationAsked()
                onPrintTestAsked: page.printTestAsked()
            }
        }
    }
}
