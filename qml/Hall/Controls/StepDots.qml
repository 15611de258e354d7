// SPDX-License-Identifier: GPL-3.0-or-later
// Where the visitor stands: step of steps, in words for the ear and as a bar of pieces for the eye.
pragma ComponentBehavior: Bound
import QtQuick

Row {
    id: dots

    property int step: 1
    property int steps: 1

    spacing: Theme.mm(1.5)

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Step %1 of %2").arg(step).arg(steps)

    Repeater {
        model: dots.steps

        Rectangle {
            required property int index

            width: Math.max(Theme.mm(3), (dots.width - (dots.steps - 1) * dots.spacing) / dots.steps)
            height: Theme.mm(2)
            radius: height / 2
            color: index < dots.step ? Theme.accent : "transparent"
            border.width: index < dots.step ? 0 : Theme.line
            border.color: Theme.edge
        }
    }
}
