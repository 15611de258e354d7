// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Hall.Controls

VisitorPage {
    id: page

    heading: qsTr("Your visit has ended")
    visitor: ""
    backShown: false
    nextShown: false
    bar.homeShown: false

    BigMessage {
        width: parent.width
        room: page.roomHeight
        iconName: "shield"
        iconColor: Theme.success
        text: qsTr("Your data has been removed from this screen")
        detail: qsTr("Thank you, and all the best. Please check that you have your card and your documents.")
    }
}
