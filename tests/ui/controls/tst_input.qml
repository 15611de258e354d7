// SPDX-License-Identifier: GPL-3.0-or-later
// Fields, the keyboard, choices, the error summary, scrolling by buttons and the signature pad.
import QtQuick
import QtTest
import Hall.Controls

Item {
    id: stage

    width: 1080
    height: 1920

    Column {
        width: parent.width
        spacing: 20

        ErrorSummary {
            id: summary
            width: parent.width
            onPicked: fieldId => { if (fieldId === "phone") phone.editor.forceActiveFocus(Qt.TabFocusReason) }
        }

        FieldBox {
            id: phone
            width: parent.width
            label: "Phone"
            keyboard: "phone"
        }

        FieldBox {
            id: date
            width: parent.width
            label: "Date"
            keyboard: "date"
        }

        FieldBox {
            id: number
            width: parent.width
            label: "Number"
            keyboard: "id"
            value: "310101199001011234"
            display: "310***********1234"
        }

        ChoiceList {
            id: choices
            width: parent.width
            options: [{"value": "a", "text": "First"}, {"value": "b", "text": "Second"}]
        }

        Keyboard {
            id: keyboard
            width: parent.width
            target: phone.editor
            mode: "phone"
        }

        Rectangle {
            width: Theme.mm(130)
            height: Theme.mm(65)

            SignaturePad {
                id: pad
                anchors.fill: parent
                penWidth: 3
            }
        }
    }

    SignalSpy { id: edited; target: phone; signalName: "edited" }
    SignalSpy { id: renumbered; target: number; signalName: "edited" }
    SignalSpy { id: chosen; target: choices; signalName: "chosen" }
    SignalSpy { id: done; target: keyboard; signalName: "done" }

    TestCase {
        name: "Input"
        when: windowShown

        function init() {
            keyboard.target = phone.editor
            keyboard.mode = "phone"
            phone.editor.text = ""
            date.editor.text = ""
            pad.clear()
            summary.errors = []
            edited.clear()
            chosen.clear()
            done.clear()
            Touch.lastTime = 0
        }

        function find(item, text, kind) {
            if (item.visible && item.opacity > 0 && item.text === text && typeof item[kind] === "function")
                return item
            for (let i = 0; i < item.children.length; ++i) {
                const child = item.children[i]
                const found = find(child, text, kind)
                if (found)
                    return found
            }
            return null
        }

        function tap(item) {
            verify(item !== null)
            // Faster than a hand, slower than the bounce of the glass that keys drop (80 ms).
            wait(90)
            const touch = touchEvent(item)
            touch.press(0, item, item.width / 2, item.height / 2).commit()
            touch.release(0, item, item.width / 2, item.height / 2).commit()
        }

        function press(text) {
            tap(find(keyboard, text, "typed"))
        }

        function test_keyboardWritesIntoItsTarget() {
            for (const digit of "1380")
                press(digit)
            compare(phone.editor.text, "1380")
            compare(edited.count, 4)
            compare(edited.signalArguments[3][0], "1380")
            press("Delete")
            compare(phone.editor.text, "138")
            press("Clear")
            compare(phone.editor.text, "")
        }

        function test_fieldKeepsTheFocusWhileKeysAreTouched() {
            phone.editor.forceActiveFocus()
            press("1")
            verify(phone.editor.activeFocus)
        }

        function test_typesAtTheCursor() {
            phone.editor.text = "13"
            phone.editor.cursorPosition = 1
            press("9")
            compare(phone.editor.text, "193")
        }

        function test_shiftIsForOneLetter() {
            keyboard.mode = "letters"
            press("Capital letter")
            press("A")
            press("b")
            press("Space")
            press("123")
            press("7")
            compare(phone.editor.text, "Ab 7")
        }

        function test_idPadWritesX() {
            keyboard.mode = "id"
            press("X")
            compare(phone.editor.text, "X")
            verify(find(keyboard, "a", "typed") === null)
        }

        function test_doneIsSaid() {
            press("Done")
            compare(done.count, 1)
        }

        function test_datesGetTheirDashes() {
            keyboard.target = date.editor
            keyboard.mode = "date"
            for (const digit of "20240131")
                press(digit)
            compare(date.editor.text, "2024-01-31")
            press("5")
            compare(date.editor.text, "2024-01-31")
        }

        function test_valueFromOutsideIsShownAndNotEchoed() {
            phone.value = "555"
            compare(phone.editor.text, "555")
            compare(edited.count, 0)
        }

        function test_maskedUntilEdited() {
            phone.editor.forceActiveFocus()
            verify(!number.editing)
            compare(number.display, "310***********1234")
            number.editor.forceActiveFocus()
            verify(number.editing)
            compare(number.editor.text, "310101199001011234")
        }

        // Whoever edits what is shown in part begins anew; a touch alone reads nothing out and changes nothing.
        function test_maskedBeginsEmpty() {
            number.masked = true
            renumbered.clear()
            number.editor.forceActiveFocus()
            compare(number.editor.text, "")
            phone.editor.forceActiveFocus()
            compare(number.editor.text, "310***********1234")
            compare(renumbered.count, 0)
            number.editor.forceActiveFocus()
            keyClick(Qt.Key_4)
            compare(renumbered.count, 1)
            compare(renumbered.signalArguments[0][0], "4")
            // The owner takes it over: the value first, then that it is shown whole.
            const before = number.value
            number.value = "4"
            number.masked = false
            compare(number.editor.text, "4")
            number.value = before
        }

        function test_choosing() {
            tap(find(choices, "Second", "acted"))
            compare(chosen.count, 1)
            compare(chosen.signalArguments[0][0], "b")
            choices.value = "b"
            const second = find(choices, "Second", "acted")
            compare(second.checked, true)
        }

        function test_errorSummaryTakesFocusAndLeadsToTheField() {
            date.editor.forceActiveFocus()
            summary.errors = [{"fieldId": "phone", "label": "Phone", "text": "Eleven digits, please"}]
            const entry = find(summary, "Phone: Eleven digits, please", "acted")
            verify(entry !== null)
            tryCompare(entry, "activeFocus", true)
            tap(entry)
            verify(phone.editor.activeFocus)
        }

        function test_signatureByTouch() {
            verify(pad.isEmpty)
            compare(pad.png().byteLength, 0)
            const touch = touchEvent(pad)
            touch.press(0, pad, 20, 40).commit()
            for (let i = 1; i <= 20; ++i)
                touch.move(0, pad, 20 + 10 * i, 40 + 20 * Math.sin(i)).commit()
            touch.release(0, pad, 220, 60).commit()
            verify(!pad.isEmpty)
            const png = new DataView(pad.png())
            verify(png.byteLength > 100)
            compare(png.getUint32(0), 0x89504e47, "a PNG")
            pad.clear()
            verify(pad.isEmpty)
            compare(pad.png().byteLength, 0)
        }

        function test_signatureByMouse() {
            mousePress(pad, 20, 40)
            for (let i = 1; i <= 20; ++i)
                mouseMove(pad, 20 + 10 * i, 40)
            mouseRelease(pad, 220, 40)
            verify(!pad.isEmpty)
        }

        function test_aDotIsNoSignature() {
            const touch = touchEvent(pad)
            touch.press(0, pad, 20, 40).commit()
            touch.release(0, pad, 21, 40).commit()
            verify(pad.isEmpty)
        }
    }
}
