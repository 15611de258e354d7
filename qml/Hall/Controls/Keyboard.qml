// SPDX-License-Identifier: GPL-3.0-or-later
// Our own keyboard. It writes into `target`; `mode` is "letters", "digits", "id", "phone", "date",
// "month" or "pin".
// Keys are at least 15 mm wide and 18 mm high.
pragma ComponentBehavior: Bound
import QtQuick

Rectangle {
    id: keyboard

    property TextInput target: null
    property string mode: "letters"
    // Another empty line follows: the last key says so and leads there.
    property bool more: false
    property bool upper: false
    property bool symbols: false

    readonly property bool pad: mode !== "letters"
    readonly property int spacing: Theme.mm(2.6)
    readonly property int keyHeight: Theme.mm(Theme.portrait ? 20 : 19)
    readonly property int padding: Theme.mm(3)
    // Rows of keys; a key is what it writes, or a word for what it does.
    readonly property var rows: {
        if (mode === "id")
            return [["1", "2", "3", "back"], ["4", "5", "6", "clear"], ["7", "8", "9", "done"], ["X", "0", ""]]
        if (mode === "phone")
            return [["1", "2", "3", "back"], ["4", "5", "6", "clear"], ["7", "8", "9", "done"], ["+", "0", "-"]]
        if (mode === "date" || mode === "month" || mode === "pin")
            return [["1", "2", "3", "back"], ["4", "5", "6", "clear"], ["7", "8", "9", "done"], ["", "0", ""]]
        if (mode === "digits")
            return [["1", "2", "3", "back"], ["4", "5", "6", "clear"], ["7", "8", "9", "done"], ["", "0", "."]]
        if (symbols)
            return [["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"], ["-", "/", ":", "(", ")", "@", "#", "&", "\"", "'"],
                    ["abc", "?", "!", "_", "+", "=", "%", "*", "back"], ["clear", ",", "space", ".", "done"]]
        return [["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"], ["a", "s", "d", "f", "g", "h", "j", "k", "l"],
                ["shift", "z", "x", "c", "v", "b", "n", "m", "back"], ["123", ",", "space", ".", "clear", "done"]]
    }
    // Ten keys of the first row set the measure of the letters, four that of a pad.
    readonly property real units: pad ? 4 : 10
    readonly property real unit: Math.min((width - 2 * padding - (units - 1) * spacing) / units,
                                          Theme.mm(pad ? 44 : 30))
    readonly property real block: units * unit + (units - 1) * spacing

    signal done

    implicitHeight: 4 * keyHeight + 3 * spacing + 2 * padding
    radius: Theme.radius
    color: Theme.colorMode === "standard" ? "#DDE3EE" : Theme.page
    border.width: Theme.contrast ? Theme.line : 0
    border.color: Theme.edge

    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Keyboard")

    onModeChanged: {
        symbols = false
        upper = false
    }

    // Touches between keys go nowhere.
    MouseArea {
        anchors.fill: parent
    }

    function weight(key: string): real {
        if (key === "space")
            return symbols ? 4 : 3
        if (key === "done" && !pad)
            return 2
        if (key === "back" || key === "shift" || key === "abc" || key === "123" || key === "clear")
            return pad ? 1 : 1.5
        return 1
    }

    function type(key: string) {
        if (key === "done") {
            done()
            return
        }
        if (key === "shift") {
            upper = !upper
            return
        }
        if (key === "123" || key === "abc") {
            symbols = key === "123"
            return
        }
        if (!target)
            return
        if (key === "clear") {
            target.clear()
        } else if (key === "back") {
            if (target.cursorPosition > 0)
                target.remove(target.cursorPosition - 1, target.cursorPosition)
        } else {
            write(key === "space" ? " " : upper ? key.toUpperCase() : key)
        }
    }

    function write(letters: string) {
        if (target.selectedText !== "")
            target.remove(target.selectionStart, target.selectionEnd)
        target.insert(target.cursorPosition, letters)
        upper = false
    }

    function nameOf(key: string): string {
        switch (key) {
        case "back":
            return qsTr("Delete")
        case "clear":
            return qsTr("Clear")
        case "done":
            return more ? qsTr("Next line") : qsTr("Done")
        case "shift":
            return qsTr("Capital letter")
        case "space":
            return qsTr("Space")
        case "123":
            return "123"
        case "abc":
            return "abc"
        }
        return upper ? key.toUpperCase() : key
    }

    Column {
        y: keyboard.padding
        anchors.horizontalCenter: parent.horizontalCenter
        width: keyboard.block
        spacing: keyboard.spacing

        Repeater {
            model: keyboard.rows

            Row {
                id: row

                required property var modelData
                readonly property real weights: {
                    let sum = 0
                    for (const key of modelData)
                        sum += keyboard.weight(key)
                    return sum
                }

                // Pads stand on a grid, letter rows are centred.
                x: keyboard.pad ? 0 : (keyboard.block - width) / 2
                // The tall key of a pad hangs into the row below.
                height: keyboard.keyHeight
                spacing: keyboard.spacing

                Repeater {
                    model: row.modelData

                    KeyboardKey {
                        required property string modelData
                        readonly property real share: keyboard.weight(modelData)

                        width: share * keyboard.unit + (share - 1) * keyboard.spacing
                        height: keyboard.pad && modelData === "done" ? 2 * keyboard.keyHeight + keyboard.spacing
                                                                     : keyboard.keyHeight
                        opacity: modelData === "" ? 0 : 1
                        enabled: modelData !== ""
                        special: modelData.length > 1
                        strong: modelData === "done" || modelData === "shift" && keyboard.upper
                        iconName: modelData === "back" ? "backspace" : modelData === "shift" ? "shift" : ""
                        text: keyboard.nameOf(modelData)
                        accessibleName: keyboard.nameOf(modelData)
                        onTyped: keyboard.type(modelData)
                    }
                }
            }
        }
    }
}
