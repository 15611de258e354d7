// SPDX-License-Identifier: GPL-3.0-or-later
// The services of a chain: which are filed in this visit, which may follow from the answers, which are somebody else's
// to do, and which are not open to this visitor, with the reason. What was looked up stands there as the centre has it.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Panel {
    id: panel

    // As Session.chain has them: {id, title, state, rows, text, basis}.
    property var parts: []
    property bool ofUnit: false  // the chain is an employer's

    padding: Theme.mm(7)

    function noteOf(part: var): string {
        switch (part.state) {
        case "asked":
            return (part.rows ?? []).length > 0 ? "" : qsTr("is looked up; nothing is filed")
        case "theirs":
            return ofUnit ? qsTr("the worker looks this up afterwards, with their own card") : qsTr("your employer does this")
        case "open":
            return qsTr("if your answers call for it")
        case "refused":
            return part.text + (part.basis !== "" ? " " + part.basis : "")
        }
        return ""
    }

    Heading {
        width: parent.width
        text: qsTr("What is done in one go")
        font.pixelSize: Theme.buttonSize
    }

    Repeater {
        model: panel.parts

        Row {
            id: line

            required property var modelData
            readonly property bool refused: modelData.state === "refused"
            readonly property string note: panel.noteOf(modelData)

            width: (parent as Item)?.width ?? 0
            spacing: Theme.smallGap

            HallIcon {
                id: mark
                y: Math.round(Theme.bodySize * 0.15)
                width: Math.round(Theme.bodySize * 1.25)
                height: width
                name: line.refused ? "warning" : line.modelData.state === "taken" ? "check"
                                               : line.modelData.state === "asked" ? "search"
                                               : line.modelData.state === "theirs" ? "person" : "tick"
                color: line.refused ? Theme.warning : line.modelData.state === "taken" ? Theme.success : Theme.softText
            }

            Column {
                width: line.width - mark.width - line.spacing

                BodyText {
                    width: parent.width
                    text: line.modelData.title
                    Accessible.name: line.note === "" ? text : qsTr("%1: %2").arg(text).arg(line.note)
                }

                BodyText {
                    width: parent.width
                    visible: line.note !== ""
                    text: line.note
                    color: Theme.softText
                    Accessible.ignored: true
                }

                Repeater {
                    model: line.modelData.rows ?? []

                    DataRow {
                        required property var modelData

                        width: (parent as Item)?.width ?? 0
                        label: modelData.label
                        value: modelData.value
                    }
                }
            }
        }
    }
}
