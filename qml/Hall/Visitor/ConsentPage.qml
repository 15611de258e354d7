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

    Panel {
        width: parent.width
        height: Theme.portrait ? Math.max(implicitHeight, page.roomHeight - freedom.height - Theme.gap)
                               : implicitHeight
        padding: Theme.mm(9)
        spacing: Theme.mm(9)

        HallIcon {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: Theme.portrait
            width: Theme.mm(46)
            height: width
            name: "shield"
            color: Theme.accent
        }

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

    Notice {
        id: freedom
        width: parent.width
        kind: "info"
        title: qsTr("You decide")
        text: qsTr("If you do not agree, you can do everything at the service window.")
    }
}
