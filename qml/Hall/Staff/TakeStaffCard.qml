// SPDX-License-Identifier: GPL-3.0-or-later
// Maintenance is closed and the card still in the reader: it is asked for before visitors come.
import QtQuick
import Hall.Controls

PageFrame {
    id: page

    heading: qsTr("Please take your staff card")
    backShown: false
    nextShown: false
    barShown: false

    Item {
        width: parent.width
        height: Math.max(page.roomHeight, column.height)

        Column {
            id: column
            anchors.centerIn: parent
            width: Math.min(parent.width, Theme.mm(230))
            spacing: Theme.mm(8)

            HallIcon {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Theme.mm(Theme.portrait ? 48 : 36)
                height: width
                name: "card"
                color: Theme.accent
            }

            Notice {
                width: parent.width
                kind: "warning"
                title: qsTr("Your card is still in the machine")
                text: qsTr("Maintenance is closed. Visitors can begin as soon as the card is out.")
            }
        }
    }
}
