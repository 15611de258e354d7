// SPDX-License-Identifier: GPL-3.0-or-later
// Ten large digits, erase and clear, for a PIN. A pressed key looks as before, and nothing here holds what is typed.
pragma ComponentBehavior: Bound
import QtQuick

Rectangle {
    id: pad

    readonly property int spacing: Theme.mm(3)
    readonly property int padding: Theme.mm(4)
    readonly property int keyHeight: Theme.mm(Theme.portrait ? 24 : 21)
    readonly property int keyWidth: Math.min(Math.floor((width - 2 * padding - 2 * spacing) / 3), Theme.mm(56))

    property string name: qsTr("PIN pad")

    signal digit(value: int)
    signal erase
    signal clear

    implicitHeight: keys.height + 2 * padding
    radius: Theme.radius
    color: Theme.colorMode === "standard" ? "#DDE3EE" : Theme.page
    border.width: Theme.contrast ? Theme.line : 0
    border.color: Theme.edge

    Accessible.role: Accessible.Grouping
    Accessible.name: name

    // Touches between keys go nowhere.
    MouseArea {
        anchors.fill: parent
    }

    Grid {
        id: keys
        anchors.horizontalCenter: parent.horizontalCenter
        y: pad.padding
        columns: 3
        spacing: pad.spacing

        Repeater {
            model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase"]

            KeyboardKey {
                required property string modelData
                readonly property bool isDigit: modelData.length === 1

                width: pad.keyWidth
                height: pad.keyHeight
                discreet: isDigit
                special: !isDigit
                iconName: modelData === "erase" ? "backspace" : ""
                text: modelData === "erase" ? qsTr("Delete") : modelData === "clear" ? qsTr("Clear") : modelData
                onTyped: {
                    if (modelData === "erase")
                        pad.erase()
                    else if (modelData === "clear")
                        pad.clear()
                    else
                        pad.digit(Number(modelData))
                }
            }
        }
    }
}
