// SPDX-License-Identifier: GPL-3.0-or-later
// What was read from a travel permit, masked: whoever holds it knows whether it is right.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var permit: Session.permit

    heading: qsTr("Is this what is on your permit?")
    lead: qsTr("Some characters are hidden, so that nobody reads them over your shoulder.")
    visitor: ""
    emblem: "id-card"
    backText: qsTr("No, lay it down again")
    backIcon: "retake"
    handleBack: false
    nextText: qsTr("Yes, this is right")
    onBack: Session.permitReject()
    onNext: Session.permitConfirm()

    Panel {
        width: parent.width
        padding: Theme.mm(7)

        DataRow {
            width: parent.width
            label: qsTr("Kind")
            value: page.permit.kind === "taiwan" ? qsTr("Mainland travel permit for Taiwan residents")
                                                 : qsTr("Mainland travel permit for Hong Kong and Macao residents")
        }

        DataRow {
            width: parent.width
            label: qsTr("Number")
            value: page.permit.number
        }

        DataRow {
            width: parent.width
            label: qsTr("Name in Latin letters")
            value: page.permit.name
        }

        DataRow {
            width: parent.width
            visible: value !== ""
            label: qsTr("Date of birth")
            value: page.permit.birth
        }

        DataRow {
            width: parent.width
            visible: value !== ""
            label: qsTr("Valid until")
            value: page.permit.until
        }
    }

    UnprovedNotice {
        width: parent.width
    }
}
