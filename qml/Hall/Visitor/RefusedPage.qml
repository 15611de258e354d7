// SPDX-License-Identifier: GPL-3.0-or-later
// Consent was refused: nothing is kept, and the window can do the same.
import QtQuick
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("We respect your decision")
    backText: qsTr("Read it again")
    nextText: qsTr("Finish")
    nextIcon: "exit"
    onNext: Session.cancel()
    bar.homeShown: false

    BigMessage {
        width: parent.width
        room: page.roomHeight
        iconName: "people"
        text: qsTr("Please go to the service window")
        detail: qsTr("Take your card and your documents with you. The staff there can do everything this machine does. Nothing about you was kept here.")
    }
}
