// SPDX-License-Identifier: GPL-3.0-or-later
// Long content turns pages by buttons and follows the focus.
import QtQuick
import QtTest
import Hall.Controls

Item {
    width: 1080
    height: 1920

    ScrollArea {
        id: area
        width: 1000
        height: 1000

        Column {
            width: 1000
            spacing: 20

            Repeater {
                id: buttons
                model: rows

                HallButton {
                    required property int index

                    text: "Row " + index
                }
            }
        }
    }

    property int rows: 3

    SignalSpy { id: pressed; signalName: "acted" }

    TestCase {
        name: "Scroll"
        when: windowShown

        function button(text) {
            const search = item => {
                if (item.visible && item.opacity > 0 && item.text === text && typeof item.acted === "function")
                    return item
                for (let i = 0; i < item.children.length; ++i) {
                    const child = item.children[i]
                    const found = search(child)
                    if (found)
                        return found
                }
                return null
            }
            return search(area)
        }

        function visibleInArea(item) {
            const top = item.mapToItem(area, 0, 0).y
            return top >= -1 && top + item.height <= area.viewHeight + 1
        }

        function test_buttonsOnlyWhenNeeded() {
            parent.rows = 3
            tryCompare(area, "overflowing", false)
            compare(button("Page down"), null)
            parent.rows = 30
            tryCompare(area, "overflowing", true)
            tryVerify(() => button("Page down") !== null)
            compare(button("Page up"), null)
        }

        function test_everyRowIsReached() {
            parent.rows = 30
            area.toTop()
            wait(0)
            const seen = new Set()
            for (let turns = 0; turns < 20; ++turns) {
                for (let i = 0; i < 30; ++i) {
                    if (visibleInArea(buttons.itemAt(i)))
                        seen.add(i)
                }
                if (area.pageIndex === area.pages - 1)
                    break
                area.turn(1)
            }
            compare(seen.size, 30)
        }

        // Every screen after the first begins with the first row that the one before did not show whole.
        function test_aScreenBeginsWithAWholeRow() {
            parent.rows = 30
            area.toTop()
            tryVerify(() => area.pages > 2)
            let last = -1
            for (let turns = 0; turns < area.pages; ++turns) {
                const whole = []
                for (let i = 0; i < 30; ++i) {
                    if (visibleInArea(buttons.itemAt(i)))
                        whole.push(i)
                }
                compare(whole[0], last + 1)
                last = whole[whole.length - 1]
                const top = buttons.itemAt(whole[0]).mapToItem(area, 0, 0).y
                verify(top >= 0 && top < 20, "at the top, not " + top)
                area.turn(1)
            }
            compare(last, 29)
        }

        function test_whatTheEdgeCutsIsNotTouched() {
            parent.rows = 30
            area.toTop()
            tryVerify(() => area.pages > 2)
            let cut = null
            for (let i = 0; i < 30; ++i) {
                const top = buttons.itemAt(i).mapToItem(area, 0, 0).y
                if (top < area.viewHeight - 4 && top + buttons.itemAt(i).height > area.viewHeight + 1)
                    cut = buttons.itemAt(i)
            }
            verify(cut !== null)
            pressed.target = cut
            mouseClick(area, cut.mapToItem(area, 0, 0).x + 20, area.viewHeight - 2)
            compare(pressed.count, 0)
        }

        function test_theLastScreenHasBeenSeen() {
            parent.rows = 3
            area.toTop()
            tryCompare(area, "overflowing", false)
            area.endSeen = false
            verify(!area.more)
            parent.rows = 30
            // All rows have their places, and the screens were counted with them.
            tryVerify(() => buttons.itemAt(29).y > buttons.itemAt(28).y && buttons.itemAt(1).y > 0)
            area.survey()
            verify(area.pages > 2)
            for (let turns = 1; turns < area.pages; ++turns) {
                verify(area.more)
                area.turn(1)
            }
            verify(!area.more)
            area.toTop()
            verify(!area.more, "what was seen stays seen")
        }

        function test_fromBetweenTwoScreensThereIsAWayUp() {
            parent.rows = 30
            area.toTop()
            tryVerify(() => buttons.itemAt(29).y > buttons.itemAt(28).y && buttons.itemAt(1).y > 0)
            area.survey()
            let below = null
            for (let i = 0; i < 30 && !below; ++i) {
                if (!visibleInArea(buttons.itemAt(i)))
                    below = buttons.itemAt(i)
            }
            below.forceActiveFocus(Qt.TabFocusReason)
            tryVerify(() => visibleInArea(below))
            verify(!visibleInArea(buttons.itemAt(0)))
            const up = button("Page up")
            verify(up !== null && up.enabled)
            area.turn(-1)
            tryVerify(() => visibleInArea(buttons.itemAt(0)))
        }

        function test_focusIsBroughtIntoView() {
            parent.rows = 30
            area.toTop()
            buttons.itemAt(29).forceActiveFocus(Qt.TabFocusReason)
            tryVerify(() => visibleInArea(buttons.itemAt(29)))
            buttons.itemAt(0).forceActiveFocus(Qt.TabFocusReason)
            tryVerify(() => visibleInArea(buttons.itemAt(0)))
        }
    }
}
