// SPDX-License-Identifier: GPL-3.0-or-later
// The receipt printer: its paper, cover and mechanics, and what came out of it.
import QtQuick

DockDevice {
    id: printer

    deviceId: "receipt-printer"

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Paper")
        options: [{value: "ok", text: qsTr("Loaded")}, {value: "near-end", text: qsTr("Near end")},
                  {value: "out", text: qsTr("Out")}]
        value: printer.dock.paper
        onPicked: value => printer.dock.setPaper(value)
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Cover")
        options: [{value: "closed", text: qsTr("Closed")}, {value: "open", text: qsTr("Open")}]
        value: printer.dock.coverOpen ? "open" : "closed"
        onPicked: value => printer.dock.setCoverOpen(value === "open")
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Paper path")
        options: [{value: "free", text: qsTr("Free")}, {value: "jam", text: qsTr("Jammed")}]
        value: printer.dock.jam ? "jam" : "free"
        onPicked: value => printer.dock.setJam(value === "jam")
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Cutter")
        options: [{value: "ok", text: qsTr("Works")}, {value: "fault", text: qsTr("Stuck")}]
        value: printer.dock.cutterFault ? "fault" : "ok"
        onPicked: value => printer.dock.setCutterFault(value === "fault")
    }

    DockPaper {
        width: parent?.width ?? 0
        papers: printer.dock.papers
    }
}
