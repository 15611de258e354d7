// SPDX-License-Identifier: GPL-3.0-or-later
// A question answered by choosing, with the same header as a FieldBox. Yes/no questions are choices of two. Many answers
// that have `initials` (first letters of their pinyin) are found by typing a few of them.
import QtQuick

FocusScope {
    id: field

    property string label: ""
    property string help: ""
    property string value: ""
    // What is said of an answer that is there and not shown; "" when there is none.
    property string known: ""
    property string source: ""
    property string error: ""
    property bool required: true
    property string spoken: ""
    property var options: []
    property string search: ""
    readonly property alias finder: finder
    readonly property bool searchable: options.length > 15 && options.some(option => (option.initials ?? "") !== "")
    property alias roomy: list.roomy
    readonly property string shownLabel: required ? label : qsTr("%1 (optional)").arg(label)

    signal edited(value: string)
    // The line to search with was touched.
    signal typing(box: FieldBox)
    signal entered

    // Beginning with these letters first, then those that have them further on; in words for who reads no pinyin.
    function found(options: var, letters: string): var {
        const wanted = letters.replace(/ /g, "").toLowerCase()
        if (wanted === "")
            return options
        const first = options.filter(option => (option.initials ?? "").startsWith(wanted))
        const rest = options.filter(option => !first.includes(option)
                                    && ((option.initials ?? "").includes(wanted)
                                        || option.text.replace(/ /g, "").toLowerCase().includes(wanted)))
        return first.concat(rest).map(option => Object.assign({}, option, {"seldom": false}))
    }

    onSearchableChanged: search = ""
    onSearchChanged: {
        list.letter = ""
        list.leaf = 0
    }

    implicitHeight: column.implicitHeight

    function focusFirst() {
        const first = list.nextItemInFocusChain(true)
        if (first)
            first.forceActiveFocus(Qt.TabFocusReason)
    }

    Column {
        id: column
        width: parent.width
        spacing: Theme.mm(2)

        FieldHeader {
            width: parent.width
            label: field.shownLabel
            help: field.help
            source: field.value !== "" || field.known !== "" ? field.source : ""
            error: field.error
            // A choice is a little higher than a button where its words need two lines.
            keepBelow: Math.max(list.leastHeight, Theme.buttonHeight + Theme.mm(6)) + Theme.mm(3)
        }

        BodyText {
            width: parent.width
            visible: field.known !== ""
            text: qsTr("%1. Choose only what has changed.").arg(field.known)
            color: Theme.softText
        }

        FieldBox {
            id: finder
            width: parent.width
            visible: field.searchable
            label: qsTr("Find an answer by its first letters")
            required: true
            keyboard: "letters"
            value: field.search
            onEdited: value => field.search = value
            onEntered: field.entered()
            onEditingChanged: if (editing) field.typing(finder)
            onAsked: field.typing(finder)
        }

        BodyText {
            width: parent.width
            visible: field.searchable && field.search !== "" && list.options.length === 0
            text: qsTr("No answer has these letters.")
            Accessible.role: Accessible.AlertMessage
        }

        ChoiceList {
            id: list
            width: parent.width
            visible: options.length > 0 || !field.searchable
            name: field.shownLabel
            spoken: field.spoken
            options: field.searchable ? field.found(field.options, field.search) : field.options
            value: field.value
            onChosen: value => field.edited(value)
        }
    }
}
