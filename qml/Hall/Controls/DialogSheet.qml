// SPDX-License-Identifier: GPL-3.0-or-later
// A question that must be answered before anything else: a sheet in the middle of a dimmed page.
// Its first button has the focus when the sheet opens. `side` stands at the bottom edge, a keyboard for one, and the sheet
// in the middle of what is left above it.
import QtQuick
import Hall.Controls

FocusScope {
    id: dialog

    property string title: ""
    property string iconName: "info"
    property color iconColor: Theme.accent
    default property alias content: column.data
    property alias buttons: buttonColumn.data
    property alias side: sideHolder.data
    property bool sideShown: false
    readonly property int sideHeight: sideShown ? sideHolder.height + Theme.mm(4) : 0

    anchors.fill: parent
    z: 100

    Accessible.role: Accessible.Dialog
    Accessible.name: title

    // Once the sheet is laid out.
    Timer {
        interval: 0
        running: dialog.visible
        onTriggered: dialog.takeFocus()
    }

    function takeFocus() {
        if (!visible)
            return
        forceActiveFocus()
        const first = buttonColumn.nextItemInFocusChain(true)
        if (first)
            first.forceActiveFocus(Qt.OtherFocusReason)
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.shade
    }

    // Nothing below answers while the sheet is up.
    MouseArea {
        anchors.fill: parent
    }

    Rectangle {
        id: sheet
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -Math.round(dialog.sideHeight / 2)
        width: Math.min(dialog.width - 2 * Theme.margin, Theme.mm(220))
        height: Math.min(dialog.height - dialog.sideHeight - 2 * Theme.mm(6), body.implicitHeight + 2 * Theme.mm(10))
        radius: Theme.mm(4)
        color: Theme.surface
        border.width: Theme.contrast ? Theme.mm(1) : Theme.line
        border.color: Theme.edge

        Column {
            id: body
            x: Theme.mm(10)
            y: Theme.mm(10)
            width: parent.width - 2 * x
            spacing: Theme.mm(6)

            Row {
                width: parent.width
                spacing: Theme.mm(5)

                HallIcon {
                    id: mark
                    anchors.verticalCenter: parent.verticalCenter
                    width: Math.round(Theme.headingSize * 1.5)
                    height: width
                    name: dialog.iconName
                    color: dialog.iconColor
                }

                Heading {
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - mark.width - parent.spacing
                    text: dialog.title
                }
            }

            Column {
                id: column
                width: parent.width
                spacing: Theme.gap
            }

            Column {
                id: buttonColumn
                width: parent.width
                spacing: Theme.gap
            }
        }
    }

    Item {
        id: sideHolder
        visible: dialog.sideShown
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(4)
        x: Theme.mm(4)
        width: parent.width - 2 * x
        height: childrenRect.height
    }
}
