// SPDX-License-Identifier: GPL-3.0-or-later
// What surrounds the kiosk: its network, its clock, and a stick with tables of people.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.DockClient

Panel {
    id: panel

    required property DockClient dock
    required property Gallery gallery

    padding: Theme.mm(5)
    spacing: Theme.mm(3)

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Network")
        options: [{value: "up", text: qsTr("Up")}, {value: "down", text: qsTr("Down")}]
        value: panel.dock.networkUp ? "up" : "down"
        onPicked: value => panel.dock.setNetworkUp(value === "up")
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("USB stick")
        options: [{value: "out", text: qsTr("Taken out")}, {value: "in", text: qsTr("Put in")}]
        value: panel.dock.tableStick === "left" ? "in" : panel.dock.tableStick
        onPicked: value => {
            if (value === "in")
                panel.dock.insertStick(panel.gallery.stick)
            else
                panel.dock.removeStick()
        }
    }

    Item {
        width: parent?.width ?? 0
        height: steps.height

        Caption {
            y: Theme.mm(2)
            text: qsTr("Clock")
            Accessible.ignored: true
        }

        Flow {
            id: steps
            x: Theme.mm(34)
            width: parent.width - x
            spacing: Theme.mm(2)

            Repeater {
                model: [{seconds: 30, text: qsTr("+30 s")}, {seconds: 90, text: qsTr("+90 s")},
                        {seconds: 600, text: qsTr("+10 min")}]

                DockButton {
                    required property var modelData

                    text: modelData.text
                    accessibleName: qsTr("Clock %1").arg(modelData.text)
                    onActed: panel.dock.advanceClock(modelData.seconds)
                }
            }
        }
    }
}
