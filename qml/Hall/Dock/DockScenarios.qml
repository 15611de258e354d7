// SPDX-License-Identifier: GPL-3.0-or-later
// What happens by itself, one story at a time: a press starts it, another one begins in its place.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.DockClient

Panel {
    id: panel

    required property DockClient dock
    property var scenarios: []  // of {file, name, title}

    readonly property var now: dock.scenario
    readonly property string playing: now.playing === true ? now.name : ""
    readonly property string stateLine: now.name === undefined ? qsTr("No scenario is playing")
                                        : playing !== "" ? qsTr("Playing: step %1 of %2").arg(now.step + 1).arg(now.steps)
                                        : now.fault ? qsTr("Ended early: %1").arg(now.fault.detail)
                                                    : qsTr("Played to its end")

    padding: Theme.mm(5)
    spacing: Theme.mm(3)

    Item {
        width: parent?.width ?? 0
        height: stop.height

        Caption {
            anchors.left: parent.left
            anchors.right: stop.left
            anchors.rightMargin: Theme.smallGap
            anchors.verticalCenter: parent.verticalCenter
            text: DockWords.pair(qsTr("Scenarios"), panel.stateLine)
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }

        DockButton {
            id: stop
            anchors.right: parent.right
            opacity: panel.playing !== "" ? 1 : 0
            enabled: panel.playing !== ""
            text: qsTr("Stop")
            accessibleName: qsTr("Stop the scenario")
            onActed: panel.dock.stopScenario()
        }
    }

    Flow {
        width: parent?.width ?? 0
        spacing: Theme.mm(2)

        Repeater {
            model: panel.scenarios

            DockOption {
                required property var modelData

                text: modelData.title
                accessibleName: qsTr("Play: %1").arg(modelData.title)
                chosen: panel.playing === modelData.name
                onActed: panel.dock.playScenario(modelData.file)
            }
        }
    }
}
