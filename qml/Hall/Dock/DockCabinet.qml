// SPDX-License-Identifier: GPL-3.0-or-later
// The cabinet: door, power, who stands there, headphones, keys, and the lights that are on.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

DockDevice {
    id: cabinet

    deviceId: "cabinet"

    readonly property var facts: now ? now.facts : ({})

    function lightsWord(lights: string): string {
        const words = ({"card-slot": qsTr("card slot"), "id-plate": qsTr("identity card plate"), "camera": qsTr("camera"),
                        "printer-mouth": qsTr("printer"), "scanner": qsTr("scanner"), "flashing": qsTr("flashing"),
                        "none": qsTr("none")})
        return lights.split(" ").map(light => words[light] || "").filter(word => word !== "").join(qsTr(", "))
    }

    Caption {
        width: parent?.width ?? 0
        visible: cabinet.good
        text: qsTr("Lights: %1").arg(cabinet.lightsWord(String(cabinet.facts.lights)))
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Door")
        options: [{value: "closed", text: qsTr("Closed")}, {value: "open", text: qsTr("Open")}]
        value: String(cabinet.facts.door)
        onPicked: value => cabinet.dock.setCabinet("door", value)
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Power")
        options: [{value: "mains", text: qsTr("Mains")}, {value: "battery", text: qsTr("Battery")},
                  {value: "low", text: qsTr("Battery low")}]
        value: String(cabinet.facts.power)
        onPicked: value => cabinet.dock.setCabinet("power", value)
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Presence")
        options: [{value: "present", text: qsTr("Somebody")}, {value: "none", text: qsTr("Nobody")}]
        value: String(cabinet.facts.presence)
        onPicked: value => cabinet.dock.setCabinet("presence", value === "present")
    }

    DockSet {
        width: parent?.width ?? 0
        name: qsTr("Headphones")
        options: [{value: "out", text: qsTr("Out")}, {value: "in", text: qsTr("In")}]
        value: String(cabinet.facts.headphones)
        onPicked: value => cabinet.dock.setCabinet("headphones", value === "in")
    }

    Caption {
        width: parent?.width ?? 0
        text: qsTr("Keypad")
        Accessible.ignored: true
    }

    Flow {
        width: parent?.width ?? 0
        spacing: Theme.mm(2)

        Repeater {
            model: [{key: "previous", text: qsTr("Previous")}, {key: "next", text: qsTr("Next")},
                    {key: "select", text: qsTr("Select")}, {key: "back", text: qsTr("Back")}, {key: "help", text: qsTr("Help")}]

            DockButton {
                required property var modelData

                text: modelData.text
                accessibleName: qsTr("Key %1").arg(modelData.text)
                onActed: cabinet.dock.pressKey(modelData.key)
            }
        }
    }
}
