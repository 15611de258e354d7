// SPDX-License-Identifier: GPL-3.0-or-later
// What became of "print this page": the paper in the slot, or the same as a code for the phone.
import QtQuick
import Hall.Controls
import Hall.Session

Column {
    id: slip

    readonly property var paper: Session.guidePaper
    readonly property string phase: paper.state ?? ""
    readonly property string code: paper.code ?? ""
    readonly property var fault: paper.fault
    readonly property string faultCode: fault?.code ?? ""

    visible: phase !== ""
    spacing: Theme.gap

    Notice {
        width: parent.width
        kind: slip.phase === "printed" ? "success" : slip.phase === "printing" || slip.phase === "code" ? "info" : "warning"
        title: {
            switch (slip.phase) {
            case "printing":
                return qsTr("The page is being printed.")
            case "printed":
                return qsTr("Please take the page from the paper slot.")
            case "code":
                return qsTr("There is no paper at the moment. Scan this code with your phone instead.")
            case "unknown":
                return qsTr("Please look whether the page is in the paper slot.")
            }
            return qsTr("The page could not be printed. Scan this code with your phone instead.")
        }
        text: slip.faultCode !== "" ? FaultTexts.what(slip.faultCode) : ""
    }

    Rectangle {
        readonly property bool wholeRow: true

        anchors.horizontalCenter: parent.horizontalCenter
        visible: slip.code !== ""
        width: Theme.mm(Theme.portrait ? 110 : 92)
        height: width
        color: Theme.paper

        QrCode {
            anchors.fill: parent
            anchors.margins: Theme.mm(4)
            text: slip.code

            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("What to bring, as a code")
        }
    }
}
