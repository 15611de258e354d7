// SPDX-License-Identifier: GPL-3.0-or-later
// Over the picture of the tray: what keeps the page from being taken, as a picture. The words beside it say the same.
import QtQuick
import Hall.Controls

Rectangle {
    id: badge

    property string code: ""  // of a page's fault or of what else is wrong on the tray
    readonly property string name: {
        switch (code) {
        case "page.hand":
        case "page.covered":
            return "page-hand"
        case "page.several":
            return "page-several"
        case "page.wrong-kind":
            return "page-other"
        case "page.cut":
        case "page.half-lies":
        case "page.half-apart":
            return "page-cut"
        case "page.half-same":
        case "page.half-differs":
            return "page-other"
        case "page.glare":
            return "page-glare"
        case "page.blur":
            return "page-blur"
        case "page.dark":
            return "page-dark"
        case "page.small":
        case "page.not-found":
            return "page-none"
        }
        return ""
    }

    width: Theme.mm(26)
    height: width
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.strongLine
    border.color: Theme.accent

    Accessible.ignored: true

    HallIcon {
        anchors.centerIn: parent
        width: Math.round(parent.width * 0.8)
        height: width
        name: badge.name
        color: Theme.accent
    }
}
