// SPDX-License-Identifier: GPL-3.0-or-later
// What waits for the visitor, one touch from being opened. What it is about is told to who has proved to be that person.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

Panel {
    id: panel

    readonly property var waiting: Session.pending
    readonly property int waitingCount: waiting.length

    border.width: Theme.strongLine
    border.color: Theme.warningEdge
    color: Theme.warningSoft

    function what(kind: string, service: string): string {
        if (kind === "correction")
            return qsTr("%1: something is missing").arg(service)
        if (kind === "ready")
            return qsTr("%1: the result can be collected").arg(service)
        return qsTr("A case of yours waits for you")
    }

    Heading {
        width: parent.width
        text: qsTr("Waiting for you")
        font.pixelSize: Theme.buttonSize
    }

    Repeater {
        model: panel.waiting

        HallButton {
            required property var modelData

            readonly property string until: modelData.until !== "" ? qsTr("until %1").arg(modelData.until) : ""

            width: (parent as Item).width
            text: until !== "" ? qsTr("%1 (%2)").arg(panel.what(modelData.kind, modelData.service)).arg(until)
                               : panel.what(modelData.kind, modelData.service)
            accessibleName: Spoken.series(text, qsTr("No. %1").arg(modelData.number))
            iconName: modelData.kind === "" ? "lock" : modelData.kind === "ready" ? "certificate" : "edit"
            onActed: Session.openPending(modelData.id)
        }
    }
}
