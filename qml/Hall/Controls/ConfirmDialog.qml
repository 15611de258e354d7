// SPDX-License-Identifier: GPL-3.0-or-later
// Yes or no. The harmless answer stands first and has the focus.
import QtQuick

DialogSheet {
    id: dialog

    property string text: ""
    property string acceptText: ""
    property string rejectText: ""
    property bool dangerous: false

    signal accepted
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
            kind: dialog.dangerous ? "danger" : "primary"
            text: dialog.acceptText
            onActed: dialog.accepted()
        }
    ]
}
