// SPDX-License-Identifier: GPL-3.0-or-later
// Who is signed in: the photo on the card where it can be shown, otherwise a silhouette of nobody; and the masked name.
import QtQuick
import Hall.Controls
import Hall.Session

Panel {
    id: holder

    readonly property bool photo: Session.holderPicture !== ""

    padding: Theme.mm(4)

    Row {
        width: parent.width
        spacing: Theme.mm(6)

        Rectangle {
            id: frame

            // As on the card: 102 × 126 (GA 467).
            width: Math.round(height * 102 / 126)
            height: Theme.mm(Theme.portrait ? 36 : 26)
            radius: Theme.mm(1.5)
            clip: true
            color: Theme.chosen

            Accessible.role: Accessible.Graphic
            Accessible.name: holder.photo ? qsTr("The photo on your card") : qsTr("A silhouette: no photo is shown")

            Rectangle {
                visible: !holder.photo
                anchors.horizontalCenter: parent.horizontalCenter
                y: Math.round(parent.height * 0.17)
                width: Math.round(parent.width * 0.44)
                height: Math.round(width * 1.16)
                radius: width / 2
                color: Theme.softText
            }

            Rectangle {
                visible: !holder.photo
                anchors.horizontalCenter: parent.horizontalCenter
                y: Math.round(parent.height * 0.64)
                width: Math.round(parent.width * 0.86)
                height: width
                radius: width / 2
                color: Theme.softText
            }

            Image {
                anchors.fill: parent
                visible: holder.photo
                source: Session.holderPicture
                fillMode: Image.PreserveAspectFit
                cache: false
            }

            Rectangle {
                anchors.fill: parent
                radius: parent.radius
                color: "transparent"
                border.width: Theme.strongLine
                border.color: Theme.accent
            }
        }

        Column {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - frame.width - parent.spacing
            spacing: Theme.mm(1)

            BodyText {
                width: parent.width
                text: qsTr("You are signed in as")
                color: Theme.softText
            }

            BodyText {
                width: parent.width
                text: Session.visitorName
                font.pixelSize: Theme.buttonSize
                font.bold: true
            }
        }
    }
}
