// SPDX-License-Identifier: GPL-3.0-or-later
// The double ring around what the keys would act on: dark outside, bright inside, visible on every ground.
import QtQuick

Item {
    id: ring

    property bool shown: false
    property int radius: Theme.radius

    anchors.fill: parent
    visible: shown
    z: 10

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.mm(2)
        radius: ring.radius + Theme.mm(2)
        color: "transparent"
        border.color: Theme.focusOuter
        border.width: Theme.mm(1)
    }

    Rectangle {
        anchors.fill: parent
        anchors.margins: -Theme.mm(1)
        radius: ring.radius + Theme.mm(1)
        color: "transparent"
        border.color: Theme.focusInner
        border.width: Theme.mm(1)
    }
}
