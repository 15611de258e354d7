// SPDX-License-Identifier: GPL-3.0-or-later
// What happens one after the other, as pictures with a few words: steps is a list of {icon, text}.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Row {
    id: strip

    property var steps: []

    readonly property int arrow: Theme.mm(9)
    readonly property int cell: Math.floor((width - (steps.length - 1) * (arrow + 2 * spacing)) / Math.max(1, steps.length))

    spacing: Theme.mm(2)

    Repeater {
        model: strip.steps

        Row {
            id: step

            required property int index
            required property var modelData

            spacing: strip.spacing

            HallIcon {
                y: Theme.mm(13) - height / 2
                visible: step.index > 0
                width: strip.arrow
                height: width
                name: "right"
                color: Theme.softText
            }

            Column {
                width: strip.cell
                spacing: Theme.mm(2)

                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    width: Theme.mm(26)
                    height: width
                    radius: width / 2
                    color: Theme.chosen
                    border.width: Theme.contrast ? Theme.line : 0
                    border.color: Theme.edge

                    HallIcon {
                        anchors.centerIn: parent
                        width: Theme.mm(15)
                        height: width
                        name: step.modelData.icon
                        color: Theme.accent
                    }
                }

                BodyText {
                    width: parent.width
                    text: step.modelData.text
                    horizontalAlignment: Text.AlignHCenter
                }
            }
        }
    }
}
