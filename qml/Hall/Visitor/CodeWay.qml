// SPDX-License-Identifier: GPL-3.0-or-later
// The third way to sign in, where the machine has a code scanner: the code of an electronic card on one's telephone.
// Like the cards' pictures it is no button: showing the code is the action.
import QtQuick
import Hall.Controls
import Hall.Session

Rectangle {
    id: way

    readonly property var scanner: Session.scanner
    readonly property bool fitted: scanner !== null && scanner !== undefined
    readonly property bool working: fitted && scanner.ready === true
    readonly property bool reachable: Session.online || Session.connecting
    readonly property bool ready: working && reachable
    readonly property string title: qsTr("Electronic social security card")
    readonly property string faultCode: fitted && scanner.fault ? scanner.fault.code : "device.not-ready"
    readonly property string stateWord: ready ? qsTr("Ready")
                                              : working ? qsTr("This needs the network. Please use one of your cards.")
                                                        : qsTr("Resting: %1 Please tell the staff.").arg(FaultTexts.what(faultCode))

    visible: fitted
    implicitHeight: Math.max(picture.height, words.implicitHeight) + 2 * Theme.mm(4)
    radius: Theme.mm(4)
    color: Theme.surface
    border.width: Theme.strongLine
    border.color: ready ? Theme.accent : Theme.hairline

    Accessible.role: Accessible.Grouping
    Accessible.name: title

    HallIcon {
        id: picture
        x: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(26)
        height: width
        name: "qr"
        color: Theme.accent
        opacity: way.ready ? 1 : 0.45
    }

    Column {
        id: words
        anchors.left: picture.right
        anchors.leftMargin: Theme.mm(8)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(8)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1.5)

        BodyText {
            width: parent.width
            text: way.title
            font.pixelSize: Theme.buttonSize
            font.bold: true
        }

        BodyText {
            width: parent.width
            text: qsTr("Open it on your phone and hold its code before the scanner.")
            color: Theme.softText
        }

        Row {
            spacing: Theme.smallGap

            HallIcon {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.round(Theme.bodySize * 1.3)
                height: width
                name: way.ready ? "check" : way.working ? "offline" : "pause"
                color: way.ready ? Theme.success : Theme.warning
            }

            BodyText {
                width: Math.min(implicitWidth, words.width - Theme.bodySize * 2)
                text: way.stateWord
                font.bold: true
                color: way.ready ? Theme.success : Theme.warning
            }
        }
    }
}
