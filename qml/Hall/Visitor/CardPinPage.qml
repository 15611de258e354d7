// SPDX-License-Identifier: GPL-3.0-or-later
// The PIN of a card that keeps its holder to itself, and the new one of a card that still has the PIN it was handed out
// with. Session alone knows the digits; here are as many dots.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var pin: Session.pin
    // Not to read the card, but to show whose it is.
    readonly property bool proves: pin.step === "prove"
    readonly property bool renews: pin.renews === true
    readonly property bool enters: pin.step === "enter" || pin.step === "old" || proves
    readonly property bool failed: pin.fault !== null && pin.fault !== undefined
    readonly property bool complete: pin.typed > 0 && pin.typed === pin.digits
    // The visitor wanted to go on before all digits were there.
    property bool hasty: false

    heading: pin.step === "old" ? qsTr("Enter the present PIN of your card")
             : enters ? qsTr("Enter the PIN of your card")
                    : pin.step === "new" ? qsTr("Choose a new PIN") : qsTr("Enter the new PIN once more")
    lead: enters && pin.lastTry ? ""
          : pin.step === "old" ? qsTr("Then you choose a new one. The PIN of the card's bank account is another one and stays as it is.")
          : renews ? qsTr("Please do not take your birthday, or digits that are alike or in a row.")
          : proves ? qsTr("The PIN shows that the card is yours. It need not be the same as the PIN of its bank account.")
          : enters ? qsTr("This card can only be read with its social security PIN. It need not be the same as the PIN of its bank account.")
                   : qsTr("The card still has the PIN it was handed out with, which others may know. Your visit goes on as soon as it has been changed.")
    visitor: ""
    emblem: "lock"
    backText: renews ? qsTr("Back") : proves ? qsTr("Another way") : qsTr("Sign in another way")
    nextText: enters && pin.lastTry ? qsTr("Use the last try") : qsTr("Confirm")
    nextDangerous: enters && pin.lastTry
    sideShown: true
    onNext: page.enter()

    function enter() {
        hasty = !complete
        if (complete)
            Session.pinEnter()
    }

    function type(digit: int) {
        hasty = false
        Session.pinDigit(digit)
    }

    function triesText(): string {
        return pin.triesLeft > 1 ? qsTr("You can try once more in this visit. The card itself allows %1 more tries.").arg(pin.triesLeft)
                                 : pin.triesLeft < 0 ? FaultTexts.visitorAdvice(pin.fault?.who ?? "", pin.fault?.remedy ?? "") : ""
    }

    // A keypad beside the screen.
    Keys.onPressed: event => {
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9)
            page.type(event.key - Qt.Key_0)
        else if (event.key === Qt.Key_Backspace)
            Session.pinErase()
        else if (event.key === Qt.Key_Delete)
            Session.pinClear()
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            page.enter()
        else
            return
        event.accepted = true
    }

    Notice {
        width: parent.width
        visible: page.failed
        kind: "error"
        title: page.failed ? FaultTexts.what(page.pin.fault.code) : ""
        text: !page.failed ? "" : page.enters ? page.triesText()
                                              : FaultTexts.visitorAdvice(page.pin.fault.who, page.pin.fault.remedy)
    }

    Notice {
        width: parent.width
        visible: page.enters && page.pin.lastTry
        kind: "warning"
        title: page.pin.triesLeft === 1 ? qsTr("Only one try is left.") : qsTr("This may be the last try.")
        text: qsTr("If the PIN is wrong once more, the card locks it. A social security card window or a branch of the card's bank can unlock it.")
    }

    Notice {
        width: parent.width
        visible: page.hasty
        kind: "info"
        text: qsTr("The PIN has %1 digits.").arg(page.pin.digits)
    }

    Rectangle {
        width: parent.width
        height: Theme.buttonHeight
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.strongLine
        border.color: page.hasty || page.failed ? Theme.danger : Theme.edge

        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("%1 of %2 digits entered").arg(page.pin.typed).arg(page.pin.digits)

        Row {
            anchors.centerIn: parent
            spacing: Theme.mm(6)

            Repeater {
                model: page.pin.digits

                Rectangle {
                    id: dot

                    required property int index

                    width: Theme.mm(6)
                    height: width
                    radius: width / 2
                    color: dot.index < page.pin.typed ? Theme.text : "transparent"
                    border.width: Theme.strongLine
                    border.color: Theme.text
                }
            }
        }
    }

    BodyText {
        width: parent.width
        text: qsTr("Cover the keys with your other hand. Nobody else needs this PIN, not even the staff.")
        color: Theme.softText
    }

    actions: [
        HallButton {
            visible: page.enters && page.pin.another
            text: qsTr("Go on without the PIN")
            onActed: Session.pinSkip()
        },
        HallButton {
            visible: page.pin.step === "old"
            text: qsTr("I have forgotten it")
            onActed: Session.pinForgotten()
        }
    ]

    side: PinPad {
        width: parent.width
        onDigit: value => page.type(value)
        onErase: Session.pinErase()
        onClear: Session.pinClear()
    }
}
