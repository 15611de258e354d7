// SPDX-License-Identifier: GPL-3.0-or-later
// What was entered is kept at the centre until midnight; here is the code that brings it back.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var draft: Session.draft
    readonly property bool kept: draft.state === "kept"

    heading: kept ? qsTr("What you entered is kept until midnight") : qsTr("It could not be kept")
    lead: kept ? qsTr("Go on at any of these machines, today.") : ""
    emblem: kept ? "check" : "warning"
    backText: qsTr("Go on now")
    nextText: qsTr("End visit")
    nextIcon: "exit"
    onNext: Session.finish()

    Notice {
        width: parent.width
        visible: !page.kept
        kind: "warning"
        title: qsTr("The centre did not answer")
        text: qsTr("Nothing is lost: go on now, or try again in a moment. If you end your visit, what you entered is removed.")
    }

    Panel {
        width: parent.width
        visible: page.kept
        border.width: Theme.strongLine
        border.color: Theme.accent

        Caption {
            width: parent.width
            text: qsTr("Your code")
            horizontalAlignment: Text.AlignHCenter
        }

        Text {
            width: parent.width
            text: page.kept ? page.draft.code : ""
            font.family: Theme.family
            font.pixelSize: Math.round(Theme.displaySize * 1.3)
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.headingSize
            font.bold: true
            font.letterSpacing: Theme.mm(1.5)
            color: Theme.accent
            horizontalAlignment: Text.AlignHCenter

            Accessible.role: Accessible.StaticText
            Accessible.name: qsTr("Your code: %1").arg(text.replace(" ", "").split("").join(" "))
        }
    }

    Notice {
        width: parent.width
        visible: page.kept
        kind: "info"
        title: qsTr("Write the code down or take a photo of it")
        text: qsTr("Nobody can tell it to you again. After five wrong codes, and at midnight, what you entered is removed.")
    }

    Panel {
        width: parent.width
        visible: page.kept

        NumberedLine {
            width: parent.width
            number: 1
            text: qsTr("Sign in with the same document.")
        }

        NumberedLine {
            width: parent.width
            number: 2
            text: qsTr("Touch \"Go on with what you kept\" and type the code.")
        }

        NumberedLine {
            width: parent.width
            number: 3
            text: qsTr("Papers are laid under the camera again; nothing has been submitted yet.")
        }
    }
}
