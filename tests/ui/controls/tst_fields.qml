// SPDX-License-Identifier: GPL-3.0-or-later
// What a field gives to assistive technology is what it shows: a masked number masked, an optional question as such.
import QtQuick
import QtTest
import Hall.Controls

Item {
    id: stage
    width: 1080
    height: 1920

    Column {
        width: parent.width

        FieldBox {
            id: phone
            width: parent.width
            label: "Phone"
            keyboard: "phone"
            value: "13800138000"
            display: "138****8000"
        }

        FieldBox {
            id: day
            width: parent.width
            label: "Day"
            help: "The last day."
            keyboard: "date"
        }

        ChoiceField {
            id: choice
            width: parent.width
            label: "Level"
            required: false
            options: [{"value": "1", "text": "One"}, {"value": "2", "text": "Two"}]
        }
    }

    Item {
        id: elsewhere
        focus: true
    }

    SignalSpy { id: edited; target: phone; signalName: "edited" }

    TestCase {
        name: "Fields"
        when: windowShown

        function init() {
            // Qt says this of its own timer when a window is covered just as an animation ends: not ours.
            failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/)
            elsewhere.forceActiveFocus()
            phone.value = "13800138000"
            phone.display = "138****8000"
            edited.clear()
        }

        function test_aMaskedNumberIsMaskedForEveryReader() {
            compare(phone.editor.text, "138****8000")
            phone.editor.forceActiveFocus()
            compare(phone.editor.text, "13800138000")
            elsewhere.forceActiveFocus()
            compare(phone.editor.text, "138****8000")
            compare(edited.count, 0)
        }

        function test_whatIsTypedIsReadAsTyped() {
            phone.editor.forceActiveFocus()
            keyClick(Qt.Key_Backspace)
            compare(edited.count, 1)
            compare(edited.signalArguments[0][0], "1380013800")
            compare(phone.editor.text, "1380013800")
        }

        function test_aDateShowsAnExample() {
            verify(day.dateHint.includes("2026-03-05"))
            verify(day.editor.Accessible.description.includes(day.dateHint))
            verify(day.editor.Accessible.description.includes("The last day."))
        }

        function group(item) {
            if (item.Accessible.role === Accessible.Grouping)
                return item
            for (let i = 0; i < item.children.length; ++i) {
                const found = group(item.children[i])
                if (found)
                    return found
            }
            return null
        }

        function test_anOptionalChoiceSaysSo() {
            compare(group(choice).Accessible.name, "Level (optional)")
        }
    }
}
