// SPDX-License-Identifier: GPL-3.0-or-later
// The printer for sheets of A4: its paper, toner and mechanics. What it printed lies in its folder.
import QtQuick

DockDevice {
    id: printer

    deviceId: "page-printer"

    readonly property var facts: now ? now.facts : ({})

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Paper")
        options: [{value: "ok", text: qsTr("Loaded")}, {value: "near-end", text: qsTr("Low")}, {value: "out", text: qsTr("Out")}]
        value: String(printer.facts.paper)
        onPicked: value => printer.dock.setPagePrinter("paper", value)
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Toner")
        options: [{value: "ok", text: qsTr("Full")}, {value: "low", text: qsTr("Low")}, {value: "out", text: qsTr("Out")}]
        value: String(printer.facts.toner)
        onPicked: value => printer.dock.setPagePrinter("toner", value)
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Cover")
        options: [{value: "closed", text: qsTr("Closed")}, {value: "open", text: qsTr("Open")}]
        value: String(printer.facts.cover)
        onPicked: value => printer.dock.setPagePrinter("cover", value)
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Paper path")
        options: [{value: "false", text: qsTr("Free")}, {value: "true", text: qsTr("Jammed")}]
        value: String(printer.facts.jam)
        onPicked: value => printer.dock.setPagePrinter("jam", value === "true")
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Output")
        options: [{value: "ok", text: qsTr("Free")}, {value: "full", text: qsTr("Full")}]
        value: String(printer.facts.tray)
        onPicked: value => printer.dock.setPagePrinter("tray", value)
    }
}
