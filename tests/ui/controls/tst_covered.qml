// SPDX-License-Identifier: GPL-3.0-or-later
// A page below a dialog lies there as it will lie when the dialog goes: a finger that is quick finds what it aims at.
import QtQuick
import QtTest
import Hall.Controls

Item {
    id: root
    width: 1080
    height: 1920

    property bool covered: false

    PageFrame {
        id: page
        anchors.fill: parent
        visible: !root.covered
        heading: "Heading"
        lead: "What the page is about"
        stepNames: ["One", "Two", "Three"]

        actions: HallButton {
            id: middle
            text: "Between"
        }

        ErrorSummary {
            width: parent.width
            errors: [{"fieldId": "a", "label": "Name", "text": "is missing"}]
        }

        Column {
            id: field
            width: parent.width

            FieldHeader {
                width: parent.width
                label: "Name"
                source: "centre"
            }

            BodyText {
                id: below
                text: "What was entered"
            }
        }

        HallButton {
            id: last
            text: "Last"
        }
    }

    TestCase {
        name: "Covered"
        when: windowShown

        function places() {
            return [last, below, middle, page.bar].map(item => {
                const at = item.mapToItem(root, 0, 0)
                return at.x + ", " + at.y + " " + item.width + " x " + item.height
            }).join(" | ") + " | room " + page.roomHeight
        }

        function lies() {
            grabImage(root)
            wait(0)
            return places()
        }

        function test_nothingMovesWhenTheDialogGoes_data() {
            return [{"tag": "upright", "width": 1080, "height": 1920}, {"tag": "lying", "width": 1920, "height": 1080}]
        }

        function test_nothingMovesWhenTheDialogGoes(row) {
            root.width = row.width
            root.height = row.height
            const before = lies()
            verify(last.mapToItem(root, 0, 0).y > 100, before)
            root.covered = true
            for (let frame = 0; frame < 3; ++frame)
                compare(lies(), before)
            root.covered = false
            // In the very moment, before a frame.
            compare(places(), before)
            compare(lies(), before)
        }
    }
}
