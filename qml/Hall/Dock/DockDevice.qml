// SPDX-License-Identifier: GPL-3.0-or-later
// One device: how it stands, what hands can do to it (the children), and its faults.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.DockClient

Panel {
    id: panel

    required property DockClient dock
    required property string deviceId
    default property alias hands: place.data

    readonly property var now: dock.devices[deviceId]
    readonly property string link: now ? now.link : ""
    readonly property bool good: link === "ready"
    readonly property var fault: now ? now.fault : null
    readonly property string cure: fault ? Spoken.together(FaultTexts.what(fault.code),
                                                            FaultTexts.staffAdvice(fault.who, fault.remedy)) : ""
    readonly property string shownFault: dock.faults[deviceId] ?? ""
    readonly property string deviceName: DockWords.deviceName(deviceId)

    padding: Theme.mm(5)
    spacing: Theme.mm(3)

    Item {
        width: parent?.width ?? 0
        height: title.height

        BodyText {
            id: title
            width: parent.width - state.width - Theme.smallGap
            text: panel.deviceName
            font.bold: true
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            Accessible.role: Accessible.Heading
        }

        Caption {
            id: state
            anchors.right: parent.right
            anchors.baseline: title.baseline
            wrapMode: Text.NoWrap
            text: DockWords.linkWord(panel.link)
            color: panel.good ? Theme.success : Theme.danger
            font.bold: true
            Accessible.name: DockWords.pair(panel.deviceName, text)
        }
    }

    Caption {
        width: parent?.width ?? 0
        visible: text !== ""
        text: panel.cure
        color: Theme.danger
    }

    Column {
        id: place
        width: parent?.width ?? 0
        spacing: Theme.mm(3)
    }

    Rectangle {
        width: parent?.width ?? 0
        height: Theme.line
        color: Theme.hairline
    }

    Flow {
        width: parent?.width ?? 0
        spacing: Theme.mm(2)

        DockButton {
            text: qsTr("Heal")
            accessibleName: DockWords.pair(panel.deviceName, text)
            onActed: panel.dock.heal(panel.deviceId)
        }

        Repeater {
            model: panel.dock.faultsOf(panel.deviceId)

            DockOption {
                required property string modelData

                text: DockWords.faultName(modelData)
                accessibleName: DockWords.pair(panel.deviceName, text)
                chosen: panel.shownFault === modelData
                onActed: panel.dock.setFault(panel.deviceId, modelData)
            }
        }
    }
}
