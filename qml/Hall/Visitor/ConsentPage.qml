// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the visitor's data, before anything is done with it.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("Do you agree to this use of your data?")
    backText: qsTr("I do not agree")
    nextText: qsTr("I agree")
    onBack: Session.refuseConsent()
    onNext: Session.acceptConsent()
    handleBack: false

    emblem: "shield"

    // Beside each other where the screen is low.
    Row {
        width: parent.width
        visible: Theme.portrait || Theme.textSize === "normal"
        spacing: Theme.gap

        HolderRow {
            id: holder
            width: Theme.portrait ? parent.width : Math.round((parent.width - parent.spacing) * 0.45)
        }

        Notice {
            visible: !Theme.portrait
            width: parent.width - holder.width - parent.spacing
            height: holder.height
            kind: "info"
            title: qsTr("You decide")
            text: qsTr("If you do not agree, you can do everything at the service window.")
        }
    }

    Panel {
        width: parent.width
        padding: Theme.mm(9)
        spacing: Theme.mm(Theme.portrait ? 8 : 5)

        Repeater {
            model: Session.consentParagraphs

            NumberedLine {
                required property int index
                required property string modelData

                width: (parent as Item).width
                number: index + 1
                text: modelData
                font.pixelSize: Theme.buttonSize
            }
        }
    }

    Panel {
        width: parent.width
        visible: Theme.textSize === "normal" || Theme.portrait && Theme.textSize === "large"
        padding: Theme.mm(Theme.portrait ? 9 : 5)
        spacing: Theme.mm(6)

        Heading {
            width: parent.width
            visible: Theme.portrait
            text: qsTr("The way of your data")
            font.pixelSize: Theme.buttonSize
        }

        FlowStrip {
            width: parent.width
            steps: [Session.unproved ? {"icon": "id-card", "text": qsTr("From your permit")} : {"icon": "card", "text": qsTr("Read from your card")},
                    Session.unproved ? {"icon": "edit", "text": qsTr("Filled in by you")} : {"icon": "hall", "text": qsTr("Looked up at the centre")},
                    {"icon": "check", "text": qsTr("Checked by you")}, {"icon": "shield", "text": qsTr("Removed from here")}]
        }
    }

    // Says again what the last paragraph says: only where there is room.
    Notice {
        width: parent.width
        visible: Theme.portrait || Theme.textSize === "large"
        kind: "info"
        title: qsTr("You decide")
        text: qsTr("If you do not agree, you can do everything at the service window.")
    }
}
