// SPDX-License-Identifier: GPL-3.0-or-later
// One question or a small group. Touching a field brings up its keyboard; an error leads back to its field.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var form: Session.page
    readonly property var table: Session.table
    property FieldBox typing: null
    // Lines to type in, and answers to choose from, on this page.
    property int lines: 0
    property int answers: 0

    heading: form.title ?? ""
    part: "form"
    stepShare: ((form.index ?? 0) + 1) / Math.max(1, form.count ?? 1)
    emblem: "edit"
    sideShown: typing !== null
    sideExpected: lines > 0
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

    function measure() {
        let typed = 0
        let offered = 0
        for (let i = 0; i < fields.count; ++i) {
            const field = fields.itemAt(i) as FormField
            if (!field)
                continue
            typed += field.typed ? 1 : 0
            offered += (field.choosing ? field.options.length : 0) + 2 * field.said.length
        }
        lines = typed
        answers = offered
    }

    // The next empty line after the one being typed in.
    function emptyAfter(box: FieldBox): FormField {
        let passed = false
        for (let i = 0; i < fields.count; ++i) {
            const field = fields.itemAt(i) as FormField
            if (!field)
                continue
            if (passed && field.typed && field.model.required && field.value === "" && !field.undecided)
                return field
            passed = passed || field.line === box
        }
        return null
    }

    // The keyboard comes by itself only with the page, and for a line that must be filled and stands before any choice:
    // what moves after an answer makes a second touch hit something else.
    property bool offered: false
    function offerKeyboard() {
        for (let i = 0; i < fields.count; ++i) {
            const field = fields.itemAt(i) as FormField
            if (field && !field.model.readOnly && field.value === "") {
                if (field.typed && field.model.required && !field.undecided)
                    field.takeFocus()
                return
            }
        }
    }

    Timer {
        interval: 0
        running: fields.count > 0 && Session.errors.length === 0
        onTriggered: {
            // Every answer comes by here.
            if (!page.offered && !page.typing)
                page.offerKeyboard()
            page.offered = true
        }
    }

    WorkerCardRow {
        width: parent.width
        onAsked: page.typing = null
    }

    HallButton {
        width: parent.width
        visible: page.table.offered === true
        text: qsTr("Take a table from a USB stick")
        iconName: "page"
        onActed: {
            page.typing = null
            Session.openTable()
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
            onItemAdded: page.measure()
            onItemRemoved: page.measure()

            FormField {
                roomy: Theme.textSize === "normal" && page.answers + 2 * page.lines <= (Theme.portrait ? 14 : 9)
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
        more: page.typing !== null && page.emptyAfter(page.typing) !== null
        onDone: {
            const next = page.typing ? page.emptyAfter(page.typing) : null
            if (next)
                next.takeFocus()
            else
                page.typing = null
        }
    }
}
