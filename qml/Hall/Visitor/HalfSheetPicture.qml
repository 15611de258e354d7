// SPDX-License-Identifier: GPL-3.0-or-later
// Over the live picture: the tray from above and a sheet that is larger, the half that is to lie on the tray marked, and
// the way to move it. The words beside it say the same.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Rectangle {
    id: sheet

    property int half: 1
    property string open: "bottom"  // over which side the sheet goes on while its first half is taken
    readonly property bool across: open === "left" || open === "right"
    // Where the rest of the sheet is now: 1 to the right or below, -1 to the left or above.
    readonly property int rest: (open === "bottom" || open === "right" ? 1 : -1) * (half === 2 ? -1 : 1)

    width: Theme.mm(across ? 40 : 30)
    height: Theme.mm(across ? 30 : 40)
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.strongLine
    border.color: Theme.accent

    Accessible.ignored: true

    // The tray.
    Rectangle {
        id: tray
        anchors.centerIn: parent
        anchors.horizontalCenterOffset: sheet.across ? -sheet.rest * Theme.mm(6) : 0
        anchors.verticalCenterOffset: sheet.across ? 0 : -sheet.rest * Theme.mm(6)
        width: Theme.mm(sheet.across ? 15 : 21)
        height: Theme.mm(sheet.across ? 21 : 15)
        color: Theme.chosen
        border.width: Theme.strongLine
        border.color: Theme.edge
    }

    // The half that lies on it, and the one that does not.
    Repeater {
        model: [0, 1]

        Rectangle {
            required property int modelData
            readonly property real longSide: Theme.mm(13)
            readonly property real shortSide: Theme.mm(17)

            width: sheet.across ? longSide : shortSide
            height: sheet.across ? shortSide : longSide
            x: tray.x + (tray.width - width) / 2 + (sheet.across ? modelData * sheet.rest * (width - border.width) : 0)
            y: tray.y + (tray.height - height) / 2 + (sheet.across ? 0 : modelData * sheet.rest * (height - border.width))
            color: modelData === 0 ? Theme.accent : "#FFFFFF"
            border.width: Theme.strongLine
            border.color: Theme.accent

            HallIcon {
                anchors.centerIn: parent
                visible: parent.modelData === 0
                width: Theme.mm(9)
                height: width
                name: sheet.half === 2 ? "up" : "camera"
                // The arrow shows the way the sheet was pushed: towards where its rest is now.
                rotation: sheet.half !== 2 ? 0 : sheet.across ? (sheet.rest > 0 ? 90 : -90) : sheet.rest > 0 ? 180 : 0
                color: "#FFFFFF"
            }
        }
    }
}
