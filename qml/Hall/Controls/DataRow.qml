// SPDX-License-Identifier: GPL-3.0-or-later
// A label with its value, read as one.
import QtQuick

Item {
    id: row

    property string label: ""
    property string value: ""
    property string detail: ""
    // For ScrollArea: label and value stay together.
    readonly property bool wholeRow: true
    // Beside each other while the value fits, else below each other.
    readonly property bool stacked: Theme.textSize === "xlarge" || width < Theme.mm(110)
    readonly property int labelWidth: Math.round(width * 0.36)

    implicitHeight: (stacked ? labelText.height + valueColumn.height : Math.max(labelText.height, valueColumn.height))
                    + Theme.mm(3)

    Accessible.role: Accessible.StaticText
    readonly property string said: Spoken.pair(label, value)
    Accessible.name: detail !== "" ? Spoken.series(said, detail) : said

    BodyText {
        id: labelText
        y: Theme.mm(1.5)
        width: row.stacked ? row.width : row.labelWidth
        text: row.label
        color: Theme.softText
        Accessible.ignored: true
    }

    Column {
        id: valueColumn
        x: row.stacked ? 0 : row.labelWidth + Theme.smallGap
        y: row.stacked ? labelText.y + labelText.height : labelText.y
        width: row.width - x

        BodyText {
            width: parent.width
            text: row.value !== "" ? row.value : "–"
            font.bold: true
            Accessible.ignored: true
        }

        Caption {
            width: parent.width
            visible: text !== ""
            text: row.detail
            Accessible.ignored: true
        }
    }
}
