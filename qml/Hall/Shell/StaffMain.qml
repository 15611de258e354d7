// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows in maintenance mode.
import QtQuick
import Hall.Controls
import Hall.Staff

Item {
    id: shell

    required property real pixelsPerMm

    Binding {
        target: Theme
        property: "ppm"
        value: shell.pixelsPerMm
    }

    Binding {
        target: Theme
        property: "portrait"
        value: shell.height > shell.width
    }

    StaffRoot {
        anchors.fill: parent
    }
}
