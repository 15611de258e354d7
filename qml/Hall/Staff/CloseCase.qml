// SPDX-License-Identifier: GPL-3.0-or-later
// Ending a parked case at this machine: why, what keeps it from being lost, and once more whether it is meant.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Upkeep

DialogSheet {
    id: dialog

    property string caseId: ""
    property string number: ""
    readonly property var queue: Upkeep.queue
    readonly property bool exported: queue.some(row => row.id === caseId && row.exported === true)
    property string reason: ""
    property string basis: ""
    property string note: ""
    property bool writing: false
    readonly property var choices: reason === "" ? ["at-counter", "filed-again", "given-up", "unusable", "test"]
                                                 : basis !== "" ? [] : exported ? ["counter", "exported"] : ["counter"]

    function open(id: string, shortNumber: string) {
        caseId = id
        number = shortNumber
        reason = ""
        basis = ""
        note = ""
        writing = false
        visible = true
    }

    function word(choice: string): string {
        switch (choice) {
        case "at-counter":
            return qsTr("It was done at the counter")
        case "filed-again":
            return qsTr("It was handed in again")
        case "given-up":
            return qsTr("The person does not want it any more")
        case "unusable":
            return qsTr("The centre cannot use it")
        case "test":
            return qsTr("It was a test")
        case "counter":
            return qsTr("The person was told to go to the counter")
        case "exported":
            return qsTr("It was exported and is kept elsewhere")
        }
        return choice
    }

    function choose(choice: string) {
        if (reason === "")
            reason = choice
        else
            basis = choice
        takeFocus()
    }

    function written() {
        writing = false
        takeFocus()
    }

    visible: false
    iconName: "warning"
    title: reason === "" ? qsTr("Why is case %1 closed?").arg(number)
                         : basis === "" ? qsTr("How is it made sure that nothing is lost?")
                                        : qsTr("Close case %1?").arg(number)
    Keys.onEscapePressed: visible = false

    BodyText {
        width: parent.width
        visible: text !== ""
        text: dialog.basis !== ""
              ? qsTr("%1. %2. It is never sent again. Who closed it, when and why is kept in the log.")
                    .arg(dialog.word(dialog.reason)).arg(dialog.word(dialog.basis))
              : dialog.reason !== "" && !dialog.exported
                ? qsTr("A technician can export the case first; then that can be said here as well.") : ""
    }

    // Only at the last question: one thing at a time.
    FieldBox {
        id: noted
        width: parent.width
        visible: dialog.basis !== ""
        label: qsTr("Note for the log")
        help: qsTr("No names and no numbers of persons")
        required: false
        longest: Upkeep.longestNote
        value: dialog.note
        error: Upkeep.noteFits(dialog.note) ? "" : qsTr("This has a number in it that could be a person's")
        onEdited: value => dialog.note = value
        onAsked: dialog.writing = true
        // It goes by its own key alone: with the focus it would go while a finger lies on a button, and the sheet would move.
        onEditingChanged: {
            if (editing)
                dialog.writing = true
        }
        onEntered: dialog.written()
    }

    sideShown: writing
    side: Keyboard {
        width: parent.width
        target: noted.editor
        onDone: dialog.written()
    }

    buttons: [
        HallButton {
            width: parent.width
            kind: "primary"
            text: qsTr("Keep the case")
            onActed: dialog.visible = false
        },
        Repeater {
            model: dialog.choices

            HallButton {
                required property string modelData

                width: parent?.width ?? 0
                text: dialog.word(modelData)
                onActed: dialog.choose(modelData)
            }
        },
        HallButton {
            width: parent.width
            visible: dialog.basis !== ""
            kind: "danger"
            text: qsTr("Close the case")
            onActed: {
                if (noted.error !== "") {
                    noted.editor.forceActiveFocus(Qt.OtherFocusReason)
                    return
                }
                Upkeep.closeCase(dialog.caseId, dialog.reason, dialog.basis, dialog.note)
                dialog.visible = false
            }
        }
    ]
}
