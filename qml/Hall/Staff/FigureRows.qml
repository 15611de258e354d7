// SPDX-License-Identifier: GPL-3.0-or-later
// Measured figures, each with its limit and whether it holds.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Column {
    id: rows

    required property var figures

    CalibrationWords {
        id: words
    }

    Repeater {
        model: rows.figures

        Item {
            id: row

            required property var modelData
            readonly property string amount: words.amount(modelData.name, modelData.value)
            readonly property string limit: words.limit(modelData.name, modelData.limit)
            readonly property string label: words.figureName(modelData.name)

            width: parent?.width ?? 0
            height: Math.max(name.height, value.height) + Theme.mm(3)
            Accessible.role: Accessible.StaticText
            Accessible.name: label + ": " + amount + (limit !== "" ? ", " + limit : "")
                             + (modelData.limit > 0 || !modelData.good ? modelData.good ? ", " + qsTr("good") : ", " + qsTr("not good") : "")

            HallIcon {
                id: light
                anchors.verticalCenter: name.verticalCenter
                width: Theme.mm(7)
                height: width
                visible: row.limit !== ""
                name: row.modelData.good ? "check" : "error"
                color: row.modelData.good ? Theme.success : Theme.danger
            }

            BodyText {
                id: name
                anchors.left: light.right
                anchors.leftMargin: Theme.mm(3)
                width: Math.round(row.width * 0.44)
                text: row.label
                color: Theme.softText
                Accessible.ignored: true
            }

            BodyText {
                id: value
                anchors.left: name.right
                anchors.leftMargin: Theme.mm(3)
                anchors.right: parent.right
                text: row.limit !== "" ? row.amount + " (" + row.limit + ")" : row.amount
                font.bold: true
                color: row.modelData.good ? Theme.text : Theme.danger
                Accessible.ignored: true
            }
        }
    }
}
