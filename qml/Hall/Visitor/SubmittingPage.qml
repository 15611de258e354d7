// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Hall.Controls

VisitorPage {
    id: page

    heading: qsTr("Submitting your case")
    backShown: false
    nextShown: false
    bar.homeShown: false

    Item {
        width: parent.width
        height: page.roomHeight

        BusyMark {
            anchors.centerIn: parent
            width: parent.width
            text: qsTr("Please wait a moment. Your case is being saved.")
        }
    }
}
