// SPDX-License-Identifier: GPL-3.0-or-later
// Which company or institution the visitor acts for: its credit code, typed, or read from the code on its licence.
// Session holds what is typed.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var unit: Session.unit
    readonly property string entry: unit.entry ?? ""
    readonly property string note: unit.note ?? ""
    readonly property var scanner: Session.scanner
    readonly property bool scans: scanner !== null && scanner !== undefined && scanner.ready === true
    readonly property string trouble: {
        switch (note) {
        case "short":
            return qsTr("The code has 18 characters. Please go on typing.")
        case "check":
            return qsTr("One character of this code is wrong. Please compare it with the licence.")
        case "unknown":
            return qsTr("We find no company with this code that has named you as its clerk. Please compare the code. If it is right, your company has to name you first; the service window can help.")
        case "unread":
            return qsTr("There is no credit code in what was scanned. Please hold the licence's code before the scanner once more, or type it.")
        case "no-card":
            return qsTr("To act for a company, please sign in with your own card.")
        case "error":
            return qsTr("The centre did not answer. Please try again in a moment.")
        }
        return ""
    }

    heading: qsTr("Which company or institution do you act for?")
    lead: scans ? qsTr("Type its unified social credit code, or hold the code on its licence before the scanner.")
                : qsTr("Type its unified social credit code. It stands on the licence.")
    emblem: "people"
    nextText: qsTr("Confirm")
    sideShown: true
    onNext: Session.unitEnter()

    // A keyboard beside the screen.
    Keys.onPressed: event => {
        const typed = event.text.toUpperCase()
        if (event.key === Qt.Key_Backspace)
            Session.unitErase()
        else if (event.key === Qt.Key_Delete)
            Session.unitClear()
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            Session.unitEnter()
        else if (typed.length === 1 && /[0-9A-Z]/.test(typed))
            Session.unitKey(typed)
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

    Notice {
        width: parent.width
        visible: !Session.online && page.trouble === ""
        kind: "info"
        title: qsTr("No connection at the moment")
        text: qsTr("You can act for your company all the same. The centre checks later that it has named you as its clerk.")
    }

    Rectangle {
        width: parent.width
        height: Math.max(Theme.buttonHeight, code.implicitHeight + Theme.mm(6))
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.strongLine
        border.color: page.note === "check" || page.note === "short" || page.note === "unknown" ? Theme.danger : Theme.edge

        Accessible.role: Accessible.StaticText
        Accessible.name: page.entry !== "" ? qsTr("Entered: %1").arg(page.entry.split("").join(" ")) : qsTr("Nothing entered yet")

        BodyText {
            id: code
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.mm(4)
            // As on the licence's copy: office and kind, region, the rest.
            text: (page.entry.slice(0, 2) + " " + page.entry.slice(2, 8) + " " + page.entry.slice(8)).trim()
            font.pixelSize: Theme.headingSize
            font.bold: true
            font.letterSpacing: Theme.mm(Theme.textSize === "normal" ? 1 : 0.3)
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.WrapAnywhere
            Accessible.ignored: true
        }
    }

    BodyText {
        width: parent.width
        visible: Theme.portrait || Theme.textSize === "normal"
        text: qsTr("%1 of 18 characters").arg(page.entry.length)
        color: Theme.softText
        horizontalAlignment: Text.AlignHCenter
    }

    side: CodePad {
        width: parent.width
        onKey: value => Session.unitKey(value)
        onErase: Session.unitErase()
        onClear: Session.unitClear()
    }
}
