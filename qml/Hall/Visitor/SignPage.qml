// SPDX-License-Identifier: GPL-3.0-or-later
// The visitor signs what was reviewed. The pad keeps the strokes; the session gets the picture once.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var submitFault: Session.submitFault
    readonly property var service: Session.service
    // The visitor wanted to go on without signing.
    property bool reminded: false
    readonly property bool asked: pad.isEmpty && (reminded || Session.signatureDropped)

    heading: qsTr("Please sign with your finger")
    lead: qsTr("I declare that what I have stated is true, and I apply for this service.")
    part: "sign"
    stepShare: 0.5
    nextText: qsTr("Submit")
    nextIcon: "send"
    handleBack: false
    onBack: {
        Session.keepSignature(pad.strokes())
        Session.back()
    }
    onNext: {
        if (pad.isEmpty) {
            reminded = true
            return
        }
        Session.keepSignature(pad.strokes())
        Session.setSignature(pad.png())
        pad.clear()
        Session.submit()
    }

    actions: HallButton {
        text: qsTr("Clear")
        iconName: "eraser"
        onActed: {
            pad.clear()
            Session.keepSignature(pad.strokes())
        }
    }

    FaultNotice {
        id: refusal
        width: parent.width
        code: page.submitFault?.code ?? ""
        who: page.submitFault?.who ?? ""
        remedy: page.submitFault?.remedy ?? ""
    }

    // Of one height whatever stands there: the pad below must not move under a finger that begins to write.
    Item {
        id: above
        width: parent.width
        height: Math.max(signer.height, reminder.height)

        Notice {
            id: reminder
            width: parent.width
            visible: page.asked
            kind: "error"
            title: page.reminded ? qsTr("Please sign first") : qsTr("Please sign again")
            text: page.reminded ? qsTr("Write your name in the white field. If you cannot sign, please touch \"Help\".")
                                : qsTr("Something was changed after you signed, so that signature has been removed.")
        }

        Panel {
            id: signer
            width: parent.width
            height: Math.max(implicitHeight, reminder.height)
            visible: !page.asked

            Grid {
                id: facts
                width: parent.width
                columns: Theme.portrait ? 1 : 2
                columnSpacing: Theme.gap

                DataRow {
                    width: (facts.width - (facts.columns - 1) * facts.columnSpacing) / facts.columns
                    label: qsTr("You apply for")
                    value: page.service.title ?? ""
                }

                DataRow {
                    width: (facts.width - (facts.columns - 1) * facts.columnSpacing) / facts.columns
                    label: qsTr("Signed by")
                    value: Session.signerName
                }
            }
        }
    }

    Rectangle {
        width: parent.width
        height: Math.max(Theme.mm(60), Math.min(Theme.mm(210), page.roomHeight - above.height - Theme.gap
                         - (refusal.code !== "" ? refusal.height + Theme.gap : 0)))
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
            // Drawn once the pad has its place.
            onHeightChanged: if (isEmpty) again.restart()

            Accessible.role: Accessible.Canvas
            Accessible.name: qsTr("Signature field")
        }
    }

    Timer {
        id: again
        interval: 0
        onTriggered: {
            if (pad.isEmpty && !page.reminded)
                pad.draw(Session.keptSignature())
        }
    }
}
