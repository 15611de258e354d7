// SPDX-License-Identifier: GPL-3.0-or-later
// Buttons act on release inside, once, by touch and by keys.
import QtQuick
import QtTest
import Hall.Controls

Item {
    width: 1080
    height: 1000

    HallButton {
        id: first
        x: 100
        y: 100
        text: "First"
    }

    HallButton {
        id: second
        x: 100
        y: 400
        text: "Second"
    }

    // Lies where a page change would put another button under the same finger.
    HallButton {
        id: under
        x: 600
        y: 400
        text: "Under"
        visible: false
    }

    HallButton {
        id: over
        x: 600
        y: 400
        text: "Over"
        visible: !under.visible
        onActed: under.visible = true
    }

    SignalSpy { id: firstActed; target: first; signalName: "acted" }
    SignalSpy { id: secondActed; target: second; signalName: "acted" }
    SignalSpy { id: underActed; target: under; signalName: "acted" }

    TestCase {
        name: "Buttons"
        when: windowShown

        function init() {
            Touch.lastTime = 0
            firstActed.clear()
            secondActed.clear()
            underActed.clear()
            under.visible = false
        }

        function tap(item) {
            const touch = touchEvent(item)
            touch.press(0, item, item.width / 2, item.height / 2).commit()
            touch.release(0, item, item.width / 2, item.height / 2).commit()
        }

        function test_actsOnReleaseInside() {
            const touch = touchEvent(first)
            touch.press(0, first, 10, 10).commit()
            verify(first.down, "looks pressed while the finger is down")
            compare(firstActed.count, 0)
            touch.release(0, first, 12, 12).commit()
            compare(firstActed.count, 1)
            verify(!first.down)
        }

        function test_releaseOutsideDoesNothing() {
            const touch = touchEvent(first)
            touch.press(0, first, 10, 10).commit()
            touch.move(0, first, 10, first.height + 200).commit()
            touch.release(0, first, 10, first.height + 200).commit()
            compare(firstActed.count, 0)
        }

        function test_secondPressWithin300msIsDropped() {
            tap(first)
            tap(first)
            compare(firstActed.count, 1)
            Touch.lastTime = 0
            tap(first)
            compare(firstActed.count, 2)
        }

        function test_anotherButtonIsNotHeldUp() {
            tap(first)
            tap(second)
            compare(secondActed.count, 1)
        }

        function test_doubleTapDoesNotReachTheNextPage() {
            tap(over)
            verify(under.visible)
            tap(under)
            compare(underActed.count, 0)
        }

        function test_keys_data() {
            return [{tag: "space", key: Qt.Key_Space}, {tag: "return", key: Qt.Key_Return}, {tag: "enter", key: Qt.Key_Enter}]
        }

        function test_keys(row) {
            first.forceActiveFocus(Qt.TabFocusReason)
            verify(first.visualFocus)
            keyClick(row.key)
            compare(firstActed.count, 1)
        }

        function test_tabGoesInVisualOrder() {
            first.forceActiveFocus(Qt.TabFocusReason)
            keyClick(Qt.Key_Tab)
            verify(second.activeFocus)
            keyClick(Qt.Key_Backtab)
            verify(first.activeFocus)
        }

        function test_namedForAssistiveDevices() {
            compare(first.Accessible.role, Accessible.Button)
            compare(first.Accessible.name, "First")
        }
    }
}
