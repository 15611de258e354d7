// SPDX-License-Identifier: GPL-3.0-or-later
// What the window shows to visitors; made anew for each visit.
import QtQuick
import Hall.Controls
import Hall.Visitor

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

    VisitorRoot {
        anchors.fill: parent
    }
}
