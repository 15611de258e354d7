// SPDX-License-Identifier: GPL-3.0-or-later
// A travel permit under the camera, back side up: the picture is taken by itself and its three lines are read.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var permit: Session.permit
    readonly property var capture: Session.capture
    readonly property string phase: capture.state ?? "starting"
    readonly property string hint: capture.hint ?? ""
    readonly property bool reading: permit.reading === true
    readonly property bool waiting: phase === "looking" || phase === "found" || phase === "steady"
    readonly property string say: {
        if (reading)
            return qsTr("Reading the permit…")
        switch (phase) {
        case "starting":
            return qsTr("The camera is starting.")
        case "found":
            return qsTr("Found. Let it lie still.")
        case "steady":
            if (hint !== "")
                break
            return qsTr("Hold still, taking the picture.")
        case "shooting":
        case "shot":
            return qsTr("Taking the picture…")
        case "fault":
            return FaultTexts.what(hint)
        }
        if (hint !== "")
            return FaultTexts.pageHint(hint)
        return capture.held === true ? qsTr("Lift the permit and lay it down again, or touch \"Take picture now\".")
                                     : qsTr("Lay the permit in the middle of the tray.")
    }

    heading: qsTr("Lay your travel permit under the camera")
    lead: qsTr("Back side up: the three lines of letters and digits are read.")
    visitor: ""
    nextText: qsTr("Take picture now")
    nextIcon: "camera"
    nextShown: waiting && !reading
    onNext: Session.shoot()

    actions: HallButton {
        visible: page.permit.keys === true && !page.reading
        iconName: "edit"
        text: qsTr("Type the number")
        onActed: Session.permitType()
    }

    Grid {
        id: layout

        readonly property int wordsWidth: Theme.portrait ? width : Math.round(width * 0.36)

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.mm(8)
        rowSpacing: Theme.gap

        Rectangle {
            width: Theme.portrait ? layout.width : layout.width - layout.wordsWidth - layout.columnSpacing
            height: page.roomHeight - (Theme.portrait ? words.height + layout.rowSpacing : 0)
            radius: Theme.radius
            color: preview.visible ? "#16191F" : Theme.surface
            border.width: Theme.strongLine
            border.color: preview.visible ? Theme.accent : Theme.edge

            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("Live picture of the tray")

            CameraPreview {
                id: preview
                anchors.fill: parent
                anchors.margins: Theme.mm(1)
                visible: page.waiting && !page.reading
            }

            HintBadge {
                anchors.right: parent.right
                anchors.top: parent.top
                anchors.margins: Theme.mm(4)
                visible: preview.visible && name !== "" && page.phase !== "found"
                z: 1
                code: page.hint
            }

            BusyMark {
                anchors.centerIn: parent
                width: parent.width
                visible: !preview.visible && page.phase !== "fault"
                size: Theme.mm(24)
                text: page.say
            }

            HallIcon {
                anchors.centerIn: parent
                visible: page.phase === "fault" && !page.reading
                width: Theme.mm(36)
                height: width
                name: "camera"
                color: Theme.accent
            }
        }

        Column {
            id: words
            width: layout.wordsWidth
            spacing: Theme.gap

            PermitNotice {
                width: parent.width
                visible: note !== "" && !page.reading
            }

            Notice {
                width: parent.width
                visible: preview.visible || page.phase === "fault"
                kind: page.phase === "fault" ? "error" : page.hint !== "" && page.phase !== "found" ? "warning"
                                              : page.phase === "looking" ? "info" : "success"
                title: page.say
            }

            PermitPicture {
                anchors.horizontalCenter: parent.horizontalCenter
                visible: Theme.textSize !== "xlarge"
                width: Theme.mm(Theme.portrait ? 76 : 70)
                height: implicitHeight
                back: true
            }
        }
    }
}
