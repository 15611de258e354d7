// SPDX-License-Identifier: GPL-3.0-or-later
import QtQuick
import Hall.Session

VisitorPage {
    id: page

    readonly property string why: Session.restReason ? Session.restReason.code : ""
    readonly property bool serviced: why === "cabinet.door-open"
    readonly property bool powerless: why === "power.on-battery" || why === "power.battery-low"

    heading: serviced ? qsTr("This machine is being serviced") : powerless ? qsTr("The power has failed")
                                                                           : qsTr("This machine is resting")
    visitor: ""
    backShown: false
    nextShown: false
    bar.homeShown: false

    BigMessage {
        width: parent.width
        room: page.roomHeight
        iconName: page.powerless ? "power" : "wrench"
        text: qsTr("Please use another machine or the service window")
        detail: page.serviced ? qsTr("It is ready again as soon as the staff have closed the door.")
                              : page.powerless ? qsTr("It is ready again when the power is back. Cases that were submitted are safe.")
                                               : qsTr("Please tell a member of staff.")

        LeftCard {
            width: parent.width
        }
    }
}
