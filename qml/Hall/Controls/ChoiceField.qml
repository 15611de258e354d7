// SPDX-License-Identifier: GPL-3.0-or-later
// A question answered by choosing, with the same header as a FieldBox. Yes/no questions are choices of two.
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
    property alias options: list.options
    property alias roomy: list.roomy
    readonly property string shownLabel: required ? label : qsTr("%1 (optional)").arg(label)

    signal edited(value: string)

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
        }

        BodyText {
            width: parent.width
            visible: field.known !== ""
            text: qsTr("%1. Choose only what has changed.").arg(field.known)
            color: Theme.softText
        }

        ChoiceList {
            id: list
            width: parent.width
            name: field.shownLabel
            value: field.value
            onChosen: value => field.edited(value)
        }
    }
}
