// SPDX-License-Identifier: GPL-3.0-or-later
// Keys for the number of a travel permit: ten digits, and H and M where the number begins with one of them. Only keys
// that may come next take presses.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Rectangle {
    id: pad

    property bool letters: false
    property bool letterWanted: false

    readonly property int spacing: Theme.mm(3)
    readonly property int padding: Theme.mm(4)
    readonly property int keyHeight: Theme.mm(Theme.portrait ? 22 : 19)
    readonly property int keyWidth: Math.min(Math.floor((width - 2 * padding - 2 * spacing) / 3), Theme.mm(56))

    signal key(value: string)
    signal erase
    signal clear

    implicitHeight: rows.height + 2 * padding
    radius: Theme.radius
    color: Theme.colorMode === "standard" ? "#DDE3EE" : Theme.page
    border.width: Theme.contrast ? Theme.line : 0
    border.color: Theme.edge

    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Keys for the number")

    // Touches between keys go nowhere.
    MouseArea {
        anchors.fill: parent
    }

    Column {
        id: rows
        anchors.horizontalCenter: parent.horizontalCenter
        y: pad.padding
        spacing: pad.spacing

        Row {
            visible: pad.letters
            spacing: pad.spacing

            Repeater {
                model: ["H", "M"]

                KeyboardKey {
                    required property string modelData

                    width: (3 * pad.keyWidth + pad.spacing) / 2
                    height: pad.keyHeight
                    enabled: pad.letterWanted
                    opacity: enabled ? 1 : 0.4
                    text: modelData
                    onTyped: pad.key(modelData)
                }
            }
        }

        Grid {
            columns: 3
            spacing: pad.spacing

            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase"]

                KeyboardKey {
                    required property string modelData
                    readonly property bool isDigit: modelData.length === 1

                    width: pad.keyWidth
                    height: pad.keyHeight
                    enabled: !isDigit || !pad.letterWanted
                    opacity: enabled ? 1 : 0.4
                    special: !isDigit
                    iconName: modelData === "erase" ? "backspace" : ""
                    text: modelData === "erase" ? qsTr("Delete") : modelData === "clear" ? qsTr("Clear") : modelData
                    onTyped: {
                        if (modelData === "erase")
                            pad.erase()
                        else if (modelData === "clear")
                            pad.clear()
                        else
                            pad.key(modelData)
                    }
                }
            }
        }
    }
}
