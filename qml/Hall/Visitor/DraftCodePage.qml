// SPDX-License-Identifier: GPL-3.0-or-later
// The code under which something was kept earlier today. Session holds what is typed.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var draft: Session.draft
    readonly property string entry: draft.entry ?? ""
    readonly property string note: draft.note ?? ""
    readonly property int digits: 8
    readonly property string trouble: {
        switch (note) {
        case "short":
            return qsTr("The code has eight digits. Please go on typing.")
        case "wrong":
            return qsTr("Nothing is kept under this code. Please compare it; after five wrong codes what you kept is removed.")
        case "gone":
            return qsTr("This cannot be gone on with at this machine. Please begin the service anew.")
        case "error":
            return qsTr("The centre did not answer. Please try again in a moment.")
        }
        return ""
    }

    heading: qsTr("Go on with what you kept")
    lead: qsTr("Type the code that was shown to you.")
    emblem: "clock"
    nextText: qsTr("Confirm")
    sideShown: true
    onNext: Session.draftEnter()

    // A keypad beside the screen.
    Keys.onPressed: event => {
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9)
            Session.draftDigit(event.key - Qt.Key_0)
        else if (event.key === Qt.Key_Backspace)
            Session.draftErase()
        else if (event.key === Qt.Key_Delete)
            Session.draftClear()
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            Session.draftEnter()
        else
            return
        event.accepted = true
    }

    Notice {
        width: parent.width
        visible: page.trouble !== ""
        kind: "warning"
        title: page.trouble
    }

    Rectangle {
        width: parent.width
        height: Math.max(Theme.buttonHeight, code.implicitHeight + Theme.mm(6))
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.strongLine
        border.color: page.note === "wrong" || page.note === "short" ? Theme.danger : Theme.edge

        Accessible.role: Accessible.StaticText
        Accessible.name: page.entry !== "" ? qsTr("Entered: %1").arg(page.entry.split("").join(" ")) : qsTr("Nothing entered yet")

        BodyText {
            id: code
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.mm(4)
            text: (page.entry.slice(0, 4) + " " + page.entry.slice(4)).trim()
            font.pixelSize: Theme.headingSize
            font.bold: true
            font.letterSpacing: Theme.mm(1)
            horizontalAlignment: Text.AlignHCenter
            Accessible.ignored: true
        }
    }

    BodyText {
        width: parent.width
        text: qsTr("%1 of %2 digits").arg(page.entry.length).arg(page.digits)
        color: Theme.softText
        horizontalAlignment: Text.AlignHCenter
    }

    side: PinPad {
        width: parent.width
        name: qsTr("Keys for the code")
        onDigit: value => Session.draftDigit(value)
        onErase: Session.draftErase()
        onClear: Session.draftClear()
    }
}
