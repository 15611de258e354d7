// SPDX-License-Identifier: GPL-3.0-or-later
// Where the visitor stands: the few parts every visit has, the one at hand in bold. Parts are never added or taken away
// on the way; within a part the bar grows with its pages.
pragma ComponentBehavior: Bound
import QtQuick

Row {
    id: dots

    property int step: 1
    property var names: []
    // How much of the part at hand is done, 0 to 1.
    property real share: 0

    readonly property int steps: names.length

    spacing: Theme.smallGap

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Step %1 of %2, %3").arg(step).arg(steps).arg(names[step - 1] ?? "")

    Repeater {
        model: dots.names

        Column {
            id: part

            required property int index
            required property string modelData
            readonly property bool current: index === dots.step - 1

            width: (dots.width - (dots.steps - 1) * dots.spacing) / dots.steps
            spacing: Theme.mm(0.5)

            Rectangle {
                width: parent.width
                height: Theme.mm(2.4)
                radius: height / 2
                color: "transparent"
                border.width: Theme.line
                border.color: Theme.edge

                Rectangle {
                    width: part.index < dots.step - 1 ? parent.width
                                                      : part.current ? Math.max(height, parent.width * dots.share) : 0
                    height: parent.height
                    radius: height / 2
                    color: Theme.accent
                    visible: width > 0
                }
            }

            Text {
                width: parent.width
                text: (part.index + 1) + " " + part.modelData
                font.family: Theme.family
                font.pixelSize: Theme.captionSize
                font.bold: part.current
                color: part.current ? Theme.text : Theme.softText
                wrapMode: Text.Wrap
                Accessible.ignored: true
            }
        }
    }
}
