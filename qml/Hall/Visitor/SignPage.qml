// SPDX-License-Identifier: GPL-3.0-or-later
// The visitor signs what was reviewed. The pad keeps the strokes; the session gets the picture once.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var submitFault: Session.submitFault
    readonly property var service: Session.service
    property bool reminded: false

    heading: qsTr("Please sign with your finger")
    lead: qsTr("I declare that what I have stated is true, and I apply for this service.")
    part: "sign"
    stepShare: 0.5
    nextText: qsTr("Submit")
    nextIcon: "send"
    onNext: {
        if (pad.isEmpty) {
            reminded = true
            return
        }
        Session.setSignature(pad.png())
        pad.clear()
        Session.submit()
    }

    actions: HallButton {
        text: qsTr("Clear")
        iconName: "eraser"
        onActed: pad.clear()
    }

    FaultNotice {
        id: refusal
        width: parent.width
        code: page.submitFault?.code ?? ""
        who: page.submitFault?.who ?? ""
        remedy: page.submitFault?.remedy ?? ""
    }

    Notice {
        id: reminder
        width: parent.width
        visible: page.reminded && pad.isEmpty
        kind: "error"
        title: qsTr("Please sign first")
        text: qsTr("Write your name in the white field. If you cannot sign, please call the staff with the help button.")
    }

    Panel {
        id: signer
        width: parent.width
        spacing: 0

        DataRow {
            width: parent.width
            label: qsTr("You apply for")
            value: page.service.title ?? ""
        }

        DataRow {
            width: parent.width
            label: qsTr("Signed by")
            value: Session.signerName
        }
    }

    Rectangle {
        width: parent.width
        height: Math.max(Theme.mm(66), Math.min(Theme.mm(210), page.roomHeight - signer.height - Theme.gap
                         - (reminder.visible ? reminder.height + Theme.gap : 0)
                         - (refusal.visible ? refusal.height + Theme.gap : 0)))
        radius: Theme.radius
        color: Theme.paper
        border.width: Theme.mm(1)
        border.color: Theme.contrast ? Theme.edge : Theme.accent

        Rectangle {
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Math.round(parent.height * 0.2)
            x: Theme.mm(12)
            width: parent.width - 2 * x
            height: Theme.line
            color: "#9AA3B5"
            z: 1
        }

        SignaturePad {
            id: pad
            anchors.fill: parent
            anchors.margins: Theme.mm(1.5)
            penWidth: Theme.mm(0.8)
            activeFocusOnTab: false

            Accessible.role: Accessible.Canvas
            Accessible.name: qsTr("Signature field")
        }
    }
}
