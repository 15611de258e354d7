// SPDX-License-Identifier: GPL-3.0-or-later
// Keys for a credit code: digits, and the letters that such codes have (GB 32100: no I, O, S, V, Z).
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Rectangle {
    id: pad

    readonly property int spacing: Theme.mm(2.6)
    readonly property int padding: Theme.mm(3)
    readonly property int keyHeight: Theme.mm(Theme.portrait ? 20 : 17)
    readonly property int columns: 7
    readonly property int keyWidth: Math.min(Math.floor((width - 2 * padding - (columns - 1) * spacing) / columns),
                                             Theme.mm(36))

    signal key(value: string)
    signal erase
    signal clear

    implicitHeight: rows.height + 2 * padding
    radius: Theme.radius
    color: Theme.colorMode === "standard" ? "#DDE3EE" : Theme.page
    border.width: Theme.contrast ? Theme.line : 0
    border.color: Theme.edge

    Accessible.role: Accessible.Grouping
    Accessible.name: qsTr("Keys for the credit code")

    // Touches between keys go nowhere.
    MouseArea {
        anchors.fill: parent
    }

    Column {
        id: rows
        anchors.horizontalCenter: parent.horizontalCenter
        y: pad.padding
        spacing: pad.spacing

        Repeater {
            model: ["1234567", "890ABCD", "EFGHJKL", "MNPQRTU", "WXY"]

            Row {
                id: row

                required property string modelData

                spacing: pad.spacing

                Repeater {
                    model: row.modelData.length === pad.columns ? row.modelData.split("")
                                                                : row.modelData.split("").concat(["clear", "erase"])

                    KeyboardKey {
                        required property string modelData
                        readonly property bool sign: modelData.length === 1

                        width: sign ? pad.keyWidth : 2 * pad.keyWidth + pad.spacing
                        height: pad.keyHeight
                        special: !sign
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
}
