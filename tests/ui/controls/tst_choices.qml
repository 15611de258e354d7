// SPDX-License-Identifier: GPL-3.0-or-later
// A question with many answers shows at most eight at a time, the usual ones first, and the given one always.
import QtQuick
import QtTest
import Hall.Controls

Item {
    id: stage
    width: 1080
    height: 1920

    Component {
        id: question

        ChoiceList {
            width: 1000
            name: "Why"
        }
    }

    SignalSpy { id: chosen; signalName: "chosen" }

    TestCase {
        name: "Choices"
        when: windowShown

        function init() {
            failOnWarning(/.?/)
            Touch.lastTime = 0
            chosen.clear()
        }

        // Answers "0" to "count - 1"; those from `usual` on are seldom given.
        function answers(count, usual) {
            const list = []
            for (let i = 0; i < count; ++i)
                list.push({"value": String(i), "text": "Answer " + i, "seldom": i >= usual})
            return list
        }

        function ask(count, usual, value) {
            const list = createTemporaryObject(question, stage, {"options": answers(count, usual), "value": value ?? ""})
            chosen.target = list
            waitForRendering(list)
            return list
        }

        // What can be touched, by its words.
        function shown(list) {
            const words = []
            for (let i = 0; i < list.children.length; ++i) {
                const child = list.children[i]
                if (child.visible && typeof child.acted === "function")
                    words.push(child.text)
            }
            return words
        }

        function button(list, text) {
            for (let i = 0; i < list.children.length; ++i) {
                const child = list.children[i]
                if (child.visible && child.text === text)
                    return child
            }
            return null
        }

        function test_eightOnOneLeaf() {
            const list = ask(8, 8)
            compare(shown(list).length, 8)
            verify(button(list, "More answers") === null)
        }

        function test_everyAnswerIsReached_data() {
            return [
                {tag: "13, 7 usual", count: 13, usual: 7},
                {tag: "13, 5 usual", count: 13, usual: 5},
                {tag: "11, all usual", count: 11, usual: 11},
                {tag: "58, 7 usual", count: 58, usual: 7}
            ]
        }

        function test_everyAnswerIsReached(row) {
            const list = ask(row.count, row.usual)
            const seen = new Set()
            for (let turn = 0; turn < 20; ++turn) {
                const words = shown(list)
                verify(words.length <= 8 && words.length > 1, words.length + " at a time")
                words.filter(word => word.startsWith("Answer")).forEach(word => seen.add(word))
                const more = button(list, "More answers")
                if (!more)
                    break
                compare(more.Accessible.name, "More answers: Why")
                Touch.lastTime = 0
                more.acted()
            }
            compare(seen.size, row.count)
            button(list, "First answers").acted()
            verify(button(list, "Answer 0") !== null)
            compare(chosen.count, 0)
        }

        function test_theUsualOnesComeFirst() {
            const list = ask(13, 7)
            compare(shown(list), ["Answer 0", "Answer 1", "Answer 2", "Answer 3", "Answer 4", "Answer 5", "Answer 6",
                                  "More answers"])
        }

        // 60 answers under the letters A to E; the first seven are the usual ones.
        function lettered() {
            return answers(60, 7).map((answer, place) => Object.assign(answer, {"letter": "EBCDA"[place % 5]}))
        }

        function letters(list) {
            for (let i = 0; i < list.children.length; ++i) {
                const grid = list.children[i]
                if (grid.visible && grid.columns !== undefined)
                    return Array.from(grid.children).filter(one => one.text !== undefined)
            }
            return []
        }

        function test_manyAnswersByTheirFirstLetter() {
            const list = createTemporaryObject(question, stage, {"options": lettered()})
            chosen.target = list
            waitForRendering(list)
            compare(shown(list).length, 8)
            button(list, "More answers").acted()
            waitForRendering(list)
            compare(letters(list).map(one => one.text), ["A", "B", "C", "D", "E"])
            compare(letters(list)[1].Accessible.name, "Answers that begin with B: Why")
            letters(list)[1].acted()
            waitForRendering(list)
            const seen = []
            for (let turn = 0; turn < 4; ++turn) {
                shown(list).filter(word => word.startsWith("Answer")).forEach(word => seen.push(word))
                if (!button(list, "More answers"))
                    break
                button(list, "More answers").acted()
            }
            compare(seen.length, 12)
            verify(seen.every(word => Number(word.slice(7)) % 5 === 1))
            button(list, "Other letters").acted()
            compare(letters(list).length, 5)
            button(list, "First answers").acted()
            verify(button(list, "Answer 0") !== null)
            compare(chosen.count, 0)
        }

        function test_aGivenAnswerIsFoundUnderItsLetter() {
            const list = createTemporaryObject(question, stage, {"options": lettered(), "value": "42"})
            waitForRendering(list)
            verify(button(list, "Answer 42").chosen)
        }

        function test_theGivenAnswerIsInSight() {
            verify(button(ask(13, 7, "11"), "Answer 11").chosen)
        }

        function test_choosingStaysOnTheLeaf() {
            const list = ask(13, 7)
            button(list, "More answers").acted()
            waitForRendering(list)
            mouseClick(button(list, "Answer 9"))
            compare(chosen.count, 1)
            compare(chosen.signalArguments[0][0], "9")
            list.options = answers(13, 7)  // as the form model does with every answer
            verify(button(list, "Answer 9") !== null)
        }
    }
}
