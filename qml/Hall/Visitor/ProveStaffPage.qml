// SPDX-License-Identifier: GPL-3.0-or-later
// A member of staff vouches for the visitor: their card, their PIN, and their word. They see the name as every page
// shows it, to find it on the document, and nothing else of the visit.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var prove: Session.prove
    readonly property string place: prove.step ?? "card"
    readonly property bool pinWanted: place === "pin"
    readonly property int typed: prove.typed ?? 0
    readonly property var fault: prove.fault
    readonly property bool failed: pinWanted && fault !== null && fault !== undefined

    function headingOf(step: string): string {
        switch (step) {
        case "pin":
            return qsTr("Staff: enter your PIN")
        case "confirm":
            return qsTr("Staff: compare person and document")
        case "take":
            return qsTr("Staff: please take your card")
        case "return":
            return qsTr("Please put your card back in")
        }
        return qsTr("A member of staff comes to you")
    }

    function pictureOf(step: string): string {
        return step === "confirm" ? "person" : step === "card" ? "people" : "social-card"
    }

    function textOf(step: string): string {
        switch (step) {
        case "confirm":
            return Session.visitorName
        case "take":
            return qsTr("The staff card is still in the slot")
        case "return":
            return qsTr("Your visit goes on as soon as your card is there")
        }
        return prove.clear === false ? qsTr("Please take your card out, so that the staff card has room")
                                     : qsTr("The staff card goes into the slot")
    }

    function detailOf(step: string): string {
        switch (step) {
        case "confirm":
            return qsTr("Confirm only what you have seen: the document is genuine, this name is on it, and the person before you is the person on its photo. Your role and this confirmation are recorded, not your name.")
        case "take":
            return qsTr("The visitor goes on alone. Please do not leave your card here.")
        case "return":
            return qsTr("It has to be the card this visit began with.")
        }
        return prove.clear === false ? qsTr("Keep it in your hand: it is the document that is looked at. Your visit stays open.")
                                     : qsTr("Please wait here with your document. The top of this screen shows that you need help.")
    }

    function type(digit: int) {
        Session.pinDigit(digit)
    }

    heading: headingOf(place)
    lead: pinWanted ? qsTr("The visitor please looks away for a moment.") : ""
    visitor: ""
    backText: place === "confirm" ? qsTr("I cannot confirm it") : qsTr("Back")
    backShown: place !== "take" && place !== "return"
    nextShown: pinWanted || place === "confirm"
    nextText: place === "confirm" ? qsTr("I have compared them") : qsTr("Confirm")
    nextIcon: place === "confirm" ? "check" : "right"
    onNext: {
        if (page.pinWanted)
            Session.pinEnter()
        else
            Session.proveAgree()
    }
    bar.homeShown: false
    sideShown: pinWanted

    // A keypad beside the screen.
    Keys.onPressed: event => {
        if (!page.pinWanted)
            return
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9)
            page.type(event.key - Qt.Key_0)
        else if (event.key === Qt.Key_Backspace)
            Session.pinErase()
        else if (event.key === Qt.Key_Delete)
            Session.pinClear()
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            Session.pinEnter()
        else
            return
        event.accepted = true
    }

    Notice {
        width: parent.width
        visible: page.failed
        kind: "error"
        title: page.failed ? FaultTexts.what(page.fault.code) : ""
        text: (page.prove.lockedSeconds ?? 0) > 0 ? qsTr("Locked for %1 s.").arg(page.prove.lockedSeconds)
              : page.failed ? FaultTexts.staffAdvice(page.fault.who, page.fault.remedy) : ""
    }

    Notice {
        width: parent.width
        visible: page.prove.other === true
        kind: "warning"
        title: page.place === "return" ? qsTr("This is not the card this visit began with.")
                                       : qsTr("This is not a staff card.")
    }

    Rectangle {
        width: parent.width
        height: Theme.buttonHeight
        visible: page.pinWanted
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.strongLine
        border.color: page.failed ? Theme.danger : Theme.edge

        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("PIN: %1 digits entered").arg(page.typed)

        Text {
            anchors.centerIn: parent
            text: "●".repeat(page.typed)
            font.family: Theme.family
            font.pixelSize: Theme.headingSize
            font.letterSpacing: Theme.mm(2)
            color: Theme.text
            Accessible.ignored: true
        }
    }

    BigMessage {
        width: parent.width
        room: page.roomHeight
        visible: !page.pinWanted
        iconName: page.pictureOf(page.place)
        text: page.textOf(page.place)
        detail: page.detailOf(page.place)
    }

    side: PinPad {
        width: parent.width
        onDigit: value => page.type(value)
        onErase: Session.pinErase()
        onClear: Session.pinClear()
    }
}
