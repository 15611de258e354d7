// SPDX-License-Identifier: GPL-3.0-or-later
// The card, or a stick with tables, is still in the machine: nothing else matters now.
import QtQuick
import Hall.Session

VisitorPage {
    id: page

    readonly property var table: Session.table
    readonly property bool stick: table.stick === "in"

    heading: !stick ? qsTr("Please take your card") : Session.cardInSlot ? qsTr("Please take your card and your USB stick")
                                                                         : qsTr("Please take your USB stick")
    visitor: ""
    backShown: false
    nextShown: false
    bar.homeShown: false

    BigMessage {
        width: parent.width
        room: page.roomHeight
        iconName: page.stick && !Session.cardInSlot ? "page" : "social-card"
        text: Session.cardInSlot ? (page.stick ? qsTr("Your card and your USB stick are still in the machine") : qsTr("Your card is still in the machine"))
                                 : page.stick ? qsTr("Your USB stick is still in the machine") : qsTr("Thank you")
        detail: qsTr("Please also take what is yours: documents from the tray, and your receipt if one was printed.")
    }
}
