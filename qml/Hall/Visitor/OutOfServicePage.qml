// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Hall.Session

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
        detail: Session.online ? qsTr("The staff have been told.") : qsTr("Please tell a member of staff.")
    }
}
