// SPDX-License-Identifier: GPL-3.0-or-later
// One way to sign in: a picture of the reader with the card on its way, words, and whether the reader is ready.
// Touching it changes nothing but says the same aloud: the card itself is the action.
import QtQuick
import Hall.Controls

Rectangle {
    id: card

    property string title: ""
    property string text: ""
    property string cardIcon: "social-card"
    // "insert" into a slot or "place" on a plate
    property string way: "insert"
    property bool ready: true
    property bool occupied: false  // by a card that was left there
    readonly property bool roomy: Theme.portrait && Theme.textSize !== "xlarge"
    property string faultCode: ""

    implicitHeight: column.implicitHeight + 2 * Theme.mm(roomy ? 7 : 4)
    radius: Theme.mm(4)
    color: Theme.surface
    border.width: Theme.strongLine
    border.color: ready ? Theme.accent : Theme.hairline

    Accessible.role: Accessible.Grouping
    Accessible.name: title

    Column {
        id: column
        anchors.verticalCenter: parent.verticalCenter
        x: Theme.mm(8)
        width: parent.width - 2 * x
        spacing: Theme.mm(card.roomy ? 5 : 2.5)

        Item {
            id: picture
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.mm(90)
            height: Theme.mm(card.roomy ? 74 : 50)
            opacity: card.ready ? 1 : 0.45

            HallIcon {
                id: plastic
                anchors.horizontalCenter: parent.horizontalCenter
                y: Theme.mm(card.way === "insert" ? -4 : -6)
                width: Theme.mm(card.roomy ? 46 : 32)
                height: width
                name: card.cardIcon
                color: Theme.accent
            }

            HallIcon {
                anchors.horizontalCenter: parent.horizontalCenter
                y: plastic.y + plastic.height - Theme.mm(7) + bob.offset
                width: Theme.mm(card.roomy ? 16 : 12)
                height: width
                name: "down"
                color: Theme.accent
            }

            Rectangle {
                anchors.bottom: parent.bottom
                anchors.horizontalCenter: parent.horizontalCenter
                width: Theme.mm(card.way === "insert" ? 76 : 70)
                height: Theme.mm(card.way === "insert" ? 14 : 9)
                radius: Theme.mm(card.way === "insert" ? 3 : 4.5)
                color: Theme.chosen
                border.width: Theme.strongLine
                border.color: Theme.accent

                Rectangle {
                    anchors.centerIn: parent
                    visible: card.way === "insert"
                    width: Theme.mm(52)
                    height: Theme.mm(3)
                    radius: height / 2
                    color: Theme.accent
                }
            }

            Timer {
                id: bob

                property int offset: 0

                interval: 600
                repeat: true
                running: card.visible && card.ready && !Theme.reducedMotion
                onTriggered: offset = offset === 0 ? Theme.mm(3) : 0
            }
        }

        BodyText {
            width: parent.width
            text: card.title
            font.pixelSize: Theme.headingSize
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }

        BodyText {
            width: parent.width
            text: card.text
            font.pixelSize: Theme.buttonSize
            color: Theme.softText
            horizontalAlignment: Text.AlignHCenter
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.smallGap

            HallIcon {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.round(Theme.bodySize * 1.3)
                height: width
                name: card.ready ? "check" : card.occupied ? "warning" : "pause"
                color: card.ready ? Theme.success : Theme.warning
            }

            BodyText {
                width: Math.min(implicitWidth, column.width - Theme.bodySize * 2)
                text: card.ready ? qsTr("Ready") : card.occupied ? qsTr("There is a card in it already") : qsTr("Resting: %1 Please tell the staff.").arg(FaultTexts.what(card.faultCode !== ""
                                                                           ? card.faultCode : "device.not-ready"))
                font.bold: true
                color: card.ready ? Theme.success : Theme.warning
            }
        }
    }
}
