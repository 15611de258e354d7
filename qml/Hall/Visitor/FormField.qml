// SPDX-License-Identifier: GPL-3.0-or-later
// One row of the form model, drawn by its type.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

Item {
    id: row

    required property var model
    readonly property string fieldId: model.fieldId
    readonly property bool choosing: !model.readOnly && (model.type === "choice" || model.type === "bool")
    readonly property bool typed: !model.readOnly && !choosing
    readonly property var yesNo: [{"value": "true", "text": qsTr("Yes")}, {"value": "false", "text": qsTr("No")}]
    readonly property FieldBox box: boxLoader.item as FieldBox

    // The visitor has touched this field and wants to type.
    signal typing(box: FieldBox)
    signal entered

    implicitHeight: Math.max(boxLoader.height, choiceLoader.height)

    function takeFocus() {
        if (choosing)
            (choiceLoader.item as ChoiceField).focusFirst()
        else if (box)
            box.editor.forceActiveFocus(Qt.TabFocusReason)
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

    Loader {
        id: boxLoader
        width: parent.width
        active: !row.choosing

        sourceComponent: FieldBox {
            label: row.model.label
            help: row.model.help
            value: row.model.value
            display: row.model.display
            source: row.model.source
            error: row.model.error
            keyboard: row.model.keyboard
            required: row.model.required
            readOnly: row.model.readOnly
            masked: row.model.masked
            onEdited: value => Session.setAnswer(row.model.fieldId, value)
            onEntered: row.entered()
            onEditingChanged: if (editing) row.typing(this)
        }
    }

    Loader {
        id: choiceLoader
        width: parent.width
        active: row.choosing

        sourceComponent: ChoiceField {
            label: row.model.label
            help: row.model.help
            value: row.model.value
            source: row.model.source
            error: row.model.error
            required: row.model.required
            options: row.model.type === "bool" && row.optionsOf(row.model.options).length === 0
                     ? row.yesNo : row.optionsOf(row.model.options)
            onEdited: value => Session.setAnswer(row.model.fieldId, value)
        }
    }
}
