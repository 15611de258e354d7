// SPDX-License-Identifier: GPL-3.0-or-later
// The card in the slot has another PIN now.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("The PIN of your card has been changed")
    emblem: "lock"
    backText: qsTr("Back to the start")
    backIcon: "home"
    nextText: qsTr("Finish")
    nextIcon: "exit"
    onNext: Session.finish()

    Notice {
        width: parent.width
        kind: "success"
        title: qsTr("The new PIN holds from now on")
        text: qsTr("Please tell it to nobody, not even the staff. The PIN of the bank account on the card is another one and has stayed as it was.")
    }
}
