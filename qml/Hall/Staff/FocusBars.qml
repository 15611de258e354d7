// SPDX-License-Identifier: GPL-3.0-or-later
// How sharp the picture was at each focus that was tried, and where the lens stands.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Column {
    id: bars

    required property var points // {value, share}
    required property int now
    property bool found: false
    property bool failed: false
    readonly property int leastBars: 11 // so many are tried at least, and the first are no wider than the last

    readonly property var here: points.find(point => point.value === now)
    readonly property string said: failed ? qsTr("Sharpness at each focus that was tried")
                                   : found ? qsTr("Sharpest at focus %1").arg(now)
                                         : here === undefined ? qsTr("Focus %1 is being set").arg(now)
                                                              : qsTr("Focus %1: sharpness %2 %").arg(now).arg(Math.round(here.share * 100))

    spacing: Theme.smallGap
    Accessible.role: Accessible.Graphic
    Accessible.name: said

    BodyText {
        width: parent.width
        text: bars.said
        Accessible.ignored: true
    }

    Row {
        id: row
        width: parent.width
        height: Theme.mm(22)
        spacing: Theme.mm(0.6)

        Repeater {
            model: bars.points

            Item {
                id: one

                required property var modelData

                width: (row.width + row.spacing) / Math.max(bars.leastBars, bars.points.length) - row.spacing
                height: row.height

                Rectangle {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: Math.max(Theme.mm(1), Math.round(parent.height * one.modelData.share))
                    color: one.modelData.value !== bars.now || bars.failed ? Theme.accent : bars.found ? Theme.success : Theme.text
                }
            }
        }
    }
}
