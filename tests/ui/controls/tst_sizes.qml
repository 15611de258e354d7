// SPDX-License-Identifier: GPL-3.0-or-later
// Sizes in millimetres on the glass, for each screen and text size, and the distance between neighbours.
import QtQuick
import QtTest
import Hall.Controls

Item {
    id: stage

    width: 1080
    height: 1920

    Loader {
        id: loader
        anchors.fill: parent
        active: false

        sourceComponent: PageFrame {
            heading: "Sizes"
            sideShown: true

            ChoiceList {
                width: parent.width
                options: [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]
            }

            side: Keyboard {
                width: parent.width
            }
        }
    }

    TestCase {
        name: "Sizes"
        when: windowShown

        function cleanupTestCase() {
            loader.active = false
            Theme.textSize = "normal"
            Theme.portrait = true
            Theme.ppm = 4.034
        }

        function test_targets_data() {
            const rows = []
            for (const screen of [{inch: "21.5", ppm: 4.034}, {inch: "27", ppm: 3.212}, {inch: "32", ppm: 2.71}]) {
                for (const portrait of [true, false]) {
                    for (const size of ["normal", "large", "xlarge"])
                        rows.push({tag: screen.inch + (portrait ? " portrait " : " landscape ") + size, ppm: screen.ppm,
                                   portrait: portrait, size: size})
                }
            }
            return rows
        }

        function buttonsOf(item, found) {
            if (!item.visible || item.opacity === 0)
                return found
            if (typeof item.acted === "function" || typeof item.typed === "function")
                found.push(item)
            for (let i = 0; i < item.children.length; ++i)
                buttonsOf(item.children[i], found)
            return found
        }

        function test_targets(row) {
            Theme.ppm = row.ppm
            Theme.portrait = row.portrait
            Theme.textSize = row.size
            stage.width = row.portrait ? 1080 : 1920
            stage.height = row.portrait ? 1920 : 1080
            loader.active = false
            loader.active = true
            wait(0)
            const buttons = buttonsOf(loader.item, [])
            verify(buttons.length > 40, "keys, choices, actions and bar are all looked at")
            for (const button of buttons) {
                // Half a pixel of rounding.
                verify(button.width >= 15 * row.ppm - 0.5, button.text + " is " + button.width / row.ppm + " mm wide")
                verify(button.height >= 15 * row.ppm - 0.5, button.text + " is " + button.height / row.ppm + " mm high")
                if (typeof button.typed === "function")
                    verify(button.height >= 18 * row.ppm - 0.5, "a key is 18 mm high")
            }
            checkGaps(buttons, row.ppm)
        }

        function checkGaps(buttons, ppm) {
            const boxes = buttons.map(b => {
                const at = b.mapToItem(stage, 0, 0)
                return {name: b.text, l: at.x, t: at.y, r: at.x + b.width, b: at.y + b.height}
            })
            for (let i = 0; i < boxes.length; ++i) {
                for (let j = i + 1; j < boxes.length; ++j) {
                    const dx = Math.max(boxes[i].l - boxes[j].r, boxes[j].l - boxes[i].r)
                    const dy = Math.max(boxes[i].t - boxes[j].b, boxes[j].t - boxes[i].b)
                    verify(Math.max(dx, dy) >= 2.54 * ppm - 1, boxes[i].name + " and " + boxes[j].name + " are "
                           + Math.max(dx, dy) / ppm + " mm apart")
                }
            }
        }

        function test_textSizes_data() {
            return [{tag: "normal", body: 7, button: 18}, {tag: "large", body: 9.5, button: 22},
                    {tag: "xlarge", body: 12, button: 26}]
        }

        function test_textSizes(row) {
            Theme.ppm = 4.034
            Theme.textSize = row.tag
            fuzzyCompare(Theme.bodySize / Theme.ppm, row.body, 0.13)
            fuzzyCompare(Theme.buttonHeight / Theme.ppm, row.button, 0.13)
        }
    }
}
