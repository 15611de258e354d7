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

    Rectangle {
        y: 1000
        width: 1000
        height: 900
        color: Theme.page

        ScrollArea {
            id: cardArea
            anchors.fill: parent

            Column {
                width: 1000
                spacing: 20

                Repeater {
                    id: cards
                    model: 12

                    Panel {
                        required property int index

                        width: 1000
                        height: cardHeight

                        // With what follows it, it is cut where the second row is cut as well.
                        BodyText {
                            readonly property bool wholeRow: true
                            readonly property int keepBelow: 60

                            width: parent.width
                            height: 60
                            text: "Card " + index
                        }

                        BodyText {
                            width: parent.width
                            text: "More of it"
                        }
                    }
                }
            }
        }
    }

    Item {
        y: 1000
        width: 1000
        height: 900
        visible: asking

        ScrollArea {
            id: askArea
            anchors.fill: parent

            Column {
                width: 1000
                spacing: gap

                Repeater {
                    id: questions
                    model: 8

                    ChoiceField {
                        required property int index

                        width: 1000
                        label: "Question " + index
                        help: "What is meant"
                        options: [{"value": "1", "text": "One " + index}, {"value": "2", "text": "Two " + index}]
                    }
                }
            }
        }
    }

    property bool asking: false
    property int gap: 20
    property int rows: 3
    property int cardHeight: 200

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

        // A card of which not even the first row fits is not there yet: no empty box, neither its face nor its edge.
        function test_noEmptyCardAtTheEdge() {
            let cut = null
            for (let height = 150; height < 260 && !cut; height += 2) {
                parent.cardHeight = height
                cardArea.toTop()
                tryVerify(() => cards.itemAt(1).y === height + 20)
                cardArea.survey()
                for (let i = 0; i < 12 && !cut; ++i) {
                    const top = cards.itemAt(i).mapToItem(cardArea, 0, 0).y
                    const from = rowOf(cards.itemAt(i)).mapToItem(cardArea, 0, 0).y
                    // The second row is cut by the edge.
                    if (from + 60 < cardArea.viewHeight - 4 && from + 60 + 20 > cardArea.viewHeight)
                        cut = cards.itemAt(i)
                }
            }
            verify(cut !== null)
            const top = Math.ceil(cut.mapToItem(cardArea, 0, 0).y)
            // Of the whole scene: a part of it is taken by its place in its parent.
            const image = grabImage(parent)
            const at = (x, y) => image.pixel(x, y + cardArea.mapToItem(parent, 0, 0).y)
            for (const y of [top, top + 3, cardArea.viewHeight - 2]) {
                for (const x of [0, 1, 30, 500, 998])
                    verify(Qt.colorEqual(at(x, y), Theme.page), x + ", " + y + ": " + at(x, y))
            }
            verify(!Qt.colorEqual(at(500, top - 20 - 8), Theme.page), "the card before it is there")
            cardArea.turn(1)
            verify(cut.mapToItem(cardArea, 0, 0).y >= 0 && cut.mapToItem(cardArea, 0, 0).y < 20)
        }

        function rowOf(item) {
            for (let i = 0; i < item.children.length; ++i) {
                const child = item.children[i]
                const found = child.lineCount !== undefined ? child : rowOf(child)
                if (found)
                    return found
            }
            return null
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

        // Wherever the screen ends, an answer is not shown without its question.
        function test_aQuestionStaysWithItsAnswers() {
            parent.asking = true
            const inside = item => item.mapToItem(askArea, 0, 0).y >= -1
                                   && item.mapToItem(askArea, 0, item.height).y <= askArea.viewHeight + 1
            const textOf = (item, text) => {
                if (item.text === text && item.lineCount !== undefined)
                    return item
                for (let i = 0; i < item.children.length; ++i) {
                    const found = textOf(item.children[i], text)
                    if (found)
                        return found
                }
                return null
            }
            for (let gap = 4; gap < 160; gap += 12) {
                parent.gap = gap
                askArea.toTop()
                tryVerify(() => questions.itemAt(1).y === questions.itemAt(0).height + gap)
                askArea.survey()
                verify(askArea.pages > 1)
                for (let screen = 0; screen < askArea.pages; ++screen) {
                    for (let i = 0; i < 8; ++i) {
                        if (inside(textOf(questions.itemAt(i), "One " + i)))
                            verify(inside(textOf(questions.itemAt(i), "Question " + i)), gap + ": " + i)
                    }
                    askArea.turn(1)
                }
            }
            parent.asking = false
        }

        // Not with the row itself at the edge: what it belongs to stands above it.
        function test_backToTheScreenThatHasIt() {
            parent.rows = 30
            area.toTop()
            tryVerify(() => buttons.itemAt(29).y > buttons.itemAt(28).y && buttons.itemAt(1).y > 0)
            area.survey()
            area.turn(1)
            tryVerify(() => !visibleInArea(buttons.itemAt(2)))
            buttons.itemAt(2).forceActiveFocus(Qt.TabFocusReason)
            tryVerify(() => visibleInArea(buttons.itemAt(2)))
            verify(visibleInArea(buttons.itemAt(0)))
            compare(area.pageIndex, 0)
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
