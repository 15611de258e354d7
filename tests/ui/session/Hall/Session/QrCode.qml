// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for the painted code.
import QtQuick

Grid {
    id: code

    property string text: ""

    columns: 21

    Repeater {
        model: 441

        Rectangle {
            required property int index

            width: code.width / 21
            height: width
            color: (index * 7919 + 13) % 11 < 5 ? "black" : "white"
        }
    }
}
