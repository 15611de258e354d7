// SPDX-License-Identifier: GPL-3.0-or-later
// The number of a travel permit, typed, and typed once more without sight of the first: it has no check digit to tell a
// slip. Session holds what is typed.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var permit: Session.permit
    readonly property bool again: Session.stage === "permit-again"
    readonly property string entry: permit.entry ?? ""

    heading: again ? qsTr("Type the number once more") : qsTr("Type the number of your travel permit")
    lead: again ? qsTr("The first entry is hidden. Look at your permit, not at what you remember.")
                : permit.kind === "hk-mo" ? qsTr("It is on the front: H or M and eight digits, on older permits ten.")
                                          : qsTr("It is on the front: eight digits, on older permits ten.")
    visitor: ""
    emblem: "id-card"
    nextText: qsTr("Confirm")
    sideShown: true
    onNext: Session.permitEnter()

    // A keyboard beside the screen.
    Keys.onPressed: event => {
        const typed = event.text.toUpperCase()
        if (event.key === Qt.Key_Backspace)
            Session.permitErase()
        else if (event.key === Qt.Key_Delete)
            Session.permitClear()
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            Session.permitEnter()
        else if (typed.length === 1 && /[0-9HM]/.test(typed))
            Session.permitKey(typed)
        else
            return
        event.accepted = true
    }

    PermitNotice {
        width: parent.width
    }

    Rectangle {
        width: parent.width
        height: Math.max(Theme.buttonHeight, number.implicitHeight + Theme.mm(6))
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.strongLine
        border.color: page.permit.note === "no-number" || page.permit.note === "differs" ? Theme.danger : Theme.edge

        Accessible.role: Accessible.StaticText
        Accessible.name: page.entry !== "" ? qsTr("Entered: %1").arg(page.entry.split("").join(" ")) : qsTr("Nothing entered yet")

        BodyText {
            id: number
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.mm(4)
            text: page.entry
            font.pixelSize: Theme.headingSize
            font.bold: true
            font.letterSpacing: Theme.mm(2)
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }

    UnprovedNotice {
        width: parent.width
        visible: !page.again && (page.permit.note ?? "") === "" && Theme.textSize === "normal"
    }

    side: PermitPad {
        width: parent.width
        letters: page.permit.kind === "hk-mo"
        letterWanted: page.permit.letter === true
        onKey: value => Session.permitKey(value)
        onErase: Session.permitErase()
        onClear: Session.permitClear()
    }
}
