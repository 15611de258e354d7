// SPDX-License-Identifier: GPL-3.0-or-later
// A value that is shown to be checked: label, value, and a mark of where the value came from. The words for the mark are
// in the accessible name and in the page's legend.
import QtQuick
import Hall.Controls

Item {
    id: row

    property string label: ""
    property string value: ""
    property string sourceIcon: ""
    property string sourceWord: ""
    // For ScrollArea: label and value stay together.
    readonly property bool wholeRow: true
    readonly property bool stacked: Theme.textSize !== "normal"
    // The longest value that must not be broken is a credit code, 18 letters and digits; its label has eight characters.
    readonly property int labelWidth: Math.max(Math.round(width * 0.3), Math.min(Math.round(width * 0.4), width - Theme.mm(89)))

    implicitHeight: (stacked ? labelText.height + valueText.height : Math.max(labelText.height, valueText.height))
                    + Theme.mm(2.4)

    Accessible.role: Accessible.StaticText
    readonly property string said: Spoken.pair(label, value !== "" ? value : "–")
    Accessible.name: sourceWord !== "" ? Spoken.series(said, sourceWord) : said

    BodyText {
        id: labelText
        y: Theme.mm(1.2)
        width: row.stacked ? row.width : row.labelWidth
        text: row.label
        color: Theme.softText
        Accessible.ignored: true
    }

    BodyText {
        id: valueText
        x: row.stacked ? 0 : row.labelWidth + Theme.mm(2)
        y: row.stacked ? labelText.y + labelText.height : labelText.y
        width: row.width - x - mark.width - Theme.mm(1.5)
        text: row.value !== "" ? row.value : "–"
        font.bold: true
        Accessible.ignored: true
    }

    HallIcon {
        id: mark
        anchors.right: parent.right
        y: valueText.y + Math.round((valueText.font.pixelSize * 1.45 - height) / 2)
        width: Math.round(Theme.bodySize * 0.95)
        height: width
        visible: row.sourceIcon !== ""
        name: row.sourceIcon
        color: Theme.softText
    }
}
