// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the live picture: a page lying on a dark tray.
import QtQuick

Rectangle {
    color: "#2B2F36"

    Rectangle {
        anchors.centerIn: parent
        width: height * 0.7
        height: parent.height * 0.82
        rotation: -3
        color: "#F3F1EA"
        border.width: 6
        border.color: "#37D67A"
    }
}
