// SPDX-License-Identifier: GPL-3.0-or-later
// On the page about a worker: the worker's own card instead of typing.
import QtQuick
import Hall.Controls
import Hall.Session

Column {
    id: row

    readonly property var worker: Session.worker
    readonly property bool waiting: worker.waiting === true
    readonly property string note: worker.note ?? ""

    // The visitor types no more.
    signal asked

    visible: worker.offered === true
    spacing: Theme.smallGap

    HallButton {
        width: parent.width
        text: row.waiting ? qsTr("Type it instead") : qsTr("Read the worker's card")
        iconName: row.waiting ? "edit" : "id-card"
        onActed: {
            row.asked()
            Session.readWorker()
        }
    }

    Notice {
        width: parent.width
        visible: title !== ""
        kind: row.note === "read" ? "success" : row.note === "" ? "info" : "warning"
        title: {
            switch (row.note) {
            case "read":
                return qsTr("The worker's card was read. Please take it off the reader.")
            case "own":
                return qsTr("This is your own card. Please put the worker's card on the reader.")
            case "unread":
                return qsTr("This card could not be read. Please put it down once more.")
            case "refused":
                return qsTr("This card cannot be used: it has expired, or its number is wrong. Please type what is on it.")
            }
            return row.waiting ? qsTr("Put the worker's card on the reader") : ""
        }
    }
}
