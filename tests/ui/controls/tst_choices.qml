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

    Component {
        id: longQuestion

        ChoiceField {
            width: 1000
            label: "Occupation"
            spoken: "What you work as"
        }
    }

    SignalSpy { id: chosen; signalName: "chosen" }

    TestCase {
        name: "Choices"
        when: windowShown

        function init() {
            // Qt says this of its own timer when a window is covered just as an animation ends: not ours.
            failOnWarning(/^(?!QUnifiedTimer::stopAnimationDriver)/)
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

        function below(item, text) {
            for (let i = 0; i < item.children.length; ++i) {
                const child = item.children[i]
                const found = !child.visible ? null : child.text === text && typeof child.acted === "function" ? child
                                                                                                           : below(child, text)
                if (found)
                    return found
            }
            return null
        }

        function occupations(): var {
            const list = answers(16, 7)
            list.push({"value": "rj", "text": "软件工程师", "seldom": true, "initials": "rjgcs"})
            list.push({"value": "sj", "text": "设计师", "seldom": true, "initials": "sjs"})
            list.push({"value": "gc", "text": "工程师", "seldom": true, "initials": "gcs"})
            return list
        }

        function test_lettersFindTheAnswer_data() {
            return [{tag: "from the first", typed: "rj", hits: ["软件工程师"]},
                    {tag: "the beginning comes first", typed: "gcs", hits: ["工程师", "软件工程师"]},
                    {tag: "capitals and blanks", typed: "R J", hits: ["软件工程师"]},
                    {tag: "words", typed: "answer 1", hits: ["Answer 1", "Answer 10", "Answer 11", "Answer 12", "Answer 13",
                                                             "Answer 14", "Answer 15"]},
                    {tag: "nothing", typed: "xyz", hits: []}]
        }

        function test_lettersFindTheAnswer(row) {
            const field = createTemporaryObject(longQuestion, stage, {"options": occupations()})
            verify(field.searchable)
            compare(field.found(field.options, row.typed).map(option => option.text), row.hits)
            field.search = row.typed
            waitForRendering(stage, 200)
            for (const hit of row.hits)
                verify(below(field, hit) !== null, hit)
            field.search = ""
            compare(field.found(field.options, "").length, 19)
        }

        function test_theQuestionIsSaidInEverydayWords() {
            const field = createTemporaryObject(longQuestion, stage, {"options": occupations()})
            let said = ""
            const look = item => {
                for (let i = 0; i < item.children.length; ++i) {
                    if (item.children[i].wantedColumns !== undefined)
                        said = item.children[i].Accessible.description
                    look(item.children[i])
                }
            }
            look(field)
            compare(said, "What you work as")
            compare(Spoken.described("Your name", ""), "Your name")
            compare(Spoken.described("", "As on the card."), "As on the card.")
            verify(Spoken.described("Your name", "As on the card.").startsWith("Your name"))
        }

        function test_fewAnswersNeedNoSearch() {
            const field = createTemporaryObject(longQuestion, stage, {"options": occupations().slice(8)})
            verify(!field.searchable)
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
