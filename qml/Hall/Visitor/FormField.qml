// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the form model, drawn by its type.
import QtQuick
import Hall.Controls
import Hall.Session

Item {
    id: row

    required property var model
    property bool roomy: false
    readonly property FieldBox line: box
    readonly property string fieldId: model.fieldId
    readonly property bool choosing: !model.readOnly && (model.type === "choice" || model.type === "bool")
    readonly property bool typed: !model.readOnly && !choosing
    // What sources say differently, and whether the visitor is still to say which is right.
    readonly property var said: optionsOf(model.said)
    readonly property bool undecided: model.undecided === true
    // A yes/no answer is a bool of the session; the buttons speak "true" and "false".
    readonly property string value: model.value === undefined || model.value === null ? "" : String(model.value)
    readonly property var yesNo: [{"value": "true", "text": qsTr("Yes")}, {"value": "false", "text": qsTr("No")}]
    readonly property var options: optionsOf(model.options)

    // The visitor has touched this field and wants to type.
    signal typing(box: FieldBox)
    signal entered

    // Where the answer itself stands.
    readonly property real below: said.length > 0 ? differing.height + Theme.mm(4) : 0

    implicitHeight: below + (choosing ? choice.implicitHeight : box.implicitHeight)

    function takeFocus() {
        if (undecided)
            differing.focusFirst()
        else if (choosing)
            choice.focusFirst()
        else
            box.editor.forceActiveFocus(Qt.TabFocusReason)
    }

    // What a source says is above it.
    function otherwise(help: string): string {
        if (said.length === 0 || model.readOnly)
            return help
        return said.length === 1 ? qsTr("If it is not right, please answer here.") : qsTr("If none of these is right, please answer here.")
    }

    // From a list of maps or a list model.
    function optionsOf(options: var): var {
        if (!options)
            return []
        if (typeof options.get !== "function")
            return options
        const list = []
        for (let i = 0; i < options.count; ++i)
            list.push(options.get(i))
        return list
    }

    SaidChoice {
        id: differing
        width: parent.width
        visible: row.said.length > 0
        label: row.model.label
        said: row.said
        fixed: row.model.readOnly
        error: row.undecided ? row.model.error : ""
        onTaken: index => Session.takeSaid(row.fieldId, index)
    }

    FieldBox {
        id: box
        y: row.below
        width: parent.width
        visible: !row.choosing
        roomy: row.roomy
        label: row.model.label
        // How to answer is no help where the centre has answered and nothing can be changed.
        help: row.model.readOnly && row.model.source === "centre" ? "" : row.otherwise(row.model.help)
        spoken: row.model.spoken ?? ""
        value: row.choosing ? "" : row.value
        display: row.model.display
        source: row.model.source
        masked: row.model.masked === true
        error: row.undecided ? "" : row.model.error
        keyboard: row.model.keyboard
        required: row.model.required
        readOnly: row.model.readOnly
        onEdited: value => Session.setAnswer(row.fieldId, value)
        onEntered: row.entered()
        onEditingChanged: if (editing) row.typing(box)
        onAsked: row.typing(box)
    }

    ChoiceField {
        id: choice
        y: row.below
        width: parent.width
        visible: row.choosing
        roomy: row.roomy
        label: row.model.label
        help: row.otherwise(row.model.help)
        spoken: row.model.spoken ?? ""
        value: row.model.masked === true ? "" : row.value
        known: row.model.masked === true ? row.model.display : ""
        source: row.model.source
        error: row.undecided ? "" : row.model.error
        required: row.model.required
        onTyping: box => row.typing(box)
        onEntered: row.entered()
        options: !row.choosing ? [] : row.model.type === "bool" && row.options.length === 0 ? row.yesNo : row.options
        onEdited: value => Session.setAnswer(row.fieldId, row.model.type === "bool" ? value === "true" : value)
    }
}
