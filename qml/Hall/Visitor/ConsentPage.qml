// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the visitor's data, before anything is done with it.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    heading: qsTr("Do you agree to this use of your data?")
    backText: qsTr("I do not agree")
    nextText: qsTr("I agree")
    onBack: Session.refuseConsent()
    onNext: Session.acceptConsent()
    handleBack: false

    Panel {
        width: parent.width
        padding: Theme.mm(8)
        spacing: Theme.mm(7)

        Repeater {
            model: Session.consentParagraphs

            BodyText {
                required property string modelData

                width: (parent as Item).width
                text: modelData
                font.pixelSize: Theme.buttonSize
                lineHeight: 1.15
            }
        }
    }

    Notice {
        width: parent.width
        kind: "info"
        title: qsTr("You decide")
        text: qsTr("If you do not agree, you can do everything at the service window.")
    }
}
