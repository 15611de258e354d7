// SPDX-License-Identifier: GPL-3.0-or-later
// What the kiosk says of itself now; always in sight.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.DockClient

Rectangle {
    id: now

    required property DockClient dock
    readonly property var deviceIds: ["social-card-reader", "id-card-reader", "document-camera", "receipt-printer",
                                       "code-scanner"]
    readonly property string stageLine: dock.connected ? DockWords.stageWord(dock.stage) : qsTr("No kiosk answers")

    function deviceShortName(id: string): string {
        switch (id) {
        case "social-card-reader":
            return qsTr("Card")
        case "id-card-reader":
            return qsTr("ID card")
        case "document-camera":
            return qsTr("Camera")
        case "code-scanner":
            return qsTr("Scanner")
        }
        return qsTr("Printer")
    }

    implicitHeight: lines.height + 2 * Theme.mm(5)
    color: Theme.strip

    component Line: Text {
        width: parent?.width ?? 0
        color: Theme.stripText
        font.family: Theme.family
        font.pixelSize: Theme.captionSize
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Column {
        id: lines
        x: Theme.mm(6)
        y: Theme.mm(5)
        width: now.width - 2 * x
        spacing: Theme.mm(1.5)

        Item {
            width: parent.width
            height: stageText.height

            Line {
                id: stageText
                width: parent.width - pageText.width - Theme.smallGap
                text: now.stageLine
                font.pixelSize: Theme.buttonSize
                font.bold: true
                Accessible.role: Accessible.Heading
            }

            Line {
                id: pageText
                anchors.right: parent.right
                anchors.baseline: stageText.baseline
                width: Math.min(implicitWidth, Math.round(now.width * 0.4))
                visible: now.dock.connected
                text: now.dock.page
                Accessible.name: qsTr("Page %1").arg(text)
            }
        }

        Line {
            visible: !now.dock.connected
            text: now.dock.socketPath
            elide: Text.ElideMiddle
        }

        Line {
            visible: now.dock.connected
            text: qsTr("Queue: %1 cases, %2 pages, %3 set aside").arg(now.dock.queued).arg(now.dock.waitingPages)
                  .arg(now.dock.parked)
        }

        Line {
            visible: now.dock.connected
            text: qsTr("Visit %1").arg(now.dock.visits) + (now.dock.caseNumber !== "" ? " · " + now.dock.caseNumber : "")
                  + " · " + (!now.dock.enrolled ? qsTr("not registered with a centre")
                                                : now.dock.centreReachable ? qsTr("centre reachable")
                                                                           : qsTr("centre not reachable"))
                  + (now.dock.outOfService ? " · " + qsTr("out of service") : "")
        }

        Row {
            visible: now.dock.connected
            spacing: Theme.mm(2)

            Repeater {
                model: now.deviceIds

                Rectangle {
                    id: chip

                    required property string modelData
                    readonly property var state_: now.dock.devices[modelData]
                    readonly property string link: state_ ? state_.link : ""
                    readonly property bool good: link === "ready"

                    width: light.width + label.implicitWidth + Theme.mm(6)
                    height: label.implicitHeight + Theme.mm(2)
                    radius: height / 2
                    color: good ? Theme.successSoft : Theme.dangerSoft
                    Accessible.role: Accessible.StaticText
                    Accessible.name: DockWords.pair(DockWords.deviceName(modelData), DockWords.linkWord(link))

                    HallIcon {
                        id: light
                        x: Theme.mm(2)
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.mm(5)
                        height: width
                        name: chip.good ? "check" : "warning"
                        color: chip.good ? Theme.success : Theme.danger
                    }

                    Text {
                        id: label
                        anchors.left: light.right
                        anchors.leftMargin: Theme.mm(1.5)
                        anchors.verticalCenter: parent.verticalCenter
                        text: now.deviceShortName(chip.modelData)
                        font.family: Theme.family
                        font.pixelSize: Theme.mm(5.5)
                        color: chip.good ? Theme.success : Theme.danger
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
