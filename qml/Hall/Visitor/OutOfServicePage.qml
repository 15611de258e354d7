// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick

VisitorPage {
    id: page

    heading: qsTr("This machine is resting")
    visitor: ""
    backShown: false
    nextShown: false
    bar.homeShown: false

    BigMessage {
        width: parent.width
        room: page.roomHeight
        iconName: "wrench"
        text: qsTr("Please use another machine or the service window")
        detail: qsTr("Please tell a member of staff.")

        LeftCard {
            width: parent.width
        }
    }
}
