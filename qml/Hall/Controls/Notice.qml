// SPDX-License-Identifier: GPL-3.0-or-later
// Something the visitor should know: kind is "info", "success", "warning" or "error". Said by icon, word and colour.
import QtQuick
import Hall.Controls

Rectangle {
    id: notice

    property string kind: "info"
    property string title: ""
    property string text: ""

    readonly property string kindWord: kind === "success" ? qsTr("Done") : kind === "warning" ? qsTr("Please note")
                                                          : kind === "error" ? qsTr("Problem") : qsTr("Good to know")
    readonly property color ink: kind === "success" ? Theme.success : kind === "warning" ? Theme.warning
                                                    : kind === "error" ? Theme.danger : Theme.accent

    // The headline ends its sentence itself.
    readonly property bool stopped: /[.!?…。！？：:]$/.test(headline.text)

    implicitHeight: column.implicitHeight + 2 * Theme.mm(4)
    radius: Theme.radius
    color: kind === "success" ? Theme.successSoft : kind === "warning" ? Theme.warningSoft
                              : kind === "error" ? Theme.dangerSoft : Theme.infoSoft
    border.width: Theme.line
    border.color: kind === "warning" ? Theme.warningEdge : ink

    Accessible.role: Accessible.AlertMessage
    Accessible.name: notice.text === "" ? headline.text : stopped ? headline.text + " " + notice.text
                                                                    : Spoken.sentences(headline.text, notice.text)

    HallIcon {
        id: mark
        x: Theme.mm(5)
        y: Theme.mm(4)
        width: Math.round(Theme.bodySize * 1.45)
        height: width
        name: notice.kind === "success" ? "check" : notice.kind === "warning" ? "warning"
                                        : notice.kind === "error" ? "error" : "info"
        color: notice.ink
    }

    Column {
        id: column
        anchors.left: mark.right
        anchors.leftMargin: Theme.mm(4)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(5)
        y: Theme.mm(4)
        spacing: Theme.mm(1)

        BodyText {
            id: headline
            width: parent.width
            text: notice.title !== "" ? notice.title : notice.kindWord
            font.bold: true
            color: notice.ink
        }

        BodyText {
            width: parent.width
            visible: notice.text !== ""
            text: notice.text
        }
    }
}
