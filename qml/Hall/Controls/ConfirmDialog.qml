// SPDX-License-Identifier: GPL-3.0-or-later
// Yes or no. The harmless answer stands first and has the focus.
import QtQuick

DialogSheet {
    id: dialog

    property string text: ""
    property string acceptText: ""
    property string rejectText: ""
    // A third way, between the two; empty: there is none.
    property string otherText: ""
    property bool dangerous: false

    signal accepted
    signal otherChosen
    signal rejected

    iconName: dangerous ? "warning" : "question"
    Keys.onEscapePressed: rejected()

    BodyText {
        width: parent.width
        visible: text !== ""
        text: dialog.text
    }

    buttons: [
        HallButton {
            width: parent.width
            kind: dialog.dangerous ? "primary" : "secondary"
            text: dialog.rejectText
            onActed: dialog.rejected()
        },
        HallButton {
            width: parent.width
            visible: dialog.otherText !== ""
            text: dialog.otherText
            onActed: dialog.otherChosen()
        },
        HallButton {
            width: parent.width
            kind: dialog.dangerous ? "danger" : "primary"
            text: dialog.acceptText
            onActed: dialog.accepted()
        }
    ]
}
