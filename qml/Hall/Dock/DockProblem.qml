// SPDX-License-Identifier: GPL-3.0-or-later
// What was refused last, and why.
import QtQuick
import Hall.Controls

Rectangle {
    id: notice

    property var problem: ({})  // {code, detail}

    readonly property string code: problem.code ?? ""
    readonly property string what: code === "no-kiosk" ? qsTr("No kiosk answered.")
                                                       : FaultTexts.what(code) !== "" ? FaultTexts.what(code) : code

    visible: code !== ""
    implicitHeight: words.implicitHeight + 2 * Theme.mm(3)
    color: Theme.dangerSoft
    Accessible.role: Accessible.AlertMessage
    Accessible.name: words.text

    HallIcon {
        id: mark
        x: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(8)
        height: width
        name: "error"
        color: Theme.danger
    }

    Caption {
        id: words
        anchors.left: mark.right
        anchors.leftMargin: Theme.mm(3)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(4)
        anchors.verticalCenter: parent.verticalCenter
        text: notice.what + ((notice.problem.detail ?? "") !== "" ? "\n" + notice.problem.detail : "")
        color: Theme.danger
        Accessible.ignored: true
    }
}
