// SPDX-License-Identifier: GPL-3.0-or-later
// One question or a small group. Touching a field brings up its keyboard; an error leads back to its field.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var form: Session.page
    property FieldBox typing: null

    heading: form.title ?? ""
    step: (form.index ?? 0) + 1
    steps: form.count ?? 0
    sideShown: typing !== null
    nextText: qsTr("Next")
    onNext: {
        typing = null
        Session.next()
    }

    function fieldOf(fieldId: string): FormField {
        for (let i = 0; i < fields.count; ++i) {
            const field = fields.itemAt(i) as FormField
            if (field && field.fieldId === fieldId)
                return field
        }
        return null
    }

    // The first empty line to type in, so that a page of one line needs no touch more.
    function offerKeyboard() {
        for (let i = 0; i < fields.count; ++i) {
            const field = fields.itemAt(i) as FormField
            if (field && !field.model.readOnly && field.value === "") {
                if (field.typed)
                    field.takeFocus()
                return
            }
        }
    }

    Timer {
        interval: 0
        running: fields.count > 0 && Session.errors.length === 0
        onTriggered: {
            // Every answer comes by here; whoever is typing keeps the line.
            if (!page.typing)
                page.offerKeyboard()
        }
    }

    ErrorSummary {
        width: parent.width
        errors: Session.errors
        onPicked: fieldId => {
            const field = page.fieldOf(fieldId)
            if (field)
                field.takeFocus()
        }
    }

    Column {
        width: parent.width
        spacing: Theme.mm(9)

        Repeater {
            id: fields
            model: Session.fields

            FormField {
                width: (parent as Item).width
                onTyping: box => page.typing = box
                onEntered: page.typing = null
            }
        }
    }

    side: Keyboard {
        width: parent.width
        target: page.typing?.editor ?? null
        mode: page.typing?.keyboard ?? "letters"
        onDone: page.typing = null
    }
}
