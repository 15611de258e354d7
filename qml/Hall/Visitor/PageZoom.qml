// SPDX-License-Identifier: GPL-3.0-or-later
// A page to be looked at closely: larger and smaller by buttons or by two fingers, and moved about by buttons or by one.
import QtQuick
import Hall.Controls

Item {
    id: viewer

    property string source: ""
    property string name: ""

    readonly property real largest: 4
    readonly property real step: 1.5
    property real zoom: 1
    readonly property bool enlarged: zoom > 1.01
    // Shown as a whole or on the next screen.
    readonly property bool wholeRow: true

    function show(factor: real) {
        const to = Math.max(1, Math.min(largest, factor))
        if (flick.width <= 0 || flick.height <= 0) {
            zoom = to
            return
        }
        // What is in the middle stays there.
        const across = (flick.contentX + flick.width / 2) / (flick.width * zoom)
        const along = (flick.contentY + flick.height / 2) / (flick.height * zoom)
        zoom = to
        flick.contentX = within(across * flick.width * to - flick.width / 2, flick.width)
        flick.contentY = within(along * flick.height * to - flick.height / 2, flick.height)
    }

    function within(place: real, side: real): real {
        return Math.max(0, Math.min(side * (zoom - 1), place))
    }

    function move(across: int, along: int) {
        flick.contentX = within(flick.contentX + across * flick.width * 0.6, flick.width)
        flick.contentY = within(flick.contentY + along * flick.height * 0.6, flick.height)
    }

    onSourceChanged: show(1)
    onWidthChanged: show(1)
    onHeightChanged: show(1)

    Rectangle {
        id: frame
        width: parent.width
        height: parent.height - controls.height - Theme.smallGap
        color: Theme.colorMode === "standard" ? Theme.chosen : Theme.surface
        border.width: Theme.line
        border.color: Theme.edge
        radius: Theme.radius

        Accessible.role: Accessible.Graphic
        Accessible.name: viewer.enlarged ? qsTr("%1, enlarged to %2 %").arg(viewer.name).arg(Math.round(viewer.zoom * 100))
                                         : viewer.name

        Flickable {
            id: flick
            anchors.fill: parent
            anchors.margins: Theme.mm(2)
            clip: true
            interactive: viewer.enlarged
            boundsBehavior: Flickable.StopAtBounds
            contentWidth: width * viewer.zoom
            contentHeight: height * viewer.zoom

            Image {
                width: flick.contentWidth
                height: flick.contentHeight
                source: viewer.source
                fillMode: Image.PreserveAspectFit
                cache: false
            }
        }

        PinchHandler {
            property real from: 1

            target: null
            dragThreshold: 1
            grabPermissions: PointerHandler.CanTakeOverFromAnything
            onActiveChanged: if (active) from = viewer.zoom
            onActiveScaleChanged: if (active) viewer.show(from * activeScale)
        }
    }

    component Slim: HallButton {
        leftPadding: Theme.mm(3)
        rightPadding: Theme.mm(3)
    }

    Row {
        id: controls
        anchors.bottom: parent.bottom
        spacing: Theme.smallGap

        Slim {
            text: qsTr("Smaller")
            onActed: viewer.show(viewer.zoom / viewer.step)
        }

        Slim {
            text: qsTr("Larger")
            onActed: viewer.show(viewer.zoom * viewer.step)
        }
    }

    // They keep their places, so that nothing moves under the finger.
    Row {
        anchors.bottom: parent.bottom
        anchors.right: parent.right
        spacing: Theme.smallGap

        Slim {
            iconName: "left"
            opacity: viewer.enlarged ? 1 : 0
            enabled: viewer.enlarged
            accessibleName: qsTr("Show what is further left")
            onActed: viewer.move(-1, 0)
        }

        Slim {
            iconName: "up"
            opacity: viewer.enlarged ? 1 : 0
            enabled: viewer.enlarged
            accessibleName: qsTr("Show what is further up")
            onActed: viewer.move(0, -1)
        }

        Slim {
            iconName: "down"
            opacity: viewer.enlarged ? 1 : 0
            enabled: viewer.enlarged
            accessibleName: qsTr("Show what is further down")
            onActed: viewer.move(0, 1)
        }

        Slim {
            iconName: "right"
            opacity: viewer.enlarged ? 1 : 0
            enabled: viewer.enlarged
            accessibleName: qsTr("Show what is further right")
            onActed: viewer.move(1, 0)
        }
    }
}
