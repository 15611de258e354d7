// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    heading: Session.checkingCode ? qsTr("Checking your electronic card") : qsTr("Reading your card")
    backShown: false
    nextShown: false
    bar.homeShown: false

    Item {
        width: parent.width
        height: page.roomHeight

        BusyMark {
            anchors.centerIn: parent
            width: parent.width
            text: Session.askingLeave ? qsTr("The centre is asked whether the card may be read here. Please leave it where it is.")
                  : Session.checkingCode ? qsTr("The centre is asked whose it is. This takes a second or two.")
                                         : qsTr("Please leave the card where it is. This takes a second or two.")
        }
    }
}
