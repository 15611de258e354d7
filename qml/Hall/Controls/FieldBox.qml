// SPDX-License-Identifier: GPL-3.0-or-later
// One line to fill in: label, plain help, value, where the value came from, and what is wrong with it.
// keyboard is "letters", "digits", "id", "phone", "date" or "month"; a date is typed as eight digits and a month as six,
// shown with their hyphens.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

FocusScope {
    id: box

    property string label: ""
    property string help: ""
    // The label as it is said aloud; empty: as it stands there.
    property string spoken: ""
    property string value: ""
    // What to show while nobody edits (masked numbers); empty: the value itself.
    property string display: ""
    // "social-card", "resident-card", "travel-permit", "centre", "visitor" or ""
    property string source: ""
    // The value is shown in part: who edits it begins anew, and nothing changes until something is typed.
    property bool masked: false
    property string error: ""
    property string keyboard: "letters"
    property bool required: true
    // Characters; a date has its own measure.
    property int longest: 200
    property bool readOnly: false
    // A page of few lines gives each more of its height.
    property bool roomy: false

    readonly property bool dates: keyboard === "date" || keyboard === "month"
    readonly property string dateHint: readOnly || !dates ? ""
                                       : keyboard === "month" ? qsTr("Year-month, for example 2026-03")
                                                              : qsTr("Year-month-day, for example 2026-03-05")
    readonly property TextInput editor: input
    readonly property bool editing: input.activeFocus
    // The text comes from the owner, not from the keyboard.
    property bool showing: false
    readonly property string shownLabel: required || readOnly ? label : qsTr("%1 (optional)").arg(label)

    signal edited(value: string)
    signal entered
    // Touched, also when it has the focus already: the keyboard may have been put away.
    signal asked

    implicitHeight: column.implicitHeight

    function dated(text: string): string {
        const digits = text.replace(/[^0-9]/g, "").slice(0, keyboard === "month" ? 6 : 8)
        if (digits.length <= 4)
            return digits
        return digits.slice(0, 4) + "-" + (digits.length <= 6 ? digits.slice(4)
                                                              : digits.slice(4, 6) + "-" + digits.slice(6))
    }

    // Assistive technology reads the line itself: while nobody edits it holds what is shown, a masked number masked.
    function showText() {
        const shown = editing && masked ? "" : editing || display === "" ? value : display
        showing = true
        if (input.text !== shown)
            input.text = shown
        showing = false
    }

    function takeText() {
        if (readOnly || showing)
            return
        if (dates) {
            const right = dated(input.text)
            if (right !== input.text) {
                input.text = right
                input.cursorPosition = right.length
                return
            }
        } else if (keyboard === "id") {
            const upper = input.text.toUpperCase()
            if (upper !== input.text) {
                input.text = upper
                return
            }
        }
        if (input.text !== value && !(masked && input.text === ""))
            edited(input.text)
    }

    onValueChanged: showText()
    onMaskedChanged: showText()
    onDisplayChanged: showText()
    onEditingChanged: showText()
    Component.onCompleted: showText()

    Column {
        id: column
        width: parent.width
        spacing: Theme.mm(1.5)

        FieldHeader {
            width: parent.width
            label: box.shownLabel
            help: box.help
            source: box.value !== "" ? box.source : ""
            error: box.error
            keepBelow: field.height + column.spacing
        }

        Rectangle {
            id: field

            readonly property bool wholeRow: true

            width: parent.width
            height: box.roomy ? Theme.mm(28) : Theme.buttonHeight
            radius: Theme.radius
            color: box.readOnly ? Theme.page : Theme.surface
            border.width: box.error !== "" || box.editing ? Theme.mm(1) : box.readOnly ? Theme.line : Theme.strongLine
            border.color: box.error !== "" ? Theme.danger : box.editing ? Theme.accent
                                                          : box.readOnly ? Theme.hairline : Theme.edge

            TextInput {
                id: input
                anchors.fill: parent
                anchors.leftMargin: Theme.mm(5)
                anchors.rightMargin: box.readOnly ? Theme.mm(16) : Theme.mm(5)
                verticalAlignment: TextInput.AlignVCenter
                font.family: Theme.family
                font.pixelSize: box.roomy ? Theme.headingSize : Theme.buttonSize
                color: Theme.text
                selectionColor: Theme.accent
                selectedTextColor: Theme.primaryText
                clip: true
                focus: true
                readOnly: box.readOnly
                activeFocusOnTab: !box.readOnly
                activeFocusOnPress: !box.readOnly
                maximumLength: !box.dates ? box.longest : box.keyboard === "month" ? 7 : 10
                onTextChanged: box.takeText()
                onAccepted: box.entered()

                TapHandler {
                    enabled: !box.readOnly
                    onTapped: box.asked()
                }

                cursorDelegate: Rectangle {
                    width: Theme.mm(0.7)
                    color: Theme.accent
                    visible: input.activeFocus
                }

                Accessible.role: Accessible.EditableText
                Accessible.name: box.shownLabel
                Accessible.description: Spoken.described(box.spoken, Spoken.together(box.help, box.dateHint))
                Accessible.readOnly: box.readOnly
            }

            // An example, then the rest of the date still to type.
            Text {
                anchors.left: input.left
                anchors.leftMargin: input.contentWidth
                anchors.verticalCenter: parent.verticalCenter
                visible: box.dateHint !== ""
                text: input.text === "" ? box.dateHint : (box.keyboard === "month" ? "____-__" : "____-__-__").slice(input.text.length)
                font: input.font
                color: Theme.softText
                Accessible.ignored: true
            }

            HallIcon {
                anchors.right: parent.right
                anchors.rightMargin: Theme.mm(5)
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.mm(8)
                height: width
                visible: box.readOnly
                name: "lock"
                color: Theme.softText
            }

            FocusRing {
                shown: box.editing
            }
        }
    }
}
