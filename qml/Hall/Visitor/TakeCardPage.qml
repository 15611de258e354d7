// SPDX-License-Identifier: GPL-3.0-or-later
// The card is still in the machine: nothing else matters now.
import QtQuick
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("Please take your card")
    visitor: ""
    backShown: false
    nextShown: false
    bar.homeShown: false

    BigMessage {
        width: parent.width
        room: page.roomHeight
        iconName: "social-card"
        text: Session.cardInSlot ? qsTr("Your card is still in the machine") : qsTr("Thank you")
        detail: qsTr("Please also take what is yours: documents from the tray, and your receipt if one was printed.")
    }
}
