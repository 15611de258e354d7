// SPDX-License-Identifier: GPL-3.0-or-later
// A name and the choices that belong to it, one of which holds: options is a list of {value, text}.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Item {
    id: set

    property string name: ""
    property var options: []  // of {value: string, text: string}
    property string value: ""
    property int nameWidth: Theme.mm(42)

    signal picked(value: string)

    implicitHeight: Math.max(choices.height, nameText.y + nameText.height)
    Accessible.role: Accessible.Grouping
    Accessible.name: name

    Caption {
        id: nameText
        width: set.nameWidth - Theme.mm(2)
        y: Theme.mm(2)
        text: set.name
        Accessible.ignored: true
    }

    Flow {
        id: choices
        x: set.nameWidth
        width: set.width - x
        spacing: Theme.mm(2)

        Repeater {
            model: set.options

            DockOption {
                required property var modelData

                text: modelData.text
                accessibleName: DockWords.pair(set.name, modelData.text)
                chosen: set.value === modelData.value
                onActed: set.picked(modelData.value)
            }
        }
    }
}
