// SPDX-License-Identifier: GPL-3.0-or-later
// What has to be put right before going on. Takes the focus when it appears; each entry leads to its field.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Rectangle {
    id: summary

    property var errors: []  // of {fieldId: string, label: string, text: string}, from the form model

    signal picked(fieldId: string)

    visible: errors.length > 0
    implicitHeight: errors.length > 0 ? column.implicitHeight + 2 * Theme.mm(5) : 0
    color: Theme.dangerSoft
    radius: Theme.radius
    border.width: Theme.mm(1)
    border.color: Theme.danger

    Accessible.role: Accessible.AlertMessage
    Accessible.name: title.text

    onErrorsChanged: if (errors.length > 0) laidOut.restart()

    function focusFirst() {
        const first = entries.itemAt(0) as Item
        if (first)
            first.forceActiveFocus(Qt.TabFocusReason)
    }

    Timer {
        id: laidOut
        interval: 0
        onTriggered: summary.focusFirst()
    }

    Column {
        id: column
        x: Theme.mm(5)
        y: Theme.mm(5)
        width: parent.width - 2 * x
        spacing: Theme.smallGap

        Row {
            width: parent.width
            spacing: Theme.smallGap

            HallIcon {
                id: mark
                width: Math.round(Theme.buttonSize * 1.3)
                height: width
                name: "error"
                color: Theme.danger
            }

            Heading {
                id: title
                width: parent.width - mark.width - parent.spacing
                text: qsTr("Please put this right")
                font.pixelSize: Theme.buttonSize
                color: Theme.danger
            }
        }

        Repeater {
            id: entries
            model: summary.errors

            Pressable {
                id: entry

                required property var modelData

                width: column.width
                text: Spoken.pair(modelData.label, modelData.text)
                onActed: summary.picked(modelData.fieldId)

                background: Rectangle {
                    radius: Theme.radius
                    color: entry.down ? Theme.pressed : Theme.surface
                    border.width: Theme.line
                    border.color: Theme.danger
                }
                leftPadding: Theme.mm(5)
                rightPadding: Theme.mm(5)
                topPadding: Theme.mm(2)
                bottomPadding: Theme.mm(2)
                contentItem: Text {
                    text: entry.text
                    font.family: Theme.family
                    font.pixelSize: Theme.bodySize
                    color: entry.down ? Theme.pressedText : Theme.text
                    wrapMode: Text.Wrap
                    verticalAlignment: Text.AlignVCenter
                    Accessible.ignored: true
                }
            }
        }
    }
}
