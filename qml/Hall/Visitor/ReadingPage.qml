// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Hall.Controls

VisitorPage {
    id: page

    heading: qsTr("Reading your card")
    backShown: false
    nextShown: false
    bar.homeShown: false

    Item {
        width: parent.width
        height: page.roomHeight

        BusyMark {
            anchors.centerIn: parent
            width: parent.width
            text: qsTr("Please leave the card where it is. This takes a second or two.")
        }
    }
}
